package akinon

import (
	"encoding/json"

	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// parametersOf finds the parameters of a command where rules.ParametersNested
// has them in this world.
func parametersOf(env *simulator.Env, body *api.PreparePackage) (api.InputParameters, *refusal) {
	var p api.InputParameters
	nested := body.InputParameters
	if nested != nil {
		p = *nested
	}
	if !env.Applies(rules.ParametersNested) { // a defect: the lists in the object are not read
		return api.InputParameters{SelectItemsByOmnitronID: p.SelectItemsByOmnitronID, CreateManualOosPackage: p.CreateManualOosPackage}, nil
	}
	if env.Reading(rules.ParametersNested) == "nested-or-flat" {
		return flatParameters(env, body, p)
	}
	if nested == nil {
		return p, malformed(env, "input_parameters", "This field is required.")
	}
	return p, nil
}

// flatParameters adds those that stand beside transition and slug.
func flatParameters(env *simulator.Env, body *api.PreparePackage, p api.InputParameters) (api.InputParameters, *refusal) {
	flat := body.AdditionalProperties
	if body.InputParameters == nil {
		for _, name := range []string{"select_items_by_omnitron_id", "create_manual_oos_package"} {
			if _, isFlag := flat[name].(bool); !isFlag {
				return p, malformed(env, name, "This field is required.")
			}
		}
	}
	encoded, err := json.Marshal(flat)
	if err == nil {
		err = json.Unmarshal(encoded, &p)
	}
	whole := commandOf(body, p)
	if err != nil || less(whole.replacements, p.ReplacementProducts) || less(whole.barcodes, p.Barcodes) ||
		less(whole.weights, p.UnitWeights) || less(whole.outOfStock, p.OosPackageItems) {
		return p, malformed(env, general, "The parameters have another form.")
	}
	return p, nil
}

// less tells whether some elements are not usable.
func less[T any](usable []T, list *[]T) bool { return list != nil && len(usable) < len(*list) }
