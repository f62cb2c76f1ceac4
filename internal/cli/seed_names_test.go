package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator/fault"
)

// ask sends a request to a control API.
func ask(t *testing.T, method, address, body string) (status int, text string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(data)
}

// TestMisspeltNames: each name is accepted as it is, and refused misspelt, with the
// right one.
func TestMisspeltNames(t *testing.T) {
	sim := simulate(t)
	world := sim.control + "/worlds/names"
	for _, kind := range fault.EffectKinds() {
		more := map[fault.EffectKind]string{
			fault.RefuseStatus: `,"status":503`, fault.AnswerStatus: `,"status":503`, fault.RefuseDocumented: `,"code":"1021"`,
			fault.AnswerLatency: `,"delay":"1ms"`, fault.AnswerVirtualLatency: `,"delay":"1ms"`, fault.AnswerSlow: `,"delay":"1ms"`,
		}[kind]
		body := `[{"vendor":"bridge","effect":{"kind":"KIND"` + more + `}}]`
		rowOf(t, "PUT", world+"/faults", strings.Replace(body, "KIND", string(kind), 1), strings.Replace(body, "KIND", swapped(string(kind)), 1), string(kind))
	}
	for _, row := range []struct{ name, method, path, right, wrong, means string }{
		{"a member of a fault", "PUT", "/faults", `[{"probability":0.5,"effect":{"kind":"answer-reset"}}]`, `[{"probabilty":0.5,"effect":{"kind":"answer-reset"}}]`, "probability"},
		{"a member of an effect", "PUT", "/faults", `[{"effect":{"kind":"refuse-status","status":503}}]`, `[{"effect":{"kind":"refuse-status","staus":503}}]`, "status"},
		{"a vendor of a fault", "PUT", "/faults", `[{"vendor":"bridge","effect":{"kind":"answer-reset"}}]`, `[{"vendor":"brigde","effect":{"kind":"answer-reset"}}]`, "bridge"},
		{"an operation of a fault", "PUT", "/faults", `[{"vendor":"bridge","operation":"getOrderStatus","effect":{"kind":"answer-reset"}}]`, `[{"vendor":"bridge","operation":"getOrderState","effect":{"kind":"answer-reset"}}]`, "getOrderStatus"},
		{"a rule of a fault", "PUT", "/faults", `[{"effect":{"kind":"refuse-documented","rule":"bridge/same-state-is-1021"}}]`, `[{"effect":{"kind":"refuse-documented","rule":"bridge/same-state-is-1012"}}]`, "bridge/same-state-is-1021"},
		{"a code of a fault", "PUT", "/faults", `[{"vendor":"bridge","effect":{"kind":"refuse-documented","code":"1021"}}]`, `[{"vendor":"bridge","effect":{"kind":"refuse-documented","code":"1012"}}]`, "1021"},
		{"a member of the clock", "POST", "/clock", `{"advance":"1s"}`, `{"advnace":"1s"}`, "advance"},
		{"a member of the disturbance", "PUT", "/disturbance", `{"reorder":0}`, `{"reordr":0}`, "reorder"},
		{"a rule of the dialect", "PATCH", "/dialect", `{"altazion/finished-is-409":"405"}`, `{"altazion/finished-is-490":"405"}`, "altazion/finished-is-409"},
		{"a reading", "PATCH", "/dialect", `{"deliveryoptimizer/expiry":"stored-only"}`, `{"deliveryoptimizer/expiry":"stored-ony"}`, "stored-only"},
		{"an action", "POST", "/vendors/bridge/actions/", ``, ``, ""},
		{"a vendor", "GET", "/vendors/bridge/state", "", "", ""},
	} {
		switch row.name {
		case "an action":
			rowOf2(t, row.method, world+"/vendors/akinon/actions/order-arrives", world+"/vendors/akinon/actions/order-arives", "order-arrives")
		case "a vendor":
			rowOf2(t, "GET", world+"/vendors/komet/state", world+"/vendors/kommet/state", "komet")
		default:
			rowOf(t, row.method, world+row.path, row.right, row.wrong, row.means)
		}
	}
	rowOf2(t, "GET", world+"/journal?limit=1", world+"/journal?limt=1", "limit")
	rowOf2(t, "GET", world+"/deliveries?vendor=bridge", world+"/deliveries?vender=bridge", "vendor")
	rowOf2(t, "GET", world+"/clock", world+"/clock?now=1", "takes none")
}

