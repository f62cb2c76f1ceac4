package input

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// What a YAML file may hold. The parser takes memory by the square of the depth,
// and an alias of aliases unfolds to a power.
const (
	MostOfYAML  = 512 << 10 // bytes
	mostDepth   = 64
	mostAliases = 1000
	mostUnfold  = 100_000 // nodes that all aliases stand for
)

// YAML parses a YAML file of one document and returns it with its text, without
// a byte order mark. Body is nil where there is nothing but comments.
func YAML(data []byte) (text []byte, body ast.Node, err error) {
	if len(data) > MostOfYAML {
		return nil, nil, fmt.Errorf("it is longer than %d bytes, which is the most that is read", MostOfYAML)
	}
	if text, err = UTF8(data); err != nil {
		return nil, nil, fmt.Errorf("not YAML: %w", err)
	}
	if !utf8.Valid(text) {
		return nil, nil, errors.New("not YAML: it is not UTF-8")
	}
	if err := shallow(lexer.Tokenize(string(text))); err != nil {
		return nil, nil, err
	}
	tree, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("not YAML: %s", OneLine(err))
	}
	for _, doc := range tree.Docs {
		switch {
		case doc.Body == nil:
		case body != nil:
			return nil, nil, fmt.Errorf("line %d: a second document begins here; a file is one document", doc.Body.GetToken().Position.Line)
		default:
			body = doc.Body
		}
	}
	return text, body, aliases(body)
}

// shallow counts how deep the tokens nest: brackets, and the columns at which
// the blocks begin that a line is in.
func shallow(tokens token.Tokens) error {
	var columns []int
	flow, line := 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			flow++
		case token.MappingEndType, token.SequenceEndType:
			flow = max(0, flow-1)
		}
		begins := t.Position.Line != line || t.Type == token.SequenceEntryType || t.Type == token.MappingKeyType
		if line = t.Position.Line; begins && flow == 0 {
			for len(columns) > 0 && columns[len(columns)-1] >= t.Position.Column {
				columns = columns[:len(columns)-1]
			}
			columns = append(columns, t.Position.Column)
		}
		if flow+len(columns) > mostDepth {
			return fmt.Errorf("line %d: it nests more than %d deep", t.Position.Line, mostDepth)
		}
	}
	return nil
}

// aliases refuses a document whose aliases stand for too much.
func aliases(body ast.Node) error {
	if body == nil {
		return nil
	}
	c := &census{anchors: map[string]int{}}
	ast.Walk(c, body)
	switch {
	case c.nested > 0:
		return fmt.Errorf("line %d: an alias inside what another alias stands for; write it out", c.nested)
	case c.aliases > mostAliases || c.unfolded > mostUnfold:
		return fmt.Errorf("its %d aliases stand for %d values; the most is %d for %d", c.aliases, c.unfolded, mostAliases, mostUnfold)
	}
	return nil
}

// census counts the aliases of a document and what they stand for.
type census struct {
	anchors           map[string]int // nodes below each
	aliases, unfolded int
	nested            int // line of an alias inside an anchor
}

func (c *census) Visit(n ast.Node) ast.Visitor {
	switch n := n.(type) {
	case *ast.AnchorNode:
		below := &census{anchors: map[string]int{}}
		size := &size{}
		ast.Walk(size, n.Value)
		ast.Walk(below, n.Value)
		if below.aliases > 0 && c.nested == 0 {
			c.nested = n.GetToken().Position.Line
		}
		c.anchors[n.Name.String()] = size.nodes
	case *ast.AliasNode:
		c.aliases++
		c.unfolded += c.anchors[n.Value.String()]
	}
	return c
}

// size counts nodes.
type size struct{ nodes int }

func (s *size) Visit(ast.Node) ast.Visitor { s.nodes++; return s }

// OneLine keeps the first line of an error that draws the source below it, and
// writes its position as all others are written.
func OneLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return regexp.MustCompile(`^\[(\d+):\d+\] `).ReplaceAllString(line, "line $1: ")
}
