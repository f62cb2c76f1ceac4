package contract

// Breach is one way in which a request departs from the contract, as a simulator
// sees it.
type Breach struct {
	Pointer string // JSON pointer into the contract of the broken keyword
	At      string // where: a JSON pointer into the body, or "path NAME", "query NAME", "header NAME", "body"
	Message string
	// SecondValue tells of a body that is JSON, and goes on behind it.
	SecondValue bool `json:",omitempty"`
}

// Finding is one way in which a message departs from its contract, as the judging
// side sees it.
type Finding struct {
	Pointer string   // JSON pointer into the contract: of the response, or of the schema that the place belongs to
	At      []string // path of the place in the body; nil for the message as a whole
	Message string
	Note    bool // merely undocumented: no failure
}
