package komet

import (
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// Company is a customer of Komet Sales; everything else belongs to one.
type Company struct {
	ID           uint64     `json:"id"`
	Name         string     `json:"name"`
	PaidUsers    int        `json:"paidUsers"`
	VendorPrices bool       `json:"vendorPrices"` // the setting that lets prices sent with a vendor's token count
	Locations    []Location `json:"locations"`
}

// Location is a place of a company; a company with several has to be told
// which one a prebook belongs to.
type Location struct {
	ID   uint64 `json:"id"`
	Code string `json:"code"`
	Name string `json:"name"`
}

// Ref names an entry of the master data.
type Ref struct {
	ID   uint64 `json:"id"`
	Code string `json:"code"`
	Name string `json:"name,omitempty"`
}

// Record is an entry of the master data.
type Record struct {
	Ref
	ShipTos []uint64 `json:"shipTos,omitempty"` // a customer's delivery addresses
}

// FutureOrder is a future sales purchase order that lines draw on.
type FutureOrder struct {
	Number string `json:"number"`
	Vendor uint64 `json:"vendor"`
	Boxes  int64  `json:"boxes"` // available
}

var (
	companies = store.NewKind[Company]("komet.company")
	futures   = store.NewKind[FutureOrder]("komet.future-order")

	customers = newRegister("customer")
	carriers  = newRegister("carrier")
	products  = newRegister("product")
	boxTypes  = newRegister("box-type")
	vendors   = newRegister("vendor")
)

// companyKey is the prefix of everything of a company.
func companyKey(id uint64) string { return fmt.Sprintf("%020d/", id) }

// scopeOf is the prefix under which a company's data lie. Where companies are
// not kept apart, which is a defect, all share one.
func scopeOf(env *simulator.Env, id uint64) string {
	if !env.Applies(rules.CompaniesApart) {
		return "shared/"
	}
	return companyKey(id)
}

func idKey(scope string, id uint64) string { return fmt.Sprintf("%s%020d", scope, id) }

// register is one list of the master data, found by id and by code.
type register struct {
	records store.Kind[Record]
	codes   store.Kind[uint64]
}

func newRegister(name string) register {
	return register{
		records: store.NewKind[Record]("komet." + name),
		codes:   store.NewKind[uint64]("komet." + name + "-code"),
	}
}

func (r register) put(env *simulator.Env, scope string, record Record) error {
	old, found, err := r.records.Get(env.Store(), idKey(scope, record.ID))
	if err != nil {
		return err
	}
	if found && old.Code != record.Code {
		if _, err := r.codes.Delete(env.Store(), scope+old.Code); err != nil {
			return err
		}
	}
	if err := r.codes.Put(env.Store(), scope+record.Code, record.ID); err != nil {
		return err
	}
	return r.records.Put(env.Store(), idKey(scope, record.ID), record)
}

// named is how a request names an entry.
type named struct {
	id         *uint64
	code, name *string
}

// given tells whether a code is there and not empty.
func given(code *string) bool { return code != nil && *code != "" }

func (n named) nothing() bool { return n.id == nil && !given(n.code) }

// asSent is what a server knows of an entry that it did not look up.
func (n named) asSent() Record {
	var r Record
	if n.id != nil {
		r.ID = *n.id
	}
	r.Code, r.Name = text(n.code), text(n.name)
	return r
}

// find looks an entry up: by its id where there is one, else by its code.
func (r register) find(env *simulator.Env, scope string, n named) (Record, bool, error) {
	if n.id != nil {
		return r.records.Get(env.Store(), idKey(scope, *n.id))
	}
	if !given(n.code) {
		return Record{}, false, nil
	}
	id, found, err := r.codes.Get(env.Store(), scope+*n.code)
	if err != nil || !found {
		return Record{}, false, err
	}
	record, found, err := r.records.Get(env.Store(), idKey(scope, id))
	if found && n.name != nil && *n.name != record.Name && !env.Applies(rules.CodeIdentifies) {
		return Record{}, false, err
	}
	return record, found, err
}

// all returns the entries of a scope, by id.
func (r register) all(env *simulator.Env, scope string) ([]Record, error) {
	var list []Record
	err := r.records.Scan(env.Store(), scope, func(_ string, record Record) bool {
		list = append(list, record)
		return true
	})
	return list, err
}

// text is the text of an optional member, empty where it was left out.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// day is the calendar day of UTC.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// cut shortens a text to a number of characters.
func cut(s string, characters int) string {
	if runes := []rune(s); len(runes) > characters {
		return string(runes[:characters])
	}
	return s
}

// lower makes a text comparable where upper and lower case are one.
func lower(s string) string { return strings.ToLower(s) }
