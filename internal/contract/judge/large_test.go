package judge

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// times repeats a format with the numbers from 0.
func times(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// large are bodies whose faults, or undocumented members, are as many as a megabyte
// takes.
func large(n int) map[string]string {
	open := strings.TrimSuffix(strings.TrimSpace(exampleOrder), "}")
	lines := func(each string) string {
		return strings.Replace(exampleOrder, `"lines": [`, `"lines": [`+times(n, each+","), 1)
	}
	return map[string]string{
		"undocumented members":         open + times(n, `,"m%d":1`) + "}",
		"undocumented objects":         open + times(n, `,"m%d":{"a":1}`) + "}",
		"undocumented nulls":           open + times(n, `,"m%d":null`) + "}",
		"nothing else":                 "{" + strings.TrimPrefix(times(n, `,"m%d":1`), ",") + "}",
		"another type":                 "[" + strings.TrimPrefix(times(n, `,{"m%d":1}`), ",") + "]",
		"wrong elements":               lines(`{"code":%d}`),
		"null elements":                lines(`{"code":null,"x":%d}`),
		"undocumented in each element": lines(`{"code":"F","artGuid":"c420a0b0-fd50-446a-b2e0-18ab3bf4c460","qty":1,"x":%d}`),
	}
}

// TestWorkOfALargeBody counts memory, not time: four times the body may take some four
// times as much, and few findings come of it. The validator's own copies the body for
// each failure: 60,000 of them would be 60 GB.
func TestWorkOfALargeBody(t *testing.T) {
	j, c := newJudge(t, deliveryoptimizer.Book().OpenAPI)
	op, header := c.Operation("getOrder"), contentType("application/json")
	judged := func(body string) (findings []contract.Finding) {
		return j.Lenient(op, "/1/order/3fa85f64-5717-4562-b3fc-2c963f66afa6", 200, header, []byte(body))
	}
	const few = 5000
	more := large(4 * few)
	for name, body := range large(few) {
		t.Run(name, func(t *testing.T) {
			if n := len(judged(body)); n == 0 || n > 400 {
				t.Errorf("%d findings", n)
			}
			work := func(body string) uint64 {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				judged(body)
				runtime.ReadMemStats(&after)
				return after.TotalAlloc - before.TotalAlloc
			}
			less, much := work(body), work(more[name])
			if much > 8*less || much > 400<<20 {
				t.Errorf("%d bytes are allocated for a body of %d, and %d for one of %d", less, len(body), much, len(more[name]))
			}
		})
	}
}

// What is left out is counted, and each keyword is told of.
func TestFailuresAlikeAreCounted(t *testing.T) {
	j, c := newJudge(t, deliveryoptimizer.Book().OpenAPI)
	lines := times(5000, `{"code":%d,"artGuid":"c420a0b0-fd50-446a-b2e0-18ab3bf4c460","qty":1},`)
	body := strings.Replace(exampleOrder, `"lines": [`, `"lines": [`+lines+`{"code":"F","artGuid":"c420a0b0-fd50-446a-b2e0-18ab3bf4c460","qty":"1"},`, 1)
	findings := j.Response(c.Operation("getOrder"), "/1/order/3fa85f64-5717-4562-b3fc-2c963f66afa6", 200, contentType("application/json"), []byte(body))
	found := map[string]int{}
	counted := false
	for _, f := range findings {
		found[f.Pointer]++
		counted = counted || strings.HasPrefix(f.Message, "4950 more like this, the last: /lines/4999/code ")
	}
	if len(found) != 2 || !counted || len(findings) != mostAlike+2 {
		t.Errorf("%d findings at %v, want %d of the codes, the rest counted (%v), and the one quantity", len(findings), found, mostAlike, counted)
	}
}
