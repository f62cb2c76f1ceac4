package altazion

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/altazion"
	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/target"
)

// calls builds correct requests.
type calls struct{ bons *steps.Bons }

// call builds the request of an operation that the contract phase varies, for
// a bon of its own.
func (c calls) call(operation string, s *target.Session, random *rand.Rand) (conformance.Call, error) {
	// Building a call has no context of its own; seeding ends by the control
	// client's own time limit.
	bon, err := c.bons.Obtain(context.Background(), s, random, steps.BonToVary)
	if err != nil {
		return conformance.Call{}, err
	}
	return c.about(operation, s, random, bon)
}

// about builds the request for a given bon.
func (calls) about(operation string, s *target.Session, random *rand.Rand, bon steps.Bon) (conformance.Call, error) {
	call := conformance.Call{Path: map[string]string{"bon": bon.Number}}
	if operation != "getBon" {
		call.Observe = func(ctx context.Context) (string, error) { return observe(ctx, s, bon.Number) }
		call.Shown = func(ctx context.Context) (any, error) { return shown(ctx, s, bon) }
	}
	switch operation {
	case "getBon":
	case "savePreparation":
		call.Body = map[string]any{"Lignes": lines(bon, "QtePreparee")}
	case "shipBon":
		call.Body = map[string]any{
			"Lignes":           lines(bon, "QtePreparee", "QteExpediee"),
			"Colis":            []any{parcel(random, "6A12345678901"), parcel(random, "6A12345678902")},
			"PiecesComptables": []any{document("FA-2026-0117"), document("FA-2026-0118")},
		}
	default:
		return call, fmt.Errorf("no correct request of %s is known", operation)
	}
	return call, nil
}

// lines names both lines of the bon by their GUIDs, with what it contains of
// them as the given quantities.
func lines(bon steps.Bon, quantities ...string) []any {
	var list []any
	for i, l := range bon.Lines {
		line := map[string]any{"Guid": l.GUID.String()}
		for _, name := range quantities {
			line[name] = json.Number(bon.All(i))
		}
		list = append(list, line)
	}
	return list
}

func parcel(random *rand.Rand, number string) map[string]any {
	return map[string]any{
		"ModeLivraisonGuid": steps.NewID(random).String(), "ModeLivraisonCode": "STD", "Numero": number,
		"DateExpedition": "2026-11-20T14:30:00Z", "UrlSuivi": "https://carrier.example.test/track/" + number,
	}
}

func document(number string) map[string]any {
	return map[string]any{"Type": "Facture", "Numero": number, "Url": "https://erp.example.test/invoices/" + number + ".pdf"}
}

// observe reads a bon and returns what came, to be compared.
func observe(ctx context.Context, s *target.Session, name string) (string, error) {
	answer, err := read(ctx, s, name)
	if err != nil {
		return "", err
	}
	return answer.Documented(), nil
}

// read reads a bon. Where it can't be read nothing can be said of it.
func read(ctx context.Context, s *target.Session, name string) (*target.Answer, error) {
	req, err := api.NewGetBonRequest(s.Base(), name)
	if err != nil {
		return nil, err
	}
	answer, err := s.Send(ctx, req)
	if err == nil && answer.Status/100 != 2 {
		err = &target.Inconclusive{Reason: fmt.Sprintf("the bon %s can't be read: %d", name, answer.Status)}
	}
	return answer, err
}

// shown returns what reading shows of a call's body: what is prepared of the
// lines, in the order in which the call names them.
func shown(ctx context.Context, s *target.Session, bon steps.Bon) (any, error) {
	answer, err := read(ctx, s, bon.Number)
	if err != nil {
		return nil, err
	}
	var list []any
	for i := range bon.Lines {
		prepared, found := steps.PreparedOf(answer.Body, bon, i)
		if !found {
			return nil, &target.Inconclusive{Reason: fmt.Sprintf("reading the bon %s shows no line %s with a QtePreparee", bon.Number, bon.Lines[i].GUID)}
		}
		list = append(list, map[string]any{"QtePreparee": prepared})
	}
	return map[string]any{"Lignes": list}, nil
}
