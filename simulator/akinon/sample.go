package akinon

import "github.com/plumbline-api/plumbline/simulator"

// howToUse tells who may call with the sample, and a walk through it.
func howToUse() simulator.Sample {
	return simulator.Sample{
		Credentials: []simulator.Credential{
			{
				Name: "store-integration", Secret: "not-a-real-password", Token: "not-a-real-key", //nolint:gosec // invented
				Header: "Authorization: Token not-a-real-key", May: "log in, read and prepare packages, subscribe webhooks",
			},
			{
				Name: "reporting", Secret: "not-a-real-password", Token: "not-a-real-reporting-key", //nolint:gosec // invented
				Header: "Authorization: Token not-a-real-reporting-key", May: "log in; it has no rights, so packages are refused",
			},
		},
		Walk: []simulator.Example{
			{Shows: "Log in: the key is the token", Operation: "logIn", Open: true},
			{Shows: "List the packages", Operation: "listPackages"},
			{Shows: "Read package 123, which waits", Operation: "readPackage"},
			{Shows: "Prepare it", Operation: "preparePackage"},
			{Shows: "Read it again: Preparing", Operation: "readPackage"},
			{Shows: "Subscribe to new packages", Operation: "subscribeWebhook", Keep: simulator.Kept{Name: "HOOK", Member: "id"}},
			{Shows: "End the subscription", Operation: "unsubscribeWebhook", Path: map[string]string{"hook_id": "{{HOOK}}"}},
		},
	}
}
