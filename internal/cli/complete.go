package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/specs"
)

type completionCommand struct {
	Shell string `arg:"" help:"bash, zsh or fish." enum:"bash,zsh,fish"`
}

// Run writes a script that asks the program itself what may come next, so that
// it stays right when the program is replaced.
func (c *completionCommand) Run(s streams) error {
	_, err := fmt.Fprint(s.out, completionScripts()[c.Shell])
	return err
}

func completionScripts() map[string]string {
	return map[string]string{
		"bash": `# plumbline completion bash > /etc/bash_completion.d/plumbline
_plumbline() {
  local IFS=$'\n'
  COMPREPLY=($(compgen -W "$(plumbline complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _plumbline plumbline
`,
		"zsh": `#compdef plumbline
# plumbline completion zsh > "${fpath[1]}/_plumbline"
_plumbline() {
  local -a candidates
  candidates=("${(@f)$(plumbline complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  candidates=(${candidates:#})
  if (( $#candidates )); then compadd -a candidates; else _files; fi
}
if [ "$funcstack[1]" = "_plumbline" ]; then _plumbline "$@"; else compdef _plumbline plumbline; fi
`,
		"fish": `# plumbline completion fish > ~/.config/fish/completions/plumbline.fish
complete -c plumbline -a '(plumbline complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
	}
}

// completeCommand is what those scripts call: it prints what may stand in place
// of the last word, one a line.
type completeCommand struct {
	Words []string `arg:"" optional:"" passthrough:"all"`
}

func (c *completeCommand) Run(app *kong.Kong, s streams, all vendors.Table) error {
	words := c.Words
	if len(words) > 0 && words[0] == "--" {
		words = words[1:]
	}
	for _, candidate := range candidates(all, app.Model.Node, words) {
		if _, err := fmt.Fprintln(s.out, candidate); err != nil {
			return err
		}
	}
	return nil
}

// candidates are what may stand in place of the last of the words.
func candidates(all vendors.Table, node *kong.Node, words []string) []string {
	if len(words) == 0 {
		words = []string{""}
	}
	flags := slices.Clone(node.Flags)
	var pending *kong.Flag // a flag that waits for its value
	for _, word := range words[:len(words)-1] {
		switch {
		case pending != nil:
			pending = nil
		case strings.HasPrefix(word, "-"):
			pending = valueOf(flags, word)
		default:
			for _, child := range node.Children {
				if child.Name == word {
					node, flags = child, append(flags, child.Flags...)
				}
			}
		}
	}
	return begin(offered(all, node, flags, pending, words[len(words)-1]), words[len(words)-1])
}

func offered(all vendors.Table, node *kong.Node, flags []*kong.Flag, pending *kong.Flag, last string) []string {
	var list []string
	switch {
	case pending != nil:
		return valuesOf(all, pending.Value)
	case strings.HasPrefix(last, "-"):
		for _, flag := range flags {
			if !flag.Hidden {
				list = append(list, "--"+flag.Name)
			}
		}
		return list
	}
	for _, child := range node.Children {
		if !child.Hidden {
			list = append(list, child.Name)
		}
	}
	for _, positional := range node.Positional {
		list = append(list, valuesOf(all, positional)...)
	}
	return list
}

// valueOf is the flag of that name, where a word of its own is its value.
func valueOf(flags []*kong.Flag, word string) *kong.Flag {
	for _, flag := range flags {
		if word == "--"+flag.Name && !flag.IsBool() {
			return flag
		}
	}
	return nil
}

// valuesOf are the values that are known of a flag or an argument. Of a file
// there are none: the shell knows better.
func valuesOf(all vendors.Table, v *kong.Value) []string {
	if v.Enum != "" {
		return strings.Split(v.Enum, ",")
	}
	ids := func(v vendors.Vendor) []string {
		return names(v.Book.Rules, func(r *specs.Rule) []string { return []string{r.ID} })
	}
	switch v.Name {
	case "vendor":
		return all.Names()
	case "vendor|rule":
		return append(all.Names(), names(all, ids)...)
	case "rules", "defect":
		return names(all, ids)
	case "operation":
		return names(all, func(v vendors.Vendor) []string {
			return names(v.Book.Rules, func(r *specs.Rule) []string { return r.Operations })
		})
	}
	return nil
}

func begin(list []string, with string) []string {
	return slices.DeleteFunc(list, func(name string) bool { return !strings.HasPrefix(name, with) })
}
