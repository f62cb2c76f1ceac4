package komet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxBody is the size of a request that is read. The vendor's page on getting started says 64 KB.
const maxBody = 64 << 10

// lag is how long the other variant's readers are behind.
const lag = 200 * time.Millisecond

// server holds everything in memory.
type server struct {
	other   bool
	mu      sync.Mutex
	callers map[string]*caller
	prebook int64
	number  int64
	item    int64
	order   int64
}

// New makes a server of that variant with its sample data.
func New(v Variant) http.Handler {
	s := &server{other: v == Other, callers: tokens(), prebook: 2543545, number: 10225, item: 3427612, order: 2989}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/prebook.create", s.locked(s.create))
	lists := map[string]func(*company) []entity{
		"customer.list": func(c *company) []entity { return c.customers },
		"carrier.list":  func(c *company) []entity { return c.carriers },
		"product.list":  func(c *company) []entity { return c.products },
		"boxtype.list":  func(c *company) []entity { return c.boxTypes },
		"vendor.list":   func(c *company) []entity { return c.vendors },
	}
	for method, of := range lists {
		mux.HandleFunc("GET /api/"+method, s.locked(s.reading(method, "", func(r *http.Request, who *caller) (string, []any) {
			return s.list(r, strings.TrimSuffix(method, ".list"), of(who.company))
		})))
	}
	mux.HandleFunc("GET /api/prebook.details.list", s.locked(s.reading("prebook.details.list", "date", s.details)))
	if !s.other {
		mux.HandleFunc("GET /api/purchase.order.list", s.locked(s.reading("purchase.order.list", "number", s.orders)))
		mux.HandleFunc("POST /api/login", s.locked(s.login))
	}
	return mux
}

// answer is what a method gives back: an HTTP status and a body.
type answer struct {
	http int
	body map[string]any
}

func (s *server) locked(do func(*http.Request) (answer, *fault)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		s.mu.Lock()
		defer s.mu.Unlock()
		a, refused := do(r)
		if refused != nil {
			a = answer{http.StatusOK, map[string]any{"status": 0, "message": refused.message}}
			if s.other {
				a = answer{refused.http, map[string]any{"status": "0", "message": refused.message, "code": fmt.Sprintf("E%d", refused.http)}}
			}
		}
		out, err := json.Marshal(a.body)
		if err != nil {
			http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if s.other {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("X-Powered-By", "prebooks")
			w.Header().Set("Cache-Control", "no-store")
		}
		w.WriteHeader(a.http)
		_, _ = w.Write(append(out, '\n'))
	}
}

// done is the status of a success.
func (s *server) done() any {
	if s.other {
		return "1"
	}
	return 1
}

// caller finds whom the token stands for and whether it may call the method.
func (s *server) caller(token, method string) (*caller, *fault) {
	who := s.callers[token]
	switch {
	case who == nil:
		return nil, faulty(401, "The authentication token is not valid.")
	case who.methods != nil && !slices.Contains(who.methods, method), method == "prebook.create" && who.kind == "customer":
		return nil, faulty(403, "The authentication token does not allow this method.")
	}
	return who, nil
}

// reading wraps a method that only reads: the token is a parameter, and the plain variant needs one more: a
// date will do for the number of a purchase order.
func (s *server) reading(method string, needs string, list func(*http.Request, *caller) (string, []any)) func(*http.Request) (answer, *fault) {
	return func(r *http.Request) (answer, *fault) {
		who, refused := s.caller(r.URL.Query().Get("authenticationToken"), method)
		if refused != nil {
			return answer{}, refused
		}
		q := r.URL.Query()
		if needs != "" && q.Get(needs) == "" && q.Get("date") == "" && !s.other {
			return answer{}, faulty(400, "%s is required.", needs)
		}
		name, found := list(r, who)
		words := map[bool]string{true: "Orders", false: strings.ToUpper(name[:1]) + name[1:]}[name == "prebooks"]
		if s.other && len(found) == 0 {
			return answer{http.StatusOK, map[string]any{"status": "0", "message": words + " not found."}}, nil
		}
		return answer{http.StatusOK, map[string]any{"status": s.done(), "message": "OK", name: found}}, nil
	}
}

func (s *server) login(r *http.Request) (answer, *fault) {
	if r.FormValue("username") != "jane.roe" || r.FormValue("password") != "not-a-password" {
		return answer{}, faulty(401, "User name or password is wrong.")
	}
	return answer{http.StatusOK, map[string]any{"status": "1", "message": "OK", "apiKey": "fake-company-token-000001"}}, nil
}

// object reads the body of a creation.
func (s *server) object(r *http.Request) (map[string]any, *fault) {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if s.other && media != "application/json" {
		return nil, faulty(415, "The request has to be application/json.")
	}
	raw, err := io.ReadAll(r.Body)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, faulty(413, "The request has more than 64 KB.")
	}
	var in map[string]any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err != nil || decoder.Decode(&in) != nil || in == nil || decoder.More() {
		return nil, faulty(400, "The request is not a JSON object.")
	}
	return in, nil
}
