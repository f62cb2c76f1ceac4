package altazion

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// ShipBon saves what was shipped of a bon, what was prepared, or both.
func (service) ShipBon(ctx context.Context, r api.ShipBonRequestObject) (api.ShipBonResponseObject, error) {
	env := simulator.FromContext(ctx)
	if strict := unknownMembers(env); strict != nil {
		return strict, nil
	}
	body, _ := env.Known()
	documents, misfit := documentsOf(env, body)
	if misfit != nil {
		return misfit, nil
	}
	w, early, err := newWrite(env, r.Bon, r.Body.Lignes)
	if err != nil {
		return nil, err
	}
	if early != nil {
		return early, nil
	}
	w.fromShipping, w.parcels, w.documents = true, value(r.Body.Colis), documents
	w.decideStep(true, len(w.parcels) > 0)
	if !w.shipment && !env.Applies(rules.ShippingPointPrepares) {
		w.ignored = true
	}
	answer, refusal, err := w.run()
	switch {
	case err != nil:
		return nil, err
	case refusal != nil:
		return refusal, nil
	case showsNothing(env):
		return api.ShipBon2XXResponse{StatusCode: http.StatusNoContent}, nil
	}
	return api.ShipBon200JSONResponse{BonReturnedJSONResponse: api.BonReturnedJSONResponse(answer)}, nil
}

// documentsOf reads the accounting documents under the names that the world
// reads, and refuses what are none. The contract lets pass what fits under
// either name.
func documentsOf(env *simulator.Env, body []byte) ([]api.PieceComptable, *refusal) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, nil // it has been decoded before, so this does not happen
	}
	names := []string{env.Reading(rules.AccountingDocumentsName)}
	if names[0] == "both" {
		names = []string{"PiecesComptables", "PieceComptable"}
	}
	var documents []api.PieceComptable
	for _, name := range names {
		some, misfit := documentsIn(env, members[name])
		if misfit != "" {
			return nil, refused(env, http.StatusBadRequest, "The format of the body is invalid: /"+name+" "+misfit+".")
		}
		documents = append(documents, some...)
	}
	return documents, nil
}

// documentsIn reads the documents of one member; misfit says why it holds none.
func documentsIn(env *simulator.Env, raw json.RawMessage) (documents []api.PieceComptable, misfit string) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, ""
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		if env.Violates(rules.AccountingDocumentsName, true) {
			return nil, "is not an array"
		}
		return nil, ""
	}
	env.Violates(rules.AccountingDocumentsName, false)
	for _, item := range items {
		var document api.PieceComptable
		if err := json.Unmarshal(item, &document); err != nil || string(item) == "null" {
			return nil, "holds what is no accounting document"
		}
		documents = append(documents, document)
	}
	return documents, ""
}

// ship does a shipment, with the first step in the same call or without.
func (w *write) ship(step *progress) {
	combined := w.statesPrepared()
	keepPrepared := !combined || w.env.Applies(rules.CombinedCall)
	for i, sent := range w.lines {
		if at := w.targets[i]; at >= 0 && (keepPrepared || sent.QtePreparee == nil) {
			w.bon.Lines[at].Prepared = w.prepared(sent, w.bon.Lines[at])
		}
	}
	again := w.bon.Accepted == Finished
	complete := w.complete(w.contained())
	for i := range w.bon.Lines {
		w.bon.Lines[i].Shipped = w.shipped[i]
	}
	w.keepParcels(again)
	w.bon.FirstStep = w.bon.FirstStep || combined
	step.Shipment, step.Parcels = true, w.parcels
	switch {
	case complete:
		if w.env.Applies(rules.ShipmentFinishes) {
			step.To = Finished
		}
	case w.env.Reading(rules.PartialShipment) == "finishes":
		step.To = Finished
	case w.bon.FirstStep:
		step.To = Prepared
	default:
		step.To = InProgress
	}
}

// keepParcels adds the parcels and documents of a shipment, or puts them in the
// place of those of a shipment that it replaces.
func (w *write) keepParcels(again bool) {
	parcels := w.parcels
	if len(parcels) > 0 && !w.env.Applies(rules.ParcelsReadBack) {
		parcels = nil
	}
	if again {
		w.bon.Parcels, w.bon.Documents = parcels, w.documents
		return
	}
	w.bon.Parcels = slices.Concat(w.bon.Parcels, parcels)
	w.bon.Documents = slices.Concat(w.bon.Documents, w.documents)
}
