package specs

// IntegrityRules are what no document says and every user expects of any
// server. Each vendor has the same set.
type IntegrityRules struct {
	Answers               *Rule // every request gets an answer
	NoServerError         *Rule // no answer is a server error, 501 and 503 aside
	RefusalChangesNothing *Rule
	KeepsWhatItAccepts    *Rule
	BystandersUnchanged   *Rule
	ReadingChangesNothing *Rule
}

// NewIntegrity returns the rules for a vendor: of all its operations, and of
// those that write.
func NewIntegrity(vendor string, operations, writing []string) IntegrityRules {
	rule := func(slug, text string, operations []string) *Rule {
		return &Rule{
			ID: vendor + "/" + slug, Operations: operations, Binds: Server, Level: Must, Basis: Integrity, Text: text,
			Source: Source{
				Document: "what every user expects", Place: "docs/decisions/0016, Integrity",
				URL:  "https://github.com/plumbline-api/plumbline/blob/main/docs/decisions/0016-burden-of-proof.md",
				Date: "2026-11-30",
			},
		}
	}
	return IntegrityRules{
		Answers: rule("answers-every-request",
			"Every request gets a response: the connection is not closed without one.", operations),
		NoServerError: rule("no-server-error",
			"No response is a server error: a status code of 500 or higher, other than 501 and 503.", operations),
		RefusalChangesNothing: rule("refusal-changes-nothing",
			"A refused request changes nothing.", writing),
		KeepsWhatItAccepts: rule("keeps-what-it-accepts",
			"Valid data in an accepted request is kept as it was sent.", writing),
		BystandersUnchanged: rule("bystanders-unchanged",
			"A request changes only the entities that it names.", writing),
		ReadingChangesNothing: rule("reading-changes-nothing",
			"Reading changes nothing. That holds for operations that read, and for GET, HEAD and OPTIONS on the path of any operation.", operations),
	}
}

// All lists the rules.
func (i IntegrityRules) All() []*Rule {
	var all []*Rule
	for _, r := range []*Rule{i.Answers, i.NoServerError, i.RefusalChangesNothing, i.KeepsWhatItAccepts, i.BystandersUnchanged, i.ReadingChangesNothing} {
		if r != nil {
			all = append(all, r)
		}
	}
	return all
}
