package simulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	generated "github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// pieces notes how long the pieces are in which an answer is written.
type pieces struct {
	*httptest.ResponseRecorder

	longest int
}

func (p *pieces) Write(b []byte) (int, error) {
	p.longest = max(p.longest, len(b))
	return p.ResponseRecorder.Write(b)
}

var nextPage = regexp.MustCompile(`^<(\?[^>]+)>; rel="next"$`)

// pagesOf reads a list page by page, and returns the numbers in it. No page and no
// piece of one may be longer than its bound.
func pagesOf(t *testing.T, handler http.Handler, address string, check func(json.RawMessage)) (ids []uint64, pages int) {
	t.Helper()
	path, query, _ := strings.Cut(address, "?")
	for query != "" {
		w := &pieces{ResponseRecorder: httptest.NewRecorder()}
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path+"?"+query, nil))
		if w.Code != http.StatusOK {
			t.Fatalf("%d %.200s", w.Code, w.Body)
		}
		if pages++; w.Body.Len() > 8<<20 || w.longest > 1<<20 {
			t.Errorf("page %d has %d bytes, a piece of it %d", pages, w.Body.Len(), w.longest)
		}
		var list []json.RawMessage
		if err := json.Unmarshal(w.Body.Bytes(), &list); err != nil {
			t.Fatal(err)
		}
		for _, raw := range list {
			var one struct{ ID uint64 }
			if err := json.Unmarshal(raw, &one); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, one.ID)
			check(raw)
		}
		query = ""
		if link := w.Header().Get("Link"); link != "" {
			match := nextPage.FindStringSubmatch(link)
			if match == nil {
				t.Fatalf("Link: %s", link)
			}
			query = match[1][1:]
		}
	}
	return ids, pages
}

// TestPagesAreBoundedInBytes fills a journal and a ledger with bodies that JSON would
// escape sixfold: 1,000 of them were one answer of 392 MB.
func TestPagesAreBoundedInBytes(t *testing.T) {
	const each, count = 65_000, 300
	body := bytes.Repeat([]byte{1}, each)
	engine := newEngine(t, simulator.Options{Wait: func(ctx context.Context, _ time.Duration) error { <-ctx.Done(); return ctx.Err() }}, toyVendor(func(env *simulator.Env, w http.ResponseWriter) error {
		if _, err := w.Write(body); err != nil {
			return err
		}
		return env.Emit(event.Event{Name: "done", Method: "POST", URL: "http://subscriber.test/", Body: body})
	}, nil))
	handler, _ := controlOf(t, engine, "")
	for range count {
		send(engine, "POST", "/@w/toy/do", "")
	}
	inOrder := func(ids []uint64) {
		t.Helper()
		if len(ids) != count {
			t.Errorf("%d of %d in all pages", len(ids), count)
		}
		for i, id := range ids {
			if id != uint64(count-i) {
				t.Fatalf("entry %d has the number %d", i, id)
			}
		}
	}
	ids, pages := pagesOf(t, handler, "/worlds/w/journal?limit=1000&vendor=toy", func(raw json.RawMessage) {
		var e generated.Entry
		if err := json.Unmarshal(raw, &e); err != nil || e.Response.BodyBase64 == nil || !bytes.Equal(*e.Response.BodyBase64, body) {
			t.Fatalf("the body of an entry is not what was sent (%v)", err)
		}
	})
	inOrder(ids)
	if pages < count*each/(4<<20) {
		t.Errorf("%d pages", pages)
	}
	ids, _ = pagesOf(t, handler, "/worlds/w/deliveries?limit=1000", func(raw json.RawMessage) {
		var d struct{ Event struct{ BodyBase64 []byte } }
		if err := json.Unmarshal(raw, &d); err != nil || !bytes.Equal(d.Event.BodyBase64, body) {
			t.Fatalf("the body of a delivery is not what is sent (%v)", err)
		}
	})
	inOrder(ids)
	ids, pages = pagesOf(t, handler, "/worlds/w/journal?limit=7&vendor=toy&atLeast=2&within=1s", func(json.RawMessage) {})
	if inOrder(ids); pages != (count+6)/7 {
		t.Errorf("%d pages of 7", pages)
	}
}

// TestBodiesAreTextOnce: what is text is shown as text, all else in base64.
func TestBodiesAreTextOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		body string
		text bool
	}{
		"JSON":               {`{"a": "<é> & \"b\""}`, true},
		"lines":              {"a\tb\r\nc", true},
		"nothing":            {"", true},
		"no UTF-8":           {"a\xffb", false},
		"a zero byte":        {"a\x00b", false},
		"an escape sequence": {"\x1b[31mred", false},
	} {
		t.Run(name, func(t *testing.T) {
			engine := newEngine(t, simulator.Options{}, toyVendor(func(_ *simulator.Env, w http.ResponseWriter) error {
				_, err := w.Write([]byte(tt.body))
				return err
			}, nil))
			_, client := controlOf(t, engine, "")
			send(engine, "POST", "/@w/toy/do", "")
			r, err := client.GetEntryWithResponse(t.Context(), world, 1)
			answered(t, err, r.HTTPResponse, 200, r.Body)
			got := r.JSON200.Response
			if tt.text && (got.Body == nil || *got.Body != tt.body || got.BodyBase64 != nil) {
				t.Errorf("it is shown as %s", r.Body)
			}
			if !tt.text && (got.BodyBase64 == nil || string(*got.BodyBase64) != tt.body || got.Body != nil) {
				t.Errorf("it is shown as %s", r.Body)
			}
		})
	}
}

// TestEntriesKeepNoLongEntities: a short request that changes a long entity would
// keep it twice in each entry of the journal.
func TestEntriesKeepNoLongEntities(t *testing.T) {
	kind := store.NewKind[map[string]string]("toy.long")
	long, short := map[string]string{"text": strings.Repeat("x", 1<<20)}, map[string]string{"text": "short"}
	vendor := toyVendor(func(env *simulator.Env, _ http.ResponseWriter) error {
		for i := range 8 {
			if err := kind.Put(env.Store(), fmt.Sprint(i), map[string]string{"text": strings.Repeat("y", 60_000)}); err != nil {
				return err
			}
		}
		if _, found, _ := kind.Get(env.Store(), "long"); found {
			return kind.Put(env.Store(), "long", short)
		}
		return kind.Put(env.Store(), "long", long)
	}, nil)
	vendor.Entities = append(vendor.Entities, kind)
	engine := newEngine(t, simulator.Options{}, vendor)
	for range 2 {
		want(t, send(engine, "POST", "/toy/do", ""), 200, "")
	}
	for i, e := range journalOf(t, engine) {
		text, err := json.Marshal(e)
		if err != nil || len(text) > 512<<10 {
			t.Errorf("entry %d has %d bytes (%v)", e.ID, len(text), err)
		}
		last := e.Changes[len(e.Changes)-1]
		if i == 0 && (last.Key != "long" || last.Before != journal.TooLong) || i == 1 && (last.Before != nil || last.After != journal.TooLong) {
			t.Errorf("entry %d: %s from %.40v to %.40v", e.ID, last.Key, last.Before, last.After)
		}
		if first := e.Changes[0]; i == 1 && first.After == journal.TooLong {
			t.Errorf("entry %d: the first entity is not kept", e.ID)
		}
	}
}
