// Package altazion is a small server of Altazion's "Préparation", written from document 000 alone. It exists to be
// judged: it shares no code with the rest of this module, and it is correct by every sentence of the document.
//
// What the document says of the server, by line, and what both variants do:
//
//	11     prepared quantities alone, by either point, bring the bon to the step "Préparé"
//	13     shipped quantities finish the bon; Colis and PiecesComptables are taken with them
//	15     both steps may be one call; a further call of step 1 replaces the one before
//	17     quantities hold at once, the state follows at once or some moments later
//	25-29  400, 404, 405, 409 and 422
//
// Methods, paths and members are not in the document (lines 3, 5 and 105 include pages that it lacks); they are those
// of the vendor's own pages.
package altazion

import "time"

// Variant names a set of permissible choices, made wherever the document leaves one.
type Variant string

const (
	// Usual takes the choices that lie nearest for a net/http server:
	//
	//   - 200 with the bon after a write, refusals as {"erreur": {…}}, the router's own 404 and 405 as text (no line
	//     gives a body, or a status of success; the status 405 of HTTP is not that of line 27)
	//   - Basic or bearer credentials; 401 without, 403 without the permission (no line speaks of them)
	//   - the state follows after 50 ms, and until then the bon takes calls as before (line 17)
	//   - 409 for whatever is asked of a finished bon (line 28)
	//   - only a bon in progress may be changed, else 405 (line 27 lists no states)
	//   - the body is read before the bon is looked up: 400 before 404, 405, 409 and 422 (lines 25 to 29 give no order)
	//   - a wrong type is 400; a negative quantity, an unknown line or no line at all is 422 (lines 25 and 29)
	//   - a quantity that is absent or null says nothing of it; lines left out keep theirs (line 15)
	//   - more prepared than contained is accepted, as is more shipped than prepared (line 29 forbids only more shipped
	//     than contained)
	//   - the GUID of a line wins over its reference, the first of two equal references is meant, and the last of two
	//     entries for one line holds (no line says how a line is named)
	//   - QteExpediee makes a shipment even if it is 0 (line 13: "avec la quantité expédiée")
	//   - Colis without shipped quantities are kept (line 11 does not say what else follows)
	//   - unknown members are ignored, EstPartielle among them; PieceComptable is taken as well as PiecesComptables
	//   - optional members without a value are left out of answers
	Usual Variant = "usual"

	// Contrary takes the other permissible choice:
	//
	//   - 204 after a write, refusals as application/problem+json, 404 for a method that a path lacks
	//   - no credentials are needed (no line asks for any)
	//   - the state follows at once (line 17: "potentiellement")
	//   - 405 for preparing a finished bon, 409 for shipping it again (both lines 27 and 28 fit)
	//   - a bon that is validated or triggered may be changed too (line 27 lists no states)
	//   - the bon is looked up first: 404, 405 and 409 before 400 and 422
	//   - 400 for a negative quantity, an unknown member, a malformed GUID, a line without a name, null where the pages
	//     have no null, and any media type but JSON (line 25: "format"); an empty list is a list and accepted
	//   - a number may be written as text, as the usual .NET serialisers read it
	//   - QtePreparee absent is 0, and lines left out of a call of step 1 are 0 again (line 15: the call replaces the
	//     one before); what is shipped counts as prepared (no line asks for it to be said twice)
	//   - 422 for more prepared than contained, more shipped than prepared in one call, an entry that stands twice, a
	//     reference that two lines have, GUID and reference of different lines, broken pieces (line 29: "incohérentes")
	//   - what a bon contains is counted by product, over all lines of one reference (line 29: "de produits")
	//   - QteExpediee 0 ships nothing, so nothing but zeros is step 1 (line 13)
	//   - 422 for Colis or PiecesComptables without shipped quantities (line 11: "uniquement les Lignes")
	//   - EstPartielle keeps the bon in progress (it is outside the document); only the document's PiecesComptables is
	//     known
	//   - a bon is identified by its number alone (line 26: one "identifiant")
	//   - Etat is a code, EstEncours ends with the preparation (the document lists no values)
	//   - optional members without a value are null, quantities have decimals, dates no offset
	Contrary Variant = "contrary"

	// Published is Usual with the errors of the vendor's general page, {"Message", "ErrorCode", "ErrorIdentifier"}, which
	// what stands before the service does not know: 401 and 403 have no body.
	Published Variant = "published"
)

// choices are what a variant decides. The zero value is Usual's where a member is a switch.
type choices struct {
	contrary, published bool

	delay   time.Duration // from a write until the state follows
	states  [stateCount]string
	allowed map[state]bool // states in which a bon may be changed
}

func choicesOf(v Variant) choices {
	if v == Contrary {
		return choices{
			contrary: true,
			states:   [stateCount]string{"BPR_CREE", "BPR_VALIDE", "BPR_DECL", "BPR_ENC", "BPR_PREP", "BPR_FIN", "BPR_ANN"},
			allowed:  map[state]bool{validated: true, triggered: true, inProgress: true, prepared: true},
		}
	}
	return choices{
		published: v == Published,

		delay:   50 * time.Millisecond,
		states:  [stateCount]string{"Créé", "Validé", "Déclenché", "En cours", "Préparé", "Terminé", "Annulé"},
		allowed: map[state]bool{inProgress: true, prepared: true},
	}
}
