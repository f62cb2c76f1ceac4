package document

import (
	"strconv"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/plumbline-api/plumbline/contract"
)

// linesOf maps the JSON pointers of a file to its lines. It is empty for a file
// whose lines can't be told: citations then have the pointer alone.
func linesOf(text []byte) map[string]int {
	lines := map[string]int{}
	tree, err := parser.ParseBytes(text, 0)
	if err != nil || len(tree.Docs) == 0 || tree.Docs[0].Body == nil {
		return lines
	}
	noteLines(tree.Docs[0].Body, "", lines)
	return lines
}

func noteLines(node ast.Node, pointer string, lines map[string]int) {
	switch n := node.(type) {
	case *ast.AnchorNode:
		noteLines(n.Value, pointer, lines)
	case *ast.MappingNode:
		for _, value := range n.Values {
			noteLines(value, pointer, lines)
		}
	case *ast.MappingValueNode:
		key := n.Key.String()
		if text, ok := n.Key.(*ast.StringNode); ok {
			key = text.Value
		}
		below := pointer + contract.Pointer(key)
		lines[below] = n.Key.GetToken().Position.Line
		noteLines(n.Value, below, lines)
	case *ast.SequenceNode:
		for i, value := range n.Values {
			below := pointer + "/" + strconv.Itoa(i)
			lines[below] = value.GetToken().Position.Line
			noteLines(value, below, lines)
		}
	}
}
