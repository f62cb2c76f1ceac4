package vendors

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
	"github.com/plumbline-api/plumbline/specs"
)

// habit is what a serialiser writes for a value, in a request or in an answer.
type habit struct {
	vendor, what  string
	before, after string // in the plain request that writes, or in the answer to the one that reads
	taken         bool   // by the simulator, unless told otherwise; in an answer, by the judge
	class         specs.Class
}

// What the habits are called.
const (
	nullForAbsent  = "null for what is absent"
	emptyForAbsent = `"" for what is absent`
	textForNumber  = "a number as text"
	textForBool    = "a boolean as text"
	numberForText  = "a text of digits as a number"
	noOffset       = "a time without an offset"
	ownMember      = "a member of its own"
)

// sentHabits are those of callers. By default a simulator takes what a document
// leaves open and common clients send, and what the contract has; the rest it
// refuses, so that a client does not come to rely on it.
func sentHabits() []habit {
	return []habit{
		{"akinon", nullForAbsent, `"transition":71`, `"transition":71,"slug":null`, false, specs.Null},
		{"akinon", emptyForAbsent, `"transition":71`, `"transition":71,"slug":""`, false, specs.Format},
		{"akinon", textForNumber, `"transition":71`, `"transition":"71"`, false, specs.TextForNumber},
		{"akinon", textForBool, `"create_manual_oos_package":false`, `"create_manual_oos_package":"false"`, false, specs.TextForBoolean},
		{"akinon", ownMember, `"transition":71`, `"transition":71,"source":"erp"`, true, ""},
		{"altazion", nullForAbsent, `"Reference":"REF-A"`, `"Reference":"REF-A","Guid":null`, true, ""},
		{"altazion", emptyForAbsent, `"Numero":"P1"`, `"Numero":"P1","UrlSuivi":""`, true, ""},
		{"altazion", textForNumber, `"QteExpediee":3`, `"QteExpediee":"3"`, false, specs.TextForNumber},
		{"altazion", noOffset, `T14:30:00Z`, `T14:30:00`, true, ""},
		{"altazion", ownMember, `"Numero":"P1"`, `"Numero":"P1","Source":"erp"`, true, ""},
		{"bridge", nullForAbsent, `"notes":"paid"`, `"notes":null`, false, specs.Null},
		{"bridge", emptyForAbsent, `"notes":"paid"`, `"notes":""`, true, ""},
		{"bridge", numberForText, `"notes":"paid"`, `"notes":7`, false, specs.NumberForText},
		{"bridge", ownMember, `"notes":"paid"`, `"notes":"paid","source":"erp"`, true, ""},
		{"deliveryoptimizer", nullForAbsent, `"type":"Order"`, `"type":"Order","expiresAt":null`, true, specs.Null},
		{"deliveryoptimizer", emptyForAbsent, `"type":"Order"`, `"type":"Order","expiresAt":""`, false, specs.Format},
		{"deliveryoptimizer", textForNumber, `"qty":1`, `"qty":"1"`, false, specs.TextForNumber},
		{"deliveryoptimizer", noOffset, `T10:00:00Z`, `T10:00:00`, false, ""},
		{"deliveryoptimizer", ownMember, `"type":"Order"`, `"type":"Order","source":"erp"`, true, ""},
		{"komet", nullForAbsent, `"carrierId":1878`, `"carrierId":1878,"comments":null`, false, specs.Null},
		{"komet", emptyForAbsent, `"carrierId":1878`, `"carrierId":1878,"comments":"","shipToId":""`, true, ""},
		{"komet", textForNumber, `"price":2.5`, `"price":"2.5"`, false, specs.TextForNumber},
		{"komet", textForNumber + " (shipToId)", `"carrierId":1878`, `"carrierId":1878,"shipToId":"999"`, true, ""},
		{"komet", ownMember, `"carrierId":1878`, `"carrierId":1878,"source":"erp"`, true, ""},
	}
}

// answeredHabits are those of servers, as the judge takes them.
func answeredHabits() []habit {
	return []habit{
		{"akinon", nullForAbsent, `"slug":"PREPARE_PACKAGE_COMMAND"`, `"slug":null`, true, ""},
		{"akinon", textForNumber, `"count":2`, `"count":"2"`, false, ""},
		{"akinon", noOffset, `12:00:00Z`, `12:00:00`, false, ""},
		{"altazion", nullForAbsent, `"CliEmail":"client@example.test"`, `"CliEmail":null`, true, ""},
		{"altazion", emptyForAbsent, `"CliEmail":"client@example.test"`, `"CliEmail":""`, true, ""},
		{"altazion", textForNumber, `"MontantCommande":74.70`, `"MontantCommande":"74.70"`, false, ""},
		{"altazion", noOffset, `09:00:00Z`, `09:00:00`, true, ""},
		{"bridge", nullForAbsent, `"message":"-"`, `"message":null`, true, ""},
		{"bridge", emptyForAbsent, `"message":"-"`, `"message":""`, true, ""},
		{"bridge", textForNumber, `"ack":0`, `"ack":"0"`, false, ""},
		{"deliveryoptimizer", nullForAbsent, `"type":"Order"`, `"type":"Order","expiresAt":null`, true, ""},
		{"deliveryoptimizer", emptyForAbsent, `"type":"Order"`, `"type":"Order","expiresAt":""`, true, ""},
		{"deliveryoptimizer", textForNumber, `"qty":1`, `"qty":"1"`, false, ""},
		{"deliveryoptimizer", noOffset, `10:00:00Z`, `10:00:00`, true, ""},
		{"komet", "null for what is required", `"code":"ANG"`, `"code":null`, false, ""},
		{"komet", emptyForAbsent, `"code":"ANG"`, `"code":""`, true, ""},
		{"komet", textForNumber, `"id":9999`, `"id":"9999"`, true, ""},
	}
}

