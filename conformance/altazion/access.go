package altazion

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/altazion"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// callers are the profile's credentials; what it does not have is empty.
type callers struct{ name, key, token, stranger, strangerKey string }

func readCallers(p *conformance.Profile) (callers, error) {
	var c callers
	for name, into := range map[string]*string{
		"application": &c.name, "key": &c.key, "token": &c.token,
		"stranger-application": &c.stranger, "stranger-key": &c.strangerKey,
	} {
		text, err := p.Secret(name)
		if err != nil {
			return c, err
		}
		*into = text
	}
	switch {
	case (c.name == "") != (c.key == ""):
		return c, errors.New("credentials: application and key go together")
	case (c.stranger == "") != (c.strangerKey == ""):
		return c, errors.New("credentials: stranger-application and stranger-key go together")
	case c.name == "" && c.token == "":
		return c, errors.New("credentials: application and key, or token, are required")
	}
	return c, nil
}

// role is who calls where a case does not say.
func (c callers) role() string {
	if c.name == "" {
		return steps.RoleToken
	}
	return steps.RoleApplication
}

func (c callers) authorize(r *http.Request, role string) error {
	switch role {
	case steps.RoleNone:
	case steps.RoleApplication:
		r.SetBasicAuth(c.name, c.key)
	case steps.RoleWrongKey:
		r.SetBasicAuth(c.name, "plumbline-wrong-key")
	case steps.RoleStranger:
		r.SetBasicAuth(c.stranger, c.strangerKey)
	case steps.RoleToken:
		r.Header.Set("Authorization", "Bearer "+c.token)
	case roleOtherScheme:
		r.Header.Set("Authorization", "Negotiate cGx1bWJsaW5l")
	case steps.RoleWrongToken:
		r.Header.Set("Authorization", "Bearer plumbline-wrong-token")
	default:
		return fmt.Errorf("the profile has no credentials for the role %s", role)
	}
	return nil
}

// roleOtherScheme calls by a scheme that the API does not have.
const roleOtherScheme = "other-scheme"

// strangers are callers whom nobody knows.
func strangers(c callers) []conformance.Stranger {
	one := func(who, role string) conformance.Stranger {
		return conformance.Stranger{Who: who, Rule: rules.BasicOrToken, Readings: []string{"required"}, Role: role}
	}
	list := []conformance.Stranger{
		one("without credentials", steps.RoleNone), one("with a wrong token", steps.RoleWrongToken), one("by another scheme", roleOtherScheme),
	}
	if c.name != "" {
		list = append(list, one("with a wrong key", steps.RoleWrongKey))
	}
	return list
}
