package simulator

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
)

// looksAway tells whether each breach is of a class that a rule claims which a
// defect switches off.
func (c *call) looksAway(req *Request, decoded any, breaches []contract.Breach) bool {
	for _, b := range breaches {
		f := c.deviation(req, decoded, b)
		rule := c.vendor.Book.Settles(f.pointer, f.class, f.optional)
		if rule == nil || !slices.Contains(rule.Schema, f.pointer+"#"+string(f.class)) || !c.env.defective(rule) {
			return false
		}
	}
	return true
}

// wholeClaims are the claims of a rule to all breaches of a place, which its
// defect removes when the schemas are compiled.
func wholeClaims(rule *specs.Rule) []string {
	return slices.DeleteFunc(slices.Clone(rule.Schema), func(claim string) bool { return strings.Contains(claim, "#") })
}

// tolerate returns the body without its breaches where this world's dialect
// tolerates all of them: values over bounds or of more precision are kept, an
// optional value of a wrong type counts as absent, a required one is converted
// where nothing is lost. A missing required member is never tolerated.
func (c *call) tolerate(req *Request, decoded any, breaches []contract.Breach) (body []byte, ok bool) {
	if c.stream != nil || decoded == nil {
		return nil, false
	}
	for _, b := range breaches {
		f := c.deviation(req, decoded, b)
		if !c.tolerates(f) || !f.mend() {
			return nil, false
		}
	}
	return c.mended(req, decoded)
}

// mended encodes a body that was changed, unless it now breaks the contract in
// another way than by bounds.
func (c *call) mended(req *Request, decoded any) ([]byte, bool) {
	body, err := json.Marshal(decoded)
	if err != nil {
		return nil, false
	}
	in := c.input(req)
	in.Body = body
	for _, b := range c.served.schemas.Check(req.Operation.ID, in) {
		if !bounds(classOfKeyword(b.Pointer)) {
			return nil, false
		}
	}
	return body, true
}

// takesForJSON tells whether this world reads a body as JSON that is announced as
// something else, or as nothing.
func (c *call) takesForJSON(req *Request, breaches []contract.Breach) bool {
	return len(breaches) == 1 && breaches[0].At == "header Content-Type" && c.tolerates(c.deviation(req, nil, breaches[0]))
}

func (c *call) tolerates(f deviation) bool {
	if f.class == "" || c.vendor.Book.Settles(f.pointer, f.class, f.optional) != nil {
		return false
	}
	does, said := c.env.spoken(specs.StrictnessKey(c.vendor.Book.Vendor, f.pointer, f.class))
	if !said {
		return slices.Contains(c.vendor.Tolerates, f.pointer+"#"+string(f.class))
	}
	return does == specs.Tolerates
}

// deviation is one breach in a decoded body.
type deviation struct {
	pointer  string
	class    specs.Class
	optional bool
	root     any
	at       []string
	schema   map[string]any // that holds the keyword
}

// deviation finds out in which way a breach breaks its constraint. The class is
// empty where nothing can be made of it.
func (c *call) deviation(req *Request, decoded any, b contract.Breach) deviation {
	f := deviation{pointer: b.Pointer, root: decoded}
	switch {
	case b.At == "header Content-Type" && c.http.Header.Get("Content-Type") == "":
		f.class = specs.NoMediaType
	case b.At == "header Content-Type":
		f.class = specs.OtherMediaType
	case b.At == "body" && decoded == nil && b.SecondValue:
		f.class = specs.SecondValue
	case b.At == "body" && decoded == nil && strings.HasSuffix(b.Pointer, contract.Pointer("content", "application/json")):
		f.class = specs.NotJSON
	}
	if !strings.HasPrefix(b.At, "/") && (b.At != "body" || decoded == nil) {
		return f // of a parameter, or of a body that can't be read
	}
	f.at = contract.Tokens(strings.TrimPrefix(b.At, "body"))
	node, err := c.served.contract.Resolve(b.Pointer[:strings.LastIndexByte(b.Pointer, '/')])
	if err != nil {
		return f
	}
	f.schema, _ = node.(map[string]any)
	f.optional = c.optional(req, decoded, f.at)
	value, _ := lookUp(decoded, f.at)
	switch f.class = classOfKeyword(b.Pointer); f.class {
	case specs.OtherType:
		f.class = classOfType(f.schema, value)
	case specs.Unlisted:
		if _, spelt := listed(f.schema, value); spelt {
			f.class = specs.Spelling
		}
	}
	return f
}

// listed returns the word of an enumeration that a text is in other letters, or
// with blanks around it.
func listed(schema map[string]any, value any) (any, bool) {
	text, _ := value.(string)
	list, _ := schema["enum"].([]any)
	for _, one := range list {
		if word, is := one.(string); is && word != text && strings.EqualFold(word, strings.TrimSpace(text)) {
			return word, true
		}
	}
	return nil, false
}

