// Package contracttest holds what both ways of validation are tested with:
// bodies written by hand, and what JSON Schema 2020-12, OpenAPI 3.1 and
// RFC 8259 say of them. Nothing in it comes from the output of a validator.
package contracttest

import "strings"

// Mixture is a schema in which nearly every keyword has its say; fuzz tests
// feed it.
const Mixture = `{
	"type": ["object", "array", "number", "string", "null"],
	"minimum": -5, "exclusiveMaximum": 1000000000, "multipleOf": 0.01,
	"minLength": 1, "maxLength": 20, "pattern": "[a-z]",
	"minItems": 1, "maxItems": 9, "uniqueItems": true, "items": {"type": ["integer", "string", "array"], "format": "int32"},
	"properties": {
		"code": {"$ref": "#/components/schemas/Code"}, "at": {"format": "date-time"}, "guid": {"format": "uuid"},
		"n": {"enum": [1, "1", 9007199254740993]}, "ack": {"const": 0}, "7": {"type": "boolean"},
		"lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}}
	},
	"additionalProperties": {"$ref": "#/components/schemas/Line"},
	"anyOf": [{"required": ["code"]}, {"not": {"required": ["at"]}}],
	"oneOf": [{"type": "object", "minProperties": 1}, {"type": ["array", "number", "string", "null"]}, {"type": "number", "maximum": -4}],
	"if": {"required": ["ack"]}, "then": {"dependentRequired": {"ack": ["n"]}}, "else": {"maximum": 900}
}`

// Row says of one keyword which bodies it accepts and which it refuses.
type Row struct {
	Name     string
	Schema   string // JSON
	Accepted []string
	Refused  []string
	Pointers []string // the keywords that each refused body breaks: below the schema, or from /components
	At       string   // where in each refused body, as a JSON pointer; "" is the body itself
}

// Document is a contract with one operation, write, of POST /thing, whose
// request and answer both have the schema.
func Document(schema string) []byte {
	return []byte(strings.ReplaceAll(`{
	"openapi": "3.1.0", "info": {"title": "t", "version": "1"},
	"paths": {"/thing": {"post": {
		"operationId": "write",
		"requestBody": {"required": true, "content": {"application/json": {"schema": SCHEMA}}},
		"responses": {"200": {"description": "d", "content": {"application/json": {"schema": SCHEMA}}}}
	}}},
	"components": {"schemas": {
		"Code": {"type": "string", "pattern": "^[A-Z]+$"},
		"Alias": {"$ref": "#/components/schemas/Code"},
		"a/b~c %d": {"type": "string"},
		"Line": {"type": "object", "required": ["code"], "properties": {
			"code": {"$ref": "#/components/schemas/Code"},
			"qty": {"type": "integer", "minimum": 1}
		}}
	}}
}`, "SCHEMA", schema))
}

// SchemaPointer is where Document has the schema of the request.
const SchemaPointer = "/paths/~1thing/post/requestBody/content/application~1json/schema"

// Rows cover every keyword that our contracts use.
func Rows() []Row {
	var all []Row
	for _, rows := range [][]Row{types(), values(), formats(), numbers(), texts(), arrays(), objects(), combinations(), references()} {
		all = append(all, rows...)
	}
	return all
}

func one(pointer string) []string { return []string{pointer} }

