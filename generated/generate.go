// Package generated holds the folders of code that oapi-codegen makes from the
// specs. Nothing below it is written by hand; make generate renews it.
package generated

//go:generate -command codegen go tool -modfile=../tools/go.mod oapi-codegen
