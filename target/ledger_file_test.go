package target

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestLedgerIsWrittenBeforeARequestIsSent looks at the ledger from the target.
func TestLedgerIsWrittenBeforeARequestIsSent(t *testing.T) {
	var file bytes.Buffer
	seen := ""
	look := transport(func(r *http.Request) (*http.Response, error) {
		seen = file.String()
		return answering(200, nil, "")(r)
	})
	s := newTarget(t, Options{Transport: look, Ledger: NewLedger(&file, time.Now), Secrets: []string{"hunter22"}}).Session()
	made := s.Created(Entity{"order", "1 hunter22"}, func(context.Context) error { return nil })
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		req, err := http.NewRequest(method, s.Base()+"orders/hunter22", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Send(t.Context(), req); err != nil {
			t.Fatal(err)
		}
		if sent := strings.Contains(seen, `"sent"`); sent != (method != http.MethodGet) {
			t.Errorf("%s: the ledger was %s", method, seen)
		}
	}
	if left := LeftBy(lines(t, &file)); len(left.Entities) != 1 || len(left.Requests) != 0 {
		t.Errorf("left are %+v", left)
	}
	made.Refused()
	if left := LeftBy(lines(t, &file)); len(left.Entities) != 0 {
		t.Errorf("left are %+v", left)
	}
	if strings.Contains(file.String(), "hunter22") {
		t.Errorf("it holds a secret: %s", &file)
	}
}

// TestNothingIsChangedThatTheLedgerCantHold: with a full disk a run reads on.
func TestNothingIsChangedThatTheLedgerCantHold(t *testing.T) {
	var sent []string
	recording := transport(func(r *http.Request) (*http.Response, error) {
		sent = append(sent, r.Method)
		return answering(200, nil, "")(r)
	})
	s := newTarget(t, Options{Transport: recording, Ledger: NewLedger(full{}, time.Now)}).Session()
	for _, method := range []string{http.MethodPost, http.MethodGet, http.MethodPut} {
		req, err := http.NewRequest(method, s.Base()+"orders", nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Send(t.Context(), req)
		var open *Inconclusive
		if errors.As(err, &open) != (method != http.MethodGet) {
			t.Errorf("%s: %v", method, err)
		}
	}
	if !slices.Equal(sent, []string{http.MethodGet}) {
		t.Errorf("sent were %v", sent)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func lines(t *testing.T, file *bytes.Buffer) (all []LedgerLine) {
	t.Helper()
	for line := range strings.Lines(file.String()) {
		var l LedgerLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
	return all
}