// TestSerialisers tries what serialisers write on the simulators and the judge,
// and writes docs/serialisers.md.
func TestSerialisers(t *testing.T) {
	r := newRig(t)
	var page strings.Builder
	page.WriteString(`# null and the serialisers

.NET, Jackson and SQL Server's FOR JSON write null or "" for what is absent, times without an offset, numbers as text. This page says what becomes of it.
A test tries every row and writes the page: ` + "`go test ./internal/vendors -run TestSerialisers -update`" + `.

## In requests

"Taken" means that the request is carried out. A line such as ` + "`KEY: tolerates`" + ` in a dialect file (` + "`--dialect`" + `) has the simulator do otherwise.

| vendor | what a client sends | by default | otherwise |
|---|---|---|---|
`)
	for _, h := range sentHabits() {
		fmt.Fprintf(&page, "| %s | %s: `%s` | %s | %s |\n", h.vendor, h.what, h.after, outcomes[h.taken], r.otherwise(h))
	}
	page.WriteString(`
Komet's ` + "`shipToId`" + ` and codes of "" are a reading of ` + "`komet/empty-text-is-not-given`" + `: not given, given, or not given for vendors alone.

## In answers

This is what the contract says of an answer; a rule may say more, such as that a date which was sent comes back. The judge takes null for absent wherever a member
may be absent. What departs from the contract is a finding; where the place is assumed, it is a warning and fails no rule. 1.0 is 1 and times are compared by
their instant, whatever a server writes.

| vendor | what a server writes | the judge |
|---|---|---|
`)
	for _, h := range answeredHabits() {
		fmt.Fprintf(&page, "| %s | %s: `%s` | %s |\n", h.vendor, h.what, h.after, r.judged(h))
	}
	same(t, filepath.Join("..", "..", "docs", "serialisers.md"), page.String())
}

var outcomes = map[bool]string{true: "taken", false: "refused"}

// otherwise tries a habit of a request by default and in the dialect that says the
// opposite, and returns what that is.
func (r *rig) otherwise(h habit) string {
	r.t.Helper()
	request := r.plain[h.vendor]["write"]
	inBody(h.before, h.after)(&request)
	got := r.try(h.vendor, request)
	if taken := got.state != got.before; taken != h.taken {
		r.t.Errorf("%s, %s: taken is %v: %d %s", h.vendor, h.what, taken, got.status, got.body)
	}
	if got.entry == nil || len(got.entry.Breaches) == 0 {
		return "– (the contract has it)"
	}
	b := got.entry.Breaches[0]
	if h.class == "" {
		return "refused in every dialect"
	}
	key, does := specs.StrictnessKey(h.vendor, b.Pointer, h.class), specs.Tolerates
	if h.taken {
		does = specs.Refuses
	}
	r.dialect = map[string]string{key: does}
	defer func() { r.dialect = nil }()
	if other := r.try(h.vendor, request); (other.state != other.before) == h.taken {
		r.t.Errorf("%s, %s: %s: %s makes no difference: %d %s", h.vendor, h.what, key, does, other.status, other.body)
	}
	return fmt.Sprintf("%s by `%s: %s`", outcomes[!h.taken], key, does)
}

// judged tells how the judge takes a habit of an answer.
func (r *rig) judged(h habit) string {
	r.t.Helper()
	v, _ := All().Find(h.vendor)
	c, err := contract.Load(v.Book.OpenAPI)
	if err != nil {
		r.t.Fatal(err)
	}
	j, err := judge.New(c, v.Book.OpenAPI)
	if err != nil {
		r.t.Fatal(err)
	}
	request := r.plain[h.vendor]["read"]
	plain := r.try(h.vendor, request)
	if !strings.Contains(plain.body, h.before) {
		r.t.Fatalf("%s, %s: the answer has no %s: %s", h.vendor, h.what, h.before, plain.body)
	}
	body := strings.Replace(plain.body, h.before, h.after, 1)
	var found []string
	for _, f := range j.Lenient(c.Operation(plain.entry.Operation), strings.TrimPrefix(request.path, "/"+h.vendor), plain.status, plain.header, []byte(body)) {
		if !f.Note {
			found = append(found, f.Message+", "+c.Basis(f.Pointer))
		}
	}
	if taken := len(found) == 0; taken != h.taken {
		r.t.Errorf("%s, %s: findings %q", h.vendor, h.what, found)
	}
	if len(found) == 0 {
		return "taken"
	}
	return "a finding; basis of the place: " + found[0][strings.LastIndex(found[0], ", ")+2:]
}
