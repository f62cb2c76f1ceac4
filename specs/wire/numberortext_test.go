package wire

import (
	"encoding/json"
	"testing"
)

func TestNumberOrTextKeepsItsForm(t *testing.T) {
	for _, in := range []string{`1`, `"1"`, `"010225"`, `""`, `18446744073709551615`, `2.50`} {
		n := Text("before")
		if err := json.Unmarshal([]byte(in), &n); err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if out, err := json.Marshal(n); err != nil || string(out) != in {
			t.Errorf("%s came back as %s (%v)", in, out, err)
		}
	}
	if out, err := json.Marshal(NumberOrText{}); err != nil || string(out) != "0" {
		t.Errorf("the zero value became %s (%v)", out, err)
	}
}

func TestNumberOrTextRefusesTheRest(t *testing.T) {
	for _, in := range []string{`null`, `true`, `{}`, `[]`, ``} {
		var n NumberOrText
		if err := n.UnmarshalJSON([]byte(in)); err == nil {
			t.Errorf("%s was taken as %s", in, n)
		}
	}
}
