package openapi

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/specs"
)

// featureRules makes a rule of each `Rule:` of the features that has a tag, and of
// each tag of a scenario or a feature that stands alone.
func (a *api) featureRules(files fs.FS) error {
	if files == nil {
		return nil
	}
	names, err := features.Files(files)
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("features: %w", err)
		}
		doc, err := gherkin.ParseGherkinDocument(strings.NewReader(string(text)), (&messages.Incrementing{}).NewId)
		if err != nil {
			return fmt.Errorf("features: %s: %w", name, err)
		}
		if doc.Feature == nil {
			return fmt.Errorf("features: %s: there is no feature in it", name)
		}
		a.tagged(name, doc.Feature.Tags, doc.Feature.Name, doc.Feature.Location)
		for _, child := range doc.Feature.Children {
			a.scenarioRule(name, child.Scenario)
			if child.Rule == nil {
				continue
			}
			rule := a.tagged(name, child.Rule.Tags, child.Rule.Name, child.Rule.Location)
			for _, inRule := range child.Rule.Children {
				a.scenarioRule(name, inRule.Scenario)
				addReadings(rule, inRule.Scenario)
			}
		}
	}
	return nil
}

func (a *api) scenarioRule(file string, s *messages.Scenario) {
	if s != nil {
		a.tagged(file, s.Tags, s.Name, s.Location)
	}
}

// tagged makes a rule of a node's tag that names one, unless there is one
// already. A further rule of the same name adds its readings.
func (a *api) tagged(file string, tags []*messages.Tag, title string, at *messages.Location) *specs.Rule {
	source := specs.Source{Document: file, Place: fmt.Sprintf("line %d", at.Line)}
	var id string
	for _, tag := range tags {
		name := strings.TrimPrefix(tag.Name, "@")
		kind, value, hasValue := strings.Cut(name, ":")
		switch {
		case hasValue && kind == "source":
			source = specs.Source{Document: value, Place: fmt.Sprintf("cited in %s, line %d", file, at.Line)}
		case !hasValue:
			id = a.document.Slug + "/" + strings.TrimPrefix(name, a.document.Slug+"/")
		}
	}
	if id == "" || a.book.Rule(id) != nil {
		return a.book.Rule(id)
	}
	a.rules.ids[id] = true
	r := &specs.Rule{ID: id, Binds: specs.Server, Level: specs.Must, Basis: specs.Documented, Text: title, Source: source}
	a.book.Rules = append(a.book.Rules, r)
	return r
}

// addReadings adds the readings that a scenario of a rule names. The author of the
// features lists all that there are.
func addReadings(rule *specs.Rule, s *messages.Scenario) {
	if rule == nil || s == nil {
		return
	}
	for _, tag := range s.Tags {
		name, isReading := strings.CutPrefix(tag.Name, "@reading:")
		known := slices.ContainsFunc(rule.Readings, func(r specs.Reading) bool { return r.Name == name })
		if isReading && !known {
			rule.Readings = append(rule.Readings, specs.Reading{Name: name, Text: s.Name})
			rule.Closed = "the feature lists its readings"
		}
	}
}