func types() []Row {
	at := one("/type")
	return []Row{
		{"type string", `{"type": "string"}`, []string{`"a"`, `""`}, []string{`1`, `null`, `true`, `[]`, `{}`}, at, ""},
		{"type integer", `{"type": "integer"}`,
			[]string{`1`, `0`, `-1`, `-0`, `1.0`, `1e2`, `100e-2`, `9007199254740993`, `9223372036854775808`, `12345678901234567890`},
			[]string{`1.5`, `1e-1`, `"1"`, `true`, `null`, `9007199254740992.5`, `12345678901234567890.5`, `1.00000000000000000001`}, at, ""},
		{"type number", `{"type": "number"}`, []string{`0.1`, `-1`, `1E5`, `1e400`}, []string{`"1"`, `null`, `false`}, at, ""},
		{"type boolean", `{"type": "boolean"}`, []string{`true`, `false`}, []string{`0`, `1`, `"true"`, `null`}, at, ""},
		{"type array", `{"type": "array"}`, []string{`[]`, `[1, null]`}, []string{`{}`, `null`, `"[]"`}, at, ""},
		{"type object", `{"type": "object"}`, []string{`{}`, `{"": null}`}, []string{`[]`, `null`, `"{}"`}, at, ""},
		{"type null", `{"type": "null"}`, []string{`null`}, []string{`0`, `""`, `false`, `{}`}, at, ""},
		{"type with null", `{"type": ["string", "null"]}`, []string{`"a"`, `null`}, []string{`1`, `{}`}, at, ""},
		{"several types", `{"type": ["integer", "string"]}`, []string{`1`, `"1"`}, []string{`1.5`, `null`, `true`}, at, ""},
		{"no schema", `{}`, []string{`null`, `1`, `"a"`, `[]`, `{"a": 1}`}, nil, nil, ""},
	}
}

func values() []Row {
	return []Row{
		{"enum of texts", `{"enum": ["Order", "Cart"]}`, []string{`"Order"`, `"Cart"`, `"\u0043art"`}, []string{`"order"`, `"Order "`, `""`, `null`}, one("/enum"), ""},
		{"enum of mixed types", `{"enum": [0, "1", null]}`, []string{`0`, `0.0`, `"1"`, `null`}, []string{`1`, `"0"`, `false`}, one("/enum"), ""},
		{"const", `{"const": 0}`, []string{`0`, `0.0`, `-0`, `0e5`}, []string{`1`, `"0"`, `false`, `null`, `1e-400`}, one("/const"), ""},
		{"const null", `{"const": null}`, []string{`null`}, []string{`0`, `""`}, one("/const"), ""},
		{"const of a wide number", `{"const": 9007199254740992}`, []string{`9007199254740992`, `9007199254740992.0`}, []string{`9007199254740993`}, one("/const"), ""},
		{"const object", `{"const": {"a": 1, "b": [2]}}`, []string{`{"b": [2.0], "a": 1}`}, []string{`{"a": 1}`, `{"a": 1, "b": [2], "c": 3}`}, one("/const"), ""},
	}
}

func formats() []Row {
	row := func(format string, accepted, refused []string) Row {
		return Row{"format " + format, `{"format": "` + format + `"}`, accepted, refused, one("/format"), ""}
	}
	return []Row{
		row("uuid",
			[]string{`"3fa85f64-5717-4562-b3fc-2c963f66afa6"`, `"3FA85F64-5717-4562-B3FC-2C963F66AFA6"`, `"00000000-0000-0000-0000-000000000000"`, `1`},
			[]string{`""`, `"3fa85f6457174562b3fc2c963f66afa6"`, `"{3fa85f64-5717-4562-b3fc-2c963f66afa6}"`, `"3fa85f64-5717-4562-b3fc-2c963f66afag"`, `"3fa85f64-5717-4562-b3fc-2c963f66afa6\n"`, `"3fa85f64-5717-4562-b3fc-2c963f66afa"`}),
		row("date",
			[]string{`"2026-11-22"`, `"2024-02-29"`, `"2000-02-29"`, `null`},
			[]string{`""`, `"2026-02-30"`, `"2023-02-29"`, `"1900-02-29"`, `"2026-13-01"`, `"2026-00-01"`, `"2026-1-1"`, `"20261122"`, `"2026-11-22T00:00:00Z"`, `" 2026-11-22"`, `"22.11.2026"`}),
		row("date-time",
			[]string{`"2025-09-22T10:01:20.624Z"`, `"2025-09-22T10:01:20Z"`, `"2025-09-22t10:01:20z"`, `"2025-09-22T10:01:20.123456789012+02:00"`, `"2025-09-22T10:01:20-00:00"`, `"2025-09-22T10:01:20+23:59"`},
			[]string{`"2025-09-22T10:01:20"`, `"2025-09-22"`, `"2025-09-22 10:01:20Z"`, `"2026-02-30T10:01:20Z"`, `"2025-09-22T24:00:00Z"`, `"2025-09-22T10:60:00Z"`, `"2025-09-22T10:01:60Z"`, `"2025-09-22T10:01Z"`, `"2025-09-22T10:01:20,5Z"`, `"2025-09-22T10:01:20.Z"`, `"2025-09-22T10:01:20+2:00"`, `"2025-09-22T10:01:20+0200"`, `"2025-09-22T10:01:20+24:00"`, `"2025-09-22T10:01:20+02:60"`, `"2025-09-22T10:01:20Z "`, `"2025-9-22T10:01:20Z"`}),
		row("uri",
			[]string{`"https://hooks.example.test/a?b=c#d"`, `"urn:isbn:0451450523"`},
			[]string{`""`, `"hooks.example.test"`, `"/a/b"`, `"//host/a"`, `"https://a b.example.test/"`, `"https://hooks.example.test/%zz"`}),
		row("int32",
			[]string{`0`, `2147483647`, `-2147483648`, `2147483647.0`, `2.5`, `"2147483648"`},
			[]string{`2147483648`, `-2147483649`, `1e10`, `12345678901234567890`}),
		row("int64",
			[]string{`0`, `9223372036854775807`, `-9223372036854775808`, `9223372036854775807.0`},
			[]string{`9223372036854775808`, `-9223372036854775809`, `1e19`, `12345678901234567890`}),
	}
}

