package deliveryoptimizer_test

import (
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/features/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

// TestReadOrder reads one order in the forms that servers have been seen to write.
func TestReadOrder(t *testing.T) {
	const usual = `{"orderId":"3fa85f64-5717-4562-b3fc-2c963f66afa6","tenantId":1,"lastUpdated":"2025-09-22T10:01:20.624Z","expiresAt":"2025-09-23T11:01:20.624Z",
		"type":"Order","lines":[{"code":"FRA:MAG:0125","artGuid":"c420a0b0-fd50-446a-b2e0-18ab3bf4c460","qty":1}]}`
	want, err := deliveryoptimizer.ReadOrder(&target.Answer{Status: 200, Body: []byte(usual)})
	if err != nil || want == nil {
		t.Fatal(want, err)
	}
	for name, change := range map[string][2]string{
		"upper-case GUID":     {"3fa85f64-5717-4562-b3fc-2c963f66afa6", "3FA85F64-5717-4562-B3FC-2C963F66AFA6"},
		"GUID in braces":      {"3fa85f64-5717-4562-b3fc-2c963f66afa6", "{3fa85f64-5717-4562-b3fc-2c963f66afa6}"},
		"GUID of hex digits":  {"3fa85f64-5717-4562-b3fc-2c963f66afa6", "3fa85f6457174562b3fc2c963f66afa6"},
		"date with an offset": {"2025-09-22T10:01:20.624Z", "2025-09-22T12:01:20.6240000+02:00"},
		"date without one":    {"2025-09-22T10:01:20.624Z", "2025-09-22T10:01:20.624"},
		"quantity as decimal": {`"qty":1`, `"qty":1.0`},
		"quantity as text":    {`"qty":1`, `"qty":"1"`},
		"tenant as text":      {`"tenantId":1`, `"tenantId":"1"`},
		"a further member":    {`"type"`, `"state":"open","type"`},
	} {
		t.Run(name, func(t *testing.T) {
			body := strings.Replace(usual, change[0], change[1], 1)
			got, err := deliveryoptimizer.ReadOrder(&target.Answer{Status: 200, Body: []byte(body)})
			if err != nil || got == nil || strings.Join(flat(got), " ") != strings.Join(flat(want), " ") {
				t.Errorf("read %+v, %v, want %+v", got, err, want)
			}
		})
	}
	for name, test := range map[string]struct {
		status int
		body   string
		says   string // a part of the error; empty: there is no order
	}{
		"not found":           {404, `{"title":"No."}`, ""},
		"no content":          {204, "", ""},
		"null":                {200, " null\n", ""},
		"an array":            {200, "[]", "an order as a JSON object"},
		"no JSON":             {200, "<html>", "an order as a JSON object"},
		"lines of no array":   {200, `{"lines":{}}`, "lines of the order"},
		"a line of no object": {200, `{"lines":[7]}`, "lines/0 of the order"},
		"a server error":      {500, "", "status of reading the order"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := deliveryoptimizer.ReadOrder(&target.Answer{Status: test.status, Body: []byte(test.body)})
			switch {
			case got != nil:
				t.Errorf("read %+v", got)
			case test.says == "" && err != nil || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)):
				t.Errorf("%v, want %q", err, test.says)
			}
		})
	}
}

func flat(v *deliveryoptimizer.View) []string {
	all := []string{v.OrderID, v.TenantID, v.LastUpdated, v.ExpiresAt, v.Type}
	for _, l := range v.Lines {
		all = append(all, l.Code, l.ArtGUID, l.Qty)
	}
	return all
}
