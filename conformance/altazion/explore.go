package altazion

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/contract"
	steps "github.com/plumbline-api/plumbline/features/altazion"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// settle is how long the state may follow a call.
const settle = 15 * time.Second

// comparing is what the comparator needs of this vendor.
func (c calls) comparing(api *contract.Contract) *reference.Vendor {
	v := &reference.Vendor{
		Book: rules.Book(), Contract: api, Outcome: outcome,
		Kinds: map[string]reference.Kind{
			// What a write answers is free, by the contract.
			"savePreparation ": reference.Free, "shipBon ": reference.Free,
		},
		Sign: func(r *reference.Request, _ map[string]string, model bool) {
			if !model {
				return
			}
			if r.Header == nil {
				r.Header = http.Header{}
			}
			(&http.Request{Header: r.Header}).SetBasicAuth("sample-app", "sample-key")
		},
		About: about, Start: start,
		Explore: &reference.Explorer{Begin: c.begin, Moves: moves(), Look: look, Settle: settle},
	}
	// Right after a call the quantities count, and the state may follow.
	for _, member := range []string{"Etat", "EstValide", "EstDeclenchee", "EstEncours", "EstTermine", "EstAnnule", "InfosColis"} {
		v.Kinds[readAtOnce+" /"+member] = reference.Free
	}
	return v
}

// readAtOnce is what reading right after a call is compared as.
const readAtOnce = "getBon at once"

// outcome is the documented refusal, which has its status.
func outcome(operation string, a *reference.Answer) string {
	if a.Status/100 == 2 {
		if len(a.Body) == 0 || strings.TrimSpace(string(a.Body)) == "null" {
			if operation == "getBon" {
				return "no bon"
			}
		}
		return reference.Accepted
	}
	if operation != "getBon" {
		switch a.Status {
		case 400, 404, 405, 409, 422:
			return fmt.Sprintf("refused with %d", a.Status)
		}
	}
	return reference.Refused
}

// line is a line of a bon that is drawn.
type line struct {
	guid, reference string
	contains        json.Number
}

// begin seeds a few bons in any states.
func (c calls) begin(_ context.Context, d *reference.Draw) (seed, mirror []byte, err error) {
	if !d.Session.Controlled() {
		return c.borrow(d)
	}
	var bons []any
	for range 2 {
		bon := newDrawnBon(d)
		bons = append(bons, bon)
	}
	return reference.JSON(map[string]any{"orders": []any{orderOf(d, bons)}}), nil, nil
}

// borrow is for targets whose bons are those of the profile.
func (c calls) borrow(d *reference.Draw) (seed, mirror []byte, err error) {
	bon, err := c.bons.Obtain(context.Background(), d.Session, d.Random, steps.BonToPrepare)
	if err != nil {
		return nil, nil, err
	}
	answer, err := read(context.Background(), d.Session, bon.Number)
	if err != nil {
		return nil, nil, err
	}
	e := &reference.Entity{ID: bon.Number, Data: map[string]any{"guid": bon.GUID.String()}}
	var lines []line
	for i, l := range bon.Lines {
		lines = append(lines, line{l.GUID.String(), l.Reference, json.Number(bon.All(i))})
	}
	e.Data["lines"] = lines
	d.Entities = append(d.Entities, e)
	return nil, mirrorOf(answer.Body, false, ""), nil
}

func orderOf(d *reference.Draw, bons []any) map[string]any {
	id := steps.NewID(d.Random)
	return map[string]any{
		"guid": id, "number": "CMD-" + id.String()[:8], "created": "2026-11-20T08:30:00Z", "amount": json.Number("99.50"),
		"client": map[string]any{"guid": steps.NewID(d.Random), "name": "Client Exemple"}, "bons": bons,
	}
}

