// Package akinon is a small server of Akinon's Prepare Package command, written from document 001 alone. It exists to
// be judged: it shares no code with the simulator and none with the checks.
package akinon

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Variant names a set of choices that the document permits. "§ n" is its numbered contradiction or gap n, as
// "plumbline rules akinon --register" counts them; "table" is its table of parameters.
type Variant string

const (
	// Natural takes the choice that comes first to mind:
	//   - keys are wanted, as Token or Bearer (§ 24, no authentication; the vendor's other pages have both words);
	//   - the parameters stand in input_parameters, and package may be left out (the example, § 1 and 2);
	//   - a missing boolean is refused (table, "Mandatory"); null is the same as absent; unknown members are ignored (§ 13, 24);
	//   - types are strict; transition and slug have to agree when both are sent (§ 3);
	//   - select_items_by_omnitron_id holds for every id in the body (table, § 11 and 12);
	//   - the SKU and the denial reason have to be known (§ 16 and 26); an item that is both replaced and missing is refused (§ 26);
	//   - a package whose items are all missing becomes Preparing with nothing left (§ 23);
	//   - a missing item stays in the package, or moves to a package of its own if asked for (§ 17);
	//   - unit_weights has the form of the barcodes (§ 15); remaining items are objects (§ 19);
	//   - each refusal is 400, its text below the member (§ 24);
	//   - logging in, reading, listing and webhooks are offered.
	Natural Variant = "natural"
	// Other takes the other choice wherever there is one:
	//   - no authentication (§ 24);
	//   - package is mandatory (table, § 1); parameters may stand beside it or in input_parameters (table, § 2);
	//   - a missing boolean is false (§ 13); null and unknown members are refused (§ 24);
	//   - numbers and booleans may be text, barcodes and SKUs may be numbers (§ 4 and 24); bytes after the body are not read;
	//   - of transition and slug, transition decides (§ 3);
	//   - missing and replaced items are always named by package item id, as the table says; the boolean is about order_item (§ 10 to 12);
	//   - any SKU and any denial reason goes (§ 16 and 26); of an item that is both replaced and missing, missing wins (§ 26);
	//   - a package of which nothing would remain is refused (§ 23); so is an item named twice (§ 24);
	//   - a missing item leaves the package for a new plan; its own package appears a moment later if asked for (§ 17);
	//   - a replaced item is a new item with a new id (document, step 6);
	//   - an element of unit_weights may be a bare number too, for the item of that place (§ 15); remaining items are texts, as printed (§ 19);
	//   - the answer has a status beside the four members (§ 18); enum_value is a number, as printed (prerequisites, § 22);
	//   - a package has its order and its stock location by id, as the response of the command prints the location;
	//   - the state is looked at first; refusals are 409 for it, 422 for the rest (§ 24);
	//   - packages can be read, with or without the last slash; there is no login, list or webhook.
	Other Variant = "other"
)

const bodyLimit = 1 << 20

type server struct {
	variant  Variant
	mu       sync.Mutex
	packages map[int64]*parcel
	order    []int64 // ids of packages, oldest first
	nextID   int64
	hooks    hooks
}

// New returns a server of the variant with the sample data of seed.go.
func New(v Variant) http.Handler {
	s := &server{variant: v, packages: map[int64]*parcel{}, nextID: 900001}
	s.seed()
	mux := http.NewServeMux()
	const base = "/api/v1/oms/packages/"
	if v == Other {
		for _, end := range []string{"/{$}", ""} {
			mux.HandleFunc("GET "+base+"{id}"+end, s.read)
			mux.HandleFunc("POST "+base+"{id}/command"+end, s.command)
		}
		return mux
	}
	mux.HandleFunc("POST /api/i1/auth/login/{$}", s.login)
	mux.HandleFunc("GET "+base+"{$}", s.guarded(s.list))
	mux.HandleFunc("GET "+base+"{id}/{$}", s.guarded(s.read))
	mux.HandleFunc("POST "+base+"{id}/command/{$}", s.guarded(s.command))
	mux.HandleFunc("POST /whisperer/hooks/{$}", s.guarded(s.subscribe))
	mux.HandleFunc("DELETE /whisperer/hooks/{id}/{$}", s.guarded(s.unsubscribe))
	return mux
}

// refusal is why a request is not carried out; member is empty where the request as a whole is at fault.
type refusal struct {
	status int
	member string
	text   string
}