// classOfKeyword names the breach of a keyword, as far as the keyword tells.
func classOfKeyword(pointer string) specs.Class {
	switch pointer[strings.LastIndexByte(pointer, '/')+1:] {
	case "type":
		return specs.OtherType
	case "additionalProperties":
		return specs.ExtraMember
	case "multipleOf":
		return specs.MorePrecision
	case "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems":
		return specs.OverBound
	case "format", "pattern":
		return specs.Format
	case "enum", "const":
		return specs.Unlisted
	}
	return ""
}

// bounds tells whether a value that breaks the contract so can be kept as it is.
func bounds(class specs.Class) bool { return class == specs.OverBound || class == specs.MorePrecision }

// classOfType names the breach of a type by the value that has another.
func classOfType(schema map[string]any, value any) specs.Class {
	allowed := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			list, _ := schema["type"].([]any)
			return schema["type"] == name || slices.Contains(list, any(name))
		})
	}
	switch v := value.(type) {
	case nil:
		return specs.Null
	case string:
		_, err := strconv.ParseFloat(v, 64)
		switch {
		case allowed("number", "integer") && err == nil:
			return specs.TextForNumber
		case allowed("boolean") && (v == "true" || v == "false"):
			return specs.TextForBoolean
		}
	case json.Number:
		if allowed("string") {
			return specs.NumberForText
		}
	}
	return specs.OtherType
}

// optional tells whether a body may go without a member: whether nothing else
// breaks when it is taken out.
func (c *call) optional(req *Request, decoded any, at []string) bool {
	if len(at) == 0 {
		return false
	}
	parent, ok := lookUp(decoded, at[:len(at)-1])
	object, isObject := parent.(map[string]any)
	if !ok || !isObject {
		return false
	}
	name := at[len(at)-1]
	value, there := object[name]
	if !there {
		return false
	}
	delete(object, name)
	defer func() { object[name] = value }()
	body, err := json.Marshal(decoded)
	if err != nil {
		return false
	}
	in := c.input(req)
	in.Body = body
	place := contract.Pointer(at[:len(at)-1]...)
	return !slices.ContainsFunc(c.served.schemas.Check(req.Operation.ID, in), func(b contract.Breach) bool {
		return strings.HasSuffix(b.Pointer, "/required") && (b.At == place || place == "" && b.At == "body")
	})
}

// mend changes the body as a server does that tolerates the breach; false where
// it can't.
func (f deviation) mend() bool {
	value, _ := lookUp(f.root, f.at)
	switch {
	case bounds(f.class):
		return true
	case f.class == specs.ExtraMember:
		return f.dropExtra(value)
	case f.class == specs.Spelling:
		word, ok := listed(f.schema, value)
		return ok && f.put(word)
	case f.optional:
		parent, _ := lookUp(f.root, f.at[:len(f.at)-1])
		object, ok := parent.(map[string]any)
		delete(object, f.at[len(f.at)-1])
		return ok
	}
	converted, ok := convert(f.class, value)
	return ok && f.put(converted)
}

// dropExtra takes the members out of an object that its schema does not have.
func (f deviation) dropExtra(value any) bool {
	object, ok := value.(map[string]any)
	properties, _ := f.schema["properties"].(map[string]any)
	maps.DeleteFunc(object, func(name string, _ any) bool {
		_, known := properties[name]
		return !known
	})
	return ok
}

// convert turns a value into the type that is meant, where nothing is lost.
func convert(class specs.Class, value any) (any, bool) {
	text, _ := value.(string)
	switch class {
	case specs.TextForNumber:
		return json.Number(text), json.Valid([]byte(text))
	case specs.TextForBoolean:
		return text == "true", true
	case specs.NumberForText:
		number, ok := value.(json.Number)
		return number.String(), ok
	}
	return nil, false
}

// put sets the value at the place of the breach.
func (f deviation) put(value any) bool {
	if len(f.at) == 0 {
		return false
	}
	parent, _ := lookUp(f.root, f.at[:len(f.at)-1])
	last := f.at[len(f.at)-1]
	switch parent := parent.(type) {
	case map[string]any:
		parent[last] = value
		return true
	case []any:
		if i, err := strconv.Atoi(last); err == nil && i < len(parent) {
			parent[i] = value
			return true
		}
	}
	return false
}

// lookUp returns what is at a place of a decoded body.
func lookUp(node any, at []string) (any, bool) {
	for _, token := range at {
		switch n := node.(type) {
		case map[string]any:
			var ok bool
			if node, ok = n[token]; !ok {
				return nil, false
			}
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(n) {
				return nil, false
			}
			node = n[i]
		default:
			return nil, false
		}
	}
	return node, true
}
