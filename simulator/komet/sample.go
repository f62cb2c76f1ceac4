package komet

import "github.com/plumbline-api/plumbline/simulator"

// howToUse tells who may call with the sample, and a walk through it.
func howToUse() simulator.Sample {
	return simulator.Sample{
		Credentials: []simulator.Credential{
			{Token: "token_info_goes_here", May: "everything for company 77, as authenticationToken of the body or the query"},
			{Token: "sample-customer-token", May: "a token of customer 9999, not of the company"},
			{Token: "sample-vendor-token", May: "a token of vendor 999, not of the company"},
			{Token: "sample-list-token", May: "customer.list and carrier.list of company 77, nothing else"},
			{Name: "jane.roe", Secret: "not-a-password", May: "log in for the token of company 77"},
			{Token: "sample-two-places-token", May: "everything for company 78, which has two locations"},
			{Token: "sample-two-places-vendor-token", May: "a token of vendor 2000, not of the company"},
			{Name: "john.doe", Secret: "not-a-password", May: "log in for the token of company 78"},
		},
		Walk: []simulator.Example{
			{Shows: "Log in for the company's token", Operation: "login", Keep: simulator.Kept{Name: "KEY", Member: "apiKey"}},
			{Shows: "List the customers", Operation: "listCustomers", Query: [][2]string{{"authenticationToken", "{{KEY}}"}}},
			{Shows: "List the carriers", Operation: "listCarriers"},
			{Shows: "List the products", Operation: "listProducts"},
			{Shows: "List the box types", Operation: "listBoxTypes"},
			{Shows: "List the vendors", Operation: "listVendors"},
			{Shows: "Create a prebook, with its purchase orders", Operation: "createPrebook"},
			{Shows: "Read it back by its date", Operation: "listPrebookDetails", Query: [][2]string{{"date", "2014-09-11"}}},
			{Shows: "Read its purchase orders", Operation: "listPurchaseOrders", Query: [][2]string{{"date", "2014-09-11"}}},
		},
	}
}
