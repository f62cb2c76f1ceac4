package compiled

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/plumbline-api/plumbline/internal/contract"
)

const (
	maxBreaches = 100 // that are reported of one body or parameter
	maxMessage  = 200 // bytes; messages quote the value
)

// fragment escapes a JSON pointer for use behind the # of a URL.
func fragment(pointer string) string {
	return (&url.URL{Fragment: pointer}).EscapedFragment()
}

// breachesOf lists the leaves of a validation error in a stable order; at
// replaces the place for values that are not in the body.
func breachesOf(err error, at string) []Breach {
	if err == nil {
		return nil
	}
	var root *jsonschema.ValidationError
	if !errors.As(err, &root) {
		return []Breach{{At: at, Message: err.Error()}}
	}
	var breaches []Breach
	collect(root, at, message.NewPrinter(language.English), &breaches)
	slices.SortFunc(breaches, func(a, b Breach) int {
		return cmp.Or(strings.Compare(a.At, b.At), strings.Compare(a.Pointer, b.Pointer), strings.Compare(a.Message, b.Message))
	})
	return breaches[:min(len(breaches), maxBreaches)]
}

func collect(e *jsonschema.ValidationError, at string, printer *message.Printer, out *[]Breach) {
	if len(e.Causes) > 0 {
		for _, cause := range e.Causes {
			collect(cause, at, printer, out)
		}
		return
	}
	place := cmp.Or(at, contract.Pointer(e.InstanceLocation...), "body")
	if additional, ok := e.ErrorKind.(*kind.AdditionalProperties); ok {
		slices.Sort(additional.Properties) // they come in the order of a map
	}
	*out = append(*out, Breach{Pointer: keyword(e), At: place, Message: brief(e.ErrorKind.LocalizedString(printer))})
}

// keyword returns the pointer into the contract of the keyword that failed.
func keyword(e *jsonschema.ValidationError) string {
	_, pointer, _ := strings.Cut(e.SchemaURL, "#")
	if unescaped, err := url.PathUnescape(pointer); err == nil {
		pointer = unescaped
	}
	if _, not := e.ErrorKind.(*kind.Not); not {
		return pointer + "/not" // the one kind that does not tell its keyword
	}
	return pointer + contract.Pointer(e.ErrorKind.KeywordPath()...)
}

// brief cuts a message that quotes too much of the request.
func brief(text string) string {
	if len(text) <= maxMessage {
		return text
	}
	return strings.ToValidUTF8(text[:maxMessage], "") + "…"
}

// fits checks the formats int32 and int64, which the library does not know.
// A number that is no integer is none of their business.
func fits(bits int) func(any) error {
	return func(value any) error {
		number, isNumber := value.(json.Number)
		if !isNumber {
			return nil
		}
		if _, err := strconv.ParseInt(number.String(), 10, bits); err == nil {
			return nil // written as an integer, as nearly all are
		}
		exact, ok := new(big.Rat).SetString(number.String())
		if !ok || !exact.IsInt() {
			return nil
		}
		if n := exact.Num(); !n.IsInt64() || int64(int32(n.Int64())) != n.Int64() && bits == 32 {
			return fmt.Errorf("it does not fit in %d bits", bits)
		}
		return nil
	}
}
