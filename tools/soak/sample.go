package main

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sample is what was seen of a process at one moment.
type sample struct {
	at     time.Time
	values map[string]float64 // by measure
}

// measure is something that must not grow.
type measure struct {
	name, unit string
	metric     string  // of the simulator's own; empty: looked at otherwise
	per        float64 // the metric's value is divided by it
	grows      float64 // how much more the second half may have than the first
	slack      float64 // and that much besides
}

const megabyte = 1 << 20

// A process whose garbage is collected at twice the live heap is not even to the
// byte, so memory has some room. Descriptors and goroutines vary with connections.
var measures = []measure{
	{"resident memory", "MB", "process_resident_memory_bytes", megabyte, 0.05, 8},
	{"heap in use", "MB", "go_memstats_heap_inuse_bytes", megabyte, 0.05, 8},
	{"goroutines", "", "go_goroutines", 1, 0, 5},
	{"open descriptors", "", "process_open_fds", 1, 0, 5},
	{"journal entries", "", "", 1, 0, 50},
	{"store file", "MB", "", megabyte, 0.05, 1},
}

// halves are the medians of the first and of the second half of the time after
// the warm-up.
func (m measure) halves(samples []sample, warm time.Time) (early, late float64, ok bool) {
	var values []float64
	for _, s := range samples {
		if v, found := s.values[m.name]; found && !s.at.Before(warm) {
			values = append(values, v)
		}
	}
	if len(values) < 4 {
		return 0, 0, false
	}
	return median(values[:len(values)/2]), median(values[len(values)/2:]), true
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// watch takes samples until it is stopped.
func (s *subject) watch(every time.Duration, stop <-chan struct{}) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
			taken, err := s.sample()
			if err != nil {
				s.fault("a sample: %v", err)
				continue
			}
			s.mu.Lock()
			s.samples = append(s.samples, taken)
			s.mu.Unlock()
		}
	}
}

func (s *subject) sample() (sample, error) {
	s.mu.Lock()
	control := s.control
	taken := sample{at: time.Now(), values: map[string]float64{}}
	seen, err := metrics(control)
	s.mu.Unlock()
	if err != nil {
		return taken, err
	}
	for _, m := range measures {
		if v, found := seen[m.metric]; found {
			taken.values[m.name] = v / m.per
		}
	}
	entries := 0.0
	for _, world := range steady {
		n, err := count(control, world)
		if err != nil {
			return taken, nil //nolint:nilerr // it was killed meanwhile; the next sample has it
		}
		entries += n
	}
	taken.values["journal entries"] = entries
	if s.file != "" {
		info, err := os.Stat(s.file)
		if err != nil {
			return taken, err
		}
		taken.values["store file"] = float64(info.Size()) / megabyte
	}
	return taken, nil
}

// metrics reads the values without labels.
func metrics(control string) (map[string]float64, error) {
	resp, err := http.Get(control + "/metrics")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	seen := map[string]float64{}
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		name, text, _ := strings.Cut(lines.Text(), " ")
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			seen[name] = v
		}
	}
	if _, found := seen["go_goroutines"]; !found {
		return nil, errors.New("the metrics are not there")
	}
	return seen, nil
}

func count(control, world string) (n float64, err error) {
	resp, err := http.Get(control + "/worlds/" + world + "/journal-count")
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = fmt.Fscanf(resp.Body, `{"count":%f}`, &n)
	return n, err
}
