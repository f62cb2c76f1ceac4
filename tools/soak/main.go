// Command soak lets two simulators work for an hour, and judges whether anything of
// them grows: memory, goroutines, descriptors, journal. One keeps its worlds in memory
// and is never stopped; the other keeps them in a file, and is killed again and again.
// Both are given a shop's day over all vendors, forks, snapshots and jumps of clocks.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"
)

func main() {
	var s soak
	flag.StringVar(&s.plumbline, "plumbline", "bin/plumbline", "the binary")
	flag.DurationVar(&s.time, "for", time.Hour, "how long; the first sixth is left for warming up")
	flag.StringVar(&s.picture, "svg", "", "file for the picture")
	flag.StringVar(&s.page, "page", "", "page whose part between the marks of the soak is replaced")
	flag.StringVar(&s.on, "on", "", "what it runs on, in words, for the page")
	flag.Parse()
	if err := s.run(); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

// soak is one run.
type soak struct {
	plumbline, picture, page, on string
	time                         time.Duration
	began                        time.Time
	subjects                     []*subject
}

const (
	// sampleEvery is how often the processes are looked at, or 360 times in all where
	// that is less.
	sampleEvery = 10 * time.Second
	// killEvery is how often the one on a file is killed, or 30 times in all.
	killEvery = 2 * time.Minute
	// roundPause keeps the load even, whatever the machine.
	roundPause = 300 * time.Millisecond
)

func (s *soak) run() error {
	folder, err := os.MkdirTemp("", "soak")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }() // a temporary one
	mail := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	defer mail.Close()
	s.subjects = []*subject{
		{name: "memory", mail: mail.URL, args: []string{"--worlds", "60"}},
		{name: "file", mail: mail.URL, file: filepath.Join(folder, "store"), kill: min(killEvery, s.time/30)},
	}
	s.began = time.Now()
	end := s.began.Add(s.time)
	failed := make(chan error, len(s.subjects))
	for _, sub := range s.subjects {
		go func() { failed <- sub.work(s.plumbline, end, min(sampleEvery, s.time/360)) }()
	}
	for range s.subjects {
		err = errors.Join(err, <-failed)
	}
	for _, sub := range s.subjects {
		err = errors.Join(err, sub.judge(s.began, s.time/6))
	}
	return errors.Join(err, s.write())
}
