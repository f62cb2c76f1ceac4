package simulator

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/compiled"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// Stream is how a vendor takes a body that is an array of any length. Bodies up
// to Options.BodyLimit go the way of all others; of a longer one, up to
// Options.StreamLimit, each element is checked as it comes and put on a stage:
// a place aside that no request sees. The service then finds the stage in place
// of the body, and makes use of it in one step.
type Stream struct {
	// Open begins a stage and returns its name.
	Open func(*Env, *Request) (stage string, err error)
	// Add puts elements on the stage, which keep to the contract. It tells whether
	// to go on: the service will refuse the request otherwise. ErrUndecodable says
	// that an element does not fit the vendor's types.
	Add func(env *Env, stage string, elements [][]byte) (goOn bool, err error)
	// Drop forgets a stage that the service has made no use of.
	Drop func(env *Env, stage string) error
}

// Stage is where the elements of a streamed body are.
type Stage struct {
	Name string
	Used bool // set by a service that has made use of it; it is dropped otherwise
}

// Stage returns the stage of the request that is being served; nil where its
// body was not streamed.
func (e *Env) Stage() *Stage { return e.stage }

// ErrUndecodable says that a body can't be decoded.
var ErrUndecodable = errors.New("it can't be decoded")

const (
	// piece is how many elements are put on a stage in one transaction.
	piece = 500
	// streamedBreaches is after how many breaches no more is read.
	streamedBreaches = 20
)

// errUnread undoes a transaction whose request has a body to be streamed: all
// that comes before the body was well, so it is read, and the request served
// again.
var errUnread = errors.New("the body has to be read")

// stream is the body of a request on its way to a stage.
type stream struct {
	vendor   *Stream
	source   *metered
	stage    string
	ended    bool // nothing more is to be read
	whole    bool // the body was read to its end
	elements int
	breaches []contract.Breach
	encoded  error // what it is in place of UTF-8

	undecodable bool
}

// metered counts and digests what is read, and bounds it as a whole and for
// each element.
type metered struct {
	from    io.Reader
	digest  hash.Hash
	size    int64
	limit   int64 // of the whole
	element int64 // limit of one element
	left    int64 // of the element that is being read
	failed  error // why no more could be read
}

// tooLongError says which limit a body is beyond.
type tooLongError struct{ text string }

func (e *tooLongError) Error() string { return e.text }

// Read implements io.Reader.
func (m *metered) Read(p []byte) (int, error) {
	switch {
	case m.size > m.limit:
		return 0, &tooLongError{fmt.Sprintf("the body is longer than %d bytes", m.limit)}
	case m.left <= 0:
		return 0, &tooLongError{fmt.Sprintf("an element of the body is longer than %d bytes", m.element)}
	}
	n, err := m.from.Read(p[:min(int64(len(p)), m.left)])
	m.digest.Write(p[:n]) // never fails
	m.size, m.left = m.size+int64(n), m.left-int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		m.failed = err
	}
	return n, err
}

// next begins the next element. What the decoder reads ahead counts for the one
// before, so that the limit of an element is no exact one.
func (m *metered) next() { m.left = m.element }

// newStream streams a body whose beginning has been read.
func newStream(v *Stream, begun []byte, rest io.Reader, o *Options) *stream {
	return &stream{vendor: v, encoded: compiled.OtherEncoding(begun), source: &metered{
		from: io.MultiReader(bytes.NewReader(begun), rest), digest: sha256.New(), limit: o.StreamLimit, element: o.BodyLimit,
	}}
}

// read reads the body of a call to its stage. An error comes with the status to
// answer, which is 0 where the store or the vendor failed.
func (s *stream) read(ctx context.Context, c *call) (status int, err error) {
	req := c.request
	elements, breaches, err := c.served.schemas.Elements(req.Operation.ID, c.input(req))
	if err != nil {
		return 0, err
	}
	if s.breaches = breaches; len(breaches) > 0 {
		s.ended = true
		return 0, nil
	}
	err = c.aside(ctx, func(env *Env) (err error) {
		s.stage, err = s.vendor.Open(env, req)
		return err
	})
	if err != nil {
		return 0, err
	}
	err = s.array(elements, func(batch [][]byte) error { return s.add(ctx, c, batch) }, c.served.names[req.Operation.ID].elements)
	s.ended = true
	var long *tooLongError
	switch {
	case errors.As(err, &long):
		return http.StatusRequestEntityTooLarge, long
	case errors.Is(err, errBroken):
		return http.StatusBadRequest, errors.New("the body could not be read")
	}
	return 0, err
}

// errBroken says that the connection failed.
var errBroken = errors.New("the body broke off")

