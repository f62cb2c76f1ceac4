package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
)

// outageVariable says for how long Redis is away; make test-services sets ten
// seconds. The default is somewhat longer than a request waits.
const (
	outageVariable = "PLUMBLINE_TEST_OUTAGE"
	shortOutage    = 4 * time.Second
)

// TestRedisOutage takes Redis away from two processes under load. Requests are
// refused meanwhile, the same processes go on after it, and they have every
// order that was acknowledged, and none of which they said that nothing changed.
func TestRedisOutage(t *testing.T) {
	outage := shortOutage
	if text := os.Getenv(outageVariable); text != "" {
		var err error
		if outage, err = time.ParseDuration(text); err != nil {
			t.Fatalf("%s: %v", outageVariable, err)
		}
	}
	for name, row := range map[string]struct {
		begin, end func(*redistest.Server, testing.TB)
	}{
		"stopped": {(*redistest.Server).Pause, (*redistest.Server).Resume},
		"killed":  {(*redistest.Server).Kill, (*redistest.Server).Restart},
	} {
		t.Run(name, func(t *testing.T) {
			server := redistest.Start(t)
			a, b := startProcess(t, "--store", server.URL()), startProcess(t, "--store", server.URL())
			u := startUpserts(t, a, b, a, b)
			u.goOn()
			row.begin(server, t)
			time.Sleep(outage)
			row.end(server, t)
			u.goOn()
			u.end()
			u.readBack(b, a, b, a) // by the other one each
			acknowledged, refused := len(slices.Concat(u.acknowledged...)), len(slices.Concat(u.refused...))
			if refused+u.unsure == 0 {
				t.Error("no request was refused while Redis was away")
			}
			t.Logf("Redis was away for %s: %d orders acknowledged, %d surely not stored, %d of which nobody knows", outage, acknowledged, refused, u.unsure)
		})
	}
}

// upserts are clients that store one order after another.
type upserts struct {
	t      *testing.T
	client *http.Client
	end    func() // waits for what is under way

	mu           sync.Mutex
	acknowledged [][]int // numbers of orders, by client
	refused      [][]int // of those that were surely not stored
	unsure       int
}

// startUpserts starts a client for each process that is given.
func startUpserts(t *testing.T, at ...*process) *upserts {
	u := &upserts{t: t, client: &http.Client{Timeout: patience}, acknowledged: make([][]int, len(at)), refused: make([][]int, len(at))}
	stop := make(chan struct{})
	var running sync.WaitGroup
	u.end = sync.OnceFunc(func() { close(stop); running.Wait() })
	t.Cleanup(u.end)
	for client, p := range at {
		running.Go(func() {
			for number := 0; ; number++ {
				select {
				case <-stop:
					return
				case <-time.After(5 * time.Millisecond): // so that there are not too many to read back
				}
				u.upsert(client, number, p)
			}
		})
	}
	return u
}

// order returns ID and text of an order that is like no other one.
func order(client, number int) (id, text string) {
	id = fmt.Sprintf("%08x-0000-4000-8000-%012x", client, number)
	return id, strings.NewReplacer(exampleID, id, `"qty": 1`, fmt.Sprintf(`"qty": %d`, number+1)).Replace(example)
}

// upsert stores an order, and wants that to succeed or to be refused with a
// time to come back.
func (u *upserts) upsert(client, number int, p *process) {
	_, body := order(client, number)
	response, text, err := u.call(http.MethodPost, p.orders(), body)
	if err != nil {
		u.t.Error(err)
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case response.StatusCode == http.StatusOK:
		u.acknowledged[client] = append(u.acknowledged[client], number)
	case response.StatusCode == http.StatusServiceUnavailable && response.Header.Get("Retry-After") != "":
		if strings.Contains(text, "nothing was changed") {
			u.refused[client] = append(u.refused[client], number)
		} else {
			u.unsure++
		}
	default:
		u.t.Errorf("order %d of client %d: %s %s", number, client, response.Status, text)
	}
}

func (u *upserts) call(method, address, body string) (*http.Response, string, error) {
	request, err := http.NewRequestWithContext(u.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		return nil, "", err
	}
	request.SetBasicAuth("sample-oms", "sample-password")
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := u.client.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response, string(text), err
}

// goOn waits until each client has succeeded some more times.
func (u *upserts) goOn() {
	u.t.Helper()
	const more = 10
	u.mu.Lock()
	want := make([]int, len(u.acknowledged))
	for client, numbers := range u.acknowledged {
		want[client] = len(numbers) + more
	}
	u.mu.Unlock()
	for client, deadline := 0, time.Now().Add(patience); client < len(want); time.Sleep(10 * time.Millisecond) {
		u.mu.Lock()
		if len(u.acknowledged[client]) >= want[client] {
			client++
		}
		u.mu.Unlock()
		if time.Now().After(deadline) {
			u.t.Fatalf("client %d does not go on within %s", client, patience)
		}
	}
}

// readBack asks one process for the orders of each client.
func (u *upserts) readBack(at ...*process) {
	u.t.Helper()
	var wg sync.WaitGroup
	for client, p := range at {
		wg.Go(func() {
			for _, number := range u.acknowledged[client] {
				id, body := order(client, number)
				var want map[string]any
				response, text, err := u.call(http.MethodGet, p.orders()+"/"+id, "")
				if err = errors.Join(err, json.Unmarshal([]byte(body), &want)); err == nil {
					err = sameOrder(response.StatusCode, text, want)
				}
				if err != nil {
					u.t.Errorf("order %s, which was acknowledged: %v", id, err)
				}
			}
			for _, number := range u.refused[client] {
				id, _ := order(client, number)
				response, text, err := u.call(http.MethodGet, p.orders()+"/"+id, "")
				if err != nil || response.StatusCode != http.StatusNotFound {
					u.t.Errorf("order %s, which was refused: %s (%v)", id, text, err)
				}
			}
		})
	}
	wg.Wait()
}
