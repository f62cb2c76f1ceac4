package altazion

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"
)

const maxBody = 1 << 20

type server struct {
	choices
	mu   sync.Mutex // guards bons
	bons []*bon
}

// New returns a server with sample bons and credentials in memory. profile.yaml names them.
func New(v Variant) http.Handler {
	s := &server{choices: choicesOf(v), bons: sample()}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/logistique/preparation/{bon}", s.get)
	mux.HandleFunc("POST /api/logistique/preparation/prepa/{bon}", func(w http.ResponseWriter, r *http.Request) { s.post(w, r, false) })
	mux.HandleFunc("POST /api/logistique/preparation/expe/{bon}", func(w http.ResponseWriter, r *http.Request) { s.post(w, r, true) })
	if s.contrary {
		mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
			s.refuse(w, refuse(http.StatusNotFound, "aucune ressource à cette adresse"))
		})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Request-Id", rand.Text())
		if status := s.authorize(r); status != 0 {
			w.Header().Set("WWW-Authenticate", `Basic realm="Altazion", charset="UTF-8"`)
			if s.published {
				w.WriteHeader(status)
				return
			}
			s.refuse(w, refuse(status, http.StatusText(status)))
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// authorize returns the status of a refusal, or 0.
func (s *server) authorize(r *http.Request) int {
	if s.contrary {
		return 0
	}
	if kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " "); strings.EqualFold(kind, "Bearer") {
		if token == sampleToken {
			return 0
		}
		return http.StatusUnauthorized
	}
	user, password, _ := r.BasicAuth()
	switch {
	case user == sampleApplication && password == sampleKey:
		return 0
	case user == strangerApplication && password == strangerKey:
		return http.StatusForbidden
	}
	return http.StatusUnauthorized
}

// find returns the bon with an identifier, settled, or nil. The caller holds the lock.
func (s *server) find(id string, now time.Time) *bon {
	for _, b := range s.bons {
		if b.number == id || !s.contrary && strings.EqualFold(b.guid, id) {
			b.settle(now)
			return b
		}
	}
	return nil
}

var notFound = refusal{status: http.StatusNotFound, message: "bon de préparation introuvable"}

func (s *server) get(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.find(r.PathValue("bon"), time.Now())
	if b == nil {
		s.refuse(w, &notFound)
		return
	}
	s.respond(w, http.StatusOK, s.full(b))
}

func (s *server) post(w http.ResponseWriter, r *http.Request, shipping bool) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		s.refuse(w, refuse(http.StatusBadRequest, errFormat.Error()))
		return
	}
	call, malformed := s.read(data, shipping)
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); s.contrary && (err != nil || media != "application/json") {
		malformed = errFormat
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	b := s.find(r.PathValue("bon"), now)
	if refused := s.decide(b, call, malformed, now); refused != nil {
		s.refuse(w, refused)
		return
	}
	if s.contrary {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	s.respond(w, http.StatusOK, s.short(b))
}

// decide applies a call or says why not, in the variant's order.
func (s *server) decide(b *bon, call write, malformed error, now time.Time) *refusal {
	if malformed != nil && !s.contrary {
		return refuse(http.StatusBadRequest, malformed.Error())
	}
	if b == nil {
		return &notFound
	}
	if refused := s.refuseState(b, call.shipping); refused != nil {
		return refused
	}
	if malformed != nil {
		return refuse(http.StatusBadRequest, malformed.Error())
	}
	for _, e := range call.entries {
		if e.negative || s.contrary && e.broken {
			return refuse(http.StatusUnprocessableEntity, "quantité incohérente : "+e.name())
		}
	}
	return s.apply(b, call, now)
}

func (s *server) respond(w http.ResponseWriter, status int, body any) {
	media := "application/json; charset=utf-8"
	if s.contrary {
		media = "application/json"
		if status >= http.StatusBadRequest {
			media = "application/problem+json"
		}
	}
	w.Header().Set("Content-Type", media)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client is gone where this fails
}

func (s *server) refuse(w http.ResponseWriter, r *refusal) {
	if s.contrary {
		s.respond(w, r.status, map[string]any{"type": "about:blank", "title": http.StatusText(r.status), "status": r.status, "detail": r.message})
		return
	}
	if s.published {
		s.respond(w, r.status, map[string]any{"Message": r.message, "ErrorCode": r.status, "ErrorIdentifier": nil})
		return
	}
	s.respond(w, r.status, map[string]any{"erreur": map[string]any{"code": r.status, "message": r.message}})
}
