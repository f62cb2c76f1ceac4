package contract

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// load loads a document with these paths.
func load(t testing.TB, paths string) *Contract {
	t.Helper()
	c, err := Load([]byte(document(paths)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func document(paths string) string {
	return "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n" + paths
}

// get is an operation without parameters.
func get(path, id string) string { return "  " + path + ": {get: {operationId: " + id + "}}\n" }

const routes = `
  /orders: {get: {operationId: list}, post: {operationId: create}}
  /orders/{id}: {get: {operationId: read}, delete: {operationId: remove}}
  /orders/count: {get: {operationId: count}}
  /orders/{id}/lines/{line}: {get: {operationId: line}}
  /orders/{id}/lines/first: {put: {operationId: first}}
  /hooks/: {post: {operationId: hook}}
  /a b/é: {get: {operationId: spaced}}
`

func TestMatch(t *testing.T) {
	c := load(t, routes)
	for name, tt := range map[string]struct {
		method, path string
		id           string
		params       map[string]string
		allowed      string
	}{
		"literal":                            {"GET", "/orders", "list", nil, "GET POST"},
		"other method of the same path":      {"POST", "/orders", "create", nil, "GET POST"},
		"parameter":                          {"GET", "/orders/17", "read", map[string]string{"id": "17"}, "DELETE GET"},
		"two parameters":                     {"GET", "/orders/17/lines/2", "line", map[string]string{"id": "17", "line": "2"}, "GET"},
		"literal before parameter":           {"GET", "/orders/count", "count", nil, "GET DELETE"},
		"literal with another method only":   {"GET", "/orders/1/lines/first", "line", map[string]string{"id": "1", "line": "first"}, "PUT GET"},
		"parameter where literal lacks it":   {"DELETE", "/orders/count", "remove", map[string]string{"id": "count"}, "GET DELETE"},
		"escaped slash is of the value":      {"GET", "/orders/a%2Fb", "read", map[string]string{"id": "a/b"}, "DELETE GET"},
		"escaped slash, small letters":       {"GET", "/orders/a%2fb", "read", map[string]string{"id": "a/b"}, "DELETE GET"},
		"colon, escaped and not":             {"GET", "/orders/FRA%3AMAG:1", "read", map[string]string{"id": "FRA:MAG:1"}, "DELETE GET"},
		"plus is no space in a path":         {"GET", "/orders/a+b", "read", map[string]string{"id": "a+b"}, "DELETE GET"},
		"escaped percent":                    {"GET", "/orders/100%25", "read", map[string]string{"id": "100%"}, "DELETE GET"},
		"escaped UTF-8":                      {"GET", "/orders/%C3%A9", "read", map[string]string{"id": "é"}, "DELETE GET"},
		"escaped letters of a literal":       {"GET", "/%6Frders", "list", nil, "GET POST"},
		"literal with a space and an accent": {"GET", "/a%20b/%C3%A9", "spaced", nil, "GET"},
		"trailing slash that belongs":        {"POST", "/hooks/", "hook", nil, "POST"},
		"dots within a value":                {"GET", "/orders/..a", "read", map[string]string{"id": "..a"}, "DELETE GET"},

		"wrong method":                     {"PUT", "/orders", "", nil, "GET POST"},
		"wrong method, several templates":  {"PATCH", "/orders/count", "", nil, "GET DELETE"},
		"methods are case-sensitive":       {"get", "/orders", "", nil, "GET POST"},
		"unknown path":                     {"GET", "/order", "", nil, ""},
		"paths are case-sensitive":         {"GET", "/Orders", "", nil, ""},
		"trailing slash that does not":     {"GET", "/orders/", "", nil, ""},
		"trailing slash after a parameter": {"GET", "/orders/1/", "", nil, ""},
		"trailing slash that lacks":        {"POST", "/hooks", "", nil, ""},
		"empty value":                      {"GET", "/orders//lines/1", "", nil, ""},
		"two slashes in front":             {"GET", "//orders", "", nil, ""},
		"dot":                              {"GET", "/orders/.", "", nil, ""},
		"dot dot":                          {"GET", "/orders/..", "", nil, ""},
		"dot dot in the middle":            {"GET", "/orders/../lines/1", "", nil, ""},
		"escaped dot dot is the same":      {"GET", "/orders/%2E%2e", "", nil, ""},
		"escaped slash does not split":     {"GET", "/orders%2F17", "", nil, ""},
		"broken escape":                    {"GET", "/orders/%zz", "", nil, ""},
		"half an escape":                   {"GET", "/orders/%2", "", nil, ""},
		"root":                             {"GET", "/", "", nil, ""},
		"nothing":                          {"GET", "", "", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			op, params, allowed := c.Match(tt.method, tt.path)
			id := ""
			if op != nil {
				id = op.ID
			}
			if id != tt.id || !maps.Equal(params, tt.params) {
				t.Errorf("matched %q with %v, want %q with %v", id, params, tt.id, tt.params)
			}
			slices.Sort(allowed)
			want := strings.Fields(tt.allowed)
			slices.Sort(want)
			if !slices.Equal(allowed, want) {
				t.Errorf("allowed %v, want %v", allowed, want)
			}
		})
	}
}

func TestLoadErrors(t *testing.T) {
	for name, tt := range map[string]struct{ document, want string }{
		"nothing":                     {"", "no operations"},
		"no YAML":                     {"openapi: [", "contract"},
		"no mapping":                  {"[1, 2]", "contract"},
		"no operationId":              {document("  /a: {get: {summary: s}}\n"), "GET /a: no operationId"},
		"operationId twice":           {document(get("/a", "x") + get("/b", "x")), "operationId x is there twice"},
		"part of a segment":           {document(get("/a/{id}:cancel", "x")), `GET /a/{id}:cancel: a parameter must be a whole segment, not part of "{id}:cancel"`},
		"two parameters in a segment": {document(get("/a/{from}.{to}", "x")), "a parameter must be a whole segment"},
		"parameter without schema": {
			document("  /a: {get: {operationId: x, parameters: [{name: q, in: query, content: {application/json: {}}}]}}\n"),
			"parameter q has no schema",
		},
		"reference to nothing": {
			document("  /a: {get: {operationId: x, parameters: [{$ref: '#/components/parameters/Q'}]}}\n"), "contract: load",
		},
		"reference to a file": {
			document("  /a: {get: {operationId: x, parameters: [{$ref: 'other.yaml#/Q'}]}}\n"), "contract: load",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load([]byte(tt.document))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestValidateChecksExamples(t *testing.T) {
	answer := func(example string) string {
		return `  /a: {get: {operationId: x, responses: {"200": {description: d, content: {application/json: {schema: {type: integer}, example: ` + example + "}}}}}}\n"
	}
	if err := load(t, answer("1")).Validate(t.Context()); err != nil {
		t.Errorf("an example that fits its schema: %v", err)
	}
	if err := load(t, answer("one")).Validate(t.Context()); err == nil {
		t.Error("an example that breaks its schema is accepted")
	}
}

func TestOperationsAreInOrder(t *testing.T) {
	c := load(t, routes)
	for i := 1; i < len(c.Operations); i++ {
		a, b := c.Operations[i-1], c.Operations[i]
		if a.Path > b.Path || a.Path == b.Path && a.Method >= b.Method {
			t.Errorf("%s %s comes before %s %s", a.Method, a.Path, b.Method, b.Path)
		}
	}
	if len(c.Operations) != 9 {
		t.Errorf("%d operations, want 9", len(c.Operations))
	}
	if c.Operation("count") == nil || c.Operation("nosuch") != nil {
		t.Error("Operation does not find by ID")
	}
}

func TestParameterPointers(t *testing.T) {
	c := load(t, `
  /a/{id}:
    parameters: [{$ref: '#/components/parameters/Id'}, {name: p, in: query, schema: {}}]
    get: {operationId: x, parameters: [{name: q, in: query, schema: {}}]}
components: {parameters: {Id: {name: id, in: path, required: true, schema: {}}}}
`)
	op := c.Operation("x")
	want := [][2]string{
		{"/paths/~1a~1{id}/parameters/0", "/components/parameters/Id"},
		{"/paths/~1a~1{id}/parameters/1", "/paths/~1a~1{id}/parameters/1"},
		{"/paths/~1a~1{id}/get/parameters/0", "/paths/~1a~1{id}/get/parameters/0"},
	}
	for i := range op.Parameters {
		listed, declared := op.ParameterPointers(i)
		if got := [2]string{listed, declared}; got != want[i] {
			t.Errorf("parameter %d is at %v, want %v", i, got, want[i])
		}
		for _, pointer := range want[i] {
			if _, err := c.Resolve(pointer); err != nil {
				t.Error(err)
			}
		}
	}
	if got := op.Pointer(); got != "/paths/~1a~1{id}/get" {
		t.Errorf("the operation is at %s", got)
	}
}

// The first rows are the pointers of RFC 6901, section 5.
func TestPointersGoThereAndBack(t *testing.T) {
	for pointer, tokens := range map[string][]string{
		"":               nil,
		"/":              {""},
		"/foo":           {"foo"},
		"/foo/0":         {"foo", "0"},
		"/a~1b":          {"a/b"},
		"/c%d":           {"c%d"},
		"/m~0n":          {"m~n"},
		"/~01":           {"~1"},
		"/~10":           {"/0"},
		"/~0~1/~1~0":     {"~/", "/~"},
		"/paths/~1{a}~1": {"paths", "/{a}/"},
		"/é/ /\"":        {"é", " ", `"`},
	} {
		if got := Tokens(pointer); !slices.Equal(got, tokens) {
			t.Errorf("Tokens(%q) = %q, want %q", pointer, got, tokens)
		}
		if got := Pointer(tokens...); got != pointer {
			t.Errorf("Pointer(%q) = %q, want %q", tokens, got, pointer)
		}
	}
}

func TestResolve(t *testing.T) {
	c := load(t, `  /a~b: {get: {operationId: x, tags: [first, second], x-big: 12345678901234567890}}
  /c: {get: {operationId: y}}
`)
	for pointer, want := range map[string]any{
		"/info/title":                   "t",
		"/paths/~1a~0b/get/operationId": "x",
		"/paths/~1a~0b/get/tags/1":      "second",
	} {
		if got, err := c.Resolve(pointer); err != nil || got != want {
			t.Errorf("Resolve(%s) = %v, %v; want %v", pointer, got, err, want)
		}
	}
	if got, err := c.Resolve("/paths/~1a~0b/get/x-big"); err != nil || got.(interface{ String() string }).String() != "12345678901234567890" {
		t.Errorf("a number of 20 digits resolves to %v, %v", got, err)
	}
	for name, pointer := range map[string]string{
		"no slash in front":    "info/title",
		"no such member":       "/info/nosuch",
		"no such element":      "/paths/~1a~0b/get/tags/2",
		"negative":             "/paths/~1a~0b/get/tags/-1",
		"behind the last":      "/paths/~1a~0b/get/tags/-",
		"leading zero":         "/paths/~1a~0b/get/tags/01",
		"sign":                 "/paths/~1a~0b/get/tags/+1",
		"below a scalar":       "/info/title/0",
		"an empty member name": "/info/",
	} {
		if got, err := c.Resolve(pointer); err == nil {
			t.Errorf("%s: Resolve(%s) = %v", name, pointer, got)
		}
	}
}

func TestTreeIsACopy(t *testing.T) {
	c := load(t, get("/a", "x"))
	paths := c.Tree().(map[string]any)["paths"].(map[string]any)
	clear(paths["/a"].(map[string]any))
	if _, err := c.Resolve("/paths/~1a/get"); err != nil {
		t.Errorf("a change of the tree changed the contract: %v", err)
	}
}

func FuzzMatch(f *testing.F) {
	for _, path := range []string{"/orders/17", "/orders/a%2Fb", "/orders/..", "/orders/%2e", "//", "", "/%", "/orders/\x00"} {
		f.Add("GET", path)
	}
	c := load(f, routes)
	f.Fuzz(func(t *testing.T, method, path string) {
		op, params, allowed := c.Match(method, path)
		if op == nil {
			if params != nil || slices.Contains(allowed, method) {
				t.Errorf("no operation, but parameters %v and methods %v", params, allowed)
			}
			return
		}
		if op.Method != method || !slices.Contains(allowed, method) {
			t.Errorf("%s matches an operation of %s; allowed %v", method, op.Method, allowed)
		}
		if strings.Count(op.Path, "{") != len(params) {
			t.Errorf("%s has parameters %v", op.Path, params)
		}
		for name, value := range params {
			if value == "" || value == "." || value == ".." {
				t.Errorf("parameter %s is %q", name, value)
			}
		}
	})
}
