package deliveryoptimizer

import "github.com/plumbline-api/plumbline/simulator"

// howToUse tells who may call with the sample, and a walk through it.
func howToUse() simulator.Sample {
	const password = "sample-password" //nolint:gosec // invented
	return simulator.Sample{
		Credentials: []simulator.Credential{
			simulator.Basic("sample-oms", password, "everything at tenant 1 (right OMS)"),
			simulator.Basic("sample-shop", password, "at tenant 1, what does not need the right OMS, which it lacks (right COMMERCE)"),
			simulator.Basic("other-oms", password, "everything at tenant 2 (right OMS)"),
		},
		Walk: []simulator.Example{
			{Shows: "Configure the tenant", Operation: "putConfig"},
			{Shows: "Add an order: true", Operation: "upsertOrder"},
			{Shows: "Read it", Operation: "getOrder"},
			{Shows: "Read how full a stock origin is", Operation: "getSaturation"},
			{Shows: "A stock origin has shipped its part", Operation: "deleteOrderByCode"},
			{Shows: "Delete what is left of the order", Operation: "deleteOrder"},
			{Shows: "Replace all orders of the tenant", Operation: "replaceOrders"},
		},
	}
}
