package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// request is one call, to be sent again and again.
type request struct {
	method, url, body string
	header            http.Header
	user, password    string
	want              string // part of the answer that shows that it was done
}

func (q request) clone() *http.Request {
	r, err := http.NewRequest(q.method, q.url, strings.NewReader(q.body))
	if err != nil {
		panic(err) // of our own making
	}
	r.Header.Set("Content-Type", "application/json")
	for name, values := range q.header {
		r.Header[name] = values
	}
	if q.user != "" {
		r.SetBasicAuth(q.user, q.password)
	}
	return r
}

// load sends the requests of a row over some connections.
type load struct {
	row         row
	base        string
	connections int
	sent        atomic.Int64 // over all runs, so that no request is sent twice where that matters
}

// result is what came of a run.
type result struct {
	count     int
	took      time.Duration
	latencies []time.Duration
}

func (r result) rate() float64 { return float64(r.count) / r.took.Seconds() }

func (r result) quantile(q float64) time.Duration {
	if len(r.latencies) == 0 {
		return 0
	}
	return r.latencies[min(len(r.latencies)-1, int(q*float64(len(r.latencies))))]
}

// run sends for a while, as much as goes or at a rate of requests a second. At
// a rate the time counts from when a request was due, so that a server that
// stalls can't hide it.
func (l *load) run(d time.Duration, rate float64) (result, error) {
	transport := &http.Transport{MaxIdleConnsPerHost: l.connections, DisableCompression: true}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: time.Minute}
	var group sync.WaitGroup
	began := time.Now()
	parts := make([]result, l.connections)
	failures := make([]error, l.connections)
	for i := range l.connections {
		group.Go(func() {
			parts[i], failures[i] = l.connection(client, began, d, rate/float64(l.connections), i)
		})
	}
	group.Wait()
	all := result{took: time.Since(began)}
	for _, p := range parts {
		all.count += p.count
		all.latencies = append(all.latencies, p.latencies...)
	}
	slices.Sort(all.latencies)
	if all.count == 0 {
		failures = append(failures, errors.New("nothing was answered"))
	}
	return all, errors.Join(failures...)
}

func (l *load) connection(client *http.Client, began time.Time, d time.Duration, rate float64, offset int) (r result, err error) {
	for n := 0; ; n++ {
		due := time.Now()
		if rate > 0 {
			due = began.Add(time.Duration((float64(n) + float64(offset)/float64(l.connections)) / rate * float64(time.Second)))
			time.Sleep(time.Until(due))
		}
		if due.Sub(began) >= d {
			return r, nil
		}
		if err := l.once(client, int(l.sent.Add(1))); err != nil {
			return r, err
		}
		r.count++
		r.latencies = append(r.latencies, time.Since(due))
	}
}

func (l *load) once(client *http.Client, n int) error {
	q := l.row.request(l.base, n)
	answer, err := client.Do(q.clone())
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK || !bytes.Contains(body, []byte(q.want)) {
		return fmt.Errorf("%s %s: %s %.300s", q.method, q.url, answer.Status, body)
	}
	return nil
}
