package bridge

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"
)

// lifetime of a token; the document tells none (gap 33), a sample of the vendor has 48 hours.
const lifetime = 48 * time.Hour

type credentials struct {
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
}

func (s *server) logIn(w http.ResponseWriter, r *http.Request) {
	var c credentials
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&c); err != nil {
		s.unreadable(w, r, http.StatusBadRequest, err.Error())
		return
	}
	if c.ClientID != clientID || c.ClientSecret != clientSecret {
		s.unreadable(w, r, http.StatusUnauthorized, "cliente desconocido o clave incorrecta")
		return
	}
	now := time.Now()
	token := s.newToken(now)
	s.mu.Lock()
	s.tokens[token] = now.Add(lifetime)
	s.mu.Unlock()
	answer := map[string]any{"ack": 0, "token": token}
	if s.httpStatuses {
		answer["expiresIn"] = int(lifetime.Seconds())
		s.write(w, http.StatusCreated, answer)
		return
	}
	s.write(w, http.StatusOK, answer)
}

// newToken returns a JSON Web Token, or an opaque one where the variant has no supplements.
func (s *server) newToken(now time.Time) string {
	id := rand.Text()
	if !s.supplement {
		return id
	}
	encode := base64.RawURLEncoding.EncodeToString
	claims, _ := json.Marshal(map[string]any{
		"id": clientID, "iss": "bridge", "sub": "client", "jti": id, "iat": now.Unix(), "exp": now.Add(lifetime).Unix(),
	})
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(claims)
	mac := hmac.New(sha256.New, []byte(id))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil))
}

// withToken lets a call pass that carries a token in x-access-token which has not expired.
func (s *server) withToken(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token := r.Header.Get("x-access-token")
		if token == "" && s.moreTokens {
			token = r.URL.Query().Get("x-access-token")
		}
		s.mu.Lock()
		until, known := s.tokens[token]
		s.mu.Unlock()
		switch {
		case known && time.Now().Before(until):
			next(w, r)
		case s.httpStatuses:
			s.unreadable(w, r, http.StatusForbidden, "token inválido")
		default:
			s.write(w, http.StatusUnauthorized, answer{Ack: 9999, Message: "token inválido"})
		}
	}
}

func (s *server) me(w http.ResponseWriter, _ *http.Request) {
	s.write(w, http.StatusOK, map[string]any{"ack": 0, "message": "-", "data": map[string]string{"id": clientID, "sub": "client"}})
}
