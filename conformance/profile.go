package conformance

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/input"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// Profile describes a target. Its fields are the one description of what a
// profile may say: keys, their meaning for people and what values they take are
// read from here by the check of the keys and by the JSON Schema.
type Profile struct {
	Vendor       string                      `yaml:"vendor" doc:"Name of the vendor whose API the target offers." required:"true"`
	Target       string                      `yaml:"target" doc:"Address of the target: everything before the document's own paths. --target wins over it." pattern:"^https?://"`
	Credentials  map[string]Secret           `yaml:"credentials" doc:"What proves who calls. The vendor defines the names."`
	TLS          TLS                         `yaml:"tls" doc:"What a target wants whose certificate the system does not know, or that wants one of the client. Paths are below the profile's folder where they are not absolute." example:"{ca: ca.pem, certificate: client.pem, key: client-key.pem, server-name: api.example.test}"`
	Proxy        string                      `yaml:"proxy" doc:"Address of the HTTP proxy; that of the environment variable HTTPS_PROXY or HTTP_PROXY unless given." pattern:"^(https?|socks5)://" example:"http://proxy.example.test:3128"`
	Capabilities []string                    `yaml:"capabilities" doc:"Optional abilities of the target. Those of a simulator are found out without it." enum:"control,clock" example:"[control, clock]"`
	Lacks        []string                    `yaml:"lacks" doc:"Operations (operationId) that the target does not have. Only those that the vendor's document itself does not have may be left out." example:"[operationId]"`
	Limits       Limits                      `yaml:"limits" doc:"What a run may ask of the target." example:"{rate: 2/s, requests: 400, timeout: 10s, settle: 10s}"`
	Fixtures     map[string][]map[string]any `yaml:"fixtures" doc:"Entities that exist on the target and may be used up. The vendor defines the names and their members."`
	Provision    []string                    `yaml:"provision" doc:"Command that makes a fixture when a case needs one and none is left: it reads the need from its standard input and prints the entity, both as JSON. A path with a slash is below the profile's folder." first:"\\S" example:"[./make-fixture.sh]"`
	Writes       string                      `yaml:"writes" doc:"Off loopback a run only reads, unless this says allowed." enum:"allowed"`
	Destructive  string                      `yaml:"destructive" doc:"Cases that reach entities which the run did not make are held back off loopback, unless this says allowed." enum:"allowed"`
	Known        string                      `yaml:"known-failures" doc:"YAML file of failures that are accepted for now: a list of rule, reason, owner and expires (YYYY-MM-DD). A surprising pass fails too, and so does an entry whose day is over." example:"known-failures.yaml"`
	Refusal      *Refusal                    `yaml:"refusal" doc:"How a refusal looks whose status is 2xx: a place of the response and the value there. With --spec only." example:"{at: /ok, is: false}"`
	Values       map[string]map[string]any   `yaml:"values" doc:"What requests say that the document can't tell, by operationId, then by place: a JSON pointer into the body, path NAME, query NAME or header NAME. {createOrder/id} is what a response of another operation has. With --spec only." example:"{getOrder: {path orderId: \"{createOrder/id}\"}}"`
	Undo         map[string]string           `yaml:"undo" doc:"The operation that takes back what another made, where the document has no DELETE for it. With --spec only." example:"{createOrder: cancelOrder}"`
	Unique       map[string][]string         `yaml:"unique" doc:"Members, as JSON pointers, that no two requests of an operation may share. With --spec only." example:"{createOrder: [/reference]}"`
	Redact       []string                    `yaml:"redact" doc:"Personal data that no report may hold: JSON pointers into bodies, where * stands for any one name or index and ** for any number of them. Of one name it is a parameter of the address, too." example:"[/customer/email, /lines/*/recipient, /**/phone]"`
	Events       *Events                     `yaml:"events" doc:"Where the run listens for the events that the target sends to subscribers, so that rules about them can be judged." example:"{listen: \"127.0.0.1:4080\"}"`
	Ledger       string                      `yaml:"ledger" doc:"File to which a run adds what it changes, line by line as it goes. plumbline cleanup FILE takes back what a run that was killed has left. --ledger wins over it." example:"ledger.ndjson"`
	Control      string                      `yaml:"control" doc:"A simulator's control API is used where the target offers one, unless this says off." enum:"off"`

	file    string         // where it was read; empty for none
	lines   map[string]int // of the keys, by their places
	secrets []string
	short   []string // places of credentials that are too short to be told from ordinary text
	tokens  []*token
	conceal func(string) // of the run's records; nil before there is one

	onlyReads bool // see OnlyRead
}

// Secret says where a credential comes from. Exactly one member is set.
type Secret struct {
	Env   string `yaml:"env" doc:"Name of an environment variable."`
	File  string `yaml:"file" doc:"Path of a file, below the profile's folder where it is not absolute; a line break at its end is not part of the credential."`
	Value string `yaml:"value" doc:"The credential itself, for targets on loopback only."`
	// OAuth2 is for tokens that travel in a header.
	OAuth2 *OAuth2 `yaml:"oauth2" doc:"A client that gets a bearer token by client credentials (RFC 6749, section 4.4), and a new one when it expires."`
}

