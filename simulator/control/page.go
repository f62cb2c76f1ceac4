package control

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"unicode/utf8"
)

// pageBytes is about how many bytes a page of a list has at most.
const pageBytes = 4 << 20

// page is an answer that is written piece by piece: no list is held twice.
type page struct {
	count int
	each  func(i int) (any, error)
	next  string // the address of the next page, as a reference; empty where there is none
}

func (p page) VisitListJournalResponse(w http.ResponseWriter) error    { return p.write(w) }
func (p page) VisitListDeliveriesResponse(w http.ResponseWriter) error { return p.write(w) }

func (p page) write(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/json")
	if p.next != "" {
		w.Header().Set("Link", "<"+p.next+`>; rel="next"`)
	}
	w.WriteHeader(http.StatusOK)
	encode := json.NewEncoder(w)
	encode.SetEscapeHTML(false) // no page shows it as it is
	before := "["
	for i := range p.count {
		value, err := p.each(i)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, before); err != nil {
			return nil //nolint:nilerr // the client went away: there is nobody to tell
		}
		if err := encode.Encode(value); err != nil {
			return nil //nolint:nilerr // likewise
		}
		before = ","
	}
	if p.count > 0 {
		before = ""
	}
	_, _ = io.WriteString(w, before+"]\n") // likewise
	return nil
}

type queryKey struct{}

// asked keeps what a request asked for, for the address of the next page.
func asked(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), queryKey{}, r.URL.Query()))
}

// next is the address of the page that comes after one that ends with this number.
func next(ctx context.Context, last uint64) string {
	return nextBy(ctx, "before", strconv.FormatUint(last, 10))
}

// nextBy is the address of the page that a parameter leads to.
func nextBy(ctx context.Context, parameter, value string) string {
	query, _ := ctx.Value(queryKey{}).(url.Values)
	query.Set(parameter, value)
	query.Del("atLeast") // it has been waited for
	query.Del("within")
	return "?" + query.Encode()
}

// wireBody is a body as text where it is text, and as it is where not: what JSON
// escapes would take six times its length.
func wireBody(body []byte) (text *string, raw *[]byte) {
	if !utf8.Valid(body) {
		return nil, &body
	}
	for _, b := range body {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7f {
			return nil, &body
		}
	}
	t := string(body)
	return &t, nil
}
