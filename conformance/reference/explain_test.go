package reference

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

// dialectModel answers with what its dialect says of three keys, and consults
// them all.
type dialectModel struct {
	alternatives []Alternative
	begun        int
}

func (m *dialectModel) Alternatives() []Alternative { return m.alternatives }

func (m *dialectModel) Begin(_ context.Context, s Setting) (World, error) {
	m.begun++
	return &dialectWorld{m, s.Dialect}, nil
}

type dialectWorld struct {
	model   *dialectModel
	dialect map[string]string
}

func (w *dialectWorld) Send(context.Context, *Request) (*Reply, error) {
	r := &Reply{Answer: *ok(fmt.Sprintf(`{"name":%q}`, w.dialect["a"]+w.dialect["b"]+w.dialect["c"]))}
	for _, a := range w.model.alternatives {
		r.Consulted = append(r.Consulted, a.Key)
	}
	return r, nil
}

func (*dialectWorld) Advance(context.Context, time.Duration) error { return nil }
func (*dialectWorld) Set(context.Context, time.Time) error         { return nil }
func (*dialectWorld) Seed(context.Context, []byte) error           { return nil }
func (*dialectWorld) Close(context.Context) error                  { return nil }

func TestExplain(t *testing.T) {
	three := []Alternative{{"a", []string{"", "1"}}, {"b", []string{"", "2"}}, {"c", []string{"", "3"}}}
	many := func(n int) []Alternative {
		var list []Alternative
		for i := range n {
			list = append(list, Alternative{fmt.Sprintf("x%d", i), []string{"", "y"}})
		}
		return list
	}
	for _, row := range []struct {
		name         string
		alternatives []Alternative
		got          string // what the target answers
		want         string // the lines that explain it
		exhausted    bool
	}{
		{"one choice", three, "2", "b: 2", false},
		{"two choices", three, "13", "a: 1, c: 3", false},
		{"three choices that lead from one answer to the next", three, "123", "a: 1, b: 2, c: 3", false},
		{"nothing explains it", three, "x", "", false},
		{"more choices than replays", many(65), "x", "", true},
		{"as many choices as replays, none of which changes anything", many(64), "x", "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := &dialectModel{alternatives: row.alternatives}
			trace := &Trace{Steps: []Step{{Request: Request{Operation: "getThing"}, Answer: *ok(`{"name":"` + row.got + `"}`)}}}
			x, _, err := toyVendor(t).explain(t.Context(), m, nil, trace, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(x.lines, ", "); got != row.want || x.exhausted != row.exhausted {
				t.Errorf("got %q, exhausted %t; want %q, %t", got, x.exhausted, row.want, row.exhausted)
			}
			if m.begun > mostReplays+1 {
				t.Errorf("%d replays, want at most %d", m.begun-1, mostReplays)
			}
		})
	}
}
