// Package altazion tells the conformance runner how to call Altazion's
// preparation API: credentials, fixtures, and correct requests to be varied.
package altazion

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/altazion"
	api "github.com/plumbline-api/plumbline/generated/altazion"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/target"
)

// New returns what the runner needs of this vendor.
func New() *conformance.Vendor {
	fixtures := map[string]string{}
	for kind, what := range steps.Kinds() {
		fixtures[kind] = fmt.Sprintf("[{number: TEXT, guid: GUID, lines: [{guid: GUID, reference: TEXT, contains: NUMBER}, …]}, …]: each %s; %s", what, steps.Contents)
	}
	return &conformance.Vendor{
		Book: rules.Book(),
		Credentials: map[string]string{
			"application":          "name of an extensibility application that may save, ship and read; this or token is required",
			"key":                  "the application's key",
			"token":                "an OAuth 2 token that may save, ship and read",
			"stranger-application": "name of an application without any of these permissions",
			"stranger-key":         "that application's key",
		},
		Fixtures: fixtures,
		Enough: map[string]int{
			steps.BonToPrepare: 120, steps.BonToVary: 36, steps.BonCancelled: 1, steps.BonCreated: 1, steps.BonValidated: 1,
			steps.BonTriggered: 2, steps.BonCutDown: 1, steps.BonOneArticle: 2,
		},
		Sample:  sample,
		Prepare: prepare,
	}
}

// sample is the profile of the simulator's sample world, whose control API
// stands in for the bons.
func sample() *conformance.Profile {
	value := func(text string) conformance.Secret { return conformance.Secret{Value: text} }
	return &conformance.Profile{
		Vendor: "altazion",
		Credentials: map[string]conformance.Secret{
			"application": value("sample-app"), "key": value("sample-key"), "token": value("sample-token"),
			"stranger-application": value("sample-stranger"), "stranger-key": value("sample-key"),
		},
	}
}

func prepare(p *conformance.Profile) (*conformance.Plan, error) {
	access, err := readCallers(p)
	if err != nil {
		return nil, err
	}
	free := map[string][]steps.Bon{}
	for kind := range steps.Kinds() {
		for i, entry := range p.Fixtures[kind] {
			bon, err := readBon(entry)
			if err != nil {
				return nil, fmt.Errorf("fixtures.%s, entry %d: %w", kind, i+1, err)
			}
			free[kind] = append(free[kind], bon)
		}
	}
	c := calls{bons: steps.NewBons(free)}
	api, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		return nil, err
	}
	return &conformance.Plan{
		Role:      access.role(),
		Authorize: access.authorize,
		Missing:   func(need string) string { return missing(need, access, c.bons) },
		Seeds:     isBon,
		Supply: func(kind string, entry map[string]any) error {
			bon, err := readBon(entry)
			if err == nil {
				c.bons.Add(kind, bon)
			}
			return err
		},
		CallNeeds: map[string][]string{"savePreparation": {steps.BonToVary}, "shipBon": {steps.BonToVary}, "getBon": {steps.BonToVary}},
		Contact:   c.contact,
		Again:     conformance.Again{Rule: rules.BasicOrToken},
		Known:     known(p),
		Steps: func(s *target.Session, random *rand.Rand) func(*features.Steps) {
			return steps.Steps(s, access.role(), c.bons, random)
		},
		Call:       c.call,
		Neighbours: []conformance.Neighbour{{Operation: "savePreparation"}},
		Alike:      c.alike(),
		Strangers:  strangers(access),
		Effects: map[string]features.Effect{
			"savePreparation": features.Spending, // what is prepared can't be taken back
			"shipBon":         features.Spending,
			"getBon":          features.Read,
		},
		// Whether nothing is enough of a line may hang on the other quantity.
		Varied: []string{
			"/components/schemas/LigneExpeditionBonPreparation/properties/QtePreparee/minimum",
			"/components/schemas/LigneExpeditionBonPreparation/properties/QteExpediee/minimum",
		},
		Refused:   func(status int) bool { return status/100 == 4 },
		Refusal:   "4xx",
		Probes:    slices.Concat(c.races(), c.malformed()),
		Checks:    c.checks(p, access),
		Reference: c.comparing(api),
	}, nil
}

func isBon(need string) bool {
	_, known := steps.Kinds()[need]
	return known
}

// missing tells what the profile lacks for a case's need.
func missing(need string, access callers, bons *steps.Bons) string {
	switch {
	case isBon(need):
		return bons.Missing(need)
	case need == "basic" && access.name == "":
		return "needs an application's key: give the profile credentials.application and key"
	case need == "token" && access.token == "":
		return "needs an OAuth 2 token: give the profile credentials.token"
	case need == "stranger" && access.stranger == "":
		return "needs an application without permission: give the profile credentials.stranger-application and stranger-key"
	}
	return ""
}

// contact reads a bon that cannot be there: it changes nothing on any target.
// Only refused credentials end a run here.
func (c calls) contact(ctx context.Context, s *target.Session) error {
	req, err := api.NewGetBonRequest(s.Base(), uuid.NewString())
	if err != nil {
		return err
	}
	answer, err := s.Send(ctx, req)
	if err != nil {
		return err
	}
	if answer.Status == http.StatusUnauthorized || answer.Status == http.StatusForbidden {
		return fmt.Errorf("the target refuses the profile's application with %d", answer.Status)
	}
	return nil
}

// readBon reads an entry of the fixtures.
func readBon(entry map[string]any) (steps.Bon, error) {
	const form = "such as {number: BP-1001, guid: 7c9e6679-7425-40de-944b-e07fc1f90ae7, lines: [{guid: …, reference: REF-A}, {guid: …, reference: REF-B}]}"
	bon := steps.Bon{}
	var known bool
	if bon.Number, known = entry["number"].(string); !known || bon.Number == "" {
		return bon, errors.New("number: a text is required, " + form)
	}
	var err error
	if bon.GUID, err = uuid.Parse(fmt.Sprint(entry["guid"])); err != nil {
		return bon, errors.New("guid: a GUID is required, " + form)
	}
	lines, _ := entry["lines"].([]any)
	if len(lines) != len(bon.Lines) {
		return bon, errors.New("lines: exactly two are required, in the order in which the API shows them, " + form)
	}
	for i, l := range lines {
		line, _ := l.(map[string]any)
		if bon.Lines[i], err = readLine(i, line); err != nil {
			return bon, fmt.Errorf("lines: %w, %s", err, form)
		}
	}
	return bon, nil
}

// readLine reads a line of an entry. How much it contains may be left out.
func readLine(i int, entry map[string]any) (line steps.Line, err error) {
	if line.GUID, err = uuid.Parse(fmt.Sprint(entry["guid"])); err != nil {
		return line, fmt.Errorf("guid of line %d: a GUID is required", i+1)
	}
	var known bool
	if line.Reference, known = entry["reference"].(string); !known {
		return line, fmt.Errorf("reference of line %d: a text is required", i+1)
	}
	if entry["contains"] == nil {
		return line, nil
	}
	line.Contains = json.Number(fmt.Sprint(entry["contains"]))
	contains, isNumber := new(big.Rat).SetString(line.Contains.String())
	if least := steps.Least(i); !isNumber || contains.Cmp(big.NewRat(least, 1)) < 0 {
		return line, fmt.Errorf("contains of line %d: %s is less than %d pieces, the least with which all cases can be tried", i+1, line.Contains, least)
	}
	return line, nil
}
