package altazion

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/google/uuid"

	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/target"
)

// The kinds of bon that a case can need; the profile's fixtures have the same
// names. The contents are those of Contents.
const (
	BonToPrepare   = "bon-to-prepare"     // in progress, nothing of it prepared
	BonToVary      = "bon-to-vary"        // the same, for the contract phase
	BonCancelled   = "bon-cancelled"      //
	BonCreated     = "bon-created"        // not validated
	BonValidated   = "bon-validated"      // validated, not triggered
	BonTriggered   = "bon-triggered"      // triggered, not in progress
	BonCutDown     = "bon-cut-down"       // in progress; of its first line more was ordered than it contains
	BonOneArticle  = "bon-same-reference" // in progress; its lines share one reference
	contentOfFirst = 3                    // pieces of the first line, called REF-A
	contentOfOther = 2                    // pieces of the second line, called REF-B
	orderedAtFirst = 5                    // of the first line of a bon that was cut down
	freeSeedDigits = 1_000_000            // how many numbers seeded bons are drawn from
)

// Contents says what each bon of the fixtures contains, for people.
const Contents = "two lines, of the first at least 3 pieces and of the second at least 2 (contains: NUMBER at each; 3 and 2 unless it is given)"

// usually is what each line of a bon contains unless its fixture says
// otherwise.
func usually() [2]int64 { return [2]int64{contentOfFirst, contentOfOther} }

// Kinds lists the kinds of bon with what they are.
func Kinds() map[string]string {
	return map[string]string{
		BonToPrepare:  "a bon in progress of which nothing is prepared",
		BonToVary:     "a bon in progress of which nothing is prepared, for requests that break the contract; it serves again until the target accepts one of them",
		BonCancelled:  "a cancelled bon",
		BonCreated:    "a bon that is not validated",
		BonValidated:  "a bon that is validated and not triggered",
		BonTriggered:  "a bon that is triggered and not in progress",
		BonCutDown:    "a bon in progress for whose first line more was ordered at first and announced than it contains",
		BonOneArticle: "a bon in progress whose two lines have the same reference",
	}
}

// Bon is a preparation note of the target.
type Bon struct {
	Number string
	GUID   uuid.UUID
	Lines  [2]Line
	order  order // of a simulator's bon; that of a profile's is not known
}

// order is what a bon is prepared for.
type order struct {
	number string
	guid   uuid.UUID
}

// Line is a line of a bon.
type Line struct {
	GUID      uuid.UUID
	Reference string
	Contains  json.Number // pieces; empty for the usual ones
}

// Least tells how many pieces a line has to contain, so that there is less of
// it than all and more than nothing.
func Least(line int) int64 { return usually()[line] }

// Quantity turns a quantity of a line, as scenarios state it of the usual bon,
// into one of this bon: all that the line contains, so much more than that, or
// a part that is less.
func (b Bon) Quantity(line int, said string) string {
	stated, ok := new(big.Rat).SetString(said)
	contains, known := new(big.Rat).SetString(b.Lines[line].Contains.String())
	usual := big.NewRat(usually()[line], 1)
	if !ok || !known || stated.Cmp(usual) < 0 {
		return said
	}
	const digits = 6 // after the point; no scenario has more than three
	total := contains.Add(contains, stated.Sub(stated, usual))
	if total.IsInt() {
		return total.Num().String()
	}
	return strings.TrimRight(total.FloatString(digits), "0")
}

// All is what the bon contains of a line.
func (b Bon) All(line int) string { return b.Quantity(line, strconv.FormatInt(usually()[line], 10)) }

// Bons hands out the bons of the profile, each to one case. It is safe for
// concurrent use.
type Bons struct {
	mu     sync.Mutex
	free   map[string][]Bon
	shown  map[string]string   // what reading showed of each when it was handed out first, by number
	looked map[uuid.UUID]bool  // which have been looked at
	used   map[string][]string // by kind: how those were that an earlier run has used
}

// NewBons returns what hands out the given bons.
func NewBons(free map[string][]Bon) *Bons {
	if free == nil {
		free = map[string][]Bon{}
	}
	return &Bons{free: free, shown: map[string]string{}, looked: map[uuid.UUID]bool{}, used: map[string][]string{}}
}

