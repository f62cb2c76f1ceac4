module example.test/outside

go 1.26.0

require (
	github.com/cucumber/godog v0.15.1
	github.com/plumbline-api/plumbline v0.0.0
)

replace github.com/plumbline-api/plumbline => ../../../..
