package vendors

import "strings"

// valueRow gives a value of each vendor's plain request another spelling.
func valueRow(name, of string, replace map[string][2]string, want expected, why string) []spelling {
	var rows []spelling
	for _, vendor := range strings.Fields(of) {
		change := replace[vendor]
		row := spelling{name + " (" + vendor + ")", vendor, "", inBody(change[0], change[1]), want, why}
		if !want.same && want.at == "" && want.status == 0 {
			row.want = refusedAt(places[vendor], want.says)
		}
		rows = append(rows, row)
	}
	return rows
}

// places are where the numbers of the plain requests stand.
var places = map[string]string{
	"akinon": "/transition", "altazion": "/Lignes/0/QteExpediee", "deliveryoptimizer": "/lines/0/qty", "komet": "/prebookItems/0/boxes",
}

// numbers puts another text in the place of a number.
func numbers(one, three, five, seventyOne string) map[string][2]string {
	return map[string][2]string{
		"akinon": {`"transition":71`, `"transition":` + seventyOne}, "altazion": {`"QteExpediee":3`, `"QteExpediee":` + three},
		"deliveryoptimizer": {`"qty":1`, `"qty":` + one}, "komet": {`"boxes":5`, `"boxes":` + five},
	}
}

func numberSpellings() []spelling {
	const (
		all   = "akinon altazion deliveryoptimizer komet"
		whole = "akinon deliveryoptimizer komet" // Altazion's quantities are decimals
		same  = "JSON Schema, 6.1.1: a number whose fraction is nought is whole"
	)
	alike := func(text string) map[string][2]string { return numbers(text, text, text, text) }
	long := strings.Repeat("9", 25)
	var rows []spelling
	rows = append(rows, valueRow("a fraction of nought", whole, numbers("1.0", "", "5.000", "71.0"), asPlain(), same)...)
	rows = append(rows, valueRow("an exponent", whole, numbers("1e0", "", "0.5E1", "7.1e+1"), asPlain(), same)...)
	rows = append(rows, valueRow("a fraction", whole, alike("1.5"), expected{}, "the contract has whole numbers")...)
	rows = append(rows, valueRow("more than 64 bits", all, alike(long), expected{}, "a breach with its place")...)
	rows = append(rows, valueRow("far more than a float", whole, alike("1e400"), expected{}, "a breach with its place")...)
	rows = append(rows, valueRow("a leading nought", all, alike("01"), refusedAt("body", "is not JSON"), "RFC 8259, 6")...)
	rows = append(rows, valueRow("a sign plus", all, alike("+1"), refusedAt("body", "is not JSON"), "RFC 8259, 6")...)
	rows = append(rows, valueRow("NaN", all, alike("NaN"), refusedAt("body", "is not JSON"), "RFC 8259, 6")...)
	rows = append(rows, valueRow("an exponent without end", all, alike("1e1000000000"), refusedAt("body", "exponent"), "RFC 8259, 9: a limit")...)
	return append(rows,
		spelling{"a streamed number with a fraction of nought", "deliveryoptimizer", "stream", inBody(`"qty":2`, `"qty":2.0`), asPlain(), same},
		spelling{"a streamed number of more than 64 bits", "deliveryoptimizer", "stream", inBody(`"qty":2`, `"qty":`+long), refusedAt("/1/lines/0/qty", ""), "a breach with its place"},
		spelling{"a price near its bound", "komet", "", inBody(`"price":2.5`, `"price":99999999.99`), expected{same: true, kept: true}, "exact decimals: 99999999.99 is a multiple of 0.01"},
		spelling{"a price that a float has not", "komet", "", inBody(`"price":2.5`, `"price":0.07`), expected{same: true, kept: true}, "exact decimals"},
		spelling{"a price that a float divides badly", "komet", "", inBody(`"price":2.5`, `"price":1070468.14`), expected{same: true, kept: true}, "exact decimals"},
		spelling{"a price in tenths of a cent", "komet", "", inBody(`"price":2.5`, `"price":0.001`), refusedAt("/prebookItems/0/price", "multipleOf"), "document 004: decimal:10,2"},
		spelling{"a price with more noughts", "komet", "", inBody(`"price":2.5`, `"price":2.50000`), asPlain(), "RFC 8259, 6: it is the same number"},
	)
}

func timeSpellings() []spelling {
	const (
		rfc  = "RFC 3339, 5.6"
		when = "2026-11-22T10:00:00Z"
		left = "2026-11-20T14:30:00Z"
	)
	order := func(text string) func(*sent) { return inBody(when, text) }
	parcel := func(text string) func(*sent) { return inBody(left, text) }
	return []spelling{
		{"a time in lower case", "deliveryoptimizer", "", order("2026-11-22t10:00:00z"), asPlain(), rfc + ": without regard to case"},
		{"an offset", "deliveryoptimizer", "", order("2026-11-22T12:00:00+02:00"), asPlain(), rfc + ": the same instant"},
		{"an unknown offset", "deliveryoptimizer", "", order("2026-11-22T10:00:00-00:00"), asPlain(), "RFC 3339, 4.3"},
		{"noughts behind the second", "deliveryoptimizer", "", order("2026-11-22T10:00:00.000000000000Z"), asPlain(), rfc + ": any number of digits"},
		{"a leap second", "deliveryoptimizer", "", order("2016-12-31T23:59:60Z"), refusedAt("/lastUpdated", "leap second"), "assumed: neither .NET nor Java keeps one"},
		{"a leap second of a parcel", "altazion", "", parcel("2016-12-31T23:59:60Z"), refusedAt("/Colis/0/DateExpedition", "leap second"), "assumed, as of all vendors"},
		{"a time without an offset", "deliveryoptimizer", "", order("2026-11-22T10:00:00"), refusedAt("/lastUpdated", "date-time"), rfc + "; document 002 prints times with Z"},
		{"a time without an offset, of a page that has DateTime", "altazion", "", parcel("2026-11-20T14:30:00"), expected{same: true, kept: true}, "the vendor's page has C#'s DateTime"},
		{"a blank for the T", "deliveryoptimizer", "", order("2026-11-22 10:00:00Z"), refusedAt("/lastUpdated", "date-time"), rfc + ": only by agreement"},
		{"hour 24", "deliveryoptimizer", "", order("2026-11-22T24:00:00Z"), refusedAt("/lastUpdated", ""), rfc},
		{"30 February", "deliveryoptimizer", "", order("2026-02-30T10:00:00Z"), refusedAt("/lastUpdated", ""), "RFC 3339, 5.7"},
		{"a comma before the fraction", "deliveryoptimizer", "", order("2026-11-22T10:00:00,0Z"), refusedAt("/lastUpdated", "date-time"), rfc + ": a full stop"},
		{"a streamed time in lower case", "deliveryoptimizer", "stream", order("2026-11-22t10:00:00z"), asPlain(), rfc},
		{"a streamed leap second", "deliveryoptimizer", "stream", order("2016-12-31T23:59:60Z"), refusedAt("/0/lastUpdated", "leap second"), "assumed"},
	}
}
