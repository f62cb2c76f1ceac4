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

// Select returns the entries that a checked filter chooses, the newest first, and
// whether its bounds have left out others.
func Select(tx store.Tx, filter Filter) (list []Entry, more bool, err error) {
	newest := store.Newest[Entry]{Limit: filter.Limit, Bytes: filter.Bytes}
	err = filter.scan(tx, func(e *Entry) { newest.Add(*e, e.size()) })
	return newest.List(), newest.More, err
}

// Count tells how many entries a checked filter chooses, whatever its bounds.
func Count(tx store.Tx, filter Filter) (n int, err error) {
	err = filter.scan(tx, func(*Entry) { n++ })
	return n, err
}

// scan visits the entries that the filter chooses, the oldest first: the keys are in
// the order of the numbers.
func (f Filter) scan(tx store.Tx, visit func(*Entry)) error {
	return entries.ScanFrom(tx, "", store.NumberKey(f.After), func(_ string, entry Entry) bool {
		if f.Before > 0 && entry.ID >= f.Before {
			return false
		}
		if f.chooses(&entry) {
			visit(&entry)
		}
		return true
	})
}

// Filter chooses entries of a journal. What is empty chooses all.
type Filter struct {
	Vendor    string
	Operation string
	Method    string
	URL       string // path and query from the vendor's name on; * stands for any part between slashes
	Status    int    // of the answer
	Rule      string // that decided
	Body      string // part of the request's body
	After     uint64 // only entries with a higher number
	Before    uint64 // only entries with a lower number
	Limit     int    // at most so many, the newest; all when 0
	Bytes     int64  // at most so many bytes of bodies and headers, the newest, and at least one entry; all when 0
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