// Left tells how many bons of a kind are left.
func (b *Bons) Left(kind string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.free[kind])
}

// Missing says what the profile has to supply for a kind of bon; it is empty
// where one is left.
func (b *Bons) Missing(kind string) string {
	if b.Left(kind) > 0 {
		return ""
	}
	why := fmt.Sprintf("needs %s that no other case has used up: give the profile one more in fixtures.%s, with %s", Kinds()[kind], kind, Contents)
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.used[kind]); n > 0 {
		why += fmt.Sprintf("; %d of them were found otherwise, the last: %s", n, b.used[kind][n-1])
	}
	return why
}

// Obtain returns a bon for a case: a new one on a simulator, else one of the
// profile, which is put back when it was read and the case has left it as it was.
func (b *Bons) Obtain(ctx context.Context, s *target.Session, random *rand.Rand, kind string) (Bon, error) {
	if s.Controlled() {
		bon := newBon(kind, random)
		document, err := seedDocument(kind, bon, random)
		if err != nil {
			return Bon{}, err
		}
		return bon, s.Seed(ctx, document)
	}
	provided := false // a command that makes bons is asked for one, used or not
	for {
		bon, left := b.take(kind)
		if !left && !provided && s.Provide(ctx, kind) {
			provided = true
			bon, left = b.take(kind)
		}
		if !left {
			return Bon{}, &target.Inconclusive{Reason: b.Missing(kind)}
		}
		if why := b.unfit(ctx, s, kind, bon); why != "" {
			b.mu.Lock()
			b.used[kind] = append(b.used[kind], why)
			b.mu.Unlock()
			continue
		}
		kept := s.Used(kind, bon.Number)
		s.Undo(func(ctx context.Context) error {
			if !unchanged(s) {
				return nil
			}
			same, err := b.asBefore(ctx, s, bon)
			if same {
				b.Add(kind, bon)
				kept()
			}
			return err
		})
		_, err := b.asBefore(ctx, s, bon)
		return bon, err
	}
}

// asBefore reads a bon and tells whether it shows what it showed at first. Where
// the target does not read bons, only its refusals tell that it is as it was.
func (b *Bons) asBefore(ctx context.Context, s *target.Session, bon Bon) (bool, error) {
	b.mu.Lock()
	was, known := b.shown[bon.Number]
	b.mu.Unlock()
	if known && was == "" {
		return true, nil
	}
	req, err := api.NewGetBonRequest(s.Base(), bon.Number)
	if err != nil {
		return false, fmt.Errorf("altazion: %w", err)
	}
	answer, err := s.Send(ctx, req)
	if err != nil {
		return false, err
	}
	is := ""
	if accepted(answer) {
		is = answer.Documented()
	}
	if known {
		return is == was, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.shown[bon.Number] = is
	return true, nil
}

// Alike seeds two bons on a simulator, of which the number of the second begins
// with that of the first.
func Alike(ctx context.Context, s *target.Session, random *rand.Rand) (both [2]Bon, err error) {
	for i := range both {
		both[i] = newBon(BonToVary, random)
		if i > 0 {
			both[i].Number = both[0].Number + "0"
		}
		document, err := seedDocument(BonToVary, both[i], random)
		if err != nil {
			return both, err
		}
		if err := s.Seed(ctx, document); err != nil {
			return both, err
		}
	}
	return both, nil
}

func (b *Bons) take(kind string) (bon Bon, left bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	free := b.free[kind]
	if len(free) == 0 {
		return Bon{}, false
	}
	b.free[kind] = free[1:]
	return free[0], true
}

// unfit looks at a bon of the profile before it is given to a case for the first
// time, and says how it is not as nothing was prepared: an earlier run may have used
// it. Where the target does not show that, the bon is taken as it was named.
func (b *Bons) unfit(ctx context.Context, s *target.Session, kind string, bon Bon) string {
	b.mu.Lock()
	looked := b.looked[bon.GUID]
	b.looked[bon.GUID] = true
	b.mu.Unlock()
	if looked || !slices.Contains([]string{BonToPrepare, BonToVary, BonCutDown, BonOneArticle}, kind) {
		return ""
	}
	req, err := api.NewGetBonRequest(s.Base(), bon.Number)
	if err != nil {
		return ""
	}
	answer, err := s.Send(ctx, req)
	if err != nil {
		return ""
	}
	v, err := viewOf(answer)
	if err != nil {
		return ""
	}
	if isFinished(v) {
		return fmt.Sprintf("the bon %s is finished", bon.Number)
	}
	for _, line := range bon.Lines {
		prepared := fmt.Sprint(v.line(line)["QtePreparee"])
		if n, err := strconv.ParseFloat(prepared, 64); err == nil && n > 0 {
			return fmt.Sprintf("the bon %s has %s of %s prepared", bon.Number, prepared, line.Reference)
		}
	}
	return ""
}

// Add takes in a bon: a further one, or one that is as it was.
func (b *Bons) Add(kind string, bon Bon) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.free[kind] = append(b.free[kind], bon)
}

