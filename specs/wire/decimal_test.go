package wire

import (
	"encoding/json"
	"testing"
)

func TestDecimalKeepsItsDigits(t *testing.T) {
	for _, row := range []struct{ name, in string }{
		{"scale is kept", "2.50"},
		{"float32 would lose it", "1234567.89"},
		{"float64 would lose it", "9007199254740993"},
		{"negative", "-0.01"},
		{"zero", "0"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var d Decimal
			if err := json.Unmarshal([]byte(row.in), &d); err != nil {
				t.Fatal(err)
			}
			out, err := json.Marshal(d)
			if err != nil || string(out) != row.in {
				t.Errorf("%s came back as %s (%v)", row.in, out, err)
			}
		})
	}
}

func TestDecimalRefusesWhatIsNoNumber(t *testing.T) {
	for _, in := range []string{`"2.50"`, `null`, `true`, `{}`, `99999999999999999999`} {
		var d Decimal
		if err := d.UnmarshalJSON([]byte(in)); err == nil {
			t.Errorf("%s was taken as %s", in, d)
		}
	}
}
