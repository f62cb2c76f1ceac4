package vendors

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

// TestAllPairsOfAlternatives judges simulators that differ in many choices at
// once, so that any two choices of a vendor meet in one of them.
func TestAllPairsOfAlternatives(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		alternatives, err := Alternatives(v)
		if err != nil {
			t.Fatal(err)
		}
		rows := pairwise(alternatives)
		t.Logf("%d alternatives, %d worlds", len(alternatives), len(rows))
		for i, row := range rows {
			if !*whole && i > 0 {
				break
			}
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				SparesLegal(t, v, simulator.Options{Dialect: asDialect(alternatives, row), RandomSeed: uint64(i) + 1})
			})
		}
	})
}

// TestPairwiseMeetsAllPairs counts the pairs of values that the worlds of each
// vendor have together.
func TestPairwiseMeetsAllPairs(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		alternatives, err := Alternatives(v)
		if err != nil {
			t.Fatal(err)
		}
		met := newPairs(alternatives)
		for _, row := range pairwise(alternatives) {
			met.take(row)
		}
		if met.open != 0 {
			t.Errorf("%d pairs of values stand in no world", met.open)
		}
	})
}

// pairwise builds, greedily, rows of values in which any two values of two
// alternatives meet. The first rows offer every operation, since little is seen
// of a server that lacks some; then come those with operations missing.
func pairwise(alternatives []Alternative) [][]int {
	random := rand.New(rand.NewPCG(1, 2))
	var rows [][]int
	open := newPairs(alternatives)
	for _, whole := range []bool{true, false} {
		for {
			row := open.row(random, whole)
			if open.take(row) == 0 {
				break
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// pairs knows which two values of two alternatives have not met.
type pairs struct {
	alternatives []Alternative
	met          map[[4]int]bool // alternative and value, twice, the lower alternative first
	open         int
}

func newPairs(alternatives []Alternative) *pairs {
	p := &pairs{alternatives: alternatives, met: map[[4]int]bool{}}
	for i, a := range alternatives {
		for _, b := range alternatives[:i] {
			p.open += len(a.Values) * len(b.Values)
		}
	}
	return p
}

// take notes the pairs of a row and tells how many of them are new.
func (p *pairs) take(row []int) int {
	before := p.open
	for i := range row {
		for j := range i {
			if key := [4]int{j, row[j], i, row[i]}; !p.met[key] {
				p.met[key] = true
				p.open--
			}
		}
	}
	return before - p.open
}

// row begins with a pair that has not met, if there is any, and gives every
// other alternative the value that meets most of those before for the first time.
func (p *pairs) row(random *rand.Rand, whole bool) []int {
	row := make([]int, len(p.alternatives))
	for i := range row {
		row[i] = -1
	}
	p.begin(row, random, whole)
	for _, i := range random.Perm(len(row)) {
		if row[i] >= 0 {
			continue
		}
		best, most := 0, -1
		for _, value := range random.Perm(len(p.alternatives[i].Values)) {
			if n := p.news(row, i, value); n > most && !(whole && p.missing(i, value)) {
				best, most = value, n
			}
		}
		row[i] = best
	}
	return row
}

func (p *pairs) begin(row []int, random *rand.Rand, whole bool) {
	for _, i := range random.Perm(len(row)) {
		for j := range i {
			for a := range p.alternatives[i].Values {
				for b := range p.alternatives[j].Values {
					if !p.met[[4]int{j, b, i, a}] && !(whole && (p.missing(i, a) || p.missing(j, b))) {
						row[i], row[j] = a, b
						return
					}
				}
			}
		}
	}
}

// news counts the values of a row that would meet this one for the first time.
func (p *pairs) news(row []int, i, value int) int {
	n := 0
	for j, other := range row {
		key := [4]int{j, other, i, value}
		if j > i {
			key = [4]int{i, value, j, other}
		}
		if other >= 0 && !p.met[key] {
			n++
		}
	}
	return n
}

func (p *pairs) missing(i, value int) bool {
	return p.alternatives[i].Values[value] == specs.NotOffered
}

// asDialect leaves out what simulators do unless told otherwise.
func asDialect(alternatives []Alternative, row []int) map[string]string {
	dialect := map[string]string{}
	for i, value := range row {
		if a := alternatives[i]; value > 0 || strings.Contains(a.Key, "#") {
			dialect[a.Key] = a.Values[value]
		}
	}
	return dialect
}
