package akinon

import (
	"bytes"
	"context"
	cryptorand "crypto/rand"
	"encoding/json"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// hooks are the subscriptions. They are under the server's lock.
type hooks struct {
	last int64
	all  []*hook
}

type hook struct {
	ID      int64             `json:"id"`
	Event   string            `json:"event_type"`
	Target  string            `json:"target_url"`
	Headers map[string]string `json:"additional_headers"`
	Secret  *string           `json:"secret_key,omitempty"`
	Retry   *countdown        `json:"retry_countdown_config,omitempty"`
}

// countdown is how long to wait before a delivery is tried again. Its kinds are published, its members are guessed.
type countdown struct {
	Choice string `json:"choice"`
	Kwargs struct {
		Seconds  int  `json:"seconds"`
		Base     int  `json:"base"`
		Factor   int  `json:"factor"`
		Limit    *int `json:"limit"`
		MinValue int  `json:"min_value"`
		MaxValue int  `json:"max_value"`
	} `json:"kwargs"`
}

// wait is the time before repeat n, which counts from 0.
func (c *countdown) wait(n int) time.Duration {
	k, seconds := c.Kwargs, 0.0
	switch c.Choice {
	case "fixed":
		seconds = float64(k.Seconds)
	case "linear":
		seconds = float64(k.Base) * float64(n+1)
	case "exponential":
		seconds = float64(k.Base) * math.Pow(float64(max(k.Factor, 1)), float64(n))
	case "random":
		seconds = float64(k.MinValue) + rand.Float64()*float64(k.MaxValue-k.MinValue)
	}
	if k.Limit != nil {
		seconds = min(seconds, float64(*k.Limit))
	}
	return time.Duration(min(max(seconds, 0), 3600) * float64(time.Second))
}

func (s *server) subscribe(w http.ResponseWriter, r *http.Request) {
	var h hook
	if body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit)); err != nil || json.Unmarshal(body, &h) != nil {
		s.refuse(w, s.invalid("", "JSON parse error."))
		return
	}
	u, err := url.Parse(h.Target)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		s.refuse(w, s.invalid("target_url", "Enter a valid URL."))
		return
	}
	if h.Event == "" {
		s.refuse(w, s.invalid("event_type", "This field is required."))
		return
	}
	if h.Retry != nil && !slices.Contains([]string{"fixed", "linear", "exponential", "random"}, h.Retry.Choice) {
		s.refuse(w, s.invalid("retry_countdown_config", "The choice is not a valid one."))
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.ContainsFunc(s.hooks.all, func(o *hook) bool { return o.Event == h.Event && o.Target == h.Target }) {
		s.refuse(w, &refusal{http.StatusNotAcceptable, "", "The webhook is already registered."})
		return
	}
	s.hooks.last++
	h.ID = s.hooks.last
	s.hooks.all = append(s.hooks.all, &h)
	shown := h
	shown.Secret = nil
	s.write(w, http.StatusCreated, &shown)
}

func (s *server) unsubscribe(w http.ResponseWriter, r *http.Request) {
	id, _ := strconv.ParseInt(r.PathValue("id"), 10, 64)
	s.mu.Lock()
	defer s.mu.Unlock()
	n := slices.IndexFunc(s.hooks.all, func(h *hook) bool { return h.ID == id })
	if n < 0 {
		s.refuse(w, &refusal{http.StatusNotFound, "", "Not found."})
		return
	}
	s.hooks.all = slices.Delete(s.hooks.all, n, n+1)
	w.WriteHeader(http.StatusNoContent)
}

// tell sends the event to who has subscribed to it. The vendor's pages write its name with dots and with hyphens.
func (s *server) tell(event string, p *parcel) {
	dotted := func(name string) string { return strings.ReplaceAll(name, "-", ".") }
	if !slices.ContainsFunc(s.hooks.all, func(h *hook) bool { return dotted(h.Event) == event }) {
		return
	}
	payload := s.view(p)
	payload["order_id"], payload["order_number"] = p.order, p.orderNumber
	body, err := json.Marshal(map[string]any{"event": map[string]any{"type": event, "uuid": cryptorand.Text()}, "payload": payload})
	if err != nil {
		return
	}
	for _, h := range s.hooks.all {
		if dotted(h.Event) == event {
			go h.deliver(body)
		}
	}
}

// deliver repeats a failed delivery up to ten times, if the subscription says after which waits. How a delivery is signed
// with the secret is not published, so none is.
func (h *hook) deliver(body []byte) {
	for n := 0; !h.post(body) && h.Retry != nil && n < 10; n++ {
		time.Sleep(h.Retry.wait(n))
	}
}

func (h *hook) post(body []byte) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.Target, bytes.NewReader(body))
	if err != nil {
		return false
	}
	r.Header.Set("Content-Type", "application/json")
	for name, value := range h.Headers {
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode < 300
}