// unchanged tells whether a session was refused every write.
func unchanged(s *target.Session) bool {
	if s.LostAnswer() != "" {
		return false
	}
	for _, a := range s.Answers() {
		reading := a.Operation != nil && a.Operation.Method == http.MethodGet
		if !reading && a.Status/100 != 4 {
			return false
		}
	}
	return true
}

// NewID is a GUID from the run's random numbers.
func NewID(random *rand.Rand) uuid.UUID {
	var id uuid.UUID
	for i := range id {
		id[i] = byte(random.Uint32())
	}
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80 // version 4, RFC 9562 variant
	return id
}

func newBon(kind string, random *rand.Rand) Bon {
	bon := Bon{
		Number: fmt.Sprintf("BP-%06d", random.IntN(freeSeedDigits)), GUID: NewID(random),
		Lines: [2]Line{{GUID: NewID(random), Reference: "REF-A"}, {GUID: NewID(random), Reference: "REF-B"}},
	}
	bon.order = order{"CMD-" + bon.Number, NewID(random)}
	if kind == BonOneArticle {
		bon.Lines[1].Reference = bon.Lines[0].Reference
	}
	return bon
}

// states are the names under which a simulator seeds the kinds; all others are
// in progress.
func states() map[string]string {
	return map[string]string{BonCancelled: "Annulé", BonCreated: "Créé", BonValidated: "Validé", BonTriggered: "Déclenché"}
}

// seedDocument is an order with the bon, in the form of the vendor's seed
// documents.
func seedDocument(kind string, bon Bon, random *rand.Rand) ([]byte, error) {
	const created = "2026-11-20T09:00:00Z"
	type object = map[string]any
	state := states()[kind]
	if state == "" {
		state = "En cours"
	}
	line := func(i, contains int) object {
		l := bon.Lines[i]
		return object{
			"guid": l.GUID, "reference": l.Reference, "label": "Article " + l.Reference, "articleId": 62329 + i,
			"article": NewID(random), "price": json.Number("19.90"), "toPrepare": contains,
		}
	}
	first := line(0, contentOfFirst)
	if kind == BonCutDown {
		first["ordered"], first["announced"] = orderedAtFirst, orderedAtFirst
	}
	document, err := json.Marshal(object{"orders": []object{{
		"guid": bon.order.guid, "number": bon.order.number, "created": created, "amount": json.Number("99.50"),
		"client": object{"guid": NewID(random), "name": "Client Exemple", "email": "client@example.test", "postcode": "75001"},
		"delivery": object{
			"GuidModeLivraison": NewID(random), "LibelleModeLivraison": "Standard", "PrestaPk": 12,
			"AdresseInfos": object{"Code": "MAIN", "Nom": "Client Exemple", "CodePostal": "75001", "Ville": "Paris"},
		},
		"invoice": object{"Code": "MAIN", "Nom": "Client Exemple", "CodePostal": "75001", "Ville": "Paris"},
		"bons": []object{{
			"guid": bon.GUID, "number": bon.Number, "created": created, "state": state,
			"lines": []object{first, line(1, contentOfOther)},
		}},
	}}})
	if err != nil {
		return nil, fmt.Errorf("altazion: seed document: %w", err)
	}
	return document, nil
}
