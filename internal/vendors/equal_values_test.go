package vendors

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
)

// otherSpelling gives every answer in other words of the same values: whole
// numbers with a fraction or an exponent, times with another offset and more
// digits, texts in escapes, members in the opposite order, and what else is asked
// for of the whole.
type otherSpelling struct {
	next  http.RoundTripper
	whole func([]byte) []byte
}

func (o otherSpelling) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := o.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close() // of memory
	if err != nil {
		return nil, err
	}
	if text = respelt(text); o.whole != nil {
		text = o.whole(text)
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	resp.Header.Del("Content-Length")
	return resp, nil
}

func respelt(text []byte) []byte {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) != nil {
		return text
	}
	var out bytes.Buffer
	respell(&out, v)
	return out.Bytes()
}

func respell(out *bytes.Buffer, v any) {
	switch v := v.(type) {
	case json.Number:
		out.WriteString(otherNumber(v.String()))
	case string:
		out.WriteString(otherText(v))
	case []any:
		out.WriteString("[")
		for i, element := range v {
			if i > 0 {
				out.WriteString(" , ")
			}
			respell(out, element)
		}
		out.WriteString("]")
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		out.WriteString("{")
		for i := len(names) - 1; i >= 0; i-- {
			out.WriteString(escaped(names[i]) + " :\t")
			respell(out, v[names[i]])
			if i > 0 {
				out.WriteString(",\r\n")
			}
		}
		out.WriteString("}")
	default:
		text, _ := json.Marshal(v) // true, false, null
		out.Write(text)
	}
}

// otherNumber writes 12 as 12.0, 2.50 as 2.500 and 4343 as 4.343e3.
func otherNumber(text string) string {
	switch {
	case strings.ContainsAny(text, "eE"):
		return text
	case strings.Contains(text, "."):
		return text + "0"
	case len(text) == 4 && text[0] != '-':
		return text[:1] + "." + text[1:] + "e3"
	}
	return text + ".0"
}

func otherText(text string) string {
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		text = at.In(time.FixedZone("", 3600)).Format("2006-01-02T15:04:05.000000000-07:00")
	}
	return escaped(text)
}

// escaped writes the letter e as \u0065, and so that no escape of its own is hit.
func escaped(text string) string {
	var out strings.Builder
	for i, part := range strings.Split(text, "e") {
		if i > 0 {
			out.WriteString(`\u0065`)
		}
		quoted, _ := json.Marshal(part) // a text always can
		out.Write(quoted[1 : len(quoted)-1])
	}
	return `"` + out.String() + `"`
}

// TestEqualValuesAreEqual judges servers whose answers say the same in other
// spellings: no rule may fail for it.
func TestEqualValuesAreEqual(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		out := judgeRespelt(t, v, nil)
		for _, r := range out.Rules {
			if r.Verdict == report.Fail || r.Verdict == report.Error {
				describe(t, r)
				t.Errorf("%s: %s", r.ID, r.Verdict)
			}
		}
	})
}

// TestByteOrderMarkIsToldOnce judges a server that writes one before every
// answer: RFC 8259, 8.1 lets a reader pass over it. It is told once.
func TestByteOrderMarkIsToldOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		out := judgeRespelt(t, v, func(text []byte) []byte { return append([]byte("\ufeff"), text...) })
		for _, r := range out.Rules {
			if r.Verdict == report.Fail || r.Verdict == report.Error {
				describe(t, r)
				t.Errorf("%s: %s", r.ID, r.Verdict)
			}
		}
		if told := strings.Count(strings.Join(out.Notes, "\n"), "byte order mark"); told != 1 {
			t.Errorf("the mark is told %d times: %q", told, out.Notes)
		}
	})
}

func judgeRespelt(t *testing.T, v Vendor, whole func([]byte) []byte) report.Vendor {
	t.Helper()
	judged := v.Conformance()
	o := conformance.Options{RandomSeed: 1, Parallel: runtime.GOMAXPROCS(0)}
	if err := local(v, simulator.Options{Now: time.Now}, judged, &o); err != nil {
		t.Fatal(err)
	}
	o.Transport = otherSpelling{o.Transport, whole}
	out, err := conformance.Run(t.Context(), judged, o)
	if err != nil {
		t.Fatal(err)
	}
	if out.Unreachable != "" || out.Stopped != "" {
		t.Fatalf("%s%s", out.Unreachable, out.Stopped)
	}
	return out
}
