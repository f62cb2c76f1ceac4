package komet

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindLists(sc *features.Steps) {
	sc.Step(`^the (?:company's )?list of (.+)s is read$`, func(ctx context.Context, kind string) error { return s.read(ctx, kind, nil) })
	sc.Step(`^the list of (.+)s is read by the (id|code|name) of the second(, in other letters)?$`, s.listBy)
	sc.Step(`^the list of (.+)s is read by a part of the (id|code|name) of the second(, in other letters)?$`, s.listByPart)
	sc.Step(`^the list of (.+)s is read by (an id|a code|a name) that nobody has$`, s.listNobody)
	sc.Step(`^it has status 1 and at least one (.+), each with (.+)$`, s.listHas)
	sc.Step(`^it has status 1 and just the (.+)s of the company$`, s.listIs)
	sc.Step(`^it has the second (.+) and no other$`, func(ctx context.Context, kind string) error { return s.listOnly(ctx, kind, true) })
	sc.Step(`^it has the second (.+), and only (?:.+) with that part in the name$`, s.listPart)
	sc.Step(`^it does not have the second (.+)$`, func(ctx context.Context, kind string) error { return s.listOnly(ctx, kind, false) })
	sc.Step(`^it has no entry, with status 1$`, func() error { return s.listNothing("success") })
	sc.Step(`^it has no entry, with status 0 and a message that ends in "not found."$`, func() error { return s.listNothing("failure") })
	sc.Step(`^the list of (prebooks|purchase orders) is read for what nobody has$`, s.listOrdersOfNobody)
	sc.Step(`^it has none of the other company's (.+)s$`, s.listApart)
}

// listing is what was listed last.
type listing struct {
	kind string // of the entries
	part string // that their names were searched for, in small letters
}

// read calls a list method; what came is looked at in the steps that follow.
func (s *steps) read(ctx context.Context, kind string, f Filter) (err error) {
	s.list = listing{kind, strings.ToLower(f["name"])}
	s.answer, err = s.client().List(ctx, kind, f)
	return err
}

// parameter is the filter of a list by id, code or name.
func parameter(kind, by string) string {
	if by == "code" {
		return codeMember(kind)
	}
	return by
}

// second is the entry that the lists are searched for, and the value of it.
func (s *steps) second(ctx context.Context, kind, by string) (Entry, string, error) {
	e, err := s.company.Entry(ctx, kind, 1)
	return e, map[string]string{"id": e.ID, "code": e.Code, "name": e.Name}[by], err
}

func (s *steps) listBy(ctx context.Context, kind, by, other string) error {
	_, value, err := s.second(ctx, kind, by)
	if err != nil {
		return err
	}
	if other != "" {
		value = swapped(value)
	}
	return s.read(ctx, kind, Filter{parameter(kind, by): value})
}

// listByPart leaves out the first and the last character.
func (s *steps) listByPart(ctx context.Context, kind, by, other string) error {
	_, value, err := s.second(ctx, kind, by)
	if err != nil {
		return err
	}
	part := []rune(value)
	if len(part) > 2 {
		part = part[1 : len(part)-1]
	} else {
		part = part[:1]
	}
	if other != "" {
		part = []rune(swapped(string(part)))
	}
	return s.read(ctx, kind, Filter{parameter(kind, by): strings.TrimSpace(string(part))})
}

func (s *steps) listNobody(ctx context.Context, kind, by string) error {
	_, by, _ = strings.Cut(by, " ")
	value := nobodysCode
	if by == "id" {
		value = nobodysID
	}
	return s.read(ctx, kind, Filter{parameter(kind, by): value})
}

// swapped makes small letters capital and capital ones small.
func swapped(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, text)
}

// listed returns the entries of the list that was read.
func (s *steps) listed(ctx context.Context) ([]map[string]any, error) {
	if !ListRead(s.answer) {
		return nil, s.unless(ctx, target.Mismatch(method(s.list.kind), Told(s.answer), "2xx with status 1"))
	}
	return entries(s.list.kind, s.answer), nil
}

func (s *steps) listHas(ctx context.Context, kind, names string) error {
	list, err := s.listed(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		shown, isList := members(s.answer)[listMember(kind)].([]any)
		if isList && len(shown) == 0 && s.company.seeded == nil && len(s.company.Chosen[kind]) == 0 {
			return &target.Inconclusive{Reason: "the company has nothing in " + listMember(kind) + ", so that nothing shows what an entry is; give it one"}
		}
		return target.Mismatch(method(kind), Told(s.answer), "at least one entry in "+listMember(kind))
	}
	var wrong []error
	for _, entry := range list {
		for name := range strings.SplitSeq(strings.ReplaceAll(names, " and ", ", "), ", ") {
			if plain(entry[name]) == "" {
				wrong = append(wrong, target.Mismatch(name+" of an entry", written(entry[name]), "not empty"))
			}
		}
	}
	return target.Mismatches(wrong...)
}

