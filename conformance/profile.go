package conformance

import (
	"fmt"
	"maps"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Profile describes a target.
type Profile struct {
	Vendor       string                      `yaml:"vendor"`
	Target       string                      `yaml:"target"`
	Credentials  map[string]Secret           `yaml:"credentials"`
	Capabilities []string                    `yaml:"capabilities"`
	Limits       Limits                      `yaml:"limits"`
	Fixtures     map[string][]map[string]any `yaml:"fixtures"`
	Writes       string                      `yaml:"writes"`      // "allowed", or nothing: off loopback a run only reads
	Destructive  string                      `yaml:"destructive"` // "allowed": cases that reach entities they did not make
	Control      string                      `yaml:"control"`     // "off": do not look for a simulator's control API
	secrets      []string
}

// Secret says where a credential comes from. Exactly one member is set.
type Secret struct {
	Env   string `yaml:"env"`   // name of an environment variable
	File  string `yaml:"file"`  // path of a file; a line break at its end is not part of it
	Value string `yaml:"value"` // the credential itself: for targets on loopback only
}

// Limits bound what a run asks of a target.
type Limits struct {
	Rate     string `yaml:"rate"`     // requests per time, such as 2/s or 100/m
	Requests int    `yaml:"requests"` // in all
	Timeout  string `yaml:"timeout"`  // of one request, such as 10s
}

// keys lists the members of a profile, by where they stand; "*" stands for any
// name that the vendor defines.
func profileKeys() map[string][]string {
	return map[string][]string{
		"":              {"vendor", "target", "credentials", "capabilities", "limits", "fixtures", "writes", "destructive", "control"},
		"credentials.*": {"env", "file", "value"},
		"limits":        {"rate", "requests", "timeout"},
	}
}

// LoadProfile reads a profile and checks it against what its vendor defines,
// which is one of vendors. Errors name the file, the place and what would be
// right.
func LoadProfile(file string, vendors []*Vendor) (*Profile, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	p, err := ParseProfile(data, vendors)
	if err != nil {
		return nil, fmt.Errorf("profile %s: %w", file, err)
	}
	return p, nil
}

// ParseProfile is LoadProfile for text.
func ParseProfile(data []byte, vendors []*Vendor) (*Profile, error) {
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, fmt.Errorf("not YAML: %s", oneLine(err))
	}
	for _, doc := range tree.Docs {
		if err := checkKeys(doc.Body, ""); err != nil {
			return nil, err
		}
	}
	var p Profile
	if err := yaml.Unmarshal(data, &p); err != nil {
		return nil, fmt.Errorf("%s", oneLine(err))
	}
	var names []string
	for _, v := range vendors {
		if v.Book.Vendor == p.Vendor {
			return &p, p.check(v)
		}
		names = append(names, v.Book.Vendor)
	}
	return nil, fmt.Errorf("vendor: %q is none that can be judged; known: %s", p.Vendor, strings.Join(names, ", "))
}

// oneLine keeps the first line of an error that draws the source below it.
func oneLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// checkKeys complains of the first member that a profile does not have.
func checkKeys(node ast.Node, place string) error {
	mapping, ok := node.(*ast.MappingNode)
	if !ok {
		if single, ok := node.(*ast.MappingValueNode); ok {
			return checkKey(single, place)
		}
		return nil
	}
	for _, value := range mapping.Values {
		if err := checkKey(value, place); err != nil {
			return err
		}
	}
	return nil
}

func checkKey(value *ast.MappingValueNode, place string) error {
	name := value.Key.String()
	known, closed := profileKeys()[place]
	if closed && !slices.Contains(known, name) {
		where := name
		if place != "" {
			where = place + "." + name
		}
		return fmt.Errorf("line %d: unknown key %q; known here: %s", value.Key.GetToken().Position.Line, where, strings.Join(known, ", "))
	}
	below := name
	switch {
	case place == "credentials":
		below = "credentials.*"
	case place != "":
		return nil
	}
	return checkKeys(value.Value, below)
}

