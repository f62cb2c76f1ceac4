package target

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/report"
)

// explain turns a transport error into what it means for the case.
func (s *Session) explain(ctx, timed context.Context, req *http.Request, err error) error {
	var mismatched *Mismatched
	var network net.Error
	var proxy *proxyRefused
	switch {
	case errors.As(err, &mismatched):
		return err
	case errors.As(err, &proxy):
		return &Inconclusive{proxy.Error()}
	case ctx.Err() != nil:
		return ctx.Err()
	case timed.Err() != nil, errors.As(err, &network) && network.Timeout():
		return &Inconclusive{fmt.Sprintf("no answer within %s%s", s.target.options.Timeout, unknown(req.Method))}
	case dialling(err):
		return &Inconclusive{"the connection failed: " + err.Error()}
	case disconnected(err):
		s.drop(req)
		return &Inconclusive{"the connection failed: " + err.Error() + unknown(req.Method)}
	}
	return &Mismatched{[]report.Mismatch{{What: "answer", Want: []string{"an HTTP response"}, Got: err.Error()}}}
}

// drop notes a request whose connection the target closed without an answer.
func (s *Session) drop(req *http.Request) {
	what := req.Method + " " + req.URL.Path
	if op := s.target.Operation(req); op != nil {
		what = op.ID
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropped = append(s.dropped, what)
}

// Dropped lists the requests whose connection the target closed without an
// answer, by operation.
func (s *Session) Dropped() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.dropped)
}

// safe tells whether a method changes nothing (RFC 9110, section 9.2.1).
func safe(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// unknown says what is not known of a request that got no answer.
func unknown(method string) string {
	if safe(method) {
		return ""
	}
	return ": whether the " + method + " took effect is not known"
}

// dialling tells errors before a request could be sent.
func dialling(err error) bool {
	var network *net.OpError
	var proxy *proxyRefused
	return errors.As(err, &network) && network.Op == "dial" || errors.As(err, &proxy)
}

// disconnected tells errors of the connection from an answer that came and is
// no HTTP, whose errors net/http does not export.
func disconnected(err error) bool {
	var network net.Error
	var record tls.RecordHeaderError
	var unwrapped *url.Error
	if errors.As(err, &unwrapped) {
		err = unwrapped.Err // every *url.Error is a net.Error
	}
	text := err.Error()
	return errors.As(err, &network) || errors.As(err, &record) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		strings.HasPrefix(text, "tls: ") || strings.HasPrefix(text, "x509: ") || strings.Contains(text, "server closed idle connection") ||
		strings.HasPrefix(text, "http: server gave HTTP response to HTTPS client")
}
