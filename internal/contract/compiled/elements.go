package compiled

import (
	"fmt"
	"strconv"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-api/plumbline/contract"
)

// Elements checks a body that is an array one element at a time, for arrays
// that are too long to be held as a whole.
type Elements struct {
	pointer string             // of the media type
	array   *jsonschema.Schema // nil where nothing is said of the body
	element *jsonschema.Schema // nil where nothing is said of elements
}

// Elements returns the check of an operation's body by elements, and the
// breaches of what can be seen before it: parameters and media type. The body of
// the input is not looked at. An error says that the contract has keywords on
// the array as a whole, which can't be checked so, or no such operation.
func (s *Schemas) Elements(id string, in Input) (*Elements, []contract.Breach, error) {
	o := s.operations[id]
	if o == nil {
		return nil, nil, fmt.Errorf("compiled: no operation %s", id)
	}
	var breaches []contract.Breach
	for i := range o.parameters {
		breaches = append(breaches, o.parameters[i].check(in)...)
	}
	e := &Elements{}
	if o.body == nil || o.body.media == nil {
		return e, breaches, nil
	}
	schema, pointer, unknown := o.body.schemaFor(in.ContentType)
	if len(unknown) > 0 {
		return e, append(breaches, unknown...), nil
	}
	e.pointer, e.array = pointer, resolved(schema)
	if a := e.array; a != nil {
		if a.MinItems != nil || a.MaxItems != nil || a.UniqueItems || a.Contains != nil || a.Items != nil || len(a.PrefixItems) > 0 {
			return nil, nil, fmt.Errorf("compiled: %s: the body's schema has keywords on the array as a whole", id)
		}
		e.element = a.Items2020
	}
	return e, breaches, nil
}

// resolved follows references, which have no keywords beside them in our
// contracts.
func resolved(s *jsonschema.Schema) *jsonschema.Schema {
	for s != nil && s.Ref != nil {
		s = s.Ref
	}
	return s
}

// Check returns the decoded element that stands at a place of the array, and
// how it departs from the contract.
func (e *Elements) Check(place int, element []byte) (value any, breaches []contract.Breach) {
	value, err := decode(element)
	if err != nil {
		return nil, []contract.Breach{e.NotJSON(err)}
	}
	if e.element == nil {
		return value, nil
	}
	breaches = breachesOf(e.element.Validate(value), "")
	for i := range breaches {
		if at := &breaches[i].At; *at == "body" {
			*at = contract.Pointer(strconv.Itoa(place))
		} else {
			*at = contract.Pointer(strconv.Itoa(place)) + *at
		}
	}
	return value, breaches
}

// CheckOther returns how a body that is no array departs from the contract: a
// value of its type stands in for it.
func (e *Elements) CheckOther(like any) []contract.Breach {
	if e.array == nil {
		return nil
	}
	return breachesOf(e.array.Validate(like), "")
}

// NotJSON is the breach of a body that can't be read.
func (e *Elements) NotJSON(err error) contract.Breach { return notJSON(e.pointer, err) }
