package journal

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// entries are those of a world, by number.
var entries = store.NewKind[Entry]("plumbline.journal")

// Record adds an entry, and lets the oldest one go where there are more than the
// limit.
func Record(tx store.Tx, e *Entry, limit uint64) error {
	e.Consulted = slices.Clone(e.Consulted) // without the room
	if err := entries.Put(tx, store.NumberKey(e.ID), *e); err != nil {
		return err
	}
	if e.ID > limit {
		_, err := entries.Delete(tx, store.NumberKey(e.ID-limit))
		return err
	}
	return nil
}

// Find returns the entry of that number, if it is still there.
func Find(tx store.Tx, id uint64) (entry Entry, found bool, err error) {
	return entries.Get(tx, store.NumberKey(id))
}

// Select returns the entries that a checked filter chooses, the newest first.
func Select(tx store.Tx, filter Filter) ([]Entry, error) {
	var list []Entry
	err := entries.ScanFrom(tx, "", store.NumberKey(filter.After), func(_ string, entry Entry) bool {
		if filter.chooses(&entry) {
			list = append(list, entry)
		}
		return true
	})
	slices.Reverse(list) // the keys are in the order of the numbers
	if filter.Limit > 0 && len(list) > filter.Limit {
		list = list[:filter.Limit]
	}
	return list, err
}

// Filter chooses entries of a  What is empty chooses all.
type Filter struct {
	Vendor    string
	Operation string
	Method    string
	URL       string // path and query from the vendor's name on; * stands for any part between slashes
	Status    int    // of the answer
	Rule      string // that decided
	Body      string // part of the request's body
	After     uint64 // only entries with a higher number
	Limit     int    // at most so many, the newest; all when 0
}

// Check finds what can choose nothing.
func (f Filter) Check() error {
	if _, err := path.Match(f.URL, ""); err != nil {
		return fmt.Errorf("url: %q is no pattern: * stands for any part between slashes", f.URL)
	}
	return nil
}

func (f Filter) chooses(e *Entry) bool {
	return (f.Vendor == "" || f.Vendor == e.Vendor) &&
		(f.Operation == "" || f.Operation == e.Operation) &&
		(f.Method == "" || f.Method == e.Request.Method) &&
		(f.URL == "" || f.matches(e.Request.URL)) &&
		(f.Status == 0 || f.Status == e.Response.Status) &&
		(f.Rule == "" || slices.Contains(e.Consulted, Consultation{Rule: f.Rule, Outcome: Decided})) &&
		(f.Body == "" || bytes.Contains(e.Request.Body, []byte(f.Body))) &&
		e.ID > f.After
}

func (f Filter) matches(url string) bool {
	if strings.HasPrefix(url, "/@") { // a world
		_, rest, _ := strings.Cut(url[1:], "/")
		url = "/" + rest
	}
	matches, _ := path.Match(f.URL, url) // the pattern was checked
	return matches || f.URL == url
}