func rowOf(t *testing.T, method, address, right, wrong, means string) {
	t.Helper()
	if status, text := ask(t, method, address, right); status >= 300 {
		t.Errorf("%s %s is answered %d %s", method, right, status, text)
	}
	if status, text := ask(t, method, address, wrong); status < 400 || status >= 500 || !strings.Contains(text, "did you mean "+means+"?") {
		t.Errorf("%s %s is answered %d %s, want %s named", method, wrong, status, text, means)
	}
}

func rowOf2(t *testing.T, method, right, wrong, means string) {
	t.Helper()
	if status, text := ask(t, method, right, ""); status >= 300 {
		t.Errorf("%s %s is answered %d %s", method, right, status, text)
	}
	if status, text := ask(t, method, wrong, ""); status < 400 || status >= 500 || !strings.Contains(text, means) {
		t.Errorf("%s %s is answered %d %s, want %s named", method, wrong, status, text, means)
	}
}

// swapped misspells a name: its last two letters change places, or are the same
// and one is left out.
func swapped(name string) string {
	n := len(name)
	if name[n-1] == name[n-2] {
		return name[:n-1]
	}
	return name[:n-2] + name[n-1:] + name[n-2:n-1]
}

// TestSeedMembers takes each member of each vendor's schema: the sample and the
// state fit, and every member is refused when it is misspelt.
func TestSeedMembers(t *testing.T) {
	sim := simulate(t)
	for _, v := range vendors.All() {
		name := v.Book.Vendor
		t.Run(name, func(t *testing.T) {
			printed := command(t, patience, "simulate", "--seed-schema", name)
			if printed.status != 0 {
				t.Fatalf("exit status %d: %s", printed.status, printed.errors)
			}
			schema := compiledSchema(t, printed.out)
			sample, err := os.ReadFile(filepath.Join("..", "..", "simulator", name, "sample.json"))
			if err != nil {
				t.Fatal(err)
			}
			_, state := ask(t, "GET", sim.control+"/worlds/members/vendors/"+name+"/state", "")
			for what, document := range map[string]string{"the sample": string(sample), "the state": state} {
				value, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
				if err != nil {
					t.Fatal(err)
				}
				if err := schema.Validate(value); err != nil {
					t.Errorf("%s does not fit the schema: %v", what, err)
				}
			}
			misspells(t, sim.control+"/worlds/members/vendors/"+name+"/seed", string(sample))
		})
	}
}

func compiledSchema(t *testing.T, text string) *jsonschema.Schema {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("seed.json", value); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("seed.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// misspells sends a document with each of its names misspelt, one at a time.
func misspells(t *testing.T, address, sample string) {
	t.Helper()
	names := map[string]bool{}
	decoder := json.NewDecoder(bytes.NewReader([]byte(sample)))
	var depth []bool // whether an object, and whether a name comes next
	next := false
	for {
		token, err := decoder.Token()
		if err != nil {
			break
		}
		switch v := token.(type) {
		case json.Delim:
			switch v {
			case '{', '[':
				depth = append(depth, v == '{')
			default:
				depth = depth[:len(depth)-1]
			}
			next = len(depth) > 0 && depth[len(depth)-1]
			continue
		case string:
			if next {
				names[v] = true
				next = false
				continue
			}
		}
		next = len(depth) > 0 && depth[len(depth)-1]
	}
	if len(names) < 5 {
		t.Fatalf("the sample has only the members %v", names)
	}
	for name := range names {
		if len(name) < 3 {
			continue // too short to be told from others
		}
		wrong := strings.ReplaceAll(sample, `"`+name+`":`, `"`+swapped(name)+`":`)
		status, text := ask(t, "POST", address, wrong)
		if status != 400 || !strings.Contains(text, "did you mean "+name+"?") {
			t.Errorf("%s misspelt is answered %d %.300s", name, status, text)
		}
	}
	if status, text := ask(t, "POST", address, sample); status != 204 {
		t.Errorf("the sample as a seed is answered %d %s", status, text)
	}
}
