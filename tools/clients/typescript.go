package main

import (
	"fmt"
	"regexp"
	"strings"
)

const typescriptHead = `// Code generated from specs/control/openapi.yaml by tools/clients. DO NOT EDIT.
// The types and operations of Plumbline's control API, as its contract has them.

`

const typescriptOperations = `
/** What an operation sends, and in which form its answer comes. */
export interface Sent {
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  form: "none" | "json" | "text" | "events";
}

const part = (value: string | number): string => encodeURIComponent(String(value));

/** A method for each operation. A subclass says how they are sent. */
export abstract class Operations {
  protected abstract send<T>(method: string, path: string, sent: Sent): Promise<T>;
`

func typescript(c contract) string {
	var b strings.Builder
	b.WriteString(typescriptHead)
	for _, n := range c.types {
		typescriptType(&b, n)
	}
	b.WriteString("/** The operationIds of the contract. */\nexport const operations = [\n")
	for _, o := range c.operations {
		fmt.Fprintf(&b, "  %q,\n", o.id)
	}
	b.WriteString("] as const;\n" + typescriptOperations)
	for _, o := range c.operations {
		typescriptOperation(&b, o)
	}
	b.WriteString("}\n")
	return b.String()
}

func typescriptType(b *strings.Builder, n named) {
	typescriptComment(b, "", n.doc)
	if n.of.kind != "object" {
		fmt.Fprintf(b, "export type %s = %s;\n\n", n.name, typescriptName(n.of))
		return
	}
	fmt.Fprintf(b, "export interface %s {\n", n.name)
	for _, f := range n.of.fields {
		typescriptComment(b, "  ", f.doc)
		fmt.Fprintf(b, "  %s: %s;\n", typescriptKey(f), typescriptName(f.of))
	}
	b.WriteString("}\n\n")
}

func typescriptComment(b *strings.Builder, indent, doc string) {
	if doc != "" {
		fmt.Fprintf(b, "%s/** %s */\n", indent, strings.ReplaceAll(doc, "*/", "*\u200b/"))
	}
}

var identifier = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*$`)

func typescriptKey(f field) string {
	name := f.name
	if !identifier.MatchString(name) {
		name = fmt.Sprintf("%q", name)
	}
	if !f.required {
		name += "?"
	}
	return name
}

func typescriptOperation(b *strings.Builder, o operation) {
	var arguments []string
	path := o.path
	for _, f := range o.inPath {
		arguments = append(arguments, f.name+": "+typescriptName(f.of))
		path = strings.ReplaceAll(path, "{"+f.name+"}", "${part("+f.name+")}")
	}
	var sent []string
	if o.body != nil {
		arguments = append(arguments, "body: "+typescriptName(*o.body))
		sent = append(sent, "body")
	}
	if len(o.inQuery) > 0 {
		var query []string
		for _, f := range o.inQuery {
			query = append(query, typescriptKey(f)+": "+typescriptName(f.of))
		}
		arguments = append(arguments, "query: { "+strings.Join(query, "; ")+" } = {}")
		sent = append(sent, "query")
	}
	sent = append(sent, fmt.Sprintf("form: %q", o.form))
	result := "void"
	if o.result != nil {
		result = typescriptName(*o.result)
	}
	if o.form == "events" {
		result = "AsyncIterable<unknown>"
	}
	fmt.Fprintf(b, "\n  /** %s */\n  %s(%s): Promise<%s> {\n    return this.send(%q, `%s`, { %s });\n  }\n",
		o.doc, o.id, strings.Join(arguments, ", "), result, o.method, path, strings.Join(sent, ", "))
}

func typescriptName(t typ) string {
	switch t.kind {
	case "ref":
		return t.ref
	case "array":
		elem := typescriptName(*t.elem)
		if strings.Contains(elem, "|") {
			elem = "(" + elem + ")"
		}
		return elem + "[]"
	case "map":
		return "Record<string, " + typescriptName(*t.elem) + ">"
	case "object":
		return "Record<string, unknown>"
	case "enum":
		return `"` + strings.Join(t.values, `" | "`) + `"`
	case "integer":
		return "number"
	case "any":
		return "unknown"
	}
	return t.kind
}
