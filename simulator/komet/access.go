package komet

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/komet"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// Token is a credential of a company, or of a customer or vendor of it.
type Token struct {
	Token   string     `json:"token,omitempty"` // never shown
	Kind    string     `json:"kind"`            // company, customer or vendor
	Owner   uint64     `json:"owner,omitempty"` // the customer or vendor
	Methods []string   `json:"methods,omitempty"`
	Issued  *time.Time `json:"issued,omitempty"` // when a log-in gave it out for the first time
}

// User may log in for a token.
type User struct {
	Name     string `json:"name"`
	Password string `json:"password,omitempty"` // never shown
	Token    string `json:"token,omitempty"`    // never shown
}

// issuedToken and account are what the store keeps of tokens and users, with
// the company that they stand under in a seed.
type (
	issuedToken struct {
		Token
		Of uint64 `json:"company"`
	}
	account struct {
		User
		Of uint64 `json:"company"`
	}
	// tally counts the calls of a company on one day.
	tally struct {
		Day   string `json:"day"`
		Calls int    `json:"calls"`
	}
)

var (
	tokens   = store.NewKind[issuedToken]("komet.token")
	accounts = store.NewKind[account]("komet.user")
	tallies  = store.NewKind[tally]("komet.calls")
)

const (
	ofCompany, ofCustomer, ofVendor = "company", "customer", "vendor"

	tokenHeader   = "authenticationToken" // of a call to a subscriber
	createPrebook = "createPrebook"
	maxBody       = 64 << 10 // rules.SizeLimit
	callsPerUser  = 1000     // rules.DailyLimit
	// shortLife is how long a token lives where tokens expire, which is a defect.
	shortLife = 24 * time.Hour
	// elsewhereBehind is how far the vendor's own clock is behind UTC, by which
	// the defect of rules.DayIsUTC goes.
	elsewhereBehind = 5 * time.Hour
)

// admit refuses what is too large, no JSON, without a token that may make this
// call, or beyond the company's calls of the day.
func admit(env *simulator.Env, r *simulator.Request) *simulator.Response {
	var token string
	switch r.Operation.ID {
	case "login":
		return nil
	case createPrebook:
		if env.Violates(rules.SizeLimit, len(r.Body) > maxBody) {
			return refused(env, r, "The request is larger than 64 KB.")
		}
		var object bool
		token, object = tokenIn(r.Body)
		if env.Violates(rules.CallerSendsJSON, !object) {
			return refused(env, r, "The request is not a JSON object. "+describe(r.Breaches()))
		}
	default:
		token = r.HTTP.URL.Query().Get("authenticationToken")
	}
	t, known, err := valid(env, token)
	if err != nil {
		return &simulator.Response{Status: http.StatusServiceUnavailable}
	}
	if env.Violates(rules.TokenIsChecked, !known) {
		return refused(env, r, "The authenticationToken is not valid.")
	}
	if !known {
		return nil // a defect looked away: there is nobody to judge further
	}
	return mayCall(env, r, t)
}

// valid looks a token up.
func valid(env *simulator.Env, text string) (issuedToken, bool, error) {
	t, known, err := tokens.Get(env.Store(), text)
	if known && t.Issued != nil && !env.Applies(rules.TokensDoNotExpire) {
		known = env.Now().Before(t.Issued.Add(shortLife))
	}
	return t, known, err
}

// mayCall counts the call and judges whether the token may make it.
func mayCall(env *simulator.Env, r *simulator.Request, t issuedToken) *simulator.Response {
	calls, limit, err := count(env, t.Of)
	if err != nil {
		return &simulator.Response{Status: http.StatusServiceUnavailable}
	}
	if env.Violates(rules.TokenKinds, r.Operation.ID == createPrebook && t.Kind == ofCustomer) {
		return refused(env, r, "The method is not open to the token of a customer.")
	}
	method := r.Operation.Path[strings.LastIndexByte(r.Operation.Path, '/')+1:]
	if env.Violates(rules.TokenLimitedToMethods, len(t.Methods) > 0 && !slices.Contains(t.Methods, method)) {
		return refused(env, r, "The token is not allowed to call "+method+".")
	}
	if env.Violates(rules.DailyLimit, calls > limit) {
		return refused(env, r, fmt.Sprintf("The company has made its %d calls of today.", limit))
	}
	return nil
}

