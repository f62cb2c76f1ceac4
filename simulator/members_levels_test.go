package simulator

import (
	"encoding/json"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
)

// TestMembersAreKnownLevelByLevel: a name that is at home on one level is unknown
// on another.
func TestMembersAreKnownLevelByLevel(t *testing.T) {
	c, err := contract.Load([]byte(`{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/a":{"post":{"operationId":"a",
		"requestBody":{"content":{"application/json":{"schema":{"type":"object",
			"properties":{"Lines":{"type":"array","items":{"$ref":"#/components/schemas/Line"}},"Note":{}},
			"anyOf":[{"properties":{"Extra":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/Line"}}}}]}}}},
		"responses":{"200":{"description":"d"}}}}},
		"components":{"schemas":{"Line":{"type":"object","properties":{"Qty":{},"Parts":{"type":"array","items":{"$ref":"#/components/schemas/Line"}}}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	names := membersOf(c.Operations[0].Operation)
	for _, row := range []struct{ name, body, known, exact string }{
		{"all at home", `{"Lines":[{"Qty":1.50}],"Note":{"x":1}}`, `{"Lines":[{"Qty":1.50}],"Note":{"x":1}}`, `{"Lines":[{"Qty":1.50}],"Note":{"x":1}}`},
		{"nobody's", `{"Lines":[{"Qty":1,"x":{}}],"y":[2]}`, `{"Lines":[{"Qty":1}]}`, `{"Lines":[{"Qty":1,"x":{}}],"y":[2]}`},
		{"of another level", `{"Qty":1,"Lines":[{"Note":2,"Qty":1}]}`, `{"Lines":[{"Qty":1}]}`, `{"Qty":1,"Lines":[{"Note":2,"Qty":1}]}`},
		{"in another case", `{"lines":5,"Lines":[{"qty":9,"Qty":1,"note":2}]}`, `{"Lines":[{"Qty":1}]}`, `{"Lines":[{"Qty":1,"note":2}]}`},
		{"names that are free", `{"Extra":{"any":{"Qty":1,"x":2,"qty":3}}}`, `{"Extra":{"any":{"Qty":1}}}`, `{"Extra":{"any":{"Qty":1,"x":2}}}`},
		{"within itself", `{"Lines":[{"Parts":[{"Parts":[{"qty":1,"x":2}]}]}]}`, `{"Lines":[{"Parts":[{"Parts":[{}]}]}]}`, `{"Lines":[{"Parts":[{"Parts":[{"x":2}]}]}]}`},
		{"no object", `5`, `5`, `5`},
	} {
		t.Run(row.name, func(t *testing.T) {
			known, others, err := names.without([]byte(row.body), (*members).unknown)
			if err != nil || string(known) != row.known+"\n" || others != (row.known != row.body) {
				t.Errorf("known: %s, %v, %v; want %s", known, others, err, row.known)
			}
			exact, dropped, err := names.without([]byte(row.body), (*members).misspells)
			if err != nil || string(exact) != row.exact+"\n" || dropped != (row.exact != row.body) {
				t.Errorf("exact: %s, %v, %v; want %s", exact, dropped, err, row.exact)
			}
			var decoded any
			if err := json.Unmarshal([]byte(row.body), &decoded); err != nil {
				t.Fatal(err)
			}
			if got := names.anyMisspelt(decoded); got != dropped {
				t.Errorf("misspelt %v, want %v", got, dropped)
			}
		})
	}
	if _, _, err := names.without([]byte(`{"Lines":[`), (*members).unknown); err == nil {
		t.Error("a body that breaks off is taken")
	}
}
