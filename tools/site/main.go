// Command site makes the documentation's site: README and docs as pages, a page
// for each rule, the contracts, an example report, and a search over all of it.
// It fails on a link that leads nowhere.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
)

const source = "https://github.com/plumbline-api/plumbline/blob/main/" // of what is no page

func main() {
	plumbline := flag.String("plumbline", "bin/plumbline", "the program that is asked for its rules")
	out := flag.String("out", "bin/site", "folder to write to")
	flag.Parse()
	s := &site{out: *out, plumbline: *plumbline, pages: map[string]string{}}
	for _, step := range []func() error{s.documents, s.rules, s.files, s.check, s.write} {
		if err := step(); err != nil {
			fmt.Fprintln(os.Stderr, "site:", err)
			os.Exit(1)
		}
	}
	fmt.Printf("%d pages in %s\n", len(s.pages), *out)
}

// site is the pages by their paths, as bodies of HTML.
type site struct {
	out, plumbline string
	pages          map[string]string
	copied         []string // paths of files that are no pages
	index          []entry
}

// entry is what the search knows of a page.
type entry struct {
	Title string `json:"t"`
	URL   string `json:"u"`
	Text  string `json:"x"`
}

func (s *site) documents() error {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
	names := []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md"}
	err := filepath.WalkDir("docs", func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".md") {
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var body bytes.Buffer
		if err := md.Convert(text, &body); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		title := strings.TrimPrefix(strings.SplitN(string(text), "\n", 2)[0], "# ")
		s.add(page(name), title, s.linked(name, body.String(), names), string(text))
	}
	return nil
}

// page is where a document goes.
func page(name string) string {
	if name == "README.md" {
		return "index.html"
	}
	return strings.TrimSuffix(name, ".md") + ".html"
}

var href = regexp.MustCompile(`(href|src)="([^"]*)"`)

// linked turns the links of a document into those of its page: to a page where
// there is one, else to the source.
func (s *site) linked(name, body string, documents []string) string {
	return href.ReplaceAllStringFunc(body, func(link string) string {
		m := href.FindStringSubmatch(link)
		to, anchor, _ := strings.Cut(html.UnescapeString(m[2]), "#")
		if to == "" || strings.Contains(to, "://") {
			return link
		}
		full := path.Join(path.Dir(name), to)
		if anchor != "" {
			anchor = "#" + anchor
		}
		switch {
		case slices.Contains(documents, full):
			to = strings.Repeat("../", strings.Count(page(name), "/")) + page(full)
		case slices.Contains(documents, full+"/README.md"):
			to = strings.Repeat("../", strings.Count(page(name), "/")) + page(full+"/README.md")
		default:
			if _, err := os.Stat(full); err != nil {
				return link // found by the check
			}
			to = source + full
		}
		return fmt.Sprintf(`%s="%s"`, m[1], html.EscapeString(to+anchor))
	})
}

func (s *site) add(at, title, body, text string) {
	s.pages[at] = fmt.Sprintf("<title>%s</title>\n%s", html.EscapeString(title), body)
	s.index = append(s.index, entry{title, at, strings.Join(strings.Fields(text), " ")})
}

// rules makes a page for each rule, of what the program says of it.
func (s *site) rules() error {
	listed, err := exec.Command(s.plumbline, "rules", "--format", "json").Output()
	if err != nil {
		return fmt.Errorf("%s rules: %w", s.plumbline, err)
	}
	var rules []struct {
		ID, Vendor, Text, Basis, Level string
	}
	if err := json.Unmarshal(listed, &rules); err != nil {
		return err
	}
	var catalogue strings.Builder
	catalogue.WriteString("<h1>Rules</h1>\n")
	vendor := ""
	for _, r := range rules {
		told, err := exec.Command(s.plumbline, "rules", r.ID).Output()
		if err != nil {
			return fmt.Errorf("%s rules %s: %w", s.plumbline, r.ID, err)
		}
		at := "rules/" + r.ID + ".html"
		s.add(at, r.ID, fmt.Sprintf("<h1>%s</h1>\n<p>%s</p>\n<pre>%s</pre>\n", html.EscapeString(r.ID), html.EscapeString(r.Text), html.EscapeString(string(told))), r.Text+" "+string(told))
		if r.Vendor != vendor {
			vendor = r.Vendor
			fmt.Fprintf(&catalogue, "<h2 id=%q>%s</h2>\n", vendor, html.EscapeString(vendor))
		}
		fmt.Fprintf(&catalogue, "<p><a href=\"../%s\">%s</a> (%s, %s)<br>%s</p>\n", html.EscapeString(at), html.EscapeString(r.ID), html.EscapeString(r.Level), html.EscapeString(r.Basis), html.EscapeString(r.Text))
	}
	s.add("rules/index.html", "Rules", catalogue.String(), "catalogue of all rules")
	return nil
}

// files copies the contracts, and has an example of the HTML report made.
func (s *site) files() error {
	var list strings.Builder
	list.WriteString("<h1>Contracts</h1>\n<ul>\n")
	contracts, err := filepath.Glob("specs/*/openapi.yaml")
	if err != nil {
		return err
	}
	for _, name := range contracts {
		to := "contracts/" + filepath.Base(filepath.Dir(name)) + ".yaml"
		if err := s.copy(name, to); err != nil {
			return err
		}
		fmt.Fprintf(&list, "<li><a href=\"%s\">%s</a></li>\n", path.Base(to), path.Base(to))
	}
	s.add("contracts/index.html", "Contracts", list.String()+"</ul>\n", "OpenAPI documents of the vendors")
	return s.copy("report/testdata/page.html", "example-report.html")
}

func (s *site) copy(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	s.copied = append(s.copied, to)
	return put(filepath.Join(s.out, to), text)
}

var anchors = regexp.MustCompile(` id="([^"]*)"`)

// check follows every link within the site.
func (s *site) check() error {
	var dead []string
	for at, body := range s.pages {
		for _, m := range href.FindAllStringSubmatch(body, -1) {
			to, anchor, _ := strings.Cut(html.UnescapeString(m[2]), "#")
			if strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			full := at
			if to != "" {
				full = path.Join(path.Dir(at), to)
			}
			target, ok := s.pages[full]
			known := ok && (anchor == "" || slices.ContainsFunc(anchors.FindAllStringSubmatch(target, -1), func(m []string) bool { return m[1] == anchor }))
			if !known && !slices.Contains(s.copied, full) {
				dead = append(dead, at+": "+m[2])
			}
		}
	}
	if len(dead) > 0 {
		slices.Sort(dead)
		return fmt.Errorf("%d links lead nowhere:\n%s", len(dead), strings.Join(dead, "\n"))
	}
	return nil
}

func (s *site) write() error {
	index, err := json.Marshal(s.index)
	if err != nil {
		return err
	}
	files := map[string][]byte{"search.js": append(append([]byte("const pages = "), index...), []byte(";\n"+script)...), "style.css": []byte(style)}
	for at, body := range s.pages {
		up := strings.Repeat("../", strings.Count(at, "/"))
		files[at] = []byte(fmt.Sprintf(frame, up, body))
	}
	for name, text := range files {
		if err := put(filepath.Join(s.out, name), text); err != nil {
			return err
		}
	}
	return nil
}

func put(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o644)
}
