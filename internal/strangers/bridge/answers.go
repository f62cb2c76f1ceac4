package bridge

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"time"
)

// maxBody is the longest body that is read, in bytes.
const maxBody = 1 << 20

// answer is the body that lines 27 to 32 print.
type answer struct {
	Ack            int    `json:"ack"`
	Message        string `json:"message,omitempty"`
	InternalNumber string `json:"internalNumber,omitempty"`
	OrderState     string `json:"orderState,omitempty"`
}

// refusal is why a change was not made: the code of the document and, for the variant that uses it, a status.
type refusal struct {
	ack     int
	status  int
	message string
}

func (s *server) executed(w http.ResponseWriter, number, state string) {
	if s.httpStatuses {
		s.write(w, http.StatusAccepted, answer{InternalNumber: number, OrderState: state})
		return
	}
	s.write(w, http.StatusOK, answer{Message: "-"})
}

func (s *server) refuse(w http.ResponseWriter, why *refusal) {
	status := http.StatusOK
	if s.httpStatuses {
		status = why.status
	}
	s.write(w, status, answer{Ack: why.ack, Message: why.message})
}

// unreadable refuses what never reached the service: no JSON, no route, no client.
func (s *server) unreadable(w http.ResponseWriter, r *http.Request, status int, why string) {
	if !s.httpStatuses {
		s.write(w, status, answer{Ack: 9999, Message: why})
		return
	}
	s.write(w, status, map[string]any{
		"timestamp": time.Now().UTC().Format("2006-01-02T15:04:05.000Z07:00"),
		"status":    status, "error": http.StatusText(status), "message": why, "path": r.URL.Path,
	})
}

func (s *server) noRoute(w http.ResponseWriter, r *http.Request) {
	s.unreadable(w, r, http.StatusNotFound, "No message available")
}

func (s *server) write(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// A caller that went away is no concern of the order.
	_ = json.NewEncoder(w).Encode(body)
}

func withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", rand.Text())
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
