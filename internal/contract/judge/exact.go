package judge

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-api/plumbline/contract"
)

// exact validates what the validator cannot: it rounds numbers to float64 and
// takes a null body for none. Schemas are compiled when they are first needed.
type exact struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	schemas  map[string]*jsonschema.Schema
}

const resource = "judge:openapi.json"

func newExact(c *contract.Contract) (*exact, error) {
	e := &exact{compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}}
	e.compiler.DefaultDraft(jsonschema.Draft2020)
	e.compiler.RegisterFormat(&jsonschema.Format{Name: "int32", Validate: fits(32)})
	e.compiler.RegisterFormat(&jsonschema.Format{Name: "int64", Validate: fits(64)})
	e.compiler.AssertFormat()
	if err := e.compiler.AddResource(resource, c.Tree()); err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	return e, nil
}

func (e *exact) schema(pointer string) (*jsonschema.Schema, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if schema := e.schemas[pointer]; schema != nil {
		return schema, nil
	}
	schema, err := e.compiler.Compile(resource + (&url.URL{Fragment: pointer}).String())
	if err == nil {
		e.schemas[pointer] = schema
	}
	return schema, err
}

// exactly validates a value, its numbers as they were written.
func (j *judging) exactly(pointer string, value any) []contract.Finding {
	schema, err := j.exact.schema(pointer)
	if err != nil {
		return []contract.Finding{{Pointer: pointer, Message: err.Error()}}
	}
	var root *jsonschema.ValidationError
	if !errors.As(schema.Validate(value), &root) {
		return nil
	}
	return j.leaves(pointer, root)
}

// inexact tells whether the validator would see another value than this one.
func inexact(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case map[string]any:
		for _, member := range value {
			if member != nil && inexact(member) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(value, func(element any) bool { return element != nil && inexact(element) })
	case json.Number:
		return rounded(value.String())
	}
	return false
}

// rounded tells whether a float64 is another number than the one written.
func rounded(number string) bool {
	if len(number) < 16 && !strings.ContainsAny(number, "eE") {
		return false
	}
	near, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return true
	}
	written, _ := new(big.Rat).SetString(number)
	shown, _ := new(big.Rat).SetString(fmt.Sprint(near)) // as the schema library reads a float64
	return written.Cmp(shown) != 0
}

// wideParameters finds the integers that the validator refuses for being wider
// than 63 bits.
func wideParameters(op *contract.Operation, inPath map[string]string, inQuery url.Values) map[string]json.Number {
	wide := map[string]json.Number{}
	for _, ref := range op.Parameters {
		p := ref.Value
		types := p.Schema.Value.Type
		if types == nil || !types.Is("integer") {
			continue
		}
		text := inPath[p.Name]
		if p.In == "query" {
			text = inQuery.Get(p.Name)
		}
		_, err := strconv.ParseInt(text, 10, 64)
		if errors.Is(err, strconv.ErrRange) && len(text) <= maxDigits && json.Valid([]byte(text)) {
			wide[p.Name] = json.Number(text)
		}
	}
	return wide
}

// fits checks the formats int32 and int64, which the libraries do not know. A
// value that is no integer is none of their business.
func fits(bits int) func(any) error {
	return func(value any) error {
		var text string
		switch value.(type) {
		case json.Number, float64, int64:
			text = fmt.Sprint(value)
		default:
			return nil
		}
		number, ok := new(big.Rat).SetString(text)
		if !ok || !number.IsInt() {
			return nil
		}
		if n := number.Num(); !n.IsInt64() || bits == 32 && int64(int32(n.Int64())) != n.Int64() {
			return fmt.Errorf("it does not fit in %d bits", bits)
		}
		return nil
	}
}

const maxMessage = 200 // bytes; messages quote the value

// brief cuts a message that quotes too much of the body.
func brief(text string) string {
	if len(text) <= maxMessage {
		return text
	}
	return strings.ToValidUTF8(text[:maxMessage], "") + "…"
}
