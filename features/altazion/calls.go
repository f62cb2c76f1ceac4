package altazion

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/cucumber/godog"

	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/target"
)

// The two points that write, as the scenarios call them.
const (
	savePoint = "preparation"
	shipPoint = "shipping"
)

func (s *steps) bindCalls(sc *godog.ScenarioContext) {
	sc.Step(`^the (preparation|shipping) point was called with the lines:$`, func(ctx context.Context, point string, table *godog.Table) error {
		body, err := s.body(table)
		if err != nil {
			return err
		}
		return s.arrange(ctx, point, body)
	})
	sc.Step(`^the (preparation|shipping) point is called with the lines:$`, func(ctx context.Context, point string, table *godog.Table) error {
		body, err := s.body(table)
		if err != nil {
			return err
		}
		return s.call(ctx, point, body)
	})
	sc.Step(`^the first step is repeated at the (preparation|shipping) point with the lines:$`, s.repeatFirstStep)
	sc.Step(`^the (preparation|shipping) point is called with the body:$`, func(ctx context.Context, point string, body *godog.DocString) error {
		return s.call(ctx, point, body.Content)
	})
	sc.Step(`^the (preparation|shipping) point is called correctly$`, func(ctx context.Context, point string) error {
		return s.call(ctx, point, s.correct(point))
	})
	sc.Step(`^the next call carries (\w+): (.+)$`, func(name, value string) {
		if s.carried == nil {
			s.carried = map[string]json.RawMessage{}
		}
		s.carried[name] = json.RawMessage(value)
	})
	sc.Step(`^bodies are announced as "([^"]*)"$`, func(mediaType string) { s.mediaType = mediaType })
	sc.Step(`^the (preparation|shipping|reading) point is called by ([A-Z]+)$`, s.callByMethod)
	sc.Step(`^the (preparation|shipping) point refuses each of these bodies with 400:$`, s.refusesBodies)
	sc.Step(`^the (preparation|shipping) point refuses each of these lines with 400:$`, s.refusesLines)
	sc.Step(`^the shipping point refuses each of these accounting documents with 400:$`, s.refusesDocuments)
}

// call sends a body to a point and keeps the answer.
func (s *steps) call(ctx context.Context, point, body string) error {
	req, err := s.request(point, body)
	if err != nil {
		return err
	}
	answer, err := s.session.As(s.role).Send(ctx, req)
	if err == nil {
		s.answer = answer
	}
	return err
}

func (s *steps) request(point, body string) (*http.Request, error) {
	build := api.NewSavePreparationRequestWithBody
	if point == shipPoint {
		build = api.NewShipBonRequestWithBody
	}
	req, err := build(s.session.Base(), s.name, s.mediaType, strings.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("altazion: request: %w", err)
	}
	return req, nil
}

// correct is a body that the point accepts for a bon that may be prepared or
// shipped. A call that is to reach no bon names lines that could be one's.
func (s *steps) correct(point string) string {
	member := "QtePreparee"
	if point == shipPoint {
		member = "QteExpediee"
	}
	references := []string{s.bon.Lines[0].Reference, s.bon.Lines[1].Reference}
	if s.bon.Number == "" {
		references = []string{"REF-A", "REF-B"}
	}
	return fmt.Sprintf(`{"Lignes": [{"Reference": %q, %q: 3}, {"Reference": %q, %q: 2}]}`,
		references[0], member, references[1], member)
}

// line returns the line of the bon that a scenario calls by a name.
func (s *steps) line(name string) (Line, error) {
	switch name {
	case "REF-A", "first":
		return s.bon.Lines[0], nil
	case "REF-B", "second":
		return s.bon.Lines[1], nil
	}
	return Line{}, fmt.Errorf("the bon of the scenario has no line %q", name)
}

