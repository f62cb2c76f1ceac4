package report

// Strictness is what a target did with requests that break the contract in one
// way, where no document says what a server does with them.
type Strictness struct {
	Pointer    string   `json:"pointer"`          // of the constraint, into the vendor's openapi.yaml
	Class      string   `json:"class"`            // of the breach, such as "null"
	Operations []string `json:"operations"`       // whose requests were tried
	Does       string   `json:"does"`             // "refuses", "tolerates" or "mixed"
	Became     string   `json:"became,omitempty"` // of a tolerated value, where that can be read back: kept, absent, converted, cut, changed
}
