package bridge

import "github.com/plumbline-api/plumbline/simulator"

// howToUse tells who may call with the sample, and a walk through it.
func howToUse() simulator.Sample {
	const token = tokenHeader + ": {{TOKEN}}"
	return simulator.Sample{
		Credentials: []simulator.Credential{{
			Name: "example-client", Secret: "not-a-real-secret", May: "log in; the token in the header " + tokenHeader + " opens the other operations",
		}},
		Walk: []simulator.Example{
			{Shows: "Log in, and keep the token", Operation: "logIn", Keep: simulator.Kept{Name: "TOKEN", Member: "token"}},
			{Shows: "Ask whether the token is valid", Operation: "checkToken", Header: token},
			{Shows: "Read the state of order 00001: open", Operation: "getOrderStatus", Header: token},
			{Shows: "Confirm the order", Operation: "changeOrderState", Header: token},
			{Shows: "Read its state again: confirmed", Operation: "getOrderStatus", Header: token},
		},
	}
}
