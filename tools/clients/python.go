package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const pythonHead = `# Code generated from specs/control/openapi.yaml by tools/clients. DO NOT EDIT.
"""The types and operations of Plumbline's control API, as its contract has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict
from urllib.parse import quote

`

const pythonOperations = `
def _part(value: object) -> str:
    """Write a value as one part of a path."""
    return quote(str(value), safe="")


class Operations:
    """A method for each operation. A subclass says how they are sent."""

    def _send(
        self, method: str, path: str, *, query: dict[str, Any] | None = None, body: Any = None, form: str = "none"
    ) -> Any:
        raise NotImplementedError
`

func python(c contract) string {
	var b strings.Builder
	b.WriteString(pythonHead)
	for _, n := range c.types {
		pythonType(&b, n)
	}
	ids := make([]string, 0, len(c.operations))
	for _, o := range c.operations {
		ids = append(ids, fmt.Sprintf("    %q,\n", o.id))
	}
	fmt.Fprintf(&b, "\n#: The operationIds of the contract.\nOPERATIONS = (\n%s)\n\n%s", strings.Join(ids, ""), pythonOperations)
	for _, o := range c.operations {
		pythonOperation(&b, o)
	}
	return b.String()
}

func pythonType(b *strings.Builder, n named) {
	if n.of.kind != "object" {
		fmt.Fprintf(b, "\n%s = %s\n", n.name, strings.ReplaceAll(pythonName(n.of, true), "'", `"`))
		return
	}
	annotation := func(f field) string {
		if f.required {
			return pythonName(f.of, false)
		}
		return "NotRequired[" + pythonName(f.of, false) + "]"
	}
	// A member that is called like a keyword of the language needs the other
	// way to write the same.
	if slices.ContainsFunc(n.of.fields, func(f field) bool { return pythonKeyword(f.name) }) {
		fmt.Fprintf(b, "\n%s = TypedDict(\n    %q,\n    {\n", n.name, n.name)
		for _, f := range n.of.fields {
			pythonComment(b, "        ", f.doc)
			fmt.Fprintf(b, "        %q: %q,\n", f.name, strings.ReplaceAll(annotation(f), `"`, "'"))
		}
		b.WriteString("    },\n)\n")
		return
	}
	fmt.Fprintf(b, "\nclass %s(TypedDict):\n", n.name)
	if n.doc != "" {
		fmt.Fprintf(b, "    \"\"\"%s\"\"\"\n\n", n.doc)
	}
	for _, f := range n.of.fields {
		pythonComment(b, "    ", f.doc)
		fmt.Fprintf(b, "    %s: %s\n", f.name, annotation(f))
	}
	b.WriteString("\n")
}

func pythonComment(b *strings.Builder, indent, doc string) {
	if doc != "" {
		fmt.Fprintf(b, "%s#: %s\n", indent, doc)
	}
}

func pythonOperation(b *strings.Builder, o operation) {
	arguments := []string{"self"}
	path := o.path
	for _, f := range o.inPath {
		name := snake(f.name)
		arguments = append(arguments, name+": "+pythonName(f.of, false))
		path = strings.ReplaceAll(path, "{"+f.name+"}", "{_part("+name+")}")
	}
	sent := []string{fmt.Sprintf("%q", o.method), pythonString(path)}
	if o.body != nil {
		arguments = append(arguments, "body: "+pythonName(*o.body, false))
		sent = append(sent, "body=body")
	}
	if len(o.inQuery) > 0 {
		arguments = append(arguments, "*")
		var query []string
		for _, f := range o.inQuery {
			name := snake(f.name)
			arguments = append(arguments, name+": "+pythonName(f.of, false)+" | None = None")
			query = append(query, fmt.Sprintf("%q: %s", f.name, name))
		}
		sent = append(sent, "query={"+strings.Join(query, ", ")+"}")
	}
	result := "None"
	if o.result != nil {
		result = pythonName(*o.result, false)
	}
	if o.form == "events" {
		result = "Iterator[Any]"
	}
	if o.form != "none" {
		sent = append(sent, fmt.Sprintf("form=%q", o.form))
	}
	call := "self._send(" + strings.Join(sent, ", ") + ")"
	if o.form != "none" {
		call = "result: " + result + " = " + call + "\n        return result"
	}
	fmt.Fprintf(b, "\n    def %s(%s) -> %s:\n        \"\"\"%s\"\"\"\n        %s\n", snake(o.id), strings.Join(arguments, ", "), result, o.doc, call)
}

func pythonString(path string) string {
	if strings.Contains(path, "{") {
		return `f"` + path + `"`
	}
	return `"` + path + `"`
}

// pythonName is how a type is written. Outside annotations, names of types that
// come later stand in quotes.
func pythonName(t typ, quoted bool) string {
	switch t.kind {
	case "ref":
		if quoted {
			return "'" + t.ref + "'"
		}
		return t.ref
	case "array":
		return "list[" + pythonName(*t.elem, quoted) + "]"
	case "map":
		return "dict[str, " + pythonName(*t.elem, quoted) + "]"
	case "object":
		return "dict[str, Any]"
	case "enum":
		return `Literal["` + strings.Join(t.values, `", "`) + `"]`
	}
	return map[string]string{"string": "str", "integer": "int", "number": "float", "boolean": "bool"}[t.kind] + map[bool]string{true: "Any"}[t.kind == "any"]
}

func pythonKeyword(name string) bool {
	return slices.Contains([]string{"and", "as", "class", "def", "del", "from", "global", "if", "import", "in", "is", "not", "or", "pass", "with"}, name) ||
		strings.ContainsFunc(name, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

var boundary = regexp.MustCompile(`([a-z0-9])([A-Z])`)

func snake(name string) string {
	name = strings.ToLower(boundary.ReplaceAllString(name, "${1}_${2}"))
	name = strings.ReplaceAll(name, "-", "_")
	if pythonKeyword(name) {
		return name + "_"
	}
	return name
}
