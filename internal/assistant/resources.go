package assistant

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/plumbline-api/plumbline/specs/control"
)

// Where the resources are.
const (
	contractsAt = "plumbline://contracts/"
	rulesAt     = "plumbline://rules/"
	reportsAt   = "plumbline://reports/"
)

// resources are the contracts, and the rules as a list of each vendor and one by
// one. Reports are added as they come.
func (s *server) resources() {
	s.text(contractsAt+"control", "contract of the control API", "application/yaml", "OpenAPI document of the simulator's control API", string(control.OpenAPI()))
	for _, v := range s.options.Vendors {
		name := v.Book.Vendor
		s.text(contractsAt+name, "contract of "+name, "application/yaml", "OpenAPI document, written from "+v.Book.Title, string(v.Book.OpenAPI))
		s.add(rulesAt+name, "rules of "+name, "application/json", "All rules with the passages behind them", func() (string, error) {
			found, err := s.findRules(context.Background(), findRulesInput{Vendor: name, Limit: len(v.Book.Rules)})
			if err != nil {
				return "", err
			}
			return indented(found.Rules)
		})
	}
	s.mcp.AddResourceTemplate(&mcp.ResourceTemplate{
		URITemplate: rulesAt + "{vendor}/{rule}", Name: "rule", MIMEType: "application/json", Description: "One rule, with its passage, readings and scenarios",
	}, func(ctx context.Context, r *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
		told, err := s.explainRule(ctx, explainRuleInput{Rule: strings.TrimPrefix(r.Params.URI, rulesAt)})
		if err != nil {
			return nil, mcp.ResourceNotFoundError(r.Params.URI)
		}
		text, err := indented(told)
		return content(r.Params.URI, "application/json", text), err
	})
}

func (s *server) text(uri, name, mime, description, text string) {
	s.add(uri, name, mime, description, func() (string, error) { return text, nil })
}

func (s *server) add(uri, name, mime, description string, read func() (string, error)) {
	s.mcp.AddResource(&mcp.Resource{URI: uri, Name: name, MIMEType: mime, Description: description},
		func(_ context.Context, r *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
			text, err := read()
			return content(r.Params.URI, mime, text), err
		})
}

func content(uri, mime, text string) *mcp.ReadResourceResult {
	return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{{URI: uri, MIMEType: mime, Text: text}}}
}

func indented(v any) (string, error) {
	text, err := json.MarshalIndent(v, "", "  ")
	return string(text), err
}

// addReport keeps a report of this session, and returns its URI.
func (s *server) addReport(vendor, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	uri := fmt.Sprintf("%s%d", reportsAt, len(s.reports)+1)
	s.reports[uri] = text
	s.text(uri, "report on "+vendor, "application/json", "JSON report of a run of judge_target", text)
	return uri
}

func (s *server) kept(uri string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, found := s.reports[uri]
	if !found {
		return nil, fmt.Errorf("there is no report %s in this session", uri)
	}
	return []byte(text), nil
}
