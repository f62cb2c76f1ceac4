package altazion

import (
	"context"
	"net/http"

	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// SavePreparation saves what was prepared of a bon: the first step.
func (service) SavePreparation(ctx context.Context, r api.SavePreparationRequestObject) (api.SavePreparationResponseObject, error) {
	env := simulator.FromContext(ctx)
	if strict := unknownMembers(env); strict != nil {
		return strict, nil
	}
	w, early, err := newWrite(env, r.Bon, r.Body.Lignes)
	if err != nil {
		return nil, err
	}
	if early != nil {
		return early, nil
	}
	w.partial = r.Body.EstPartielle != nil && *r.Body.EstPartielle
	w.decideStep(false, false)
	answer, refusal, err := w.run()
	switch {
	case err != nil:
		return nil, err
	case refusal != nil:
		return refusal, nil
	case showsNothing(env):
		return api.SavePreparation2XXResponse{StatusCode: http.StatusNoContent}, nil
	}
	return api.SavePreparation200JSONResponse{BonReturnedJSONResponse: api.BonReturnedJSONResponse(answer)}, nil
}

// unknownMembers refuses unpublished members, which only a defect does.
func unknownMembers(env *simulator.Env) *refusal {
	if _, others := env.Known(); !others || env.Applies(rules.UnknownMembersPassedOver) {
		return nil
	}
	return refused(env, http.StatusBadRequest, "The format of the body is invalid: it has an unknown member.")
}

// prepare does the first step.
func (w *write) prepare(step *progress) {
	repeated := w.bon.FirstStep
	adding := repeated && !w.env.Applies(rules.RepeatReplaces)
	named := make(map[int]bool, len(w.lines))
	for i, sent := range w.lines {
		at := w.targets[i]
		if at < 0 {
			continue
		}
		named[at] = true
		line := &w.bon.Lines[at]
		prepared := w.prepared(sent, *line)
		if adding {
			if total, ok := sum(line.Prepared, prepared); ok {
				prepared = total
			}
		}
		line.Prepared = prepared
	}
	if repeated {
		w.leaveOut(named)
	}
	w.bon.FirstStep = true
	if w.leadsToPrepared() {
		step.To = Prepared
	}
}

// leadsToPrepared asks what of the point called and its flag could keep the bon
// from the prepared step, by a defect.
func (w *write) leadsToPrepared() bool {
	if w.partial && !w.env.Applies(rules.PartialFlagWithoutEffect) {
		return false
	}
	return w.fromShipping || w.env.Applies(rules.PreparationLeadsToPrepared)
}

// leaveOut does what a repeated first step does to lines that it leaves out;
// the defect counts up, which is neither of the readings.
func (w *write) leaveOut(named map[int]bool) {
	for i := range w.bon.Lines {
		line := &w.bon.Lines[i]
		switch {
		case named[i] || line.Prepared.IsZero():
		case !w.env.Applies(rules.LinesLeftOut):
			line.Prepared = oneMore(line.Prepared)
		case w.env.Reading(rules.LinesLeftOut) == "call-replaces-call":
			line.Prepared = wire.Decimal{}
		}
	}
}

// prepared is what a line has as prepared after the call that names it.
func (w *write) prepared(sent api.LigneExpeditionBonPreparation, line Line) wire.Decimal {
	if sent.QtePreparee == nil {
		switch {
		case !w.env.Applies(rules.OmittedPreparedQuantity):
			return oneMore(line.Prepared) // neither of the readings
		case w.env.Reading(rules.OmittedPreparedQuantity) == "zero":
			return wire.Decimal{}
		}
		return line.Prepared
	}
	q := *sent.QtePreparee
	if w.capped && more(q, line.ToPrepare) {
		q = line.ToPrepare
	}
	if !q.IsInt() && !w.env.Applies(rules.QuantitiesAreDecimals) {
		q = wire.Decimal{Decimal: q.Trunc(0)}
	}
	return q
}

func oneMore(q wire.Decimal) wire.Decimal {
	if total, err := q.Add(q.One()); err == nil {
		return wire.Decimal{Decimal: total}
	}
	return q
}
