package komet_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/client"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// TestBreachesAreRefused: unless its dialect says otherwise, a simulator refuses
// what the document asks of the caller, and the report on the caller says which
// rule it broke.
func TestBreachesAreRefused(t *testing.T) {
	fraction := json.Number("1.5")
	for _, row := range []struct {
		rule   *specs.Rule
		bodies []any
	}{
		{rules.CallerSendsJSON, []any{"[]", "null", `"text"`, "7", "{", "\xff"}},
		{rules.CallerGivesRequired, []any{
			header("shipDate", gone{}), holding(item("boxes", gone{})), holding(item("unitType", gone{})), holding(item("bunches", gone{})),
			holding(item("stemsBunch", gone{})), holding(item(), item("price", gone{})), withPart(part("bunches", gone{})),
			withPart(part("stemsBunch", gone{})), withPart(part("cost", gone{})), withPart(part("price", gone{})),
		}},
		{rules.CallerKeepsTypes, []any{
			header("customerPO", 7), header("comments", nil), header("shipViaId", "1"), header("autoAllocate", fraction), header("prebookItems", body{}),
			header("customerId", "9999"), header("carrierId", fraction), header("createdBy", "1"), header("autoGeneratePOsfromPrebooks", true),
			holding(7), holding(item("breakdowns", body{})), holding(item("identifier", 7)), holding(item("vendorId", "999")),
			holding(item("boxes", "5")), holding(item("bunches", fraction)), holding(item("price", "2.50")),
			withPart(part("productCode", 7)), holding(item("breakdowns", []any{7})), withPart(part("stemsBunch", "5")),
		}},
		{rules.CallerKeepsLengths, []any{
			header("customerPO", letters(21)), header("comments", letters(201)), header("companyLocationCode", letters(21)),
			holding(item("identifier", letters(31))), holding(item("markCode", letters(51))), holding(item("notes", letters(201))),
			holding(item("futureSalesPoNumber", letters(8))), holding(item("boxTypeCode", letters(4))), withPart(part("productCode", letters(21))),
		}},
		{rules.CallerKeepsNumbers, []any{
			holding(item("boxes", json.Number("10000000000"))), holding(item("price", json.Number("2.505"))),
			holding(item("cost", json.Number("100000000"))), withPart(part("cost", json.Number("2.505"))),
		}},
		{rules.CallerKeepsValues, []any{
			header("shipViaId", 2), header("isEcommerce", -1), header("autoAllocate", 2), header("autoGeneratePOsfromPrebooks", "yes"),
			holding(item("unitType", "box")), holding(item("unitType", "stems")), holding(item("unitType", "")),
		}},
		{rules.CallerWritesShipDate, []any{
			header("shipDate", "2030-5-1"), header("shipDate", "2030-02-30"), header("shipDate", "2030-05-01T00:00:00Z"), header("shipDate", ""),
		}},
		{rules.CallerNamesProducts, []any{
			holding(item("productId", gone{})), holding(item("boxTypeId", gone{}, "boxTypeCode", "HB")), withPart(part("productId", gone{}, "productCode", "Rs55B")),
		}},
		{rules.CallerSaysLocation, []any{header("authenticationToken", twoPlaces, "customerId", 20000, "carrierId", 2878)}},
	} {
		t.Run(row.rule.ID, func(t *testing.T) {
			w := &try{t: t, engine: newEngine(t, nil, nil), world: "breaches", strict: true}
			w.refuses(row.bodies...)
			for _, wrong := range w.wrong {
				t.Error(wrong)
			}
			r, err := client.Judge(t.Context(), w.engine, w.world)
			w.must(err)
			i := slices.IndexFunc(r.Vendors[0].Rules, func(rule client.Rule) bool { return rule.ID == row.rule.ID })
			if got := r.Vendors[0].Rules[i]; len(got.BrokenBy) != len(row.bodies) {
				t.Errorf("%s, %d of %d: %s", got.Standing, len(got.BrokenBy), len(row.bodies), got.Reason)
			}
		})
	}
}

// TestShipToIsReadAsClientsSendIt: a number, text of digits, and text that is
// empty, by each reading of an empty text.
func TestShipToIsReadAsClientsSendIt(t *testing.T) {
	for reading, want := range map[string]string{"not-given": "1", "given": "0", "vendors-only": "0"} {
		w := &try{t: t, engine: newEngine(t, nil, map[string]string{rules.EmptyTextIsNotGiven.ID: reading}), world: "w"}
		w.is("status of a number", w.create(header("shipToId", 999)).at("status"), "1")
		w.is("status of text", w.create(header("shipToId", "999")).at("status"), "1")
		w.is("status of no text, "+reading, w.create(header("shipToId", "")).at("status"), want)
		w.is("status of words", w.create(header("shipToId", "home")).at("status"), "0")
		for _, wrong := range w.wrong {
			t.Error(wrong)
		}
	}
}

// TestRefusalsSayWhatIsWrong: customer and carrier named by id and by code, as a
// public client does.
func TestRefusalsSayWhatIsWrong(t *testing.T) {
	w := &try{t: t, engine: newEngine(t, nil, nil), world: "w"}
	for member, want := range map[string]string{
		"customerCode": "customerId and customerCode can't be used at the same time",
		"carrierCode":  "carrierId and carrierCode can't be used at the same time",
	} {
		message, _ := w.create(header(member, "ANG")).at("message").(string)
		if !strings.Contains(message, want) || strings.Contains(message, "failed") {
			t.Errorf("%s: %q, want %q in it", member, message, want)
		}
	}
}
