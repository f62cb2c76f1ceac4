package altazion

import (
	"fmt"
	"time"
)

// The sample's credentials; those of the stranger lack the permission.
const (
	sampleApplication   = "app-atelier"
	sampleKey           = "cle-atelier-1"
	sampleToken         = "jeton-atelier-1"
	strangerApplication = "app-sans-droit"
	strangerKey         = "cle-sans-droit"
)

// kind is one sort of sample bon.
type kind struct {
	fixture       string // its name in profile.yaml
	prefix        string
	state         state
	count         int
	sameReference bool
	cutDown       bool // more was ordered and announced than the bon contains
}

var kinds = []kind{
	{fixture: "bon-cancelled", prefix: "ANN", state: cancelled, count: 10},
	{fixture: "bon-created", prefix: "CRE", state: created, count: 10},
	{fixture: "bon-cut-down", prefix: "RED", state: inProgress, count: 10, cutDown: true},
	{fixture: "bon-same-reference", prefix: "REF", state: inProgress, count: 10, sameReference: true},
	{fixture: "bon-to-prepare", prefix: "PRE", state: inProgress, count: 160},
	{fixture: "bon-to-vary", prefix: "VAR", state: inProgress, count: 90},
	{fixture: "bon-triggered", prefix: "DEC", state: triggered, count: 10},
	{fixture: "bon-validated", prefix: "VAL", state: validated, count: 10},
}

func sample() []*bon {
	var bons []*bon
	for k, kd := range kinds {
		for n := 1; n <= kd.count; n++ {
			bons = append(bons, kd.bon(k+1, n))
		}
	}
	return bons
}

func (kd kind) bon(k, n int) *bon {
	guid := func(what int) string { return fmt.Sprintf("%08x-00b0-4a00-8c00-%06x%06x", k*4096+n, what, k*4096+n) }
	first := line{
		guid: guid(1), reference: fmt.Sprintf("%s%03d-A", kd.prefix, n), label: "Tasse", articleID: int64(1000*k + n), price: 12.5,
		ordered: 3, announced: 3, content: 3,
	}
	second := line{
		guid: guid(2), reference: fmt.Sprintf("%s%03d-B", kd.prefix, n), label: "Assiette", articleID: int64(1000*k + 500 + n), price: 8,
		ordered: 2, announced: 2, content: 2,
	}
	if kd.sameReference {
		second.reference, second.articleID = first.reference, first.articleID
	}
	if kd.cutDown {
		first.ordered, first.announced = 5, 5
	}
	return &bon{
		guid: guid(0), number: fmt.Sprintf("BP-26-%s%03d", kd.prefix, n), orderGUID: guid(9),
		created: time.Date(2026, 11, 2, 8, 30, 0, 0, time.UTC), state: kd.state, next: kd.state,
		lines: []line{first, second},
	}
}