func numbers() []Row {
	row := func(name, keyword, value string, accepted, refused []string) Row {
		return Row{name, `{"` + keyword + `": ` + value + `}`, accepted, refused, one("/" + keyword), ""}
	}
	return []Row{
		row("minimum", "minimum", "1", []string{`1`, `1.0`, `2`, `"0"`}, []string{`0`, `0.9`, `-1`, `0.99999999999999999999`, `0e0`}),
		row("minimum 0", "minimum", "0", []string{`0`, `-0`, `-0.0`, `1e-400`}, []string{`-1`, `-0.0000000000000000000001`, `-1e-400`}),
		row("maximum", "maximum", "50", []string{`50`, `50.0`, `-1e30`}, []string{`51`, `50.00000000000000000001`, `5e2`, `1e400`}),
		row("maximum of two places", "maximum", "99999999.99", []string{`99999999.99`, `99999999.990`}, []string{`100000000`, `99999999.991`, `99999999.99000000000000000001`}),
		row("maximum at 2^53", "maximum", "9007199254740992", []string{`9007199254740992`, `9007199254740991`}, []string{`9007199254740993`}),
		row("maximum at 2^63-1", "maximum", "9223372036854775807", []string{`9223372036854775807`}, []string{`9223372036854775808`}),
		row("maximum at 2^64-1", "maximum", "18446744073709551615", []string{`18446744073709551615`, `12345678901234567890`}, []string{`18446744073709551616`, `99999999999999999999`}),
		row("minimum at -2^63", "minimum", "-9223372036854775808", []string{`-9223372036854775808`}, []string{`-9223372036854775809`}),
		row("exclusiveMinimum", "exclusiveMinimum", "0", []string{`1`, `0.0000000001`, `1e-400`}, []string{`0`, `-0`, `0.0`, `-1`}),
		row("exclusiveMaximum", "exclusiveMaximum", "10", []string{`9`, `9.99999999999999999999`}, []string{`10`, `10.0`, `11`, `1e1`}),
		row("multipleOf 0.01", "multipleOf", "0.01",
			[]string{`0`, `0.07`, `-0.07`, `0.29`, `1.1`, `4.35`, `19.99`, `1234567.89`, `99999999.99`, `1e2`, `7e-2`, `12345678901234567.89`},
			[]string{`0.001`, `1.005`, `0.075`, `1234567.891`, `1e-3`, `0.07000000000000000001`, `12345678901234567.891`}),
	}
}

