package simulator

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/nearest"
)

const (
	// nearestShown is how many operations are named for a path that is none.
	nearestShown = 3
	// farthest is about one segment: what is farther off was not meant.
	farthest = 1.05
)

// nearestOperations names the operations of a contract that a request which matches none
// may have meant, the likeliest first: METHOD and path, from the vendor's name on.
func nearestOperations(c *contract.Contract, vendor, method, path string) []string {
	type candidate struct {
		name string
		far  float64
	}
	var list []candidate
	given := segments(path)
	for _, op := range c.Operations {
		wanted := segments(op.Path)
		far := gap(given, wanted)
		if far > farthest || !shareWord(given, wanted) {
			continue
		}
		if op.Method != method {
			far += 0.4
		}
		list = append(list, candidate{op.Method + " /" + vendor + op.Path, far})
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(a.far, b.far) })
	var names []string
	for _, x := range list[:min(nearestShown, len(list))] {
		if x.far <= list[0].far+1 {
			names = append(names, x.name)
		}
	}
	return names
}

// shareWord tells whether two paths have a word about in common: a parameter
// alone is like anything.
func shareWord(given, wanted []string) bool {
	return slices.ContainsFunc(wanted, func(want string) bool {
		return !strings.HasPrefix(want, "{") && slices.ContainsFunc(given, func(segment string) bool { return apart(segment, want) < 0.75 })
	})
}

// mostSegments bounds what is compared of a path.
const mostSegments = 32

func segments(path string) []string {
	list := strings.Split(strings.Trim(path, "/"), "/")
	return list[:min(len(list), mostSegments)]
}

// gap is how far two paths are apart: segments that are put in or left out cost
// little at the beginning, where a base path may be missing, and much elsewhere.
func gap(given, wanted []string) float64 {
	row := make([]float64, len(wanted)+1)
	for j := range row {
		row[j] = 0.2 * float64(j)
	}
	for i, segment := range given {
		before := row[0]
		row[0] = 0.2 * float64(i+1)
		for j, want := range wanted {
			diagonal := before + apart(segment, want)
			before = row[j+1]
			row[j+1] = min(diagonal, before+1, row[j]+1)
		}
	}
	return row[len(wanted)]
}

// apart is how different two segments are, from 0 to 1.5: more than leaving one
// out, where nothing of them is alike.
func apart(given, want string) float64 {
	switch {
	case given == want:
		return 0
	case strings.HasPrefix(want, "{"):
		return 0.05
	case strings.EqualFold(given, want):
		return 0.1
	}
	given, want = strings.ToLower(given), strings.ToLower(want)
	longest := max(len(given), len(want))
	if longest > 64 {
		return 1.5
	}
	return 1.5 * float64(nearest.Distance(given, want)) / float64(longest)
}

// elsewhere tells what a request may have meant whose path begins with no vendor:
// one whose world lacks its @, whose vendor is misspelt, or is left out.
func (c *call) elsewhere(first, rest string) []string {
	e := c.engine
	world, vendor, below := split(rest)
	if world == "" && e.vendors[vendor] != nil {
		return []string{c.http.Method + " /@" + first + "/" + vendor + below}
	}
	var names []string
	for _, name := range e.names {
		if first != "" && nearest.Distance(strings.ToLower(first), name) <= max(1, len(name)/4) {
			names = append(names, c.http.Method+" /"+name+rest)
		}
		if op, _, allowed := e.served[name].contract.Match(c.http.Method, "/"+first+rest); op != nil || len(allowed) > 0 {
			names = append(names, c.http.Method+" /"+name+"/"+first+rest)
		}
	}
	return names[:min(len(names), nearestShown)]
}
