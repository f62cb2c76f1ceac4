package altazion

import (
	"encoding/json"
	"strconv"
	"time"
)

// object is a JSON object of an answer.
type object map[string]any

// optional sets a member that has no value: null for Contrary, absent for Usual.
func (c choices) optional(o object, names ...string) {
	for _, n := range names {
		if c.contrary {
			o[n] = nil
		}
	}
}

// decimal writes a quantity or an amount, with decimals for Contrary.
func (c choices) decimal(q float64) any {
	if c.contrary {
		return json.Number(strconv.FormatFloat(q, 'f', 3, 64))
	}
	return q
}

// short is the bon as a write returns it.
func (c choices) short(b *bon) object {
	lines := make([]object, 0, len(b.lines))
	amount := 0.0
	for _, l := range b.lines {
		amount += l.price * l.content
		o := object{
			"Guid": l.guid, "ArticleId": l.articleID, "Reference": l.reference, "Libelle": l.label,
			"Pu": c.decimal(l.price), "QteCommandeOriginelle": c.decimal(l.ordered), "QteAnnonce": c.decimal(l.announced),
			"QtePreparee": c.decimal(l.prepared), "QteCommandeAPreparee": c.decimal(l.content),
		}
		c.optional(o, "GuidArticle", "Ref", "UrlGestcom")
		lines = append(lines, o)
	}
	date := b.created.Format(time.RFC3339)
	if c.contrary {
		date = b.created.Format("2006-01-02T15:04:05.999")
	}
	o := object{
		"Guid": b.guid, "Numero": b.number, "DateCreation": date, "MontantCommande": c.decimal(amount),
		"Etat": c.states[b.state], "EstValide": b.state >= validated, "EstDeclenchee": b.state >= triggered && b.state != cancelled,
		"EstEncours": b.state == inProgress || b.state == prepared && !c.contrary,
		"EstTermine": b.state == finished, "EstAnnule": b.state == cancelled,
		"Lignes": lines, "CliGuid": "9d5e1c70-3b52-4b8e-a8f4-6f0f6c1c2a11", "CliNom": "Mme Dupré", "BonCommandeGuid": b.orderGUID,
	}
	c.optional(o, "CliEmail", "CliCP")
	return o
}

// full is the bon as it is read.
func (c choices) full(b *bon) object {
	o := c.short(b)
	c.optional(o, "Livraison", "InfosColis", "Facturation")
	if c.contrary {
		return o
	}
	parcels := make([]object, 0, len(b.parcels))
	for _, p := range b.parcels {
		parcel := object{"PkTransporteur": 7, "LibelleTransporteur": "Transporteur"}
		if p.Numero != nil {
			parcel["Numero"] = *p.Numero
		}
		parcels = append(parcels, parcel)
	}
	o["InfosColis"] = object{"NbColis": len(parcels), "LesColis": parcels}
	return o
}