// Events is where a run listens for what the target sends to subscribers.
type Events struct {
	Listen      string `yaml:"listen" doc:"Host and port to listen at, for as long as the run lasts; port 0 picks a free one." required:"true"`
	Address     string `yaml:"address" doc:"Address by which the target reaches it, that of a tunnel or a proxy for example; that of listen unless given." pattern:"^https?://"`
	Certificate string `yaml:"certificate" doc:"PEM file of the listener's certificate, for TLS."`
	Key         string `yaml:"key" doc:"PEM file of its key."`
}

// Refusal is how a refusal looks whose status is 2xx.
type Refusal struct {
	At string `yaml:"at" doc:"Place of the response, as a JSON pointer."`
	Is any    `yaml:"is" doc:"The value there of a refusal; without it any value refuses but null."`
}

// TLS is what a target's certificate is judged by, and the client's own.
type TLS struct {
	CA          string `yaml:"ca" doc:"PEM file of certificates that are trusted beside the system's."`
	Certificate string `yaml:"certificate" doc:"PEM file of the client's certificate."`
	Key         string `yaml:"key" doc:"PEM file of the key of the client's certificate."`
	ServerName  string `yaml:"server-name" doc:"Name that the target's certificate is for, where it is not the host of its address."`
}

// LoadProfile reads a profile and checks it against what its vendor defines,
// which is one of vendors. Errors name the file, the line and what would be
// right.
func LoadProfile(file string, vendors []*Vendor) (*Profile, error) {
	data, err := input.Read(file, input.MostOfYAML)
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	p, err := ParseProfile(data, vendors)
	if err != nil {
		return nil, fmt.Errorf("profile %s: %w", file, err)
	}
	p.file = file
	return p, nil
}

// ParseProfile is LoadProfile for text.
func ParseProfile(data []byte, vendors []*Vendor) (*Profile, error) {
	text, body, err := input.YAML(data)
	if err != nil {
		return nil, err
	}
	p := Profile{lines: map[string]int{}}
	if err := checkKeys(body, reflect.TypeFor[Profile](), "", p.lines); err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal(text, &p); err != nil {
		return nil, errors.New(input.OneLine(err))
	}
	var names []string
	for _, v := range vendors {
		if v.Book.Vendor == p.Vendor {
			return &p, p.located(p.check(v))
		}
		names = append(names, v.Book.Vendor)
	}
	return nil, p.located(fmt.Errorf("vendor: %q is none that can be judged; known: %s", p.Vendor, strings.Join(names, ", ")))
}

// located puts the line before an error that begins with a place of the
// profile, as all that complain of one do.
func (p *Profile) located(err error) error {
	if err == nil {
		return nil
	}
	place, _, _ := strings.Cut(err.Error(), ":")
	place = strings.TrimRight(place, " ")
	if end := strings.IndexAny(place, "[, "); end >= 0 {
		place = place[:end]
	}
	for place != "" {
		if line := p.lines[place]; line > 0 {
			return fmt.Errorf("line %d: %w", line, err)
		}
		place = place[:max(0, strings.LastIndexByte(place, '.'))]
	}
	return err
}

// wrong marks an error as one of the profile, and names file and line.
func (p *Profile) wrong(err error) error {
	if p.file == "" {
		return fmt.Errorf("%w: %w", ErrProfile, err)
	}
	return fmt.Errorf("%w %s: %w", ErrProfile, p.file, p.located(err))
}

// network returns how the target is reached.
func (p *Profile) network() target.Network {
	n := target.Network{ServerName: p.TLS.ServerName, Proxy: p.Proxy}
	for _, f := range []struct {
		into *string
		name string
	}{{&n.CA, p.TLS.CA}, {&n.Certificate, p.TLS.Certificate}, {&n.Key, p.TLS.Key}} {
		if f.name != "" {
			*f.into = p.path(f.name)
		}
	}
	return n
}

// listen starts the listener of events; it is nil where the profile has none.
func (p *Profile) listen() (*target.Listener, error) {
	if p.Events == nil || p.onlyReads {
		return nil, nil
	}
	o := target.ListenerOptions{Listen: p.Events.Listen, Address: p.Events.Address}
	if p.Events.Certificate != "" {
		o.Certificate, o.Key = p.path(p.Events.Certificate), p.path(p.Events.Key)
	}
	l, err := target.Listen(o)
	if err != nil {
		return nil, p.wrong(fmt.Errorf("events: %w", err))
	}
	return l, nil
}

// LedgerFile is where the profile says that a run's ledger is; empty for nowhere.
func (p *Profile) LedgerFile() string {
	if p.Ledger == "" {
		return ""
	}
	return p.path(p.Ledger)
}

// path returns where a file is that the profile names.
func (p *Profile) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(p.file), name)
}

