package altazion

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/target"
)

// The two points that write, as the scenarios call them.
const (
	savePoint = "preparation"
	shipPoint = "shipping"
)

func (s *steps) bindCalls(sc *features.Steps) {
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
	sc.Step(`^the (preparation|shipping) point refuses each of these bodies with (\d+(?: or \d+)*):$`, s.refusesBodies)
	sc.Step(`^the call is accepted, or else it is refused with (\w+): (.+) too$`, s.acceptedOr)
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
// shipped; a shipment states what is prepared too, which makes it right where
// only that may be shipped. A call that is to reach no bon names lines that
// could be one's.
func (s *steps) correct(point string) string {
	if point == shipPoint {
		return s.whole("QtePreparee", "QteExpediee")
	}
	return s.whole("QtePreparee")
}

// whole is a body that states all that the bon contains as the quantities of
// the given names.
func (s *steps) whole(quantities ...string) string {
	var lines []string
	for i, l := range s.bon.Lines {
		reference := l.Reference
		if s.bon.Number == "" {
			reference = "REF-" + string(rune('A'+i))
		}
		line := fmt.Sprintf(`{"Reference": %q`, reference)
		for _, name := range quantities {
			line += fmt.Sprintf(", %q: %s", name, s.bon.All(i))
		}
		lines = append(lines, line+"}")
	}
	return `{"Lignes": [` + strings.Join(lines, ", ") + `]}`
}

// line returns which line of the bon a scenario calls by a name.
func (s *steps) line(name string) (int, error) {
	switch name {
	case "REF-A", "first":
		return 0, nil
	case "REF-B", "second":
		return 1, nil
	}
	return 0, fmt.Errorf("the bon of the scenario has no line %q", name)
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
		line, err := s.row(table.Rows[0].Cells, row.Cells)
		if err != nil {
			return "", err
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

// row writes a line. Quantities are those of the line that its Guid names, or
// else its Reference.
func (s *steps) row(names, cells []*messages.PickleTableCell) (map[string]json.RawMessage, error) {
	line := map[string]json.RawMessage{}
	of := -1
	for i, cell := range cells {
		if at, err := s.line(cell.Value); err == nil && (of < 0 || names[i].Value == "Guid") {
			of = at
		}
	}
	for i, cell := range cells {
		if cell.Value == "" {
			continue
		}
		value, err := s.cell(names[i].Value, cell.Value)
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(names[i].Value, "Qte") && of >= 0 {
			value = json.RawMessage(s.bon.Quantity(of, string(value)))
		}
		line[names[i].Value] = value
	}
	return line, nil
}

// cell writes a value of a table as JSON. Names of lines stand for the
// reference or the GUID that the target has for them.
func (s *steps) cell(column, value string) (json.RawMessage, error) {
	at, err := s.line(value)
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
		return json.Marshal(s.bon.Lines[at].GUID)
	case column == "Reference" && err == nil:
		return json.Marshal(s.bon.Lines[at].Reference)
	case column == "Reference":
		return json.Marshal(value)
	}
	return json.RawMessage(value), nil
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

// refusesBodies sends each body of a table and wants one of some statuses for it.
func (s *steps) refusesBodies(ctx context.Context, point, statuses string, table *godog.Table) error {
	wanted := strings.Split(statuses, " or ")
	var differences []error
	for _, row := range table.Rows {
		text := row.Cells[0].Value
		body := strings.ReplaceAll(text, "REF-A", s.bon.Lines[0].Reference)
		if text == "(none)" {
			body = ""
		}
		if err := s.call(ctx, point, body); err != nil {
			return err
		}
		if got := strconv.Itoa(s.answer.Status); !slices.Contains(wanted, got) {
			differences = append(differences, target.Mismatch("status for "+text, got, wanted...))
		}
	}
	return target.Mismatches(differences...)
}

// acceptedOr wants that the call was accepted; or else that the same call is
// refused with another member too, so that what was refused is the member.
func (s *steps) acceptedOr(ctx context.Context, name, value string) error {
	if accepted(s.answer) {
		return nil
	}
	body := strings.TrimSuffix(s.correct(shipPoint), "}") + fmt.Sprintf(", %q: %s}", name, value)
	if err := s.call(ctx, shipPoint, body); err != nil {
		return err
	}
	return s.refused()
}