func texts() []Row {
	return []Row{
		{"minLength", `{"minLength": 2}`, []string{`"ab"`, `"äö"`, `"\ud83d\udc4d\ud83d\udc4d"`, `1`}, []string{`""`, `"a"`, `"ä"`, `"👍"`, `"\ud83d\udc4d"`}, one("/minLength"), ""},
		{"maxLength", `{"maxLength": 3}`, []string{`""`, `"abc"`, `"äöü"`, `"👍👍👍"`, `"e\u0301x"`, `"\u0000\u0000\u0000"`}, []string{`"abcd"`, `"äöüß"`, `"👍👍👍👍"`, `"    "`}, one("/maxLength"), ""},
		{"pattern", `{"pattern": "^[-a-zA-Z0-9_]+$"}`, []string{`"a-B_9"`, `"\u0061"`, `7`}, []string{`""`, `"a b"`, `"é"`, `"a\n"`, `"a\nb"`}, one("/pattern"), ""},
		{"pattern anywhere", `{"pattern": "[0-9]{2}"}`, []string{`"a12b"`}, []string{`"a1b2"`, `""`}, one("/pattern"), ""},
	}
}

func arrays() []Row {
	many := func(last string) string { return "[" + ones(25) + last + "]" }
	return []Row{
		{"items", `{"items": {"type": "integer"}}`, []string{`[]`, `[1, 2]`, `{}`}, []string{`[1, "2"]`, `[1, null]`}, one("/items/type"), "/1"},
		{"minItems", `{"minItems": 1}`, []string{`[null]`, `[1, 2]`, `{}`}, []string{`[]`}, one("/minItems"), ""},
		{"maxItems", `{"maxItems": 2}`, []string{`[]`, `[1, 2]`}, []string{`[1, 2, 3]`}, one("/maxItems"), ""},
		{"uniqueItems", `{"uniqueItems": true}`,
			[]string{`[]`, `[1, 2]`, `[1, "1"]`, `[0, false]`, `[null, 0, ""]`, `[{"a": 1}, {"a": 2}]`, `[9007199254740992, 9007199254740993]`, many(`26`)},
			[]string{`[1, 1]`, `[1, 1.0]`, `["a", "\u0061"]`, `[{"a": 1, "b": 2}, {"b": 2, "a": 1}]`, `[null, null]`, many(`11.0`)}, one("/uniqueItems"), ""},
	}
}

// ones writes the numbers 1, 11, 111 and so on, n of them, a comma behind each.
func ones(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		b.WriteString(strings.Repeat("1", i) + ",")
	}
	return b.String()
}

func objects() []Row {
	return []Row{
		{"required", `{"required": ["a", "b"]}`, []string{`{"a": 1, "b": 2}`, `{"a": null, "b": null}`, `[]`}, []string{`{}`, `{"a": 1}`, `{"A": 1, "b": 2}`}, one("/required"), ""},
		{"required further in", `{"properties": {"o": {"required": ["a"]}}}`, []string{`{}`, `{"o": {"a": 1}}`, `{"o": 1}`}, []string{`{"o": {}}`}, one("/properties/o/required"), "/o"},
		{"properties", `{"properties": {"a": {"type": "string"}}}`, []string{`{}`, `{"a": "x", "b": 1}`}, []string{`{"a": 1}`, `{"a": null}`}, one("/properties/a/type"), "/a"},
		{"properties with strange names", `{"properties": {"a/b~c %d": {"type": "string"}}}`, []string{`{"a/b~c %d": "x"}`}, []string{`{"a/b~c %d": 1}`}, one("/properties/a~1b~0c %d/type"), "/a~1b~0c %d"},
		{"minProperties", `{"minProperties": 1}`, []string{`{"a": null}`, `[]`}, []string{`{}`}, one("/minProperties"), ""},
		{"additionalProperties false", `{"properties": {"a": {}}, "additionalProperties": false}`, []string{`{}`, `{"a": 1}`, `[1]`}, []string{`{"b": 1}`, `{"a": 1, "A": 1}`, `{"z": 1, "y": 2, "x": 3, "w": 4}`}, one("/additionalProperties"), ""},
		{"additionalProperties with a schema", `{"properties": {"a": {}}, "additionalProperties": {"type": "string"}}`, []string{`{}`, `{"a": 1, "b": "x"}`}, []string{`{"b": 1}`, `{"a": 1, "b": null}`}, one("/additionalProperties/type"), "/b"},
		{"unevaluatedProperties", `{"allOf": [{"properties": {"a": {}}}], "properties": {"b": {}}, "unevaluatedProperties": false}`, []string{`{}`, `{"a": 1, "b": 2}`}, []string{`{"c": 1}`, `{"a": 1, "b": 2, "c": 3}`}, one("/unevaluatedProperties"), "/c"},
		{"dependentRequired", `{"dependentRequired": {"a": ["b", "c"]}}`, []string{`{}`, `{"b": 1}`, `{"a": 1, "b": 2, "c": 3}`}, []string{`{"a": 1}`, `{"a": null, "b": 1}`}, one("/dependentRequired/a"), ""},
	}
}

