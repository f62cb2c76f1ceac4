package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

// Cucumber writes the report as Cucumber messages, one JSON object a line, for
// the formatters of that world. Messages keep what Cucumber's older JSON form
// loses: the rules between feature and scenario, and attachments at a step.
//
// The features in it are written from the report, a feature for each vendor, a
// rule for each rule and a scenario for each case. A case that is a scenario has
// that scenario's steps; the steps of any other tell what went over the wire and
// what was expected then. Times follow one another, as if the cases had run in
// turn.
func (r *Report) Cucumber(w io.Writer) error {
	c := &cucumber{out: json.NewEncoder(w), now: r.Started.UTC(), ids: &messages.Incrementing{}}
	c.out.SetEscapeHTML(false)
	c.meta(r)
	var played []playedScenario
	for i := range r.Vendors {
		played = append(played, c.feature(&r.Vendors[i])...)
	}
	c.send(messages.Envelope{TestRunStarted: &messages.TestRunStarted{Timestamp: c.stamp()}})
	for i := range played {
		c.testCase(&played[i])
	}
	for _, p := range played {
		c.run(p)
	}
	c.send(messages.Envelope{TestRunFinished: &messages.TestRunFinished{
		Success: r.Exit(false) == ExitConformant, Message: printable(r.conclusion(false)), Timestamp: c.stamp(),
	}})
	if c.err != nil {
		return fmt.Errorf("report: write Cucumber messages: %w", c.err)
	}
	return nil
}

// cucumber writes messages; its first error stops it.
type cucumber struct {
	out *json.Encoder
	ids *messages.Incrementing
	now time.Time
	err error
}

func (c *cucumber) send(e messages.Envelope) {
	if c.err == nil {
		c.err = c.out.Encode(e)
	}
}

func (c *cucumber) stamp() *messages.Timestamp {
	t := messages.GoTimeToTimestamp(c.now)
	return &t
}

// meta names what made the messages. The report does not know the machine of
// its run, and the message must name one.
func (c *cucumber) meta(r *Report) {
	unknown := &messages.Product{Name: "unknown"}
	c.send(messages.Envelope{Meta: &messages.Meta{
		ProtocolVersion: "21.0.1",
		Implementation:  &messages.Product{Name: "plumbline", Version: printable(r.Version)},
		Runtime:         unknown, Os: unknown, Cpu: unknown,
	}})
}

// playedScenario is a scenario with what came of it, and the IDs under which
// the messages speak of it.
type playedScenario struct {
	scenario
	pickle *messages.Pickle
	test   messages.TestCase
}

// feature writes a vendor's feature and returns its scenarios. The parser of
// Gherkin makes the document from the text, so that the two agree.
func (c *cucumber) feature(v *Vendor) []playedScenario {
	text, scenarios := v.feature()
	uri := slug(v.Name) + ".feature"
	document, err := gherkin.ParseGherkinDocument(strings.NewReader(text), c.ids.NewId)
	if err != nil {
		c.fail(fmt.Errorf("the feature of %s: %w", v.Name, err))
		return nil
	}
	document.Uri = uri
	c.send(messages.Envelope{Source: &messages.Source{Uri: uri, Data: text, MediaType: messages.SourceMediaType_TEXT_X_CUCUMBER_GHERKIN_PLAIN}})
	c.send(messages.Envelope{GherkinDocument: document})
	pickles := gherkin.Pickles(*document, uri, c.ids.NewId)
	if len(pickles) != len(scenarios) {
		c.fail(fmt.Errorf("the feature of %s has %d scenarios and not %d", v.Name, len(pickles), len(scenarios)))
		return nil
	}
	var played []playedScenario
	for i, p := range pickles {
		if len(p.Steps) != len(scenarios[i].steps) {
			c.fail(fmt.Errorf("the scenario %q of %s has %d steps and not %d", p.Name, v.Name, len(p.Steps), len(scenarios[i].steps)))
			return nil
		}
		c.send(messages.Envelope{Pickle: p})
		played = append(played, playedScenario{scenario: scenarios[i], pickle: p})
	}
	return played
}

func (c *cucumber) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *cucumber) testCase(p *playedScenario) {
	p.test = messages.TestCase{Id: c.ids.NewId(), PickleId: p.pickle.Id}
	for _, s := range p.pickle.Steps {
		p.test.TestSteps = append(p.test.TestSteps, &messages.TestStep{
			Id: c.ids.NewId(), PickleStepId: s.Id,
			StepDefinitionIds: []string{}, StepMatchArgumentsLists: []*messages.StepMatchArgumentsList{},
		})
	}
	c.send(messages.Envelope{TestCase: &p.test})
}

// run writes what came of a scenario.
func (c *cucumber) run(p playedScenario) {
	id := c.ids.NewId()
	c.send(messages.Envelope{TestCaseStarted: &messages.TestCaseStarted{Id: id, TestCaseId: p.test.Id, Timestamp: c.stamp()}})
	for i, s := range p.steps {
		step := p.test.TestSteps[i].Id
		c.send(messages.Envelope{TestStepStarted: &messages.TestStepStarted{TestCaseStartedId: id, TestStepId: step, Timestamp: c.stamp()}})
		for _, a := range s.attached {
			c.send(messages.Envelope{Attachment: &messages.Attachment{
				Body: a.text, FileName: a.name, MediaType: "text/plain", ContentEncoding: messages.AttachmentContentEncoding_IDENTITY,
				TestCaseStartedId: id, TestStepId: step,
			}})
		}
		took := messages.GoDurationToDuration(s.took)
		c.now = c.now.Add(s.took)
		c.send(messages.Envelope{TestStepFinished: &messages.TestStepFinished{
			TestCaseStartedId: id, TestStepId: step, Timestamp: c.stamp(),
			TestStepResult: &messages.TestStepResult{Status: s.status, Message: s.message, Duration: &took},
		}})
	}
	c.send(messages.Envelope{TestCaseFinished: &messages.TestCaseFinished{TestCaseStartedId: id, Timestamp: c.stamp()}})
}
