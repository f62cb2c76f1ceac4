package altazion

import (
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	steps "github.com/plumbline-api/plumbline/features/altazion"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// The vendor's serialisers write a DateTime of no kind without an offset, null
// for what is absent, and the document shows no body of a refusal.
func TestAnswersThatTheDocumentAllows(t *testing.T) {
	const bon = `{"Guid": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "Numero": "BP-1001", "DateCreation": DATE, "MontantCommande": 59.70, "Etat": "BPR_ENC",
		"EstValide": true, "EstDeclenchee": true, "EstEncours": true, "EstTermine": false, "EstAnnule": false, "Lignes": [], "CliGuid": null, "Livraison": null}`
	with := func(date string) string { return strings.ReplaceAll(bon, "DATE", date) }
	c, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	j, err := judge.New(c, rules.Book().OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		operation   string
		status      int
		contentType string
		body        string
		right       bool
	}{
		"a date with an offset":           {"getBon", 200, "application/json", with(`"2026-11-20T09:00:00Z"`), true},
		"a date without an offset":        {"getBon", 200, "application/json", with(`"2026-11-20T09:00:00"`), true},
		"with a fraction, without offset": {"savePreparation", 200, "application/json; charset=utf-8", with(`"2026-11-20T09:00:00.1234567"`), true},
		"a date that is none":             {"getBon", 200, "application/json", with(`"yesterday"`), false},
		"a date of another month":         {"getBon", 200, "application/json", with(`"2026-13-20T09:00:00"`), false},
		"null for an unknown bon":         {"getBon", 200, "application/json", `null`, true},
		"204 for an accepted call":        {"shipBon", 204, "", "", true},
		"201 for an accepted call":        {"shipBon", 201, "application/json", `{"id": 7}`, true},
		"200 without a body":              {"savePreparation", 200, "", "", true},
		"half a bon":                      {"savePreparation", 200, "application/json", `{"Guid": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}`, false},
		"a problem by RFC 9457":           {"shipBon", 422, "application/problem+json; charset=utf-8", `{"title": "Unprocessable Content"}`, true},
		"another object":                  {"savePreparation", 400, "application/json", `{"erreur": {"code": 400}}`, true},
		"a refusal without a body":        {"savePreparation", 405, "", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			path := map[string]string{"getBon": "", "savePreparation": "prepa/", "shipBon": "expe/"}[tt.operation]
			header := http.Header{"Content-Type": {tt.contentType}}
			var wrong []string
			for _, f := range j.Response(c.Operation(tt.operation), "/api/logistique/preparation/"+path+"BP-1001", tt.status, header, []byte(tt.body)) {
				if !f.Note {
					wrong = append(wrong, f.Message)
				}
			}
			if (len(wrong) == 0) != tt.right {
				t.Errorf("findings %q, want some: %v", wrong, !tt.right)
			}
		})
	}
}

func TestFixturesSayWhatTheirLinesContain(t *testing.T) {
	entry := func(first, other any) map[string]any {
		line := func(guid string, contains any) map[string]any {
			l := map[string]any{"guid": guid, "reference": "REF"}
			if contains != nil {
				l["contains"] = contains
			}
			return l
		}
		return map[string]any{
			"number": "BP-7", "guid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
			"lines": []any{line("1b4e28ba-2fa1-41d2-883f-0016d3cca427", first), line("0f8fad5b-d9cb-469f-a165-70867728950e", other)},
		}
	}
	for name, tt := range map[string]struct {
		first, other any
		says         string // the error; none where empty
		quantities   [4]string
	}{
		// Of the first line: one, all, one more than that, and a fraction more than that; a scenario calls them 1, 3, 4 and 3.001.
		"nothing":                  {nil, nil, "", [4]string{"1", "3", "4", "3.001"}},
		"the usual quantities":     {3, 2, "", [4]string{"1", "3", "4", "3.001"}},
		"more":                     {12, 40, "", [4]string{"1", "12", "13", "12.001"}},
		"a fraction":               {"7.5", 2, "", [4]string{"1", "7.5", "8.5", "7.501"}},
		"too little of the first":  {2, 2, "contains of line 1: 2 is less than 3 pieces", [4]string{}},
		"too little of the second": {3, 1, "contains of line 2: 1 is less than 2 pieces", [4]string{}},
		"no number":                {"many", 2, "contains of line 1: many is less", [4]string{}},
	} {
		t.Run(name, func(t *testing.T) {
			bon, err := readBon(entry(tt.first, tt.other))
			if tt.says != "" {
				if err == nil || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("error %v, want %q", err, tt.says)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for i, said := range []string{"1", "3", "4", "3.001"} {
				if got := bon.Quantity(0, said); got != tt.quantities[i] {
					t.Errorf("%s of the usual bon is %s, want %s", said, got, tt.quantities[i])
				}
			}
		})
	}
	if steps.Least(0) != 3 || steps.Least(1) != 2 {
		t.Error("the least quantities are others")
	}
}