func combinations() []Row {
	const integerOrLow = `{"oneOf": [{"type": "integer"}, {"maximum": 5}]}`
	const either = `{"anyOf": [{"required": ["a"]}, {"required": ["b"], "properties": {"b": {"minLength": 1}}}]}`
	const conditional = `{"if": {"required": ["ack"], "properties": {"ack": {"const": 0}}}, "then": {"required": ["token"]}, "else": {"required": ["message"]}}`
	return []Row{
		{"oneOf, none", integerOrLow, []string{`7`, `2.5`}, []string{`7.5`, `5.00000000000000000001`}, []string{"/oneOf/0/type", "/oneOf/1/maximum"}, ""},
		{"oneOf, two", integerOrLow, nil, []string{`3`, `5`, `5.0`}, one("/oneOf"), ""},
		{"anyOf", either, []string{`{"a": 1}`, `{"b": "x"}`, `{"a": 1, "b": ""}`}, []string{`{}`, `{"c": 1}`}, []string{"/anyOf/0/required", "/anyOf/1/required"}, ""},
		{"allOf", `{"allOf": [{"minimum": 1}, {"maximum": 3}]}`, []string{`1`, `3`}, []string{`4`}, one("/allOf/1/maximum"), ""},
		{"not", `{"not": {"required": ["a", "b"]}}`, []string{`{}`, `{"a": 1}`}, []string{`{"a": 1, "b": 2}`, `[]`}, one("/not"), ""},
		{"not, further in", `{"allOf": [{}, {"properties": {"a": {"not": {"type": "null"}}}}]}`, []string{`{"a": 1}`}, []string{`{"a": null}`}, one("/allOf/1/properties/a/not"), "/a"},
		{"if and then", conditional, []string{`{"ack": 0, "token": "x"}`, `{"ack": 0.0, "token": null}`}, []string{`{"ack": 0}`, `{"ack": 0, "message": "x"}`}, one("/then/required"), ""},
		{"if and else", conditional, []string{`{"ack": 1, "message": "x"}`, `{"message": "x"}`}, []string{`{"ack": 1}`, `{}`, `{"ack": "0", "token": "x"}`}, one("/else/required"), ""},
	}
}

func references() []Row {
	return []Row{
		{"$ref", `{"$ref": "#/components/schemas/Code"}`, []string{`"ABC"`}, []string{`"abc"`, `""`}, one("/components/schemas/Code/pattern"), ""},
		{"$ref to a $ref", `{"$ref": "#/components/schemas/Alias"}`, []string{`"ABC"`}, []string{`1`, `null`}, one("/components/schemas/Code/type"), ""},
		{"$ref with company", `{"$ref": "#/components/schemas/Code", "maxLength": 3}`, []string{`"ABC"`}, []string{`"ABCD"`}, one("/maxLength"), ""},
		{"$ref further in", `{"properties": {"lines": {"items": {"$ref": "#/components/schemas/Line"}}}}`, []string{`{"lines": [{"code": "A"}]}`}, []string{`{"lines": [{"code": "a"}]}`, `{"lines": [{"code": ""}, {"code": "B"}]}`}, one("/components/schemas/Code/pattern"), "/lines/0/code"},
		{"$ref, several breaches", `{"$ref": "#/components/schemas/Line"}`, []string{`{"code": "A", "qty": 1}`}, []string{`{"qty": 0}`}, []string{"/components/schemas/Line/required", "/components/schemas/Line/properties/qty/minimum"}, "*"},
		{"$ref with escapes", `{"$ref": "#/components/schemas/a~1b~0c%20%25d"}`, []string{`"x"`}, []string{`1`}, one("/components/schemas/a~1b~0c %d/type"), ""},
	}
}
