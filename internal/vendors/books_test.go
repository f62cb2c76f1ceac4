package vendors

import (
	"crypto/sha256"
	"encoding/hex"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
)

// points holds, letter by letter, the kinds of each vendor's numbered points:
// contradiction, ambiguity, gap. They come from the list of unclear points
// that was made from the documents, not from the registers.
func points() map[string]string {
	return map[string]string{
		"altazion":          "GCAGCCAAAAAGCACAAAGAAAAG",
		"akinon":            "CCCAACCCCCCAAAGAACAAACGGAAGAAA",
		"deliveryoptimizer": "CCCACCGCCCAGACACACAAAGGGAAAAA",
		"bridge":            "CCCCCCCCCCCCCCCCCCAAGGGCCAAACAAAGA",
		"komet":             "CCCCCCCCCCCCCCCCCCCCCCCACAAACAAAAAAAGGGAAAAAAA",
	}
}

// forEachBook runs check for every vendor, as a subtest of its name.
func forEachBook(t *testing.T, check func(t *testing.T, book specs.Book, c *contract.Contract)) {
	t.Helper()
	for _, vendor := range All() {
		t.Run(vendor.Book.Vendor, func(t *testing.T) {
			c, err := contract.Load(vendor.Book.OpenAPI)
			if err != nil {
				t.Fatal(err)
			}
			check(t, vendor.Book, c)
		})
	}
}

func TestContractsAndTheirExamplesAreValid(t *testing.T) {
	forEachBook(t, func(t *testing.T, _ specs.Book, c *contract.Contract) {
		if err := c.Validate(t.Context()); err != nil {
			t.Error(err)
		}
		for _, op := range c.Operations {
			if op.Operation.Summary == "" || len(op.Operation.Tags) == 0 {
				t.Errorf("%s lacks a summary or a tag", op.ID)
			}
		}
	})
}

func TestRulesAreComplete(t *testing.T) {
	slug := regexp.MustCompile(`^[a-z]+/[a-z0-9]+(-[a-z0-9]+)*$`)
	date := regexp.MustCompile(`^20\d\d-\d\d-\d\d$`)
	forEachBook(t, func(t *testing.T, book specs.Book, _ *contract.Contract) {
		seen := map[string]bool{}
		for _, r := range book.Rules {
			if seen[r.ID] {
				t.Errorf("%s: declared twice", r.ID)
			}
			seen[r.ID] = true
			if !slug.MatchString(r.ID) || !strings.HasPrefix(r.ID, book.Vendor+"/") {
				t.Errorf("%s: not of the form vendor/readable-slug", r.ID)
			}
			if r.Binds != specs.Server && r.Binds != specs.Client {
				t.Errorf("%s: binds %q", r.ID, r.Binds)
			}
			if r.Level != specs.Must && r.Level != specs.Should {
				t.Errorf("%s: level %q", r.ID, r.Level)
			}
			if r.Basis != specs.Documented && !slices.Contains([]specs.Basis{specs.Supplement, specs.Assumed, specs.Integrity}, r.Basis) {
				t.Errorf("%s: basis %q", r.ID, r.Basis)
			}
			if len(r.Text) < 20 || !strings.HasSuffix(r.Text, ".") {
				t.Errorf("%s: the text is not a sentence: %q", r.ID, r.Text)
			}
			s := r.Source
			if s.Document == "" || s.Place == "" || !strings.HasPrefix(s.URL, "https://") || !date.MatchString(s.Date) {
				t.Errorf("%s: incomplete source %+v", r.ID, s)
			}
			if r.Basis == specs.Documented && s.Document != book.Document.Number {
				t.Errorf("%s: documented, yet cites %q", r.ID, s.Document)
			}
			if r.Basis == specs.Supplement && s.Document == book.Document.Number {
				t.Errorf("%s: a supplement, yet cites the document itself", r.ID)
			}
			checkReadings(t, r)
		}
	})
}