func newDrawnBon(d *reference.Draw) map[string]any {
	e := &reference.Entity{ID: fmt.Sprintf("BP-%06d", d.Random.IntN(1_000_000)), Data: map[string]any{}}
	guid := steps.NewID(d.Random).String()
	var lines []line
	var seeded []any
	references := []string{"REF-A", "REF-B", "REF-C"}
	if d.Chance(5) {
		references[1] = "REF-A"
	}
	for i, contains := range []json.Number{"3", "1.5", "2"}[:2+d.Random.IntN(2)] {
		l := line{steps.NewID(d.Random).String(), references[i], contains}
		lines = append(lines, l)
		seeded = append(seeded, map[string]any{
			"guid": l.guid, "reference": l.reference, "label": "Article " + l.reference, "articleId": 62329 + i,
			"article": steps.NewID(d.Random), "price": json.Number("19.90"), "toPrepare": l.contains,
		})
	}
	e.Data["guid"], e.Data["lines"] = guid, lines
	d.Entities = append(d.Entities, e)
	state := reference.One(d, "En cours", "En cours", "En cours", "En cours", "Créé", "Validé", "Déclenché", "Annulé")
	return map[string]any{"guid": guid, "number": e.ID, "created": "2026-11-20T09:00:00Z", "state": state, "lines": seeded}
}

const root = "/api/logistique/preparation/"

// look reads a bon right after a call, and once the state has followed.
func look(_ *reference.Draw, e *reference.Entity) []reference.Request {
	now := reference.Request{Operation: "getBon", Name: "read the bon at once", Method: http.MethodGet, Path: root + e.ID, As: readAtOnce, AtOnce: true}
	later := now
	later.Name, later.As, later.AtOnce = "read the bon", "", false
	return []reference.Request{now, later}
}

func moves() []reference.Move {
	post := func(point string, body func(*reference.Draw, *reference.Entity) any) func(*reference.Draw, *reference.Entity) (reference.Request, bool) {
		return func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
			name := e.ID
			if guid, known := e.Data["guid"].(string); known && d.Chance(4) {
				name = guid
			}
			if d.Chance(20) {
				name = reference.One(d, "BP-NONE", steps.NewID(d.Random).String(), "%20")
			}
			return reference.Request{
				Method: http.MethodPost, Path: root + point + "/" + name, Entity: e.ID,
				Header: http.Header{"Content-Type": {"application/json"}}, Body: reference.JSON(body(d, e)),
			}, true
		}
	}
	return []reference.Move{
		{Name: "save the preparation", Operation: "savePreparation", Weight: 2, Make: post("prepa", func(d *reference.Draw, e *reference.Entity) any {
			body := map[string]any{"Lignes": quantities(d, e, "QtePreparee")}
			if d.Chance(4) {
				body["EstPartielle"] = d.Chance(2)
			}
			return body
		})},
		{Name: "save the preparation at the shipping point", Operation: "shipBon", Make: post("expe", func(d *reference.Draw, e *reference.Entity) any {
			return map[string]any{"Lignes": quantities(d, e, "QtePreparee")}
		})},
		{Name: "ship", Operation: "shipBon", Weight: 2, Make: post("expe", func(d *reference.Draw, e *reference.Entity) any {
			return withParcels(d, map[string]any{"Lignes": quantities(d, e, "QteExpediee")})
		})},
		{Name: "prepare and ship in one call", Operation: "shipBon", Make: post("expe", func(d *reference.Draw, e *reference.Entity) any {
			return withParcels(d, map[string]any{"Lignes": quantities(d, e, "QtePreparee", "QteExpediee")})
		})},
		{Name: "send what is no object", Operation: "savePreparation", Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
			return reference.Request{
				Method: http.MethodPost, Path: root + reference.One(d, "prepa/", "expe/") + e.ID, Entity: e.ID, Operation: "savePreparation",
				Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(reference.One(d, "", "{", "[]", "null", `{"Lignes":{}}`, "{}")),
			}, true
		}},
		{Name: "read a bon", Operation: "getBon", Make: func(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
			guid, _ := e.Data["guid"].(string)
			return reference.Request{
				Method: http.MethodGet, Path: root + reference.One(d, guid, "BP-NONE", steps.NewID(d.Random).String()), Entity: e.ID, Looks: true, Settle: settle,
			}, true
		}},
	}
}

// quantities states quantities for some lines: all, a part, nothing, or more.
func quantities(d *reference.Draw, e *reference.Entity, members ...string) []any {
	lines, _ := e.Data["lines"].([]line)
	whole := d.Chance(2) // all lines, with all that they contain
	var list []any
	for _, l := range lines {
		if !whole && d.Chance(3) {
			continue
		}
		one := map[string]any{"Guid": l.guid}
		if d.Chance(3) {
			one = map[string]any{"Reference": l.reference}
		}
		for _, member := range members {
			one[member] = l.contains
			if !whole {
				one[member] = reference.One(d, l.contains, l.contains, "1", "0", "0.5", "7")
			}
		}
		list = append(list, one)
	}
	if d.Chance(12) {
		one := map[string]any{"Reference": "REF-NONE"}
		for _, member := range members {
			one[member] = json.Number("1")
		}
		list = append(list, one)
	}
	if list == nil {
		list = []any{}
	}
	return list
}

