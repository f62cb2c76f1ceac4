package openapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
)

// ticketDocument does not tell that a code names one ticket, that there is one kind
// alone, and that a ticket is taken back by voiding it.
const ticketDocument = `
openapi: 3.1.0
info: {title: Tickets, version: "1"}
paths:
  /tickets:
    post:
      operationId: createTicket
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [code, kind], properties: {code: {type: string}, kind: {type: string}}}
            example: {code: A1, kind: seat}
      responses:
        "201": {$ref: "#/components/responses/Ticket"}
        "400": {description: Malformed.}
        "409": {description: The code is in use.}
  /tickets/{id}:
    parameters: [{$ref: "#/components/parameters/Id"}]
    get:
      operationId: getTicket
      responses:
        "200": {$ref: "#/components/responses/Ticket"}
        "404": {description: There is none.}
  /tickets/{id}/void:
    parameters: [{$ref: "#/components/parameters/Id"}]
    post:
      operationId: voidTicket
      responses:
        "204": {description: It is gone.}
        "404": {description: There is none.}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string}}
  responses:
    Ticket:
      description: The ticket.
      content:
        application/json:
          schema: {type: object, required: [id, code, kind], properties: {id: {type: string}, code: {type: string}, kind: {type: string}}}
`

// tickets is a server that keeps to the document.
type tickets struct {
	mu     sync.Mutex
	live   map[string]string // id to code
	used   map[string]bool   // codes
	denies bool              // voiding says that there is no such ticket, and does nothing
}

func (s *tickets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /tickets", s.create)
	mux.HandleFunc("GET /tickets/{id}", func(w http.ResponseWriter, r *http.Request) {
		code, there := s.live[r.PathValue("id")]
		if !there {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		show(w, http.StatusOK, r.PathValue("id"), code)
	})
	mux.HandleFunc("POST /tickets/{id}/void", func(w http.ResponseWriter, r *http.Request) {
		if _, there := s.live[r.PathValue("id")]; !there || s.denies {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		delete(s.live, r.PathValue("id"))
		w.WriteHeader(http.StatusNoContent)
	})
	mux.ServeHTTP(w, r)
}

func (s *tickets) create(w http.ResponseWriter, r *http.Request) {
	var body struct{ Code, Kind *string }
	dec := json.NewDecoder(r.Body)
	switch err := dec.Decode(&body); {
	case err != nil || dec.More() || body.Code == nil || body.Kind == nil || *body.Kind != "seat":
		w.WriteHeader(http.StatusBadRequest)
	case s.used[*body.Code]:
		w.WriteHeader(http.StatusConflict)
	default:
		id := fmt.Sprintf("t%d", len(s.used)+1)
		s.live[id], s.used[*body.Code] = *body.Code, true
		show(w, http.StatusCreated, id, *body.Code)
	}
}

func show(w http.ResponseWriter, status int, id, code string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"id": id, "code": code, "kind": "seat"}) // a test's own client
}

// judgedTickets judges the server by the document and a profile.
func judgedTickets(t *testing.T, s *tickets, p conformance.Profile) report.Vendor {
	t.Helper()
	s.live, s.used = map[string]string{}, map[string]bool{"A1": true}
	v := vendor(t, fstest.MapFS{"openapi.yaml": {Data: []byte(ticketDocument)}}, "openapi.yaml", nil)
	at := httptest.NewServer(s)
	defer at.Close()
	p.Vendor, p.Target = v.Book.Vendor, at.URL
	got, err := conformance.Run(t.Context(), v, conformance.Options{Profile: &p, RandomSeed: 5})
	if err != nil {
		t.Fatal(err)
	}
	tell(t, got, 0)
	return got
}

func verdictOf(v report.Vendor, id string) report.Verdict {
	for _, r := range v.Rules {
		if r.ID == "tickets/"+id {
			return r.Verdict
		}
	}
	return ""
}

// TestUniqueAndUndoOfAProfile: what the document does not tell, the profile does.
func TestUniqueAndUndoOfAProfile(t *testing.T) {
	unique, undo := map[string][]string{"createTicket": {"/code"}}, map[string]string{"createTicket": "voidTicket"}
	t.Run("neither", func(t *testing.T) {
		if got := verdictOf(judgedTickets(t, &tickets{}, conformance.Profile{}), "create-ticket-201"); got == report.Pass {
			t.Error("a ticket was created without a code of its own: the test shows nothing")
		}
	})
	t.Run("unique", func(t *testing.T) {
		s := &tickets{}
		got := judgedTickets(t, s, conformance.Profile{Unique: unique})
		if v := verdictOf(got, "create-ticket-201"); v != report.Pass || len(s.live) == 0 {
			t.Errorf("%s, %d tickets", v, len(s.live))
		}
	})
	t.Run("both", func(t *testing.T) {
		s := &tickets{}
		got := judgedTickets(t, s, conformance.Profile{Unique: unique, Undo: undo})
		if len(got.Created) == 0 || len(s.live) > 0 {
			t.Errorf("%d in the ledger, %d tickets are left", len(got.Created), len(s.live))
		}
		for _, c := range got.Created {
			if !c.Undone {
				t.Errorf("%+v", c)
			}
		}
	})
	t.Run("voiding finds nothing", func(t *testing.T) {
		s := &tickets{denies: true}
		got := judgedTickets(t, s, conformance.Profile{Unique: unique, Undo: undo})
		if len(got.Created) == 0 {
			t.Error("nothing is in the ledger")
		}
		for _, c := range got.Created {
			if c.Undone || !strings.Contains(c.Reason, "taking it back was answered with 404") {
				t.Errorf("%+v, and %d tickets are left", c, len(s.live))
			}
		}
	})
}
