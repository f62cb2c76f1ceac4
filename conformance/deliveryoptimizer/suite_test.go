package deliveryoptimizer_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/deliveryoptimizer"
)

// plan prepares the sample's profile with other fixtures.
func plan(t *testing.T, fixtures map[string][]map[string]any) (*conformance.Plan, error) {
	t.Helper()
	v := deliveryoptimizer.New()
	p := v.Sample()
	p.Target, p.Fixtures = "http://127.0.0.1:4010", fixtures
	return v.Prepare(p)
}

// TestWhatIsProvided starts without the fixtures that can be supplied while a
// run is under way.
func TestWhatIsProvided(t *testing.T) {
	p, err := plan(t, map[string][]map[string]any{"tenant": {{"id": 1}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		fixture string
		entity  map[string]any
		says    string // a part of the error
		missing bool   // afterwards
	}{
		{"origin", map[string]any{"code": 125}, "code: say the code", true},
		{"origin", map[string]any{}, "code: say the code", true},
		{"origin", map[string]any{"code": "BEL:MAG:0001"}, "", false},
		{"other-tenant", map[string]any{"id": 0}, "0 is no tenant", true},
		{"other-tenant", map[string]any{"id": "2"}, "", false},
		{"tenant", map[string]any{"id": 3}, "the profile itself has to name it", false},
	} {
		before := p.Missing(step.fixture)
		err := p.Supply(step.fixture, step.entity)
		if step.says == "" && err != nil || step.says != "" && (err == nil || !strings.Contains(err.Error(), step.says)) {
			t.Errorf("%s %v: %v, want %q", step.fixture, step.entity, err, step.says)
		}
		if after := p.Missing(step.fixture); (after != "") != step.missing {
			t.Errorf("%s %v: missing: %q, and %q before", step.fixture, step.entity, after, before)
		}
	}
}

// TestOrdersHaveTheOriginsOfTheProfile looks at what the contract phase sends:
// where codes of nobody are refused, everything else would be refused for them.
func TestOrdersHaveTheOriginsOfTheProfile(t *testing.T) {
	for name, test := range map[string]struct{ origins, want []string }{
		"none":        {nil, []string{"FRA:MAG:0125", "FRA:MAG:0953"}},
		"one":         {[]string{"BEL:MAG:0001"}, []string{"BEL:MAG:0001", "FRA:MAG:0125"}},
		"two":         {[]string{"BEL:MAG:0001", "BEL:MAG:0002"}, []string{"BEL:MAG:0001", "BEL:MAG:0002"}},
		"the example": {[]string{"FRA:MAG:0953"}, []string{"FRA:MAG:0953", "FRA:MAG:0125"}},
	} {
		t.Run(name, func(t *testing.T) {
			fixtures := map[string][]map[string]any{"tenant": {{"id": 1}}}
			for _, code := range test.origins {
				fixtures["origin"] = append(fixtures["origin"], map[string]any{"code": code})
			}
			p, err := plan(t, fixtures)
			if err != nil {
				t.Fatal(err)
			}
			call, err := p.Call("upsertOrder", nil, random())
			if err != nil {
				t.Fatal(err)
			}
			body, _ := call.Body.(map[string]any)
			lines, _ := body["lines"].([]any)
			var got []string
			for _, line := range lines {
				one, _ := line.(map[string]any)
				code, _ := one["code"].(string)
				got = append(got, code)
			}
			if strings.Join(got, " ") != strings.Join(test.want, " ") {
				t.Errorf("codes %v, want %v", got, test.want)
			}
		})
	}
}

func random() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }
