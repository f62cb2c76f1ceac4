// Package control is the contract of Plumbline's own control API.
package control

import _ "embed"

//go:embed openapi.yaml
var openapi []byte

// OpenAPI returns openapi.yaml.
func OpenAPI() []byte { return openapi }
