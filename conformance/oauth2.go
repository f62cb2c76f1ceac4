package conformance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http/httpguts"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/plumbline-api/plumbline/target"
)

// OAuth2 is a client of a token service.
type OAuth2 struct {
	TokenURL     string `yaml:"token-url" doc:"Address of the token service." required:"true" pattern:"^https?://"`
	ClientID     Secret `yaml:"client-id" doc:"Name of the client." required:"true"`
	ClientSecret Secret `yaml:"client-secret" doc:"The client's secret." required:"true"`
	Scope        string `yaml:"scope" doc:"What the token is to be good for; several with spaces between them."`
}

// token stands in a vendor's credentials for one that is got when it is needed.
// Vendors hold credentials as text, so they are given a text of ours, and every
// header that holds it is sent with the token of that time.
type token struct {
	place    string
	standsIn string
	config   clientcredentials.Config
	client   *http.Client
	mu       sync.Mutex
	current  *oauth2.Token
}

const (
	patience    = 30 * time.Second // that a token service may take
	mostOfToken = 1 << 20          // bytes of its answer
)

// tokenFor returns the text that stands for the token of a client. Nothing is
// sent before the first request.
func (p *Profile) tokenFor(place string, o OAuth2) (string, error) {
	address, err := url.Parse(o.TokenURL)
	if err != nil || address.Host == "" || address.Scheme != "https" && !Loopback(o.TokenURL) {
		return "", fmt.Errorf("%s.token-url: %q is no address such as https://login.example.test/token", place, o.TokenURL)
	}
	if o.ClientID.OAuth2 != nil || o.ClientSecret.OAuth2 != nil {
		return "", fmt.Errorf("%s: client-id and client-secret come from env or file", place)
	}
	id, err := p.text(place+".client-id", o.ClientID)
	if err != nil {
		return "", err
	}
	secret, err := p.text(place+".client-secret", o.ClientSecret)
	if err != nil {
		return "", err
	}
	transport, err := p.network().Transport()
	if err != nil {
		return "", err
	}
	p.secrets = append(p.secrets, id, secret)
	t := &token{
		place: place, standsIn: "plumbline-token-" + place,
		config: clientcredentials.Config{ClientID: id, ClientSecret: secret, TokenURL: o.TokenURL, Scopes: strings.Fields(o.Scope)},
		client: &http.Client{
			Transport: target.Bounded(transport, mostOfToken), Timeout: patience,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // the secret does not follow
		},
	}
	p.tokens = append(p.tokens, t)
	return t.standsIn, nil
}

// authorize puts tokens in the place of what stands for them.
func (p *Profile) authorize(next func(*http.Request, string) error) func(*http.Request, string) error {
	if len(p.tokens) == 0 {
		return next
	}
	return func(r *http.Request, role string) error {
		if err := next(r, role); err != nil {
			return err
		}
		for _, values := range r.Header {
			for i := range values {
				for _, t := range p.tokens {
					if !strings.Contains(values[i], t.standsIn) {
						continue
					}
					fresh, err := t.get(r.Context())
					if err != nil {
						return err
					}
					p.conceal(fresh)
					values[i] = strings.ReplaceAll(values[i], t.standsIn, fresh)
				}
			}
		}
		return nil
	}
}

// get returns a token that has not expired. Why there is none is told without
// the answer's text, which may quote what was sent.
func (t *token) get(ctx context.Context) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current.Valid() {
		return t.current.AccessToken, nil
	}
	fresh, err := t.config.Token(context.WithValue(ctx, oauth2.HTTPClient, t.client))
	var refused *oauth2.RetrieveError
	switch {
	case err == nil && !httpguts.ValidHeaderFieldValue(fresh.AccessToken):
		return "", &target.Inconclusive{Reason: t.place + ": the token service gave a token that no header can carry"}
	case err == nil:
		t.current = fresh
		return fresh.AccessToken, nil
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.As(err, &refused) && refused.Response != nil:
		return "", &target.Inconclusive{Reason: strings.TrimSpace(fmt.Sprintf("%s: the token service answered %d %s", t.place, refused.Response.StatusCode, refused.ErrorCode))}
	}
	return "", &target.Inconclusive{Reason: t.place + ": no token: " + err.Error()}
}
