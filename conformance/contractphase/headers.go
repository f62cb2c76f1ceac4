package contractphase

import (
	"net/http"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
)

// Headers returns requests of an operation whose headers differ from the usual
// ones: such as HTTP has for the same request, and such as announce another body
// than the contract has.
func Headers(c *contract.Contract, op *contract.Operation) ([]Variant, error) {
	list := []Variant{header(op.Pointer(), "Accept: types with weights, sent twice, and a header that nobody knows", "", func(h http.Header) {
		h["Accept"] = []string{"application/json;q=0.9", "*/*;q=0.1"}
		h.Set("X-Plumbline-Undocumented", "1")
	})}
	if op.Operation.RequestBody == nil {
		return list, nil
	}
	pointer := op.Pointer() + "/requestBody"
	node, err := c.Resolve(pointer)
	if err != nil {
		return nil, err
	}
	w := walker{contract: c}
	body, pointer, err := w.follow(node, pointer)
	if err != nil {
		return nil, err
	}
	content, _ := body["content"].(map[string]any)
	if content["application/json"] == nil {
		return list, nil
	}
	pointer += "/content"
	set := func(what string, class specs.Class, value string) Variant {
		return header(pointer, "Content-Type: "+what, class, func(h http.Header) { h.Set("Content-Type", value) })
	}
	return append(list,
		set("with a charset", "", "application/json; charset=utf-8"),
		set("in capitals, with a parameter that nobody knows", "", `Application/JSON; v="1"`),
		set("text/plain", specs.OtherMediaType, "text/plain"),
		header(pointer, "Content-Type: left out", specs.NoMediaType, func(h http.Header) { h.Del("Content-Type") }),
	), nil
}

func header(pointer, name string, class specs.Class, change func(http.Header)) Variant {
	return Variant{Name: name, Pointer: pointer, Class: class, Accepted: class == "", Place: "the headers", header: change}
}
