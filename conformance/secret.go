package conformance

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/plumbline-api/plumbline/internal/input"
	"github.com/plumbline-api/plumbline/target"
)

// Secret returns the text of a credential, or "" where the profile has none of
// that name. Every text that was returned is kept out of all records.
func (p *Profile) Secret(name string) (string, error) {
	s, given := p.Credentials[name]
	if !given {
		return "", nil
	}
	text, err := p.text("credentials."+name, s)
	if err == nil && text != "" {
		p.secrets = append(p.secrets, text)
		if place := "credentials." + name; utf8.RuneCountInString(text) < target.LeastWhole && !slices.Contains(p.short, place) {
			p.short = append(p.short, place)
		}
	}
	return text, err
}

// shortSecrets tells which credentials can't be kept out of all of a report; it
// is empty where there is none.
func (p *Profile) shortSecrets() []string {
	if len(p.short) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("shorter than %d characters, and so redacted only where they stand as the credential: %s", target.LeastWhole, strings.Join(slices.Sorted(slices.Values(p.short)), ", "))}
}

// text returns the text of a credential that stands at a place of the profile.
func (p *Profile) text(place string, s Secret) (string, error) {
	set := 0
	for _, given := range []bool{s.Env != "", s.File != "", s.Value != "", s.OAuth2 != nil} {
		if given {
			set++
		}
	}
	if set != 1 {
		return "", fmt.Errorf("%s: say exactly one of env, file, value and oauth2", place)
	}
	switch {
	case s.OAuth2 != nil:
		return p.tokenFor(place+".oauth2", *s.OAuth2)
	case s.Env != "":
		text, found := os.LookupEnv(s.Env)
		if !found {
			return "", &unset{place, s.Env}
		}
		return text, oneCredential(text, place, "the environment variable "+s.Env)
	case s.File != "":
		data, err := input.ReadText(p.path(s.File), input.MostOfSecret)
		if err != nil {
			return "", fmt.Errorf("%s: %w", place, err)
		}
		text := strings.TrimRight(string(data), "\r\n")
		return text, oneCredential(text, place, "the file "+s.File)
	case !Loopback(p.Target):
		return "", fmt.Errorf("%s: a value in the profile is for targets on loopback only; use env or file", place)
	}
	return s.Value, oneCredential(s.Value, place, "the value")
}

// unset is an environment variable that a credential comes from and that is not
// there.
type unset struct{ place, variable string }

func (e *unset) Error() string {
	return fmt.Sprintf("%s: the environment variable %s is not set", e.place, e.variable)
}

// allUnset names, in the place of an error about one environment variable, all
// those that are not set, so that nobody has to find them out one by one.
func (p *Profile) allUnset(err error) error {
	var first *unset
	if !errors.As(err, &first) {
		return err
	}
	var missing []string
	note := func(place string, s Secret) {
		if _, found := os.LookupEnv(s.Env); s.Env != "" && !found {
			missing = append(missing, fmt.Sprintf("%s for %s", s.Env, place))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Credentials)) {
		s := p.Credentials[name]
		note("credentials."+name, s)
		if s.OAuth2 != nil {
			note("credentials."+name+".oauth2.client-id", s.OAuth2.ClientID)
			note("credentials."+name+".oauth2.client-secret", s.OAuth2.ClientSecret)
		}
	}
	if len(missing) < 2 {
		return err
	}
	return fmt.Errorf("credentials: these environment variables are not set: %s; set them, or take those credentials out of the profile", strings.Join(missing, ", "))
}

// oneCredential complains of a text that can't be a credential: nothing would be
// sent, or not what was meant.
func oneCredential(text, place, where string) error {
	if text == "" {
		return fmt.Errorf("%s: %s is empty; set it, or take the credential out of the profile", place, where)
	}
	if n := strings.Count(text, "\n"); n > 0 {
		return fmt.Errorf("%s: %s has %d lines; a credential is one line", place, where, n+1)
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\t' }); i >= 0 {
		return fmt.Errorf("%s: %s holds a control character at position %d; is it the right one?", place, where, i+1)
	}
	return nil
}