// count adds a call to those of the company's day and returns how many these
// are, and how many there may be.
func count(env *simulator.Env, company uint64) (calls, limit int, err error) {
	c, _, err := companies.Get(env.Store(), companyKey(company))
	if err != nil {
		return 0, 0, err
	}
	t, _, err := tallies.Get(env.Store(), companyKey(company))
	if err != nil {
		return 0, 0, err
	}
	today := day(env.Now())
	if elsewhere := day(env.Now().Add(-elsewhereBehind)); elsewhere != today && !env.Applies(rules.DayIsUTC) {
		today = elsewhere
	}
	if t.Day != today {
		t = tally{Day: today}
	}
	t.Calls++
	return t.Calls, callsPerUser * c.PaidUsers, tallies.Put(env.Store(), companyKey(company), t)
}

// caller is on whose behalf a call is made.
type caller struct {
	token   issuedToken
	company Company
	scope   string
}

// identify returns the caller of an admitted call. A token that is unknown
// after a defect looked away stands for the first company.
func identify(env *simulator.Env, text string) (caller, error) {
	t, known, err := tokens.Get(env.Store(), text)
	if err != nil {
		return caller{}, err
	}
	c := caller{token: t}
	if known {
		c.company, _, err = companies.Get(env.Store(), companyKey(t.Of))
	} else {
		c.token.Kind = ofCompany
		err = companies.Scan(env.Store(), "", func(_ string, first Company) bool {
			c.company = first
			return false
		})
	}
	c.scope = scopeOf(env, c.company.ID)
	return c, err
}

// Login answers with the token of a user.
func (service) Login(ctx context.Context, r api.LoginRequestObject) (api.LoginResponseObject, error) {
	env := simulator.FromContext(ctx)
	u, found, err := accounts.Get(env.Store(), r.Params.Username)
	if err != nil {
		return nil, err
	}
	if env.Violates(rules.WrongLogin, !found || u.Password != r.Params.Password) {
		return loggedIn(api.LoginAnswer{Status: wire.Text("0"), Message: "User name or password is wrong."}), nil
	}
	if u.Token, err = issue(env, u); err != nil {
		return nil, err
	}
	if !env.Applies(rules.LoginGivesToken) {
		u.Token = "not-the-token-of-anybody"
	}
	return loggedIn(api.LoginAnswer{Status: wire.Text("1"), Message: "OK", APIKey: &u.Token}), nil
}

func loggedIn(answer api.LoginAnswer) api.LoginResponseObject {
	return api.Login2XXJSONResponse{Body: answer, StatusCode: http.StatusOK}
}

// issue returns the token of a user, which stays the same from one log-in to
// the next; where tokens expire, which is a defect, a new one ends the old.
func issue(env *simulator.Env, u account) (string, error) {
	t, found, err := tokens.Get(env.Store(), u.Token)
	if err != nil || !found {
		return u.Token, err
	}
	if t.Issued != nil && !env.Applies(rules.TokensDoNotExpire) {
		if _, err := tokens.Delete(env.Store(), u.Token); err != nil {
			return "", err
		}
		n, err := env.NewID("token")
		if err != nil {
			return "", err
		}
		u.Token = fmt.Sprintf("renewed-token-%d", n)
		t.Token.Token, t.Issued = u.Token, nil
		if err := accounts.Put(env.Store(), u.Name, u); err != nil {
			return "", err
		}
	}
	if t.Issued == nil {
		now := env.Now()
		t.Issued = &now
	}
	return u.Token, tokens.Put(env.Store(), u.Token, t)
}
