package compiled

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/plumbline-api/plumbline/contract"
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
func breachesOf(err error, at string) []contract.Breach {
	if err == nil {
		return nil
	}
	var root *jsonschema.ValidationError
	if !errors.As(err, &root) {
		return []contract.Breach{{At: at, Message: err.Error()}}
	}
	var breaches []contract.Breach
	collect(root, at, message.NewPrinter(language.English), &breaches)
	slices.SortFunc(breaches, func(a, b contract.Breach) int {
		return cmp.Or(strings.Compare(a.At, b.At), strings.Compare(a.Pointer, b.Pointer), strings.Compare(a.Message, b.Message))
	})
	return breaches[:min(len(breaches), maxBreaches)]
}

func collect(e *jsonschema.ValidationError, at string, printer *message.Printer, out *[]contract.Breach) {
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
	text := brief(e.ErrorKind.LocalizedString(printer))
	if format, ok := e.ErrorKind.(*kind.Format); ok { // without what Go's parser says, which no vendor's server would
		text = brief(fmt.Sprintf("'%v' is not valid %s", format.Got, format.Want))
		if errors.Is(format.Err, errLeapSecond) {
			text += ": " + errLeapSecond.Error()
		}
	}
	if pattern, ok := e.ErrorKind.(*kind.Pattern); ok && leapSecond.MatchString(pattern.Got) {
		text = errLeapSecond.Error() // in the words of the format date-time
	}
	*out = append(*out, contract.Breach{Pointer: keyword(e), At: place, Message: text})
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

var (
	rfc3339    = regexp.MustCompile(`^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$`)
	leapSecond = regexp.MustCompile(`^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:60`)
)

var errLeapSecond = errors.New("it is a leap second, which is not kept")

// instant checks the format date-time: RFC 3339 in any of its spellings, but for
// leap seconds. That those are refused is assumed: the vendors' documents do not
// speak of them, and neither .NET nor Java nor Python keeps one.
func instant(value any) error {
	text, isText := value.(string)
	if !isText {
		return nil
	}
	if leapSecond.MatchString(text) {
		return errLeapSecond
	}
	if !rfc3339.MatchString(text) {
		return errors.New("it is no RFC 3339 time such as 2026-11-20T14:30:00Z")
	}
	_, err := time.Parse(time.RFC3339Nano, strings.ToUpper(text))
	return err
}