// check compares the names in the profile with those of the vendor.
func (p *Profile) check(v *Vendor) error {
	if err := knownNames("credentials", slices.Collect(maps.Keys(p.Credentials)), v.Credentials); err != nil {
		return err
	}
	if err := knownNames("fixtures", slices.Collect(maps.Keys(p.Fixtures)), v.Fixtures); err != nil {
		return err
	}
	capabilities := map[string]string{NeedsControl: "", NeedsClock: ""}
	if err := knownNames("capabilities", p.Capabilities, capabilities); err != nil {
		return err
	}
	for _, choice := range []struct{ name, value, allowed string }{
		{"writes", p.Writes, "allowed"}, {"destructive", p.Destructive, "allowed"}, {"control", p.Control, "off"},
	} {
		if choice.value != "" && choice.value != choice.allowed {
			return fmt.Errorf("%s: %q is no choice; leave it out, or say %s", choice.name, choice.value, choice.allowed)
		}
	}
	if _, err := p.Limits.pace(); err != nil {
		return err
	}
	if p.Limits.Requests < 0 {
		return fmt.Errorf("limits.requests: %d is no number of requests; leave it out for no limit", p.Limits.Requests)
	}
	_, err := p.Limits.timeout()
	return err
}

func knownNames(where string, given []string, known map[string]string) error {
	slices.Sort(given)
	for _, name := range given {
		if _, ok := known[name]; !ok {
			names := slices.Sorted(maps.Keys(known))
			return fmt.Errorf("%s: unknown name %q; known: %s", where, name, strings.Join(names, ", "))
		}
	}
	return nil
}

// Secret returns the text of a credential, or "" where the profile has none of
// that name. Every text that was returned is kept out of all records.
func (p *Profile) Secret(name string) (string, error) {
	s, given := p.Credentials[name]
	if !given {
		return "", nil
	}
	text, err := s.read(name, p.Target)
	if err == nil && text != "" {
		p.secrets = append(p.secrets, text)
	}
	return text, err
}

func (s Secret) read(name, target string) (string, error) {
	set := 0
	for _, source := range []string{s.Env, s.File, s.Value} {
		if source != "" {
			set++
		}
	}
	if set != 1 {
		return "", fmt.Errorf("credentials.%s: say exactly one of env, file and value", name)
	}
	switch {
	case s.Env != "":
		text, found := os.LookupEnv(s.Env)
		if !found {
			return "", fmt.Errorf("credentials.%s: the environment variable %s is not set", name, s.Env)
		}
		return text, nil
	case s.File != "":
		data, err := os.ReadFile(s.File)
		if err != nil {
			return "", fmt.Errorf("credentials.%s: %w", name, err)
		}
		return strings.TrimRight(string(data), "\r\n"), nil
	case !Loopback(target):
		return "", fmt.Errorf("credentials.%s: a value in the profile is for targets on loopback only; use env or file", name)
	}
	return s.Value, nil
}

// Loopback tells whether an address is on this machine. No address at all is
// the simulator in this process.
func Loopback(address string) bool {
	if address == "" {
		return true
	}
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// pace is the least time between two requests.
func (l Limits) pace() (time.Duration, error) {
	if l.Rate == "" {
		return 0, nil
	}
	count, unit, found := strings.Cut(l.Rate, "/")
	n, err := strconv.Atoi(strings.TrimSpace(count))
	per := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[strings.TrimSpace(unit)]
	if !found || err != nil || n <= 0 || per == 0 {
		return 0, fmt.Errorf("limits.rate: %q is no rate such as 2/s, 100/m or 1000/h", l.Rate)
	}
	return per / time.Duration(n), nil
}

func (l Limits) timeout() (time.Duration, error) {
	if l.Timeout == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(l.Timeout)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("limits.timeout: %q is no time such as 10s", l.Timeout)
	}
	return d, nil
}
