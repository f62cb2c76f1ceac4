package deliveryoptimizer

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// maxBody bounds what is read of a request, in bytes.
const maxBody = 4 << 20

// user is somebody who may call; a user belongs to one tenant.
type user struct {
	password string
	tenant   int32
	oms      bool
}

type server struct {
	choices choices
	users   map[string]user
	origins map[int32]map[string]int // tenant, code: capacity in points

	mu      sync.Mutex
	orders  map[int32]map[string]order // tenant, Guid in lower case
	configs map[int32]config
}

// New makes a server of the variant, with its own users, tenants and stock origins in memory and no order.
func New(v Variant) http.Handler { return newServer(v.choices()) }

func newServer(c choices) http.Handler {
	s := &server{
		choices: c,
		users:   sampleUsers(),
		origins: sampleOrigins(),
		orders:  map[int32]map[string]order{},
		configs: map[int32]config{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /{tenantId}/order", s.known(s.upsert))
	mux.HandleFunc("PUT /{tenantId}/orders", s.known(s.replaceAll))
	mux.HandleFunc("DELETE /{tenantId}/order/byid/{idCommande}", s.known(s.remove))
	mux.HandleFunc("DELETE /{tenantId}/order/byid/{idCommande}/code/{code}", s.known(s.removeCode))
	mux.HandleFunc("GET /{tenantId}/order/{orderId}", s.known(s.read))
	if !c.NoSupplements {
		mux.HandleFunc("PUT /{tenantId}/config", s.known(s.putConfig))
		mux.HandleFunc("GET /{tenantId}/stock-origins/code/{code}/saturation", s.known(s.saturation))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", strconv.FormatInt(time.Now().UnixNano(), 36))
		w.Header().Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		mux.ServeHTTP(w, r)
	})
}

// call is a request of a known user for a tenant of theirs.
type call struct {
	*http.Request
	tenant int32
	oms    bool
}

// known lets through who may call for the tenant in the path.
func (s *server) known(handle func(http.ResponseWriter, call)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		tenant, err := strconv.ParseInt(r.PathValue("tenantId"), 10, 32)
		numbered := err == nil && tenant > 0
		if s.choices.OpenToAll && numbered {
			handle(w, call{r, int32(tenant), true})
			return
		}
		name, password, sent := r.BasicAuth()
		u, found := s.users[name]
		switch {
		case !sent:
			w.Header().Set("WWW-Authenticate", `Basic realm="Delivery Optimizer", charset="UTF-8"`)
			s.refuse(w, http.StatusUnauthorized, "credentials are missing")
		case (!found || u.password != password) && s.choices.HideTenants:
			s.refuse(w, http.StatusForbidden, "these credentials open nothing")
		case !found || u.password != password:
			w.Header().Set("WWW-Authenticate", `Basic realm="Delivery Optimizer", charset="UTF-8"`)
			s.refuse(w, http.StatusUnauthorized, "wrong credentials")
		case !numbered && !s.choices.HideTenants:
			s.refuse(w, http.StatusBadRequest, "tenantId must be a whole number above 0")
		case int32(tenant) != u.tenant && s.choices.HideTenants:
			http.NotFound(w, r)
		case int32(tenant) != u.tenant:
			s.refuse(w, http.StatusForbidden, "this user belongs to another tenant")
		case !u.oms && !s.choices.CartsOfCommerce:
			s.refuse(w, http.StatusForbidden, "the right OMS is missing")
		default:
			handle(w, call{r, u.tenant, u.oms})
		}
	}
}

// refuse answers with the server's own error body; the document has none.
func (s *server) refuse(w http.ResponseWriter, status int, reason string) {
	if s.choices.RefusedIs422 {
		if status == http.StatusBadRequest {
			status = http.StatusUnprocessableEntity
		}
		s.write(w, status, map[string]any{"errors": []string{reason}})
		return
	}
	s.write(w, status, map[string]any{"error": map[string]any{"code": status, "message": reason}})
}

// refuseBody answers a body that could not be taken.
func (s *server) refuseBody(w http.ResponseWriter, err error) {
	var tooLarge *http.MaxBytesError
	var mediaType mediaTypeError
	switch {
	case errors.As(err, &tooLarge):
		s.refuse(w, http.StatusRequestEntityTooLarge, "the body is too large")
	case errors.As(err, &mediaType):
		s.refuse(w, http.StatusUnsupportedMediaType, err.Error())
	default:
		s.refuse(w, http.StatusBadRequest, err.Error())
	}
}

// boolean answers with a bare boolean.
func (s *server) boolean(w http.ResponseWriter, value bool, status int) {
	text := strconv.FormatBool(value)
	if s.choices.LiteralBooleans && value {
		text = "True"
	}
	media := "application/json; charset=utf-8"
	if s.choices.PlainBooleans || s.choices.LiteralBooleans {
		media = "text/plain; charset=utf-8"
	}
	w.Header().Set("Content-Type", media)
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text))
}

// removed answers a delete.
func (s *server) removed(w http.ResponseWriter, done bool) {
	if !done && s.choices.GoneIs404 {
		s.boolean(w, false, http.StatusNotFound)
		return
	}
	s.boolean(w, done, http.StatusOK)
}

func (s *server) write(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
