package report

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"
)

// EvidenceOnly is the comment on the creator of a HAR file that has the exchanges of a verdict
// and not all traffic, so that nothing can be judged from it.
const EvidenceOnly = "the evidence of a verdict: the exchanges of what passed are left out"

// HAR writes the exchanges of a report as a HAR file, version 1.2, oldest first.
// They are as they were recorded: without secrets, and with long bodies cut.
func (r *Report) HAR(w io.Writer) error {
	var list []Exchange
	var notes []string
	creator := map[string]string{"name": "plumbline", "version": r.Version, "comment": EvidenceOnly}
	for _, v := range r.Vendors {
		list = append(list, v.Traffic...)
		notes = append(notes, v.Notes...)
		if len(v.Traffic) > 0 {
			delete(creator, "comment")
		}
		for _, rule := range v.Rules {
			for _, c := range rule.Cases {
				list = append(list, c.Exchanges...)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Exchange) int { return a.Started.Compare(b.Started) })
	seen := map[string]bool{}
	entries := []harEntry{}
	for _, e := range list {
		key := e.Started.String() + e.Method + e.URL // one exchange may stand in several cases
		if !seen[key] {
			seen[key] = true
			entries = append(entries, harOf(e))
		}
	}
	out := json.NewEncoder(w)
	out.SetIndent("", " ")
	out.SetEscapeHTML(false)
	log := map[string]any{
		"version": "1.2", "creator": creator, "entries": entries,
	}
	if len(notes) > 0 {
		log["comment"] = strings.Join(notes, "\n")
	}
	return out.Encode(map[string]any{"log": log})
}

type harEntry struct {
	Started  string         `json:"startedDateTime"`
	Time     float64        `json:"time"`
	Request  map[string]any `json:"request"`
	Response map[string]any `json:"response"`
	Cache    struct{}       `json:"cache"`
	Timings  map[string]any `json:"timings"`
	Comment  string         `json:"comment,omitempty"`
}

type harPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func harOf(e Exchange) harEntry {
	took := float64(e.Duration) / float64(time.Millisecond)
	query := []harPair{}
	if u, err := url.Parse(e.URL); err == nil {
		for name, values := range u.Query() {
			for _, value := range values {
				query = append(query, harPair{name, value})
			}
		}
		slices.SortFunc(query, func(a, b harPair) int { return slices.Compare([]string{a.Name, a.Value}, []string{b.Name, b.Value}) })
	}
	request := map[string]any{
		"method": e.Method, "url": e.URL, "httpVersion": "HTTP/1.1", "cookies": []any{}, "headers": harHeaders(e.RequestHeaders),
		"queryString": query, "headersSize": -1, "bodySize": len(e.RequestBody),
	}
	if e.RequestBody != "" {
		request["postData"] = map[string]any{"mimeType": first(e.RequestHeaders["Content-Type"]), "text": e.RequestBody}
	}
	return harEntry{
		Started: e.Started.Format(time.RFC3339Nano), Time: took, Request: request, Timings: map[string]any{"send": 0, "wait": took, "receive": 0}, Comment: e.Error,
		Response: map[string]any{
			"status": e.Status, "statusText": "", "httpVersion": "HTTP/1.1", "cookies": []any{}, "headers": harHeaders(e.ResponseHeaders), "redirectURL": "",
			"headersSize": -1, "bodySize": len(e.ResponseBody),
			"content": map[string]any{"size": len(e.ResponseBody), "mimeType": first(e.ResponseHeaders["Content-Type"]), "text": e.ResponseBody},
		},
	}
}

func harHeaders(h map[string][]string) []harPair {
	list := []harPair{}
	for name, values := range h {
		for _, value := range values {
			list = append(list, harPair{name, value})
		}
	}
	slices.SortFunc(list, func(a, b harPair) int { return slices.Compare([]string{a.Name, a.Value}, []string{b.Name, b.Value}) })
	return list
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
