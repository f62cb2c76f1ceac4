package akinon

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

const (
	signature = "X-Whisperer-Signature" // header of a delivery
	// lenience is how much longer a wait may be than the countdown: a delivery
	// fails after ten seconds at the latest, and the wait begins then.
	lenience = 11 * time.Second
)

func (s *steps) bindDeliveries(sc *features.Steps) {
	sc.Step(`^each delivery has the header ([\w-]+): (\S+)$`, s.eachHas)
	sc.Step(`^each delivery is signed with "([^"]*)"$`, s.eachSigned)
	sc.Step(`^no delivery is signed$`, func(ctx context.Context) error {
		return s.each(ctx, func(d target.Delivery) error { return target.Compare(signature, d.Event.Header.Get(signature), "") })
	})
	sc.Step(`^a day passes$`, func(ctx context.Context) error { return s.session.Advance(ctx, 24*time.Hour) })
	sc.Step(`^each delivery was tried again, and not always at once$`, func(ctx context.Context) error {
		return s.eachFailed(ctx, func(d target.Delivery) error {
			all := waits(d)
			if len(all) == 0 {
				return target.Mismatch("attempts", "one", "more than one")
			}
			if longest := slices.Max(all); longest < time.Second {
				return target.Mismatch("longest wait before a repeat", longest.String(), "that of the countdown")
			}
			return nil
		})
	})
	sc.Step(`^each delivery was tried once and never again$`, func(ctx context.Context) error {
		return s.eachFailed(ctx, func(d target.Delivery) error { return target.Compare("attempts", len(d.Attempts), 1) })
	})
	sc.Step(`^the waits in seconds before the repeats are (.+)$`, s.waitsAre)
}

// each judges every delivery; without one nothing can be said.
func (s *steps) each(ctx context.Context, judge func(target.Delivery) error) error {
	list, err := s.some(ctx)
	if err != nil {
		return err
	}
	var differences []error
	for _, d := range list {
		differences = append(differences, judge(d))
	}
	return target.Mismatches(differences...)
}

// eachFailed is each where the deliveries have to have failed.
func (s *steps) eachFailed(ctx context.Context, judge func(target.Delivery) error) error {
	return s.each(ctx, func(d target.Delivery) error {
		if reason := unanswerable(d); reason != "" {
			return &target.Inconclusive{Reason: reason}
		}
		return judge(d)
	})
}

// unanswerable says why the ledger can't tell whether a delivery is repeated.
func unanswerable(d target.Delivery) string {
	switch {
	case d.State == target.DeliveryNotSent:
		return "this simulator sends no events"
	case d.State == target.DeliveryConfirmed:
		return "somebody listens at " + subscriber + " and has confirmed the event"
	case len(d.Attempts) > 0 && d.Attempts[len(d.Attempts)-1].Refused:
		return "the simulator sends nothing to private addresses, where nobody listens, and so has nothing to repeat"
	}
	return ""
}

// waits are the times between the attempts.
func waits(d target.Delivery) []time.Duration {
	var list []time.Duration
	for i := 1; i < len(d.Attempts); i++ {
		list = append(list, d.Attempts[i].At.Sub(d.Attempts[i-1].At))
	}
	return list
}

func (s *steps) eachHas(ctx context.Context, name, want string) error {
	return s.each(ctx, func(d target.Delivery) error { return target.Compare(name, d.Event.Header.Get(name), want) })
}

func (s *steps) eachSigned(ctx context.Context, key string) error {
	return s.each(ctx, func(d target.Delivery) error {
		mac := hmac.New(sha256.New, []byte(key))
		mac.Write([]byte(d.Event.Body))
		return target.Compare(signature, d.Event.Header.Get(signature), "sha256="+hex.EncodeToString(mac.Sum(nil)))
	})
}

// waitsAre compares waits with “a”, “a, then b, then c” or “a to b”. Further
// repeats are the sender's choice; where it repeats less often, those that came
// are judged.
func (s *steps) waitsAre(ctx context.Context, list string) error {
	type bounds struct{ least, most time.Duration }
	var want []bounds
	for part := range strings.SplitSeq(list, ", then ") {
		low, high, isRange := strings.Cut(part, " to ")
		if !isRange {
			high = low
		}
		least, err := strconv.Atoi(low)
		if err != nil {
			return fmt.Errorf("akinon: %q is no number of seconds", low)
		}
		most, err := strconv.Atoi(high)
		if err != nil {
			return fmt.Errorf("akinon: %q is no number of seconds", high)
		}
		want = append(want, bounds{time.Duration(least) * time.Second, time.Duration(most)*time.Second + lenience})
	}
	return s.eachFailed(ctx, func(d target.Delivery) error {
		got := waits(d)
		if len(got) == 0 {
			return target.Mismatch("repeats", "none", "one or more")
		}
		for i, b := range want[:min(len(want), len(got))] {
			if got[i] < b.least || got[i] > b.most {
				return target.Mismatch(fmt.Sprintf("wait before repeat %d", i+1), got[i].String(), fmt.Sprintf("%s to %s", b.least, b.most))
			}
		}
		return nil
	})
}