// check compares the names in the profile with those of the vendor.
func (p *Profile) check(v *Vendor) error {
	if err := knownNames("credentials", p.Credentials, v.Credentials); err != nil {
		return err
	}
	if err := knownNames("fixtures", p.Fixtures, v.Fixtures); err != nil {
		return err
	}
	if err := p.checkTwins(); err != nil {
		return err
	}
	if err := p.checkChoices(); err != nil {
		return err
	}
	if err := p.checkGeneric(v); err != nil {
		return err
	}
	if err := p.checkLacks(v); err != nil {
		return err
	}
	for _, pointer := range p.Redact {
		if !target.CheckPointer(pointer) {
			return fmt.Errorf("redact: %q is no JSON pointer such as /customer/email or /**/phone", pointer)
		}
	}
	if p.Events != nil {
		if host, _, err := net.SplitHostPort(p.Events.Listen); err != nil || host == "" {
			return fmt.Errorf("events.listen: %q is no host and port such as 127.0.0.1:4080", p.Events.Listen)
		}
	}
	if len(p.Provision) > 0 && strings.TrimSpace(p.Provision[0]) == "" {
		return errors.New("provision: the command is empty; name a program, such as [./make-fixture.sh], or leave it out")
	}
	if p.Limits.Requests < 0 {
		return fmt.Errorf("limits.requests: %d is no number of requests; leave it out for no limit", p.Limits.Requests)
	}
	_, err := p.Limits.times()
	return err
}

// checkGeneric complains of keys that only a vendor made from a document reads.
func (p *Profile) checkGeneric(v *Vendor) error {
	for _, key := range []struct {
		name  string
		given bool
	}{{"refusal", p.Refusal != nil}, {"values", len(p.Values) > 0}, {"undo", len(p.Undo) > 0}, {"unique", len(p.Unique) > 0}} {
		if key.given && !v.Generic {
			return fmt.Errorf("%s: only a profile of an API that --spec describes has it", key.name)
		}
	}
	return nil
}

// checkLacks complains of what is no operation, or one that the document has.
func (p *Profile) checkLacks(v *Vendor) error {
	if len(p.Lacks) == 0 {
		return nil
	}
	c, err := contract.Load(v.Book.OpenAPI)
	if err != nil {
		return err
	}
	if v.Generic {
		for _, id := range p.Lacks {
			if c.Operation(id) == nil {
				return fmt.Errorf("lacks: there is no operation %q", id)
			}
		}
		return nil
	}
	var may []string
	for _, op := range c.Operations {
		if c.Basis(op.Pointer()) == string(specs.Supplement) {
			may = append(may, op.ID)
		}
	}
	for _, id := range p.Lacks {
		switch {
		case c.Operation(id) == nil:
			return fmt.Errorf("lacks: there is no operation %q; a target may lack: %s", id, strings.Join(may, ", "))
		case !slices.Contains(may, id):
			return fmt.Errorf("lacks: %s is an operation of the document itself, which a target has to have; it may lack: %s", id, strings.Join(may, ", "))
		}
	}
	return nil
}

// checkTwins complains of an entity that stands twice in a fixture: two cases
// would use it up.
func (p *Profile) checkTwins() error {
	for _, name := range slices.Sorted(maps.Keys(p.Fixtures)) {
		first := map[string]int{}
		for i, entity := range p.Fixtures[name] {
			text := fmt.Sprintf("%#v", entity) // with the keys in order, and types told apart
			if j, twice := first[text]; twice {
				return fmt.Errorf("%s: it is %s as well; name each entity once", FixtureItem(name, i), FixtureItem(name, j))
			}
			first[text] = i
		}
	}
	return nil
}

// checkChoices compares what can only be one of a few words.
func (p *Profile) checkChoices() error {
	fields := reflect.ValueOf(p).Elem()
	for _, k := range keysOf(fields.Type()) {
		choices := k.tag.Get("enum")
		if choices == "" {
			continue
		}
		switch given := fields.Field(k.field).Interface().(type) {
		case string:
			if given != "" && given != choices {
				return fmt.Errorf("%s: %q is no choice; leave it out, or say %s", k.name, given, choices)
			}
		case []string:
			known := strings.Split(choices, ",")
			for _, word := range given {
				if !slices.Contains(known, word) {
					return fmt.Errorf("%s: unknown name %q; known: %s", k.name, word, strings.Join(known, ", "))
				}
			}
		}
	}
	return nil
}

// knownNames complains of the first key that the vendor does not define.
func knownNames[T any](where string, given map[string]T, known map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if _, ok := known[name]; !ok {
			names := slices.Sorted(maps.Keys(known))
			return fmt.Errorf("%s.%s: unknown name; known: %s", where, name, strings.Join(names, ", "))
		}
	}
	return nil
}

// OnlyRead takes back every leave to change the target, whatever the address: the
// run reads and logs in, makes no fixtures, and uses no control API.
func (p *Profile) OnlyRead() {
	p.onlyReads, p.Writes, p.Destructive, p.Provision, p.Control = true, "", "", nil, "off"
}

// MayWrite tells whether a run may change the target at all.
func (p *Profile) MayWrite() bool {
	return !p.onlyReads && (Loopback(p.Target) || p.Writes == "allowed")
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
