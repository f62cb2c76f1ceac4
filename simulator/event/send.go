package event

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/plumbline-api/plumbline/simulator/journal"
)

// answerKept is how much of a subscriber's answer an attempt keeps, in bytes.
const answerKept = 4 << 10

// Sender makes attempts. Redirects are not followed: the subscriber's address is
// the one that was registered.
type Sender struct {
	By     http.RoundTripper        // such as NewDeliverer
	Now    func() time.Time         // real time
	Secret func(header string) bool // whose values an attempt does not keep; nil: those of every vendor
}

// Send makes an attempt and returns what came of it.
func (s Sender) Send(ctx context.Context, j *Job) Attempt {
	timeout := j.Delivery.Event.timeout()
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	a, began := Attempt{At: j.Due}, s.Now()
	err := s.send(limited, j, &a)
	a.Duration = s.Now().Sub(began)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		a.Stopped, a.Error = true, "the simulator stopped before the answer came"
	case limited.Err() != nil:
		a.Error = fmt.Sprintf("no whole answer within %s", timeout)
	default:
		a.Refused, a.Error = errors.Is(err, ErrPrivateTarget), err.Error()
	}
	return a
}

func (s Sender) send(ctx context.Context, j *Job, a *Attempt) error {
	event := &j.Delivery.Event
	r, err := http.NewRequestWithContext(ctx, event.Method, event.URL, bytes.NewReader(event.Body))
	if err != nil {
		return errors.New("the method or the address is not valid") // err has the address, with its secrets
	}
	for _, header := range []http.Header{j.Delivery.Cause, event.Header} {
		for name, values := range header {
			r.Header[name] = values
		}
	}
	if u := r.URL.User; u != nil && r.Header.Get("Authorization") == "" {
		password, _ := u.Password()
		r.SetBasicAuth(u.Username(), password) // a transport leaves that to its client
	}
	// Like the other Plumbline headers they are ours, not the vendor's: they lead
	// from what arrived to the ledger.
	r.Header.Set("Plumbline-World", j.World)
	r.Header.Set("Plumbline-Delivery", strconv.FormatUint(j.Delivery.ID, 10))
	response, err := s.By.RoundTrip(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	a.Status = response.StatusCode
	a.Header = journal.NewMessage(response.Header, nil, s.Secret).Header
	if response.StatusCode == http.StatusSwitchingProtocols {
		return nil // to net/http its body is the connection, which ends with no deadline
	}
	release := context.AfterFunc(ctx, func() { _ = response.Body.Close() })
	defer release()
	body, err := io.ReadAll(io.LimitReader(response.Body, answerKept+1))
	a.Body, a.Truncated = body[:min(len(body), answerKept)], len(body) > answerKept
	return err
}
