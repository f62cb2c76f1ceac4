package altazion

import (
	"net/http"
	"strings"
	"time"
)

type state int

// The states of a bon, in the order of its life.
const (
	created state = iota
	validated
	triggered
	inProgress
	prepared
	finished
	cancelled
	stateCount
)

type line struct {
	guid, reference, label      string
	articleID                   int64
	price                       float64
	ordered, announced, content float64 // content is what the bon holds of the line
	prepared, shipped           float64
}

type bon struct {
	guid, number string
	orderGUID    string
	created      time.Time
	state        state
	next         state // what the state becomes at due, where it is later than state
	due          time.Time
	lines        []line
	parcels      []parcel
	documents    []document
}

// settle lets the OMS catch up: it takes over the next state once it is due.
func (b *bon) settle(now time.Time) {
	if b.next > b.state && !now.Before(b.due) {
		b.state = b.next
	}
}

// advance has the bon reach a state at due; it never goes back.
func (b *bon) advance(to state, due time.Time) {
	if to > b.next {
		b.next, b.due = to, due
	}
}

// refusal is one of the errors of lines 25 to 29.
type refusal struct {
	status  int
	message string
}

func refuse(status int, message string) *refusal { return &refusal{status: status, message: message} }

// refuseState tells why the bon may not be changed, or nil. shipping tells the two points apart.
func (c choices) refuseState(b *bon, shipping bool) *refusal {
	switch {
	case b.state == finished && (shipping || !c.contrary):
		return refuse(http.StatusConflict, "le bon "+b.number+" a déjà été terminé")
	case !c.allowed[b.state]:
		return refuse(http.StatusMethodNotAllowed, "le bon "+b.number+" est dans l'état "+c.states[b.state])
	}
	return nil
}

// change is what a call asks of one line; nil where it says nothing of a quantity.
type change struct {
	prepared, shipped *float64
}

// resolve finds the line that an entry names: its index, or a refusal.
func (c choices) resolve(b *bon, e entry) (int, *refusal) {
	unknown := refuse(http.StatusUnprocessableEntity, "ligne inconnue : "+e.name())
	byGUID, byReference, count := -1, -1, 0
	for i := range b.lines {
		if strings.EqualFold(b.lines[i].guid, e.guid) {
			byGUID = i
		}
		if e.reference != "" && b.lines[i].reference == e.reference {
			count++
			if byReference < 0 {
				byReference = i
			}
		}
	}
	switch {
	case e.guid == "" && byReference < 0, e.guid != "" && byGUID < 0:
		return 0, unknown
	case e.guid == "" && c.contrary && count > 1:
		return 0, refuse(http.StatusUnprocessableEntity, "référence ambiguë : "+e.reference)
	case e.guid == "":
		return byReference, nil
	case c.contrary && e.reference != "" && b.lines[byGUID].reference != e.reference:
		return 0, refuse(http.StatusUnprocessableEntity, "guid et référence de lignes différentes")
	}
	return byGUID, nil
}

// apply writes a call into the bon, wholly or not at all, and has its state follow.
func (c choices) apply(b *bon, w write, now time.Time) *refusal {
	if len(w.entries) == 0 && !c.contrary {
		return refuse(http.StatusUnprocessableEntity, "aucune ligne")
	}
	changes := make([]change, len(b.lines))
	seen := make([]bool, len(b.lines))
	shipping := false
	for _, e := range w.entries {
		i, refused := c.resolve(b, e)
		if refused != nil {
			return refused
		}
		if seen[i] && c.contrary {
			return refuse(http.StatusUnprocessableEntity, "ligne en double : "+e.name())
		}
		seen[i] = true
		if w.shipping && e.shipped != nil && (!c.contrary || *e.shipped > 0) {
			shipping = true
		}
		changes[i] = change{prepared: e.prepared, shipped: e.shipped}
	}
	if c.contrary && !shipping && len(w.parcels)+len(w.documents) > 0 {
		return refuse(http.StatusUnprocessableEntity, "colis ou pièces sans quantité expédiée")
	}
	lines := append([]line(nil), b.lines...)
	for i := range lines {
		c.changeLine(&lines[i], changes[i], shipping)
	}
	if refused := c.check(lines, changes, shipping); refused != nil {
		return refused
	}
	b.lines = lines
	b.parcels = append(b.parcels, w.parcels...)
	b.documents = append(b.documents, w.documents...)
	switch {
	case shipping:
		b.advance(finished, now.Add(c.delay))
	case w.partial && c.contrary:
		b.advance(inProgress, now.Add(c.delay))
	default:
		b.advance(prepared, now.Add(c.delay))
	}
	b.settle(now)
	return nil
}

func (c choices) changeLine(l *line, ch change, shipping bool) {
	switch {
	case ch.prepared != nil:
		l.prepared = *ch.prepared
	case c.contrary && !shipping:
		l.prepared = 0
	}
	if shipping && ch.shipped != nil {
		l.shipped = *ch.shipped
		if c.contrary && ch.prepared == nil {
			l.prepared = max(l.prepared, l.shipped)
		}
	}
}

// check tells whether the lines, as they would stand, fit together.
func (c choices) check(lines []line, changes []change, shipping bool) *refusal {
	content, preparedOf, shippedOf := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for i, l := range lines {
		key := l.guid
		if c.contrary {
			key = l.reference
		}
		content[key] += l.content
		preparedOf[key] += l.prepared
		shippedOf[key] += l.shipped
		if c.contrary && shipping && changes[i].prepared != nil && l.shipped > l.prepared {
			return refuse(http.StatusUnprocessableEntity, "plus d'expédié que de préparé : "+l.reference)
		}
	}
	for _, l := range lines {
		key := l.guid
		if c.contrary {
			key = l.reference
		}
		if shippedOf[key] > content[key] {
			return refuse(http.StatusUnprocessableEntity, "plus d'expédié que contenu dans le bon : "+l.reference)
		}
		if c.contrary && preparedOf[key] > content[key] {
			return refuse(http.StatusUnprocessableEntity, "plus de préparé que contenu dans le bon : "+l.reference)
		}
	}
	return nil
}