// listIs compares a list with what a simulator was given for it.
func (s *steps) listIs(ctx context.Context, kind string) error {
	list, err := s.listed(ctx)
	if err != nil {
		return err
	}
	all, err := s.company.lister(ctx, kind)
	if err != nil {
		return err
	}
	var want, got []string
	for _, e := range all {
		text := e.ID + " " + e.Code
		if kind != BoxType { // whose list shows no name
			text += " " + e.Name
		}
		want = append(want, text)
	}
	for _, e := range list {
		got = append(got, strings.TrimSpace(plain(e["id"])+" "+plain(e[codeMember(kind)])+" "+plain(e[nameMember(kind)])))
	}
	slices.Sort(want)
	slices.Sort(got)
	return target.Compare(listMember(kind), strings.Join(got, "; "), strings.Join(want, "; "))
}

func (s *steps) listOnly(ctx context.Context, kind string, there bool) error {
	list, err := s.listed(ctx)
	if err != nil {
		return err
	}
	e, err := s.company.Entry(ctx, kind, 1)
	if err != nil {
		return err
	}
	var ids []string
	for _, entry := range list {
		ids = append(ids, plain(entry["id"]))
	}
	if there {
		return target.Compare("ids in the list", strings.Join(ids, ", "), e.ID)
	}
	if slices.Contains(ids, e.ID) {
		return target.Mismatch("ids in the list", strings.Join(ids, ", "), "without "+e.ID)
	}
	return nil
}

// listPart wants the second entry, and in all names what was searched for.
func (s *steps) listPart(ctx context.Context, kind string) error {
	list, err := s.listed(ctx)
	if err != nil {
		return err
	}
	e, err := s.company.Entry(ctx, kind, 1)
	if err != nil {
		return err
	}
	var wrong []error
	found := false
	for _, entry := range list {
		name := plain(entry[nameMember(kind)])
		found = found || plain(entry["id"]) == e.ID
		if !strings.Contains(strings.ToLower(name), s.list.part) {
			wrong = append(wrong, target.Mismatch("name of an entry", name, "a name that contains "+s.list.part))
		}
	}
	if !found {
		wrong = append(wrong, target.Mismatch("ids in the list", Told(s.answer), e.ID))
	}
	return target.Mismatches(wrong...)
}

// listOrdersOfNobody lists prebooks, or purchase orders, that nobody has.
func (s *steps) listOrdersOfNobody(ctx context.Context, what string) (err error) {
	s.list = listing{}
	if what == "prebooks" {
		s.answer, err = s.client().Details(ctx, NewDate(s.random), Filter{"prebook": "9999999999"})
	} else {
		s.answer, err = s.client().Orders(ctx, "X999999", nil)
	}
	if err == nil && Missing(s.answer) {
		return &target.Inconclusive{Reason: "the target does not have this list: " + Told(s.answer)}
	}
	return err
}

// listNothing wants a list that is read and has no entry, in one of the forms
// that this may have.
func (s *steps) listNothing(form string) error {
	found := entries(s.list.kind, s.answer)
	if s.list.kind == "" {
		for _, name := range []string{"prebooks", "purchaseOrders"} {
			found = append(found, objects(members(s.answer), name)...)
		}
	}
	message := plain(members(s.answer)["message"])
	if form == "success" {
		if Succeeded(s.answer) && len(found) == 0 {
			return nil
		}
		return target.Mismatch("answer", Told(s.answer), "2xx with status 1 and no entry")
	}
	if told(s.answer, "0") && len(found) == 0 && strings.HasSuffix(strings.TrimRight(strings.ToLower(message), ". "), "not found") {
		return nil
	}
	return target.Mismatch("answer", Told(s.answer), "status 0, no entry and a message that ends in not found")
}

func (s *steps) listApart(ctx context.Context, kind string) error {
	list, err := s.listed(ctx)
	if err != nil {
		return err
	}
	theirs, err := s.other.lister(ctx, kind)
	if err != nil {
		return err
	}
	for _, entry := range list {
		if id := plain(entry["id"]); slices.ContainsFunc(theirs, func(e Entry) bool { return e.ID == id }) {
			return target.Mismatch("ids in the list", id, "none of the other company's")
		}
	}
	return nil
}
