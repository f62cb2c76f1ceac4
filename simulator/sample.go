package simulator

import "encoding/base64"

// Sample says how to use what every new world holds of a vendor.
type Sample struct {
	// Credentials are those of the sample. The examples use the first one.
	Credentials []Credential
	// Walk is a sequence of requests that are accepted in this order, with each
	// operation at least once.
	Walk []Example
}

// Credential is one that the sample knows.
type Credential struct {
	Name   string `json:"name"`             // of the user, application or client; empty where a token is all
	Secret string `json:"secret,omitempty"` // its password or key; invented, as all of the sample
	Token  string `json:"token,omitempty"`  // what may be sent in place of the two
	Header string `json:"header,omitempty"` // the line that proves who calls: "Authorization: Token KEY"; empty where the body or the query does
	May    string `json:"may"`              // what may be done with it

	basic bool
}

// Basic is a credential of HTTP's Basic scheme.
func Basic(name, secret, may string) Credential {
	header := "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(name+":"+secret))
	return Credential{Name: name, Secret: secret, Header: header, May: may, basic: true}
}

// Example is one request of a walk. In its values {{NAME}} stands for what an
// earlier one kept.
type Example struct {
	Shows     string // what it does, as a heading
	Operation string
	Path      map[string]string // parameters; the contract's examples where left out
	Query     [][2]string       // name and value
	Header    string            // a line in place of the credential's
	Body      string            // the contract's first example where left out
	Open      bool              // send no credential
	Keep      Kept              // of the answer, for later requests
}

// Kept is a member of an answer, and the name that it is kept under.
type Kept struct{ Name, Member string }

// sample returns how to use a vendor's sample; of a vendor that tells nothing, all
// operations by the examples of the contract.
func (e *Engine) sample(vendor string) Sample {
	s := e.vendors[vendor].Sample
	if len(s.Walk) == 0 {
		for _, op := range e.served[vendor].contract.Operations {
			s.Walk = append(s.Walk, Example{Shows: op.Operation.Summary, Operation: op.ID})
		}
	}
	return s
}
