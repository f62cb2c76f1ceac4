package reference

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/target"
)

// wait gives the target time for what arrives late.
func (e *explorer) wait(ctx context.Context, s *target.Session, d time.Duration) (time.Duration, error) {
	switch {
	case d == 0:
		return 0, nil
	case s.World() != "":
		return d, s.Advance(ctx, d)
	}
	d = s.Settle(d)
	select {
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-time.After(d):
		return d, nil
	}
}

// answer sends a request to the target, and notes what Saw makes of the answer.
func (e *explorer) answer(ctx context.Context, s *target.Session, r *Request, vars map[string]string) (Answer, error) {
	signed := *r
	signed.Header = r.Header.Clone()
	if e.vendor.Sign != nil {
		e.vendor.Sign(&signed, vars, false)
	}
	a, err := e.exchange(ctx, s, &signed)
	if err == nil && e.vendor.Saw != nil {
		e.vendor.Saw(r, &a, vars)
	}
	return a, err
}

func (e *explorer) exchange(ctx context.Context, s *target.Session, r *Request) (Answer, error) {
	address := strings.TrimSuffix(s.Base(), "/") + r.Path
	if r.Query != "" {
		address += "?" + r.Query
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, address, strings.NewReader(string(r.Body)))
	if err != nil {
		return Answer{}, fmt.Errorf("reference: %s: %w", r.Name, err)
	}
	for name, values := range r.Header {
		req.Header[name] = values
	}
	dropped := len(s.Dropped())
	var got *target.Answer
	if r.Role == "" {
		got, err = s.Send(ctx, req)
	} else {
		got, err = s.As(r.Role).Send(ctx, req)
	}
	var mismatched *target.Mismatched
	switch {
	case err == nil:
		return Answer{Status: got.Status, Header: got.Header, Body: got.Body}, nil
	case len(s.Dropped()) > dropped:
		return Answer{Lost: "the connection was closed without one"}, nil
	case errors.As(err, &mismatched):
		return Answer{Lost: err.Error()}, nil
	}
	return Answer{}, err
}
