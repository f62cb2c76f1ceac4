package altazion

import "github.com/plumbline-api/plumbline/simulator"

// howToUse tells who may call with the sample, and a walk through it.
func howToUse() simulator.Sample {
	bon := map[string]string{"bon": "BP-1001"}
	return simulator.Sample{
		Credentials: []simulator.Credential{
			tokenToo(simulator.Basic("sample-app", "sample-key", "prepare, ship and read bons"), "sample-token"),
			tokenToo(simulator.Basic("sample-reader", "sample-key", "read bons; the other operations are refused"), "sample-reader-token"),
			simulator.Basic("sample-stranger", "sample-key", "nothing: every operation is refused"),
		},
		Walk: []simulator.Example{
			{Shows: "Read a bon", Operation: "getBon", Path: bon},
			{
				Shows: "Enter what was prepared of it", Operation: "savePreparation", Path: bon,
				Body: `{"Lignes":[{"Reference":"REF-A","QtePreparee":3},{"Reference":"REF-B","QtePreparee":1.5}]}`,
			},
			{
				Shows: "Ship it, once", Operation: "shipBon", Path: bon,
				Body: `{"Lignes":[{"Reference":"REF-A","QtePreparee":3,"QteExpediee":3},{"Reference":"REF-B","QtePreparee":1.5,"QteExpediee":1.5}]}`,
			},
			{Shows: "Read it again: it is finished after a moment", Operation: "getBon", Path: bon},
		},
	}
}

func tokenToo(c simulator.Credential, token string) simulator.Credential {
	c.Token = token
	return c
}
