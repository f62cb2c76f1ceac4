package wire

import (
	"encoding/json"
	"testing"
)

func TestLenientKeepsEveryShape(t *testing.T) {
	for _, row := range []struct {
		in    string
		fits  bool
		first string
	}{
		{`["a","b"]`, true, "a"},
		{`7`, false, ""},
		{`[1]`, false, ""},
		{`{"a":"b"}`, false, ""},
	} {
		t.Run(row.in, func(t *testing.T) {
			var l Lenient[[]string]
			if err := json.Unmarshal([]byte(row.in), &l); err != nil {
				t.Fatal(err)
			}
			if fits := l.Raw == nil; fits != row.fits {
				t.Errorf("fits: %v, want %v", fits, row.fits)
			}
			if row.first != "" && (len(l.Value) == 0 || l.Value[0] != row.first) {
				t.Errorf("decoded as %v", l.Value)
			}
			if out, err := json.Marshal(l); err != nil || string(out) != row.in {
				t.Errorf("came back as %s (%v)", out, err)
			}
		})
	}
}