// array reads the elements and gives them to add, some at a time. What departs
// from the contract is noted, and ends the reading sooner or later.
func (s *stream) array(elements *compiled.Elements, add func([][]byte) error, names *members) error {
	dec := jsontext.NewDecoder(s.source)
	s.source.next()
	if s.encoded != nil {
		s.breaches = []contract.Breach{elements.NotJSON(s.encoded)}
		return nil
	}
	if kind := dec.PeekKind(); kind != '[' && kind != 0 {
		s.breaches = elements.CheckOther(alike(kind))
		return nil
	}
	if _, err := dec.ReadToken(); err != nil {
		return s.unreadable(elements, err)
	}
	var batch [][]byte
	for s.more(dec) {
		raw, err := dec.ReadValue()
		if err != nil {
			return s.unreadable(elements, err)
		}
		value, breaches := elements.Check(s.elements, raw)
		s.elements++
		if s.breaches = append(s.breaches, breaches...); len(s.breaches) >= streamedBreaches {
			return nil
		}
		if len(s.breaches) > 0 {
			continue // nothing is put on the stage any more
		}
		element := append([]byte(nil), raw...) // raw does not outlive the next read
		if names.anyMisspelt(value) {
			if element, _, err = names.without(element, (*members).misspells); err != nil {
				return err
			}
		}
		if names.anyOdd(value) {
			if element, err = names.plain(element); err != nil {
				return err
			}
		}
		if batch = append(batch, element); len(batch) == piece {
			if err := add(batch); err != nil || s.ended {
				return err
			}
			batch = batch[:0]
		}
	}
	if err := s.end(dec, elements); err != nil || len(s.breaches) > 0 || len(batch) == 0 {
		return err
	}
	return add(batch)
}

// more tells whether another element comes.
func (s *stream) more(dec *jsontext.Decoder) bool {
	s.source.next()
	defer s.source.next()
	return dec.PeekKind() != ']'
}

// end reads what is left once the elements are over: the bracket, and nothing
// else.
func (s *stream) end(dec *jsontext.Decoder, elements *compiled.Elements) error {
	if _, err := dec.ReadToken(); err != nil {
		return s.unreadable(elements, err)
	}
	switch _, err := dec.ReadToken(); {
	case errors.Is(err, io.EOF):
		s.whole = true
		return nil
	case err != nil:
		return s.unreadable(elements, err)
	}
	s.breaches = append(s.breaches, elements.NotJSON(errors.New("something follows the value")))
	return nil
}

// unreadable tells a body that is no JSON, which is a breach, from one that
// could not be read, which is returned.
func (s *stream) unreadable(elements *compiled.Elements, err error) error {
	switch {
	case errors.As(err, new(*tooLongError)):
		return err
	case s.source.failed != nil:
		return fmt.Errorf("%w: %w", errBroken, err)
	}
	s.breaches = append(s.breaches, elements.NotJSON(err))
	return nil
}

// alike returns a value of the kind that a JSON value begins with.
func alike(kind jsontext.Kind) any {
	switch kind {
	case '{':
		return map[string]any{}
	case '"':
		return ""
	case '0':
		return 0
	case 't', 'f':
		return kind == 't'
	}
	return nil
}

// add puts elements on the stage, in a transaction of their own.
func (s *stream) add(ctx context.Context, c *call, batch [][]byte) error {
	err := c.aside(ctx, func(env *Env) error {
		goOn, err := s.vendor.Add(env, s.stage, batch)
		s.ended = !goOn
		return err
	})
	if errors.Is(err, ErrUndecodable) {
		s.undecodable, s.ended = true, true
		return nil
	}
	return err
}

// aside runs fn with an Env of the call's vendor in a transaction beside the one
// that serves the request.
func (c *call) aside(ctx context.Context, fn func(*Env) error) error {
	return c.engine.within(ctx, c.world, func(w *worldTx) error {
		if err := w.begin(c.vendor); err != nil {
			return err
		}
		return fn(w.env(c.vendor, w.now()))
	})
}

// dropStage drops the stage of a call that came to nothing, also when the caller
// has gone away.
func (c *call) dropStage(ctx context.Context) error {
	if c.stream == nil || c.stream.stage == "" {
		return nil
	}
	return c.aside(context.WithoutCancel(ctx), func(env *Env) error { return c.stream.vendor.Drop(env, c.stream.stage) })
}

// settle drops a stage that the service made no use of.
func (s *stream) settle(env *Env) error {
	if s.stage == "" || env.stage != nil && env.stage.Used {
		return nil
	}
	return s.vendor.Drop(env, s.stage)
}

// message describes the body in the journal, which does not keep it.
func (s *stream) message(m journal.Message) journal.Message {
	m.Truncated, m.Size, m.Elements = true, s.source.size, s.elements
	if s.whole {
		m.Digest = "sha-256:" + hex.EncodeToString(s.source.digest.Sum(nil))
	}
	return m
}
