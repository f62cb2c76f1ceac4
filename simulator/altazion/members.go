package altazion

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// shape names the published members of an object, each with the shape of what
// it holds or with nil where that is of no interest.
type shape map[string]shape

// shapeOf returns the published members of a body.
func shapeOf(saving bool) shape {
	line := shape{"Guid": nil, "Reference": nil, "QtePreparee": nil, "QteExpediee": nil}
	if saving {
		return shape{"Lignes": line, "EstPartielle": nil}
	}
	document := shape{"Type": nil, "Numero": nil, "Url": nil}
	return shape{
		"Lignes":           line,
		"Colis":            {"ModeLivraisonGuid": nil, "ModeLivraisonCode": nil, "Numero": nil, "DateExpedition": nil, "UrlSuivi": nil},
		"PiecesComptables": document,
		"PieceComptable":   document,
	}
}

// sent is what the service sees of a body beside the decoded value.
type sent struct {
	body    []byte // without unpublished members
	unknown bool   // whether there were any
}

type sentKey struct{}

func sentWith(ctx context.Context) sent {
	s, _ := ctx.Value(sentKey{}).(sent)
	return s
}

// publishedOnly takes unpublished members out of the body before it is decoded:
// encoding/json would take "lignes" for Lignes, whatever it holds.
func publishedOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			next.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			body = nil // it is in memory, so this does not happen
		}
		s := published(body, strings.Contains(r.Pattern, "/prepa/"))
		r = r.WithContext(context.WithValue(r.Context(), sentKey{}, s))
		r.Body = io.NopCloser(bytes.NewReader(s.body))
		next.ServeHTTP(w, r)
	})
}

// published takes the unpublished members out of a body.
func published(body []byte, saving bool) sent {
	var kept bytes.Buffer
	dropped, err := shapeOf(saving).keep(jsontext.NewDecoder(bytes.NewReader(body)), jsontext.NewEncoder(&kept))
	if err != nil || !dropped {
		return sent{body: body} // what is no JSON fails when it is decoded
	}
	return sent{body: kept.Bytes(), unknown: true}
}

// keep copies one value, and of objects only the members of the shape; in an
// array every element has the shape.
func (s shape) keep(dec *jsontext.Decoder, enc *jsontext.Encoder) (dropped bool, err error) {
	kind := dec.PeekKind()
	if s == nil || kind != '{' && kind != '[' {
		value, err := dec.ReadValue()
		if err != nil {
			return false, err
		}
		return false, enc.WriteValue(value)
	}
	if err := copyToken(dec, enc); err != nil {
		return false, err
	}
	for dec.PeekKind() != '}' && dec.PeekKind() != ']' {
		var d bool
		if kind == '{' {
			d, err = s.keepMember(dec, enc)
		} else {
			d, err = s.keep(dec, enc)
		}
		dropped = dropped || d
		if err != nil {
			return dropped, err
		}
	}
	return dropped, copyToken(dec, enc)
}

func (s shape) keepMember(dec *jsontext.Decoder, enc *jsontext.Encoder) (dropped bool, err error) {
	name, err := dec.ReadToken()
	if err != nil {
		return false, err
	}
	inner, published := s[name.String()]
	if !published {
		return true, dec.SkipValue()
	}
	if err := enc.WriteToken(name); err != nil {
		return false, err
	}
	return inner.keep(dec, enc)
}

func copyToken(dec *jsontext.Decoder, enc *jsontext.Encoder) error {
	token, err := dec.ReadToken()
	if err != nil {
		return err
	}
	return enc.WriteToken(token)
}
