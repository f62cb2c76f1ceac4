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
	if operation == "getBon" {
		return conformance.Call{Path: map[string]string{"bon": "BP-PLUMB-NONE"}}, nil
	}
	// Building a call has no context of its own; seeding ends by the control
	// client's own time limit.
	bon, err := c.bons.Obtain(context.Background(), s, random, steps.BonToVary)
	if err != nil {
		return conformance.Call{}, err
	}
	call := conformance.Call{
		Path:    map[string]string{"bon": bon.Number},
		Observe: func(ctx context.Context) (string, error) { return observe(ctx, s, bon.Number) },
	}
	switch operation {
	case "savePreparation":
		call.Body = map[string]any{"Lignes": lines(bon, "QtePreparee"), "EstPartielle": false}
	case "shipBon":
		call.Body = map[string]any{
			"Lignes": lines(bon, "QtePreparee", "QteExpediee"),
			"Colis": []any{map[string]any{
				"ModeLivraisonGuid": steps.NewID(random).String(), "ModeLivraisonCode": "STD", "Numero": "6A12345678901",
				"DateExpedition": "2026-11-20T14:30:00Z", "UrlSuivi": "https://carrier.example.test/track/6A12345678901",
			}},
			"PiecesComptables": []any{document()},
			"PieceComptable":   []any{document()},
		}
	default:
		return call, fmt.Errorf("no correct request of %s is known", operation)
	}
	return call, nil
}

// lines names both lines of the bon by GUID and reference, with what it
// contains of them as the given quantities.
func lines(bon steps.Bon, quantities ...string) []any {
	contents := []json.Number{"3", "2"}
	var list []any
	for i, l := range bon.Lines {
		line := map[string]any{"Guid": l.GUID.String(), "Reference": l.Reference}
		for _, name := range quantities {
			line[name] = contents[i]
		}
		list = append(list, line)
	}
	return list
}

func document() map[string]any {
	return map[string]any{
		"Type": "Facture", "Numero": "FA-2026-0117", "Url": "https://erp.example.test/invoices/FA-2026-0117.pdf",
	}
}

// observe reads a bon and returns what came, to be compared.
func observe(ctx context.Context, s *target.Session, name string) (string, error) {
	req, err := api.NewGetBonRequest(s.Base(), name)
	if err != nil {
		return "", err
	}
	answer, err := s.Send(ctx, req)
	if err != nil {
		return "", err
	}
	return answer.Documented(), nil
}