func withParcels(d *reference.Draw, body map[string]any) map[string]any {
	if d.Chance(2) {
		body["Colis"] = []any{map[string]any{"Numero": "6A123", "ModeLivraisonCode": "STD", "DateExpedition": "2026-11-20T14:30:00Z"}}
	}
	if d.Chance(3) {
		body["PiecesComptables"] = []any{document("FA-2026-0117")}
	}
	return body
}

// about names the bon that a request is about.
func about(r *reference.Request) string {
	text, err := url.PathUnescape(r.Path[strings.LastIndexByte(r.Path, '/')+1:])
	if err != nil || r.Operation == "" {
		return ""
	}
	return strings.ToLower(text)
}

// start tells what a bon was that is seen for the first time: only reading shows it.
func start(r *reference.Request, a *reference.Answer) reference.Start {
	if r.Operation != "getBon" || a.Status/100 != 2 && a.Status != http.StatusNotFound {
		return reference.Start{}
	}
	if outcome(r.Operation, a) != reference.Accepted {
		return reference.Start{Known: true}
	}
	seed := mirrorOf(a.Body, false, "")
	s := reference.Start{Known: seed != nil, Seed: seed}
	if s.Known {
		for _, accepted := range []string{"", "Préparé", "Terminé"} {
			s.Hidden = append(s.Hidden, mirrorOf(a.Body, true, accepted), mirrorOf(a.Body, false, accepted))
		}
	}
	return s
}

// mirrorOf makes a seed of a bon as it is read; nil where it lacks what that takes.
// Two things are not shown: what is shipped, which is nothing or all that is
// prepared; and where accepted calls lead, when the state has not followed yet.
func mirrorOf(body []byte, shipped bool, accepted string) []byte {
	var bon struct {
		Guid, Numero, DateCreation, Etat, CliGuid, CliNom, CliEmail, CliCP, BonCommandeGuid string
		MontantCommande                                                                     json.Number
		Livraison, Facturation                                                              any
		Lignes                                                                              []struct {
			Guid, Reference, Libelle, GuidArticle                                               string
			ArticleId, Pu, QteCommandeOriginelle, QteAnnonce, QtePreparee, QteCommandeAPreparee json.Number
		}
		InfosColis struct{ LesColis []map[string]any }
	}
	if json.Unmarshal(body, &bon) != nil || bon.Guid == "" || bon.Numero == "" {
		return nil
	}
	var lines []any
	for _, l := range bon.Lignes {
		one := map[string]any{
			"guid": l.Guid, "reference": l.Reference, "label": l.Libelle, "ordered": orZero(l.QteCommandeOriginelle), "announced": orZero(l.QteAnnonce),
			"toPrepare": orZero(l.QteCommandeAPreparee), "prepared": orZero(l.QtePreparee), "price": orZero(l.Pu), "articleId": orZero(l.ArticleId),
		}
		if shipped {
			one["shipped"] = one["prepared"]
		}
		if l.GuidArticle != "" {
			one["article"] = l.GuidArticle
		}
		lines = append(lines, one)
	}
	one := map[string]any{
		"guid": bon.Guid, "number": bon.Numero, "created": bon.DateCreation, "state": bon.Etat, "lines": lines, "parcels": bon.InfosColis.LesColis,
	}
	if accepted != "" {
		one["accepted"] = accepted
	}
	order := map[string]any{
		"guid": bon.BonCommandeGuid, "number": "CMD-" + bon.Numero, "created": bon.DateCreation, "amount": orZero(bon.MontantCommande),
		"delivery": bon.Livraison, "invoice": bon.Facturation, "bons": []any{one},
	}
	client := map[string]any{"name": bon.CliNom, "email": bon.CliEmail, "postcode": bon.CliCP}
	if bon.CliGuid != "" {
		client["guid"] = bon.CliGuid
	}
	order["client"] = client
	if bon.BonCommandeGuid == "" {
		order["guid"] = bon.Guid
	}
	return reference.JSON(map[string]any{"orders": []any{order}})
}

func orZero(n json.Number) json.Number {
	if n == "" {
		return "0"
	}
	return n
}
