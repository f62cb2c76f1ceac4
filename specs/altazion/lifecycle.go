package altazion

import "github.com/plumbline-api/plumbline/specs"

// BonLifecycle is the states of a bon, with the transitions that calls bring
// about; the earlier ones and the cancellation are the OMS's own.
func BonLifecycle() specs.Lifecycle {
	prepares := []*specs.Rule{PreparationLeadsToPrepared, ShippingPointPrepares, StatesThatForbid}
	combines := []*specs.Rule{CombinedCall, StatesThatForbid}
	ships := []*specs.Rule{ShipmentFinishes, ShipmentWithShippedQuantities, TwoOccasions}
	return specs.Lifecycle{
		Entity: "bon",
		States: []string{"Créé", "Validé", "Déclenché", "En cours", "Préparé", "Terminé", "Annulé"},
		Transitions: []specs.Transition{
			{From: "Déclenché", To: "Préparé", Rules: prepares},
			{From: "En cours", To: "Préparé", Rules: prepares},
			{From: "Déclenché", To: "Terminé", Rules: combines},
			{From: "En cours", To: "Terminé", Rules: combines},
			{From: "Préparé", To: "Terminé", Rules: ships},
		},
	}
}
