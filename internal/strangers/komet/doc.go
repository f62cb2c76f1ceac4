// Package komet is a small server of Komet Sales' prebook.create, written from document 004 alone. It exists to be
// judged: whatever a judge holds against it that the document allows is a false alarm of the judge.
//
// Lines are those of the document; "gap n" is point 6.5 n of the register of contradictions and gaps.
package komet

// Variant is a set of permissible choices.
type Variant string

// Plain takes the most natural choices:
//   - a failure comes with HTTP 200 and status 0, a created prebook with 200 (gaps 37, 38: no HTTP status is printed)
//   - status and prebookNumber are numbers (lines 77, 80; gaps 2, 3)
//   - numbers may come as text and text as a number, as the second request sample sends "1" (gap 12)
//   - null and "" are not given (gap 44); unknown members are passed over (gap 46), useExisting among them
//   - unitType in any case (gap 1), notes up to 200 characters (gap 4), identifier up to 30 comes back whole (gap 8)
//   - customerName and carrierName do for customerDescription and carrierDescription (gaps 10, 11)
//   - an item that fails is told by its own status 0 and the rest is created; nothing is where all fail (gap 37)
//   - a header only gets items [] and purchaseOrderNumbers "" (gaps 20, 28)
//   - a product by id and code at once is found by its id (gap 24); counts begin at 1; amounts are rounded (gap 35)
//   - purchase orders are made one for each vendor and separated by ", " (gap 21); a future sales order's vendor does
//     for the item's (gaps 13, 15), and it has to have the boxes; availableBoxes is what is left (gap 18)
//   - a vendor's token does not need price (line 52 asks it of everybody, the present page ignores it)
//   - login, the lists and both reading methods are offered, as their pages have them; a list without a match is empty with status 1
const Plain Variant = "plain"

// Other takes the other permissible choice wherever there is one:
//   - 201 for a created prebook; 400, 401, 403, 415 and 422 for failures, with status "0" and a code (gaps 37, 38)
//   - the top status is text and prebookNumber has leading zeros, as the response samples have them (gaps 2, 3)
//   - JSON types are exact but for autoGeneratePOsfromPrebooks (gap 12); null is a wrong type; "" is given (gap 44)
//     but for vendors; unknown members are refused (gap 46), customerName, carrierName and useExisting among them
//   - unitType in lower case alone (line 49, gap 1); comments, customerPO, markCode and notes are cut to their lengths
//     (7 for notes, gap 4) and an identifier to the 20 of the response (gap 8); lengths count bytes (no unit is said)
//   - futureSalesPoNumber has exactly 7 characters (gap 33); shipDate may not be past and createdBy has to be a user of
//     the company (gaps 38, 40); identifiers are unique (gap 39); shipViaId and isEcommerce take any digit (gaps 26, 27)
//   - customerDescription beside customerId is "both" too (line 65); so are two names of a product, a box type or a
//     vendor (gap 24)
//   - one failed item fails the whole prebook, and there are no items then (gap 37)
//   - purchaseOrderNumbers and items only where they were asked for (gaps 20, 28); optional members of an item are null;
//     items come back last first (gap 39); a breakdown's identifier does for its item's (gap 7); productId comes
//     back for a product by code too (gap 17)
//   - counts may be 0 and amounts negative, three decimals are refused (gap 35)
//   - a purchase order for each item, separated by "," and cut at 200 characters (gaps 21, 41); vendors are asked for
//     beside a future sales order too (line 34); availableBoxes is what there was and does not bind (gap 18)
//   - a prebook can be read a fifth of a second after its creation (nothing is said of reading)
//   - login and purchase.order.list, which the document does not name, are missing; a list without a match has status 0,
//     numbers as text and names of box types instead of codes, a breakdown's price by the name of a line's; prebook.details.list needs no date
const Other Variant = "other"
