package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestHTML(t *testing.T) {
	page := written(t, FormatHTML, fixture())
	golden(t, "page.html", page)
	if again := written(t, FormatHTML, fixture()); !bytes.Equal(page, again) {
		t.Error("written again, it differs")
	}
	mustBePrintable(t, string(page))
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// TestPageNeedsNothingElse looks for what a browser would load, and whether
// the policy lets the page's own style and script pass and nothing else.
func TestPageNeedsNothingElse(t *testing.T) {
	var policies, inline int
	policy := ""
	for n := range parsed(t, written(t, FormatHTML, fixture())).Descendants() {
		switch n.Data {
		case "meta":
			if attr(n, "http-equiv") == "Content-Security-Policy" {
				policy = attr(n, "content")
				policies++
			}
		case "style", "script":
			if n.Type != html.ElementNode {
				break
			}
			inline++
			if !strings.Contains(policy, n.Data+"-src '"+digest(text(n))+"'") {
				t.Errorf("the policy %q does not have the digest of the %s", policy, n.Data)
			}
		case "link", "img", "iframe", "object", "embed", "base", "use", "image", "video", "audio", "source":
			if n.Type == html.ElementNode {
				t.Errorf("there is a %s", n.Data)
			}
		}
		for _, a := range n.Attr {
			if a.Key == "style" || a.Key == "src" || a.Key == "srcset" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s has the attribute %s", n.Data, a.Key)
			}
		}
	}
	if policies != 1 || inline != 2 || !strings.HasPrefix(policy, "default-src 'none';") {
		t.Errorf("%d policies (%q), %d inline elements", policies, policy, inline)
	}
	if strings.Contains(pageStyle, "url(") || strings.Contains(pageStyle, "@import") {
		t.Error("the style loads something")
	}
}

func TestAddressesInPage(t *testing.T) {
	root := parsed(t, written(t, FormatHTML, fixture()))
	ids := map[string]int{}
	for n := range root.Descendants() {
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
	}
	for id, times := range ids {
		if times > 1 {
			t.Errorf("%d elements have the ID %s", times, id)
		}
	}
	links := 0
	for n := range root.Descendants() {
		for _, key := range []string{"href", "for", "aria-labelledby"} {
			value := attr(n, key)
			target, inPage := strings.CutPrefix(value, "#")
			if value == "" || key == "href" && !inPage {
				continue
			}
			links++
			if ids[target] == 0 {
				t.Errorf("%s %s=%q leads nowhere", n.Data, key, value)
			}
		}
	}
	if links < 20 {
		t.Errorf("only %d links were found", links)
	}
}

// TestGravestComesFirst reads the page from the top as a person does.
func TestGravestComesFirst(t *testing.T) {
	var order []string
	for n := range parsed(t, written(t, FormatHTML, fixture())).Descendants() {
		if n.Data == "details" && attr(n, "data-verdict") != "" {
			verdict := attr(n, "data-verdict")
			if open := attr(n, "open") == "" && hasAttr(n, "open"); open != (verdict == "fail" || verdict == "error") {
				t.Errorf("%s is unfolded: %v", attr(n, "id"), open)
			}
			if len(order) == 0 || order[len(order)-1] != verdict {
				order = append(order, verdict)
			}
		}
	}
	if got, want := strings.Join(order, " "), "fail error inconclusive warning pass not-applicable skip"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// TestFailedCaseIsToldInFull takes one failure and looks for everything that a
// reader needs to act on it.
func TestFailedCaseIsToldInFull(t *testing.T) {
	for n := range parsed(t, written(t, FormatHTML, fixture())).Descendants() {
		if attr(n, "id") != "rule-deliveryoptimizer-order-members-typed" {
			continue
		}
		got := text(n)
		for _, want := range []string{
			"members have the types that the example shows",                                                    // what the document says
			"document 002, Exemple d'appel API, lines 18, 22 to 49 and 60", "2025-09-22", "must", "documented", // and where
			"400 or 422", "200", // what was expected, and what came
			`"orderId": "it's \"quoted\" $(id) ` + "`id`" + `"`, "Authorization: Basic [redacted]", "undocumented header X-Debug", // the exchange
			"plumbline verify deliveryoptimizer --target", "curl -sS -i -X POST 'http://127.0.0.1:4010/deliveryoptimizer/42/order'", // see it again
			"11 further cases with this outcome", "line of another type", // the last of twelve that failed alike, by name
			"1 case passed",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is not there", want)
			}
		}
		return
	}
	t.Fatal("the rule is not there")
}

func TestWarningOfFailedCase(t *testing.T) {
	r := &Report{Vendors: []Vendor{{Name: "a", Rules: []Rule{rule("a/b", Warning, "assumed", Case{Name: "c", Verdict: Fail})}}}}
	for n := range parsed(t, written(t, FormatHTML, r)).Descendants() {
		if class := attr(n, "class"); strings.HasPrefix(class, "outcome") && class != "outcome warning" {
			t.Errorf("a case of a rule that can only warn is shown as %q", class)
		}
	}
}

// TestBigReportStaysSmall bounds the page that thousands of cases make.
func TestBigReportStaysSmall(t *testing.T) {
	body := strings.Repeat("x", 1<<16)
	for _, test := range []struct {
		name    string
		verdict Verdict
		reason  func(i int) string
		most    int // bytes
	}{
		{"passes", Pass, func(int) string { return "" }, 1 << 20},
		{"failures that are alike", Fail, func(int) string { return "" }, 2 << 20},
		{"failures of many kinds", Fail, func(i int) string { return fmt.Sprint("kind ", i) }, 12 << 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := Vendor{Name: "komet"}
			for i := range 20 {
				broken := rule(fmt.Sprintf("komet/rule-%d", i), test.verdict, "")
				for j := range 500 {
					c := Case{Name: fmt.Sprintf("case %d", j), Verdict: test.verdict, Reason: test.reason(j)}
					if test.verdict == Fail {
						c.Exchanges = []Exchange{{Method: "GET", URL: "http://komet.test/", Status: 500, ResponseBody: body}}
					}
					broken.Cases = append(broken.Cases, c)
				}
				v.Rules = append(v.Rules, broken)
			}
			if n := len(written(t, FormatHTML, &Report{Vendors: []Vendor{v}})); n > test.most {
				t.Errorf("10,000 cases took %d bytes, want at most %d", n, test.most)
			}
		})
	}
}
