package komet

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// tokenIn tells whether a body is one JSON object, and which token it carries:
// none where the member is missing or is no text.
func tokenIn(body []byte) (token string, object bool) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(body))
	if dec.PeekKind() != '{' {
		return "", false
	}
	if _, err := dec.ReadToken(); err != nil {
		return "", false
	}
	for dec.PeekKind() != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return "", false
		}
		if name.String() == "authenticationToken" && dec.PeekKind() == '"' {
			value, err := dec.ReadToken()
			if err != nil {
				return "", false
			}
			token = value.String()
			continue
		}
		if err := dec.SkipValue(); err != nil {
			return "", false
		}
	}
	if _, err := dec.ReadToken(); err != nil {
		return "", false
	}
	_, err := dec.ReadToken()
	return token, errors.Is(err, io.EOF)
}
