package vendors

import (
	"regexp"
	"strings"
	"testing"
)

// sentence writes the pattern of a step as people read it: what is to be filled
// in stands in braces, what may be left out in square brackets.
//
//	^the (?:last )?call is refused with (\d+)$ → the [last ]call is refused with {number}
func sentence(pattern string) string {
	r := &patternReader{rest: strings.TrimSuffix(strings.TrimPrefix(pattern, "^"), "$")}
	return choice(r.alternatives())
}

// patternReader reads the part of the syntax of regular expressions that steps
// are written in: groups, alternatives, classes of characters, and ?, + and *.
type patternReader struct{ rest string }

// alternatives reads up to the end or to the parenthesis that closes a group.
func (r *patternReader) alternatives() []string {
	all := []string{""}
	for r.rest != "" {
		last := &all[len(all)-1]
		switch {
		case r.take(")"):
			return all
		case r.take("|"):
			all = append(all, "")
		case r.take("(?:"), r.take("("):
			*last += r.repeated(r.alternatives())
		default:
			part, kind := r.atom()
			if kind == "" {
				*last += r.repeated([]string{part})
				continue
			}
			if !r.counted() && part != "" { // one of a few characters
				kind = strings.Join(strings.Split(part, ""), "|")
			}
			*last = withPlaceholder(*last, kind)
		}
	}
	return all
}

func (r *patternReader) take(token string) bool {
	rest, found := strings.CutPrefix(r.rest, token)
	if found {
		r.rest = rest
	}
	return found
}

// counted takes the + or * behind a class of characters, lazy or not.
func (r *patternReader) counted() bool {
	found := r.take("+") || r.take("*")
	if found {
		r.take("?")
	}
	return found
}

// repeated takes what tells how often one of these stands there.
func (r *patternReader) repeated(all []string) string {
	switch {
	case r.take("?"):
		return "[" + strings.Join(all, "|") + "]"
	case r.take("*"):
		return "[" + choice(all) + " …]"
	}
	return choice(all)
}

// atom reads one character, or a class of them with what it stands for; of a
// class that lists its characters these are returned too.
func (r *patternReader) atom() (part, kind string) {
	switch {
	case r.take(`\d`):
		return "", "number"
	case r.take(`\w`), r.take(`\S`):
		return "", "word"
	case r.take("."):
		return "", "text"
	case r.take("["):
		class, rest, _ := strings.Cut(r.rest, "]")
		r.rest = rest
		switch {
		case class == `^"` || !strings.HasPrefix(class, "^") && strings.Contains(class, " "):
			return "", "text"
		case strings.ContainsAny(class, `^\-`):
			return "", "word"
		}
		return class, "word"
	case r.take(`\`):
	}
	char := []rune(r.rest)[0]
	r.rest = r.rest[len(string(char)):]
	return string(char), ""
}

// withPlaceholder adds a placeholder; two in a row are one text.
func withPlaceholder(text, kind string) string {
	if open := strings.LastIndexByte(text, '{'); open >= 0 && strings.HasSuffix(text, "}") {
		return text[:open] + "{text}"
	}
	return text + "{" + kind + "}"
}

// choice writes alternatives as what one of them is to be chosen from.
func choice(all []string) string {
	if len(all) == 1 {
		return all[0]
	}
	return "{" + strings.Join(all, "|") + "}"
}

func TestSentence(t *testing.T) {
	for name, test := range map[string]struct{ pattern, want string }{
		"no placeholder":      {`^the bon is read$`, "the bon is read"},
		"a number":            {`^(\d+) minutes pass$`, "{number} minutes pass"},
		"text in quotes":      {`^the order is "([^"]*)"$`, `the order is "{text}"`},
		"text to the end":     {`^the message says: (.+)$`, "the message says: {text}"},
		"a word":              {`^the caller asks for (\S+)$`, "the caller asks for {word}"},
		"a choice":            {`^the answer has (a|no) key$`, "the answer has {a|no} key"},
		"a choice, not noted": {`^the (?:command|call) is refused$`, "the {command|call} is refused"},
		"may be left out":     {`^the package has( not)? been prepared$`, "the package has[ not] been prepared"},
		"a plural":            {`^(\d+) days? pass(?:es)?$`, "{number} day[s] pass[es]"},
		"several numbers":     {`^refused with (\d+(?: or \d+)*):$`, "refused with {number}[ or {number} …]:"},
		"several words":       {`^in the state (\w[\w ]*)$`, "in the state {text}"},
		"few characters":      {`^answered with status ([01])$`, "answered with status {0|1}"},
		"text left out":       {`^the packages are listed(?: with (\S+))?$`, "the packages are listed[ with {word}]"},
		"a choice inside":     {`^lists (no item|every item)(?: but ([\w ]+?))?$`, "lists {no item|every item}[ but {text}]"},
		"a full stop":         {`^(\S+\.(?:list|create)) is called$`, "{word}.{list|create} is called"},
		"a choice left out":   {`^refused with (\d+)(, where offered|, if refused)?$`, "refused with {number}[, where offered|, if refused]"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := sentence(test.pattern); got != test.want {
				t.Errorf("%s reads %q, want %q", test.pattern, got, test.want)
			}
		})
	}
}

// ofAnExpression is what stands in a regular expression and in no sentence.
var ofAnExpression = regexp.MustCompile(`[\\^$()*+?]|\[\^|\{\}|\[\]`)

// TestStepsAreSentences holds that every step, as docs/steps.md lists it, is a
// plain sentence and no regular expression.
func TestStepsAreSentences(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		for _, pattern := range patternsOf(t, v) {
			text := sentence(pattern)
			if found := ofAnExpression.FindString(text); found != "" {
				t.Errorf("the step reads %q, in which %q is no word", text, found)
			}
			if strings.Count(text, "{") != strings.Count(text, "}") || strings.Count(text, "[") != strings.Count(text, "]") {
				t.Errorf("the step reads %q, in which a bracket is not closed", text)
			}
		}
	})
}
