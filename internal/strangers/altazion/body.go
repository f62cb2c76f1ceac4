package altazion

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"
)

// entry is one line of a request.
type entry struct {
	guid, reference   string
	prepared, shipped *float64
	broken            bool // a quantity that is no whole number
	negative          bool
}

func (e entry) name() string {
	if e.guid != "" {
		return e.guid
	}
	return e.reference
}

type parcel struct {
	ModeLivraisonGuid *string
	ModeLivraisonCode *string
	Numero            *string
	DateExpedition    json.RawMessage
	UrlSuivi          *string
}

type document struct {
	Type, Numero, Url *string
}

// write is what a call of either point asks.
type write struct {
	shipping  bool // it came by the point of expédition
	partial   bool
	entries   []entry
	parcels   []parcel
	documents []document
}

type requestLine struct {
	Guid, Reference          *string
	QtePreparee, QteExpediee json.RawMessage
}

type preparation struct {
	Lignes       []requestLine
	EstPartielle bool
}

// shipment is what Contrary knows; Usual knows PieceComptable as well.
type shipment struct {
	Lignes           []requestLine
	Colis            []parcel
	PiecesComptables []document
}

var guidForm = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

var errFormat = errors.New("le format du corps est invalide")

// read reads the body of a call. Its error is the 400 of line 25.
func (c choices) read(data []byte, shipping bool) (write, error) {
	w := write{shipping: shipping}
	var lines []requestLine
	if shipping {
		var usual struct {
			shipment
			PieceComptable []document
		}
		var target any = &usual
		if c.contrary {
			target = &usual.shipment
		}
		if err := c.unmarshal(data, target); err != nil {
			return w, err
		}
		lines, w.parcels = usual.Lignes, usual.Colis
		w.documents = append(usual.PiecesComptables, usual.PieceComptable...)
	} else {
		var body preparation
		if err := c.unmarshal(data, &body); err != nil {
			return w, err
		}
		lines, w.partial = body.Lignes, body.EstPartielle
	}
	if lines == nil && c.contrary {
		return w, errFormat
	}
	for _, p := range w.parcels {
		if !c.dateFits(p.DateExpedition) {
			return w, errFormat
		}
	}
	for _, l := range lines {
		e, err := c.entry(l)
		if err != nil {
			return w, err
		}
		w.entries = append(w.entries, e)
	}
	return w, nil
}

// unmarshal reads the whole of data as one JSON value, which is UTF-8 or no JSON.
func (c choices) unmarshal(data []byte, into any) error {
	if !utf8.Valid(data) || !json.Valid(data) {
		return errFormat
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if c.contrary {
		d.DisallowUnknownFields()
	}
	return d.Decode(into)
}

func (c choices) entry(l requestLine) (entry, error) {
	var e entry
	if l.Guid != nil {
		e.guid = *l.Guid
	}
	if l.Reference != nil {
		e.reference = *l.Reference
	}
	if c.contrary && (e.guid == "" && e.reference == "" || e.guid != "" && !guidForm.MatchString(e.guid)) {
		return e, errFormat
	}
	if c.contrary && string(l.QtePreparee) == "null" {
		return e, errFormat
	}
	var err error
	if e.prepared, err = c.quantity(l.QtePreparee); err != nil {
		return e, err
	}
	if e.shipped, err = c.quantity(l.QteExpediee); err != nil {
		return e, err
	}
	for _, q := range []*float64{e.prepared, e.shipped} {
		if q != nil {
			e.negative = e.negative || *q < 0
			e.broken = e.broken || *q != math.Trunc(*q)
		}
	}
	if c.contrary && e.negative {
		return e, errFormat
	}
	return e, nil
}

func (c choices) quantity(raw json.RawMessage) (*float64, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	text := string(raw)
	if c.contrary && text[0] == '"' {
		if err := json.Unmarshal(raw, &text); err != nil {
			return nil, errFormat
		}
		q, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(q) || math.IsInf(q, 0) {
			return nil, errFormat
		}
		return &q, nil
	}
	var q float64
	if err := json.Unmarshal(raw, &q); err != nil {
		return nil, errFormat
	}
	return &q, nil
}

// dateFits tells whether a parcel's date is one: RFC 3339 for Usual, any text for Contrary.
func (c choices) dateFits(raw json.RawMessage) bool {
	if len(raw) == 0 || string(raw) == "null" {
		return true
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return false
	}
	_, err := time.Parse(time.RFC3339, text)
	return err == nil || c.contrary
}