func checkReadings(t *testing.T, r *specs.Rule) {
	t.Helper()
	if len(r.Readings) == 1 {
		t.Errorf("%s: a single reading is none", r.ID)
	}
	names := map[string]bool{}
	for _, reading := range r.Readings {
		if names[reading.Name] || reading.Name == "" || !strings.HasSuffix(reading.Text, ".") {
			t.Errorf("%s: reading %+v is unnamed, doubled or no sentence", r.ID, reading)
		}
		names[reading.Name] = true
	}
}

func TestRulesReferToTheContract(t *testing.T) {
	forEachBook(t, func(t *testing.T, book specs.Book, c *contract.Contract) {
		for _, r := range book.Rules {
			if len(r.Operations) == 0 {
				t.Errorf("%s: names no operation", r.ID)
			}
			for _, id := range r.Operations {
				if c.Operation(id) == nil {
					t.Errorf("%s: no operation %q in the contract", r.ID, id)
				}
			}
			for _, claim := range r.Schema {
				pointer, _ := specs.Place(claim)
				if _, err := c.Resolve(pointer); err != nil {
					t.Errorf("%s: %v", r.ID, err)
				}
			}
		}
		for _, op := range c.Operations {
			if !slices.ContainsFunc(book.Rules, func(r *specs.Rule) bool { return slices.Contains(r.Operations, op.ID) }) {
				t.Errorf("no rule names operation %s", op.ID)
			}
		}
	})
}

func TestRegisterAccountsForEveryPoint(t *testing.T) {
	kinds := map[byte]specs.Kind{'C': specs.Contradiction, 'A': specs.Ambiguity, 'G': specs.Gap}
	forEachBook(t, func(t *testing.T, book specs.Book, c *contract.Contract) {
		want := points()[book.Vendor]
		if len(book.Register) != len(want) {
			t.Errorf("%d points in the register, want %d", len(book.Register), len(want))
		}
		for i, p := range book.Register {
			if p.Number != i+1 {
				t.Fatalf("entry %d has number %d", i+1, p.Number)
			}
			if i < len(want) && p.Kind != kinds[want[i]] {
				t.Errorf("point %d: kind %q, want %q", p.Number, p.Kind, kinds[want[i]])
			}
			checkPoint(t, book, c, p)
		}
		for _, r := range book.Rules {
			for _, n := range r.Settles {
				if n < 1 || n > len(book.Register) || book.Register[n-1].Rule != r {
					t.Errorf("%s claims to settle point %d; the register says otherwise", r.ID, n)
				}
			}
		}
	})
}

func checkPoint(t *testing.T, book specs.Book, c *contract.Contract, p specs.Point) {
	t.Helper()
	if len(p.Reason) < 20 || !strings.HasSuffix(p.Reason, ".") {
		t.Errorf("point %d: the reason is not a sentence: %q", p.Number, p.Reason)
	}
	switch {
	case p.Rule != nil && p.Schema != "":
		t.Errorf("point %d: settled twice", p.Number)
	case p.Rule != nil:
		if book.Rule(p.Rule.ID) != p.Rule {
			t.Errorf("point %d: %s is not a rule of the book", p.Number, p.Rule.ID)
		}
		if !slices.Contains(p.Rule.Settles, p.Number) {
			t.Errorf("point %d: %s does not list it in Settles", p.Number, p.Rule.ID)
		}
	case p.Schema != "":
		if _, err := c.Resolve(p.Schema); err != nil {
			t.Errorf("point %d: %v", p.Number, err)
		}
	case p.Kind == specs.Contradiction:
		t.Errorf("point %d: a contradiction cannot be without effect", p.Number)
	}
}

