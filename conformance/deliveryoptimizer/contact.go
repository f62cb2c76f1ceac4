package deliveryoptimizer

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/features"
	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

// tells returns what tells this API from others: an order, the load of a stock origin, and the bare boolean that
// answers the removal of an order. One that nobody has is removed in order to
// see it, where the profile allows writing.
func (c calls) tells() conformance.Known {
	k := conformance.Known{
		By:      ours,
		Fixture: "give the profile fixtures.origin with a stock origin that is there, or writes: allowed",
	}
	if origin := c.known.origin(); origin != "" {
		k.Proofs = append(k.Proofs, conformance.Proof{Effect: features.Read, Run: func(ctx context.Context, s *target.Session) error {
			req, err := api.NewGetSaturationRequest(s.Base(), c.tenant, origin)
			if err == nil {
				_, err = s.Send(ctx, req)
			}
			return err
		}})
	}
	k.Proofs = append(k.Proofs, conformance.Proof{Effect: features.Reversible, Run: func(ctx context.Context, s *target.Session) error {
		req, err := api.NewDeleteOrderRequest(s.Base(), c.tenant, uuid.New())
		if err == nil {
			_, err = s.Send(ctx, req)
		}
		return err
	}})
	return k
}

func ours(a *target.Answer) bool {
	if conformance.AnswersWith(a, "orderId") || conformance.AnswersWith(a, "code", "usedCapacity") {
		return true
	}
	text := strings.ToLower(string(bytes.TrimSpace(bytes.TrimPrefix(a.Body, []byte("\ufeff")))))
	return (a.Status/100 == 2 || a.Status == http.StatusNotFound) && (text == "true" || text == "false")
}
