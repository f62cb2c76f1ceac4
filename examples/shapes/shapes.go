// Package shapes has servers of three shapes that APIs come in, each with its
// OpenAPI document: plain create, read, update and delete; nested resources with
// pages; one that refuses with 200. They share no code with Plumbline.
package shapes

import (
	"embed"
	"encoding/json"
	"io"
	"net/http"
)

// Documents are the OpenAPI documents: crud/openapi.json, nested/openapi.yaml and
// envelope/openapi.yaml.
//
//go:embed crud nested envelope
var Documents embed.FS

// body reads a JSON object; nil where there is none.
func body(r *http.Request) map[string]any {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	var object map[string]any
	if err != nil || json.Unmarshal(raw, &object) != nil {
		return nil
	}
	return object
}

func answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // who does not wait for it needs none
}

// optional tells whether a member is absent, or as it has to be.
func optional(object map[string]any, name string, good func(any) bool) bool {
	value, there := object[name]
	return !there || good(value)
}

// text tells whether a value is a text of a length.
func text(least, most int) func(any) bool {
	return func(v any) bool {
		s, ok := v.(string)
		n := len([]rune(s))
		return ok && n >= least && n <= most
	}
}
