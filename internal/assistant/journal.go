package assistant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/simulator/client"
	"github.com/plumbline-api/plumbline/simulator/obligation"
)

func (s *server) journalTools() {
	add(s, "explain_request", "Explain a request", "Why the simulator answered a request so: the rule that decided and the passage behind it. The last refusal unless a number is given.", kind{reads: true}, s.explainRequest)
	add(s, "client_report", "Read the client report", "Which rules the callers of a world broke or kept, each with its passage.", kind{reads: true}, s.clientReport)
}

type explainRequestInput struct {
	World   string `json:"world,omitempty" jsonschema:"the default one when left out"`
	Journal uint64 `json:"journal,omitempty" jsonschema:"value of the response's header Plumbline-Journal"`
	Vendor  string `json:"vendor,omitempty" jsonschema:"the last refusal of this vendor"`
}

type explainRequestOutput struct {
	Journal     uint64       `json:"journal"`
	Request     string       `json:"request" jsonschema:"method and URL"`
	RequestBody string       `json:"requestBody,omitempty"`
	Status      int          `json:"status"`
	Body        string       `json:"body,omitempty" jsonschema:"of the response"`
	RefusedBy   *RuleSummary `json:"refusedBy,omitempty" jsonschema:"the rule that decided a refusal, with the passage"`
	Nearest     []string     `json:"nearest,omitempty" jsonschema:"operations that may have been meant, where none has this path and method"`
	Explanation []string     `json:"explanation" jsonschema:"all that was decided, in order"`
}

// bodyShown is how many bytes of a body an assistant gets to read.
const bodyShown = 4000

func (s *server) explainRequest(ctx context.Context, in explainRequestInput) (explainRequestOutput, error) {
	api, _, err := s.client()
	if err != nil {
		return explainRequestOutput{}, err
	}
	entry, err := entry(ctx, api, in)
	if err != nil {
		return explainRequestOutput{}, err
	}
	out := explainRequestOutput{
		Journal: entry.ID, Request: value(entry.Request.Method) + " " + value(entry.Request.URL), RequestBody: cut(value(entry.Request.Body)),
		Status: value(entry.Response.Status), Body: cut(value(entry.Response.Body)),
		Nearest: value(entry.Nearest), Explanation: entry.Explanation,
	}
	if id := value(entry.RefusedBy); id != "" {
		if _, r, err := s.rule(id); err == nil { // another version of the simulator may have other rules
			told := summary(r)
			out.RefusedBy = &told
		}
	}
	return out, nil
}

// entry finds the entry that is asked for, or the last refusal.
func entry(ctx context.Context, api *control.ClientWithResponses, in explainRequestInput) (control.Entry, error) {
	if in.Journal != 0 {
		answer, err := api.GetEntryWithResponse(ctx, world(in.World), in.Journal)
		if err != nil {
			return control.Entry{}, err
		}
		return answered(answer.JSON200, answer.StatusCode(), answer.ApplicationProblemJSONDefault)
	}
	most := 1000
	params := &control.ListJournalParams{Limit: &most}
	if in.Vendor != "" {
		params.Vendor = &in.Vendor
	}
	answer, err := api.ListJournalWithResponse(ctx, world(in.World), params)
	if err != nil {
		return control.Entry{}, err
	}
	entries, err := answered(answer.JSON200, answer.StatusCode(), answer.ApplicationProblemJSONDefault)
	if err != nil {
		return control.Entry{}, err
	}
	for _, e := range entries { // the newest first
		if status := value(e.Response.Status); value(e.RefusedBy) != "" || status == 0 || status >= 400 {
			return e, nil
		}
	}
	return control.Entry{}, fmt.Errorf("none of the last %d requests of the world %s was refused", len(entries), world(in.World))
}

func cut(text string) string {
	if len(text) > bodyShown {
		return text[:bodyShown] + "…"
	}
	return text
}

type clientReportInput struct {
	World string `json:"world,omitempty" jsonschema:"the default one when left out"`
	All   bool   `json:"all,omitempty" jsonschema:"list kept and untested rules, too"`
}

type clientReportOutput struct {
	Requests uint64         `json:"requests"`
	Counts   map[string]int `json:"counts" jsonschema:"standing to number of rules: kept, broken, not-seen, not-applicable, not-judged"`
	Findings []finding      `json:"findings" jsonschema:"broken rules first"`
}

type finding struct {
	RuleSummary
	Standing string   `json:"standing"`
	Reason   string   `json:"reason"`
	Journal  []uint64 `json:"journal,omitempty" jsonschema:"numbers of the entries that broke it"`
}

func (s *server) clientReport(ctx context.Context, in clientReportInput) (clientReportOutput, error) {
	api, _, err := s.client()
	if err != nil {
		return clientReportOutput{}, err
	}
	answer, err := api.GetClientReportWithResponse(ctx, world(in.World))
	if err != nil {
		return clientReportOutput{}, err
	}
	if answer.StatusCode() != 200 {
		return clientReportOutput{}, refused(answer.StatusCode(), answer.ApplicationProblemJSONDefault)
	}
	var report client.Report
	if err := json.Unmarshal(answer.Body, &report); err != nil {
		return clientReportOutput{}, err
	}
	if report.Schema != client.Schema {
		return clientReportOutput{}, errors.New("the simulator writes another schema of reports: " + report.Schema)
	}
	out := clientReportOutput{Requests: report.Requests, Counts: map[string]int{}, Findings: []finding{}}
	var others []finding
	for _, v := range report.Vendors {
		for _, r := range v.Rules {
			out.Counts[string(r.Standing)]++
			f := finding{
				RuleSummary: RuleSummary{ID: r.ID, Text: r.Text, Binds: "client", Level: string(r.Level), Basis: string(r.Basis), Passage: Passage{Document: r.Source.Document, Place: r.Source.Place, URL: r.Source.URL}},
				Standing:    string(r.Standing), Reason: r.Reason, Journal: r.BrokenBy,
			}
			if r.Standing == obligation.Broken {
				out.Findings = append(out.Findings, f)
			} else {
				others = append(others, f)
			}
		}
	}
	if in.All {
		out.Findings = append(out.Findings, others...)
	}
	return out, nil
}
