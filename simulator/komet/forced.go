package komet

import (
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// documented is the refusal of a rule, for faults that force it: a 200 of
// status 0, as all of this vendor's, with another message each. It has no error
// codes to be forced beside.
func documented(env *simulator.Env, rule *specs.Rule) (simulator.Response, bool) {
	messages := map[*specs.Rule]string{
		rules.TokenIsChecked:         "The authentication token is missing or unknown.",
		rules.TokenKinds:             "A token of this kind may not make this call.",
		rules.TokenLimitedToMethods:  "The token is limited to other methods.",
		rules.DailyLimit:             "The daily limit of calls is used up.",
		rules.SizeLimit:              "The request is too large.",
		rules.NamingEnforced:         "A customer or carrier is named by its id or by its code, not by both.",
		rules.UnknownHeaderReference: "There is no such customer or carrier.",
		rules.ShipToOfCustomer:       "The customer has no such delivery address.",
		rules.LocationDemanded:       "The location has to be said.",
		rules.BreachRefusesWhole:     "A member is missing.",
		rules.VendorAndCostsDemanded: "Vendor and costs are needed to generate purchase orders.",
		rules.WrongLogin:             "The user name or the password is wrong.",
	}
	message, known := messages[rule]
	if !known {
		return simulator.Response{}, false
	}
	r := &simulator.Request{Operation: &contract.Operation{ID: env.Operation()}}
	return *refused(env, r, message), true
}