// body writes the lines of a table, with what the call carries besides. An
// empty cell leaves the member out.
func (s *steps) body(table *godog.Table) (string, error) {
	members := map[string]any{}
	for name, value := range s.carried {
		members[name] = value
	}
	s.carried = nil
	lines := []map[string]json.RawMessage{}
	for _, row := range table.Rows[1:] {
		line := map[string]json.RawMessage{}
		for i, cell := range row.Cells {
			name := table.Rows[0].Cells[i].Value
			if cell.Value == "" {
				continue
			}
			value, err := s.cell(name, cell.Value)
			if err != nil {
				return "", err
			}
			line[name] = value
		}
		lines = append(lines, line)
	}
	members["Lignes"] = lines
	text, err := json.Marshal(members)
	if err != nil {
		return "", fmt.Errorf("altazion: body: %w", err)
	}
	return string(text), nil
}

// cell writes a value of a table as JSON. Names of lines stand for the
// reference or the GUID that the target has for them.
func (s *steps) cell(column, value string) (json.RawMessage, error) {
	known, err := s.line(value)
	switch {
	case value == "null":
		return json.RawMessage(value), nil
	case value == "(empty)":
		return json.RawMessage(`""`), nil
	case column == "Guid" && value == "of no line":
		return json.Marshal(NewID(s.random))
	case column == "Guid" && err != nil:
		return nil, err
	case column == "Guid":
		return json.Marshal(known.GUID)
	case column == "Reference" && err == nil:
		return json.Marshal(known.Reference)
	case column == "Reference":
		return json.Marshal(value)
	}
	return json.RawMessage(value), nil
}

// repeatFirstStep makes a further first step, which an installation may refuse
// by its configuration: that is a rule of its own.
func (s *steps) repeatFirstStep(ctx context.Context, point string, table *godog.Table) error {
	body, err := s.body(table)
	if err != nil {
		return err
	}
	if err := s.call(ctx, point, body); err != nil {
		return err
	}
	switch s.answer.Status {
	case http.StatusOK:
		return nil
	case http.StatusMethodNotAllowed:
		return &target.Inconclusive{Reason: "the installation takes one first step only, so nothing can replace it"}
	}
	return s.wantStatus("200")
}

func (s *steps) callByMethod(ctx context.Context, point, method string) error {
	req, err := api.NewGetBonRequest(s.session.Base(), s.name)
	if point != "reading" {
		req, err = s.request(point, s.correct(point))
	}
	if err != nil {
		return err
	}
	req.Method = method
	answer, err := s.session.As(s.role).Send(ctx, req)
	if err == nil {
		s.answer = answer
	}
	return err
}

// refusesBodies sends each body of a table and wants a 400 for it.
func (s *steps) refusesBodies(ctx context.Context, point string, table *godog.Table) error {
	return s.refusesEach(ctx, point, table, func(text string) string {
		if text == "(none)" {
			return ""
		}
		return strings.ReplaceAll(text, "REF-A", s.bon.Lines[0].Reference)
	})
}

func (s *steps) refusesLines(ctx context.Context, point string, table *godog.Table) error {
	return s.refusesEach(ctx, point, table, func(text string) string {
		return `{"Lignes": [` + strings.ReplaceAll(text, "REF-A", s.bon.Lines[0].Reference) + `]}`
	})
}

// refusesDocuments sends the documents under both names that pages give them,
// since which one the target reads is a rule of its own.
func (s *steps) refusesDocuments(ctx context.Context, table *godog.Table) error {
	return s.refusesEach(ctx, shipPoint, table, func(text string) string {
		return strings.TrimSuffix(s.correct(shipPoint), "}") + `, "PiecesComptables": [` + text + `], "PieceComptable": [` + text + `]}`
	})
}

func (s *steps) refusesEach(ctx context.Context, point string, table *godog.Table, body func(string) string) error {
	var differences []error
	for _, row := range table.Rows {
		text := row.Cells[0].Value
		if err := s.call(ctx, point, body(text)); err != nil {
			return err
		}
		if s.answer.Status != http.StatusBadRequest {
			differences = append(differences, target.Mismatch("status for "+text, fmt.Sprint(s.answer.Status), "400"))
		}
	}
	return target.Mismatches(differences...)
}
