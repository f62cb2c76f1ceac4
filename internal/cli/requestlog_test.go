package cli

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/fault"
)

func TestRequestLog(t *testing.T) {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	const at = "12:00:00.000 "
	for _, row := range []struct {
		name string
		o    simulator.Observation
		want string
	}{
		{"a success", simulator.Observation{World: "default", Method: "GET", URL: "/altazion/api/x", Operation: "getBon", Status: 200, Journal: 3},
			at + "default GET /altazion/api/x 200 journal 3\n"},
		{"a refusal", simulator.Observation{World: "shop", Method: "POST", URL: "/altazion/expe/BP-1001", Operation: "shipBon", Status: 422, Journal: 7,
			Refused: []string{"altazion/shipped-more-than-contained-is-422", "altazion/other"}},
			at + "shop POST /altazion/expe/BP-1001 422 altazion/shipped-more-than-contained-is-422 journal 7\n"},
		{"a breach that no rule claims", simulator.Observation{World: "w", Method: "PUT", URL: "/a", Operation: "put", Status: 400, Journal: 1, Breach: "/qty is not a number"},
			at + "w PUT /a 400 contract: /qty is not a number journal 1\n"},
		{"a fault", simulator.Observation{World: "w", Method: "PUT", URL: "/a", Operation: "put", Status: 0, Journal: 1, Fault: fault.AnswerReset, Refused: []string{"x/y"}},
			at + "w PUT /a --- fault answer-reset journal 1\n"},
		{"no operation", simulator.Observation{World: "w", Method: "GET", URL: "/bridge/order/status", Vendor: "bridge", Status: 404, Journal: 2, Nearest: []string{"POST /bridge/order/status"}},
			at + "w GET /bridge/order/status 404 no such operation; nearest: POST /bridge/order/status journal 2\n"},
		{"no vendor, and a path that would move the cursor", simulator.Observation{Method: "GET", URL: "/\x1b[2J\u202e", Status: 404},
			at + "GET /\uFFFD[2J\uFFFD 404 no such operation\n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var out bytes.Buffer
			l := requestLog{out: &out, now: func() time.Time { return noon }}
			l.Request(t.Context(), row.o)
			if out.String() != row.want {
				t.Errorf("got  %q\nwant %q", out.String(), row.want)
			}
		})
	}
}

func TestRequestLogInColourAndAsJSON(t *testing.T) {
	o := simulator.Observation{World: "w", Vendor: "bridge", Method: "GET", URL: "/bridge/x", Status: 404, Journal: 2, Refused: []string{"bridge/rule"}}
	var out bytes.Buffer
	l := requestLog{out: &out, colour: true, now: func() time.Time { return time.Time{} }}
	l.Request(t.Context(), o)
	if want := "00:00:00.000 w GET /bridge/x \x1b[33m404\x1b[0m \x1b[1mbridge/rule\x1b[0m journal 2\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	out.Reset()
	c := simulateCommand{Log: "json"}
	_, inJSON := c.logs(&out)
	inJSON.Request(t.Context(), o)
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{"msg": "request", "world": "w", "method": "GET", "url": "/bridge/x", "status": 404.0, "refusedBy": "bridge/rule", "journal": 2.0} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	c.Log = "off"
	if _, none := c.logs(&out); none != nil {
		t.Error("--log off logs requests")
	}
}