func TestCoverageAccountsForEveryLine(t *testing.T) {
	forEachBook(t, func(t *testing.T, book specs.Book, c *contract.Contract) {
		next := 1
		cited := map[*specs.Rule]bool{}
		for _, p := range book.Coverage {
			if p.From > next || p.To < p.From || p.To < next-1 || p.From < next && p.Part == "" {
				t.Errorf("lines %d to %d do not continue at line %d", p.From, p.To, next)
			}
			next = max(next, p.To+1)
			if len(p.Rules)+len(p.Schema) == 0 && p.Note == "" {
				t.Errorf("lines %d to %d are neither rule nor schema, without saying why", p.From, p.To)
			}
			for _, r := range p.Rules {
				cited[r] = true
				if book.Rule(r.ID) != r {
					t.Errorf("lines %d to %d cite %s, which is not in the book", p.From, p.To, r.ID)
				}
			}
			for _, pointer := range p.Schema {
				if _, err := c.Resolve(pointer); err != nil {
					t.Errorf("lines %d to %d: %v", p.From, p.To, err)
				}
			}
		}
		if next != book.Document.Lines+1 {
			t.Errorf("the coverage ends at line %d of %d", next-1, book.Document.Lines)
		}
		for _, r := range book.Rules {
			if r.Basis == specs.Documented && !cited[r] {
				t.Errorf("%s is documented, yet no line of the document became it", r.ID)
			}
		}
	})
}

// TestEveryDeclaredRuleIsInItsBook reads the vendor's Go files: a rule that is
// declared and left out of Book would otherwise go unseen.
func TestEveryDeclaredRuleIsInItsBook(t *testing.T) {
	forEachBook(t, func(t *testing.T, book specs.Book, _ *contract.Contract) {
		files, err := filepath.Glob(filepath.Join("..", "..", "specs", book.Vendor, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files of the vendor (%v)", err)
		}
		declared := 0
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if lit, ok := n.(*ast.CompositeLit); ok {
					if sel, ok := lit.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "Rule" {
						declared++
					}
				}
				return true
			})
		}
		own := len(book.Rules) - len(book.Integrity.All()) // which come from one function
		if declared != own || declared == 0 {
			t.Errorf("%d rules declared, %d in the book", declared, own)
		}
	})
}

// TestDocumentsAreTheOnesThatWereRead runs where the documents are at hand:
// PLUMBLINE_SOURCES names their folder. They are not part of this repository.
func TestDocumentsAreTheOnesThatWereRead(t *testing.T) {
	dir := os.Getenv("PLUMBLINE_SOURCES")
	if dir == "" {
		t.Skip("PLUMBLINE_SOURCES is not set: the documents are not at hand")
	}
	forEachBook(t, func(t *testing.T, book specs.Book, _ *contract.Contract) {
		names, err := filepath.Glob(filepath.Join(dir, book.Document.Number+"_*.txt"))
		if err != nil || len(names) != 1 {
			t.Fatalf("document %s: found %v (%v)", book.Document.Number, names, err)
		}
		text, err := os.ReadFile(names[0])
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(text)
		if got := hex.EncodeToString(sum[:]); got != book.Document.SHA256 {
			t.Errorf("the document's digest is %s, the book says %s", got, book.Document.SHA256)
		}
		lines := strings.Count(strings.TrimSuffix(string(text), "\n"), "\n") + 1
		if lines != book.Document.Lines {
			t.Errorf("the document has %d lines, the book says %d", lines, book.Document.Lines)
		}
	})
}

// TestGoneRulesAreStillKnown holds that every ID that a rule once had leads to
// the rule that took its place. An ID that goes is to be added to the list.
func TestGoneRulesAreStillKnown(t *testing.T) {
	text, err := os.ReadFile("testdata/gone.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range strings.Fields(string(text)) {
		vendor, _, _ := strings.Cut(id, "/")
		v, _ := All().Find(vendor)
		if v.Book.Rule(id) != nil || v.Book.Renamed(id) == nil {
			t.Errorf("%s: no rule that there is now has it among those that it was", id)
		}
	}
}
