package akinon

import "github.com/plumbline-api/plumbline/specs"

// PackageLifecycle is the states of a packaging order that the document has a
// part in; the way from Preparing on is not its subject.
func PackageLifecycle() specs.Lifecycle {
	return specs.Lifecycle{
		Entity: "package",
		States: []string{"Waiting", "Preparing", "Out of Stock"},
		Transitions: []specs.Transition{
			{To: "Waiting", Rules: []*specs.Rule{CommencesInWaiting, DistributedToPackages}},
			{From: "Waiting", To: "Preparing", Rules: []*specs.Rule{BecomesPreparing}},
			{To: "Out of Stock", Rules: []*specs.Rule{ManualOutOfStockPackage, ManualPackageContents}},
		},
	}
}