func (e *refusal) Error() string { return e.text }

// invalid refuses a value of the request.
func (s *server) invalid(member, text string) *refusal {
	if s.variant == Other {
		return &refusal{http.StatusUnprocessableEntity, member, text}
	}
	return &refusal{http.StatusBadRequest, member, text}
}

func (s *server) refuse(w http.ResponseWriter, err error) {
	r := &refusal{http.StatusBadRequest, "", "The request can not be read."}
	errors.As(err, &r)
	if s.variant == Other {
		s.write(w, r.status, map[string]any{"code": strings.ToLower(strings.ReplaceAll(http.StatusText(r.status), " ", "_")),
			"message": strings.TrimSpace(r.member + " " + r.text)})
		return
	}
	if r.status == http.StatusNotFound {
		s.write(w, r.status, map[string]any{"detail": r.text})
		return
	}
	member := r.member
	if member == "" {
		member = "non_field_errors"
	}
	s.write(w, r.status, map[string]any{member: []string{r.text}})
}

func (s *server) write(w http.ResponseWriter, status int, body any) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	if s.variant == Natural {
		h.Set("Content-Type", "application/json; charset=utf-8")
		h.Set("Vary", "Accept")
		h.Set("X-Frame-Options", "DENY")
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client has gone: nobody is left to tell
}

// guarded lets in who has a key of a user with the right to packages, and who accepts JSON.
func (s *server) guarded(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		word, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		user, known := userOfKey(strings.TrimSpace(key))
		if !known || !strings.EqualFold(word, "Token") && !strings.EqualFold(word, "Bearer") {
			w.Header().Set("WWW-Authenticate", "Token")
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if !user.handlesPackages {
			s.write(w, http.StatusForbidden, map[string]any{"detail": "You do not have permission to perform this action."})
			return
		}
		if accept := r.Header.Get("Accept"); accept != "" && !strings.Contains(accept, "json") && !strings.Contains(accept, "*/*") && !strings.Contains(accept, "application/*") {
			s.write(w, http.StatusNotAcceptable, map[string]any{"detail": "Could not satisfy the request Accept header."})
			return
		}
		next(w, r)
	}
}

func (s *server) login(w http.ResponseWriter, r *http.Request) {
	var sent struct{ Username, Password string }
	if body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit)); err != nil || json.Unmarshal(body, &sent) != nil {
		s.refuse(w, s.invalid("", "JSON parse error."))
		return
	}
	for _, u := range users {
		if u.name == sent.Username && u.password == sent.Password {
			s.write(w, http.StatusOK, map[string]any{"key": u.key})
			return
		}
	}
	s.refuse(w, s.invalid("", "Unable to log in with provided credentials."))
}

// parcelOf returns the package that the path names. The caller holds the lock.
func (s *server) parcelOf(r *http.Request) (*parcel, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if p := s.packages[id]; err == nil && p != nil {
		return p, nil
	}
	return nil, &refusal{http.StatusNotFound, "", "Not found."}
}

func (s *server) read(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.parcelOf(r)
	if err != nil {
		s.refuse(w, err)
		return
	}
	s.write(w, http.StatusOK, s.view(p))
}

// command runs the one command that this installation has.
func (s *server) command(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if err != nil {
		s.refuse(w, &refusal{http.StatusRequestEntityTooLarge, "", "The body is too large."})
		return
	}
	if s.variant == Natural && !strings.Contains(r.Header.Get("Content-Type"), "json") {
		s.write(w, http.StatusUnsupportedMediaType, map[string]any{"detail": "Unsupported media type in request."})
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.parcelOf(r)
	if err == nil {
		err = s.run(p, body)
	}
	if err != nil {
		s.refuse(w, err)
		return
	}
	s.write(w, http.StatusOK, s.answer(p))
}

func (s *server) run(p *parcel, body []byte) error {
	if s.variant == Other {
		if p.state != waiting {
			return &refusal{http.StatusConflict, "", "The command is only for packages in Waiting."}
		}
		c, err := s.parseLoosely(body)
		if err != nil {
			return err
		}
		return s.prepare(p, c)
	}
	c, err := s.parseTyped(body)
	if err != nil {
		return err
	}
	return s.prepare(p, c)
}

func now() time.Time { return time.Now().UTC() }
