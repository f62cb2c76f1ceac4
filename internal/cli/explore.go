package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/internal/input"
	"github.com/plumbline-api/plumbline/internal/vendors"
)

// usualRequests is how many requests are drawn unless --explore says so.
const usualRequests = 500

// explore sets how a target is compared with the vendor's simulator, where that
// is asked for.
func (c *verifyCommand) explore(v vendors.Vendor, o *conformance.Options) error {
	if c.Explore == 0 && !slices.Contains(c.Phase, string(conformance.ExplorePhase)) || v.Simulator == nil {
		return nil
	}
	m, err := vendors.Reference(v, c.RandomSeed)
	if err != nil {
		return err
	}
	requests := c.Explore
	if requests == 0 {
		requests = usualRequests
	}
	o.Explore = &conformance.Explore{Model: m, Requests: requests}
	if c.Corpus == "" {
		return nil
	}
	corpus, err := readCorpus(c.Corpus)
	if err != nil {
		return usage("--corpus: %v", err)
	}
	for _, line := range corpus {
		if line.Vendor == v.Book.Vendor {
			o.Explore.Corpus = append(o.Explore.Corpus, line.Trace)
		}
	}
	o.Explore.Found = func(t reference.Trace) { c.found = append(c.found, corpusLine{v.Book.Vendor, t}) }
	return nil
}

// corpusLine is one line of a corpus: a sequence of requests that showed a
// difference.
type corpusLine struct {
	Vendor string `json:"vendor"`
	reference.Trace
}

// mostOfCorpus is how many bytes of a corpus are read.
const mostOfCorpus = 64 << 20

// readCorpus reads a file that need not be there yet.
func readCorpus(file string) ([]corpusLine, error) {
	data, err := input.Read(file, mostOfCorpus)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []corpusLine
	for i, text := range bytes.Split(data, []byte("\n")) {
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		var line corpusLine
		if err := json.Unmarshal(text, &line); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", file, i+1, err)
		}
		list = append(list, line)
	}
	return list, nil
}

// writeCorpus adds what was found to the file of --corpus, each sequence once.
func (c *verifyCommand) writeCorpus() error {
	if c.Corpus == "" || len(c.found) == 0 {
		return nil
	}
	known, err := readCorpus(c.Corpus)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	var w bytes.Buffer
	for _, line := range append(known, c.found...) {
		text, err := json.Marshal(line)
		if err != nil {
			return fmt.Errorf("corpus: %w", err)
		}
		if !seen[string(text)] {
			seen[string(text)] = true
			w.Write(append(text, '\n'))
		}
	}
	const mode = 0o600 // requests may hold what is not for everyone
	return replaceFile(c.Corpus, mode, func(f io.Writer) error {
		_, err := w.WriteTo(f)
		return err
	})
}
