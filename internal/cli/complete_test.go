package cli

import (
	"slices"
	"strings"
	"testing"
)

func TestComplete(t *testing.T) {
	for _, test := range []struct {
		name  string
		words string // with | for the place of the last, unfinished word
		want  []string
		most  int // how many there may be, where not all are wanted by name
	}{
		{"commands", "|ver", []string{"verify", "version"}, 2},
		{"a command's vendors", "verify |", []string{"komet", "bridge"}, 5},
		{"a second vendor", "verify komet |br", []string{"bridge"}, 1},
		{"flags", "verify --rand|", []string{"--random-seed"}, 1},
		{"values of a flag", "rules --format |", []string{"table", "markdown", "json"}, 3},
		{"what comes behind a value", "verify --level must |ko", []string{"komet"}, 1},
		{"rules", "verify komet --rules |komet/login-g", []string{"komet/login-gives-token"}, 1},
		{"a command below a command", "report |", []string{"compare", "trend"}, 2},
		{"a file is the shell's", "verify --profile |", nil, 0},
		{"nothing hidden", "|complete", nil, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, last, _ := strings.Cut(test.words, "|")
			args := append([]string{"complete", "--"}, strings.Fields(before)...)
			if strings.HasPrefix(before, "verify --rand") {
				args, last = args[:len(args)-1], "--rand"
			}
			o := command(t, patience, append(args, last)...)
			got := strings.Fields(o.out)
			for _, want := range test.want {
				if !slices.Contains(got, want) {
					t.Errorf("%q is not among %q (%s)", want, got, o.errors)
				}
			}
			if len(got) > test.most {
				t.Errorf("got %q, want at most %d", got, test.most)
			}
		})
	}
}
