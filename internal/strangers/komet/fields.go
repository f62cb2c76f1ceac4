package komet

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// fault is a refusal: the HTTP status that the other variant gives it, and the words.
type fault struct {
	http    int
	message string
}

func (f *fault) Error() string { return f.message }

func faulty(http int, format string, args ...any) *fault {
	return &fault{http, fmt.Sprintf(format, args...)}
}

// fields reads the members of one object and keeps the first fault.
type fields struct {
	in    map[string]any
	where string
	other bool
	err   *fault
}

func (f *fields) fail(format string, args ...any) {
	if f.err == nil {
		f.err = faulty(400, "%s%s", f.where, fmt.Sprintf(format, args...))
	}
}

// known refuses members that the variant does not know.
func (f *fields) known(names string) {
	for name := range f.in {
		if f.other && !slices.Contains(strings.Fields(names), name) {
			f.fail("%s is not a member.", name)
		}
	}
}

// has tells whether the member is given.
func (f *fields) has(name string) bool {
	value, there := f.in[name]
	if f.other {
		return there
	}
	return there && value != nil && value != ""
}

// need refuses the object where the member is not given.
func (f *fields) need(names ...string) {
	for _, name := range names {
		if !f.has(name) {
			f.fail("%s is required.", name)
		}
	}
}

// text reads a text of at most max characters.
func (f *fields) text(name string, max int) string {
	value, there := f.in[name]
	if !there || value == nil && !f.other {
		return ""
	}
	s, ok := value.(string)
	if number, isNumber := value.(json.Number); isNumber && !f.other {
		s, ok = number.String(), true
	}
	length := utf8.RuneCountInString(s)
	if f.other {
		length = len(s)
	}
	switch {
	case !ok:
		f.fail("%s is not text.", name)
	case length > max:
		f.fail("%s has more than %d characters.", name, max)
	}
	return s
}

// fitting reads a text that is given back: nothing where it does not fit.
func (f *fields) fitting(name string, max int) string {
	s := f.text(name, max)
	if utf8.RuneCountInString(s) > max {
		return ""
	}
	return s
}

// free reads free text, which the other variant cuts to its length.
func (f *fields) free(name string, max int) string {
	if !f.other {
		return f.text(name, max)
	}
	s := f.text(name, math.MaxInt)
	if len(s) > max {
		s = strings.ToValidUTF8(s[:max], "")
	}
	return s
}

// number gives the digits of a number, or "" where it is not given.
func (f *fields) number(name string, textToo bool) string {
	value := f.in[name]
	if number, ok := value.(json.Number); ok {
		return number.String()
	}
	if s, ok := value.(string); ok && (textToo || !f.other) {
		return strings.TrimSpace(s)
	}
	if f.has(name) {
		f.fail("%s is not a number.", name)
	}
	return ""
}

// whole reads an integer of at most so many digits.
func (f *fields) whole(name string, digits int, textToo bool) int64 {
	s := f.number(name, textToo)
	if s == "" {
		if f.has(name) {
			f.fail("%s is not a whole number.", name)
		}
		return 0
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil && !f.other {
		x, floatErr := strconv.ParseFloat(s, 64)
		if floatErr == nil && x == math.Trunc(x) && math.Abs(x) < 1e15 {
			n, err = int64(x), nil
		}
	}
	switch {
	case err != nil:
		f.fail("%s is not a whole number.", name)
	case len(strings.TrimLeft(strconv.FormatInt(n, 10), "-")) > digits:
		f.fail("%s has more than %d digits.", name, digits)
	case n < 0:
		f.fail("%s is negative.", name)
	}
	return n
}

// flag reads an integer of one digit: 0 or 1, or in the other variant any where loose.
func (f *fields) flag(name string, loose, textToo bool) int64 {
	n := f.whole(name, 1, textToo)
	if n > 1 && (!f.other || !loose) {
		f.fail("%s is neither 0 nor 1.", name)
	}
	return n
}

// count reads an integer of ten digits.
func (f *fields) count(name string) int64 {
	n := f.whole(name, 10, false)
	if f.has(name) && n < 1 && !f.other {
		f.fail("%s is less than 1.", name)
	}
	return n
}

// amount reads a decimal of ten digits, two of them behind the point.
func (f *fields) amount(name string) float64 {
	s := f.number(name, false)
	if s == "" {
		if f.has(name) {
			f.fail("%s is not an amount.", name)
		}
		return 0
	}
	x, err := strconv.ParseFloat(s, 64)
	rounded := math.Round(x*100) / 100
	switch {
	case err != nil || math.IsNaN(x) || math.Abs(rounded) >= 1e8:
		f.fail("%s is not an amount of at most ten digits.", name)
	case f.other && math.Abs(x-rounded) > 1e-7:
		f.fail("%s has more than two decimals.", name)
	case x < 0 && !f.other:
		f.fail("%s is negative.", name)
	}
	return rounded
}

// named finds the entity that prefix+"Id" or prefix+"Code" names; the description is required beside a code.
func (f *fields) named(among []entity, prefix, description string, max, codeMax int, exclusive bool) (found entity, byID, byCode bool) {
	id, code := f.whole(prefix+"Id", 20, false), f.text(prefix+"Code", codeMax)
	f.text(description, max)
	byID, byCode = f.has(prefix+"Id"), f.has(prefix+"Code")
	switch {
	case byID && byCode && (exclusive || f.other):
		f.fail("%sId and %sCode cannot be used at the same time.", prefix, prefix)
	case byID && f.other && exclusive && f.has(description):
		f.fail("%sId and %s cannot be used at the same time.", prefix, description)
	case !byID && !byCode:
		f.fail("%sId or %sCode is required.", prefix, prefix)
	case !byID && !f.has(description):
		f.fail("%s is required.", description)
	}
	if f.err != nil {
		return found, byID, byCode
	}
	found, ok := find(among, id, code, byID, !f.other)
	if !ok {
		f.err = faulty(422, "%s%s does not exist.", f.where, prefix)
	}
	return found, byID, byCode
}

// find gives the entity of that id, or of that code.
func find(among []entity, id int64, code string, byID, anyCase bool) (entity, bool) {
	for _, e := range among {
		if byID && e.id == id || !byID && (e.code == code || anyCase && strings.EqualFold(e.code, code)) {
			return e, true
		}
	}
	return entity{}, false
}
