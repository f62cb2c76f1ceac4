package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"
)

// subject is a simulator under observation, through all its processes.
type subject struct {
	name, mail, file string
	args             []string
	kill             time.Duration // between two kills; 0: never

	mu               sync.Mutex // held by who needs the process to be there
	process          *exec.Cmd
	vendors, control string
	log              bytes.Buffer

	samples []sample
	wrong   []string // what was not as it should be
	counts  counts
	last    int // the last quantity that was acknowledged, in a world that stays
	lost    int // acknowledged, and not there after a kill
}

// counts is what was done to a subject.
type counts struct{ Requests, Days, Forks, Snapshots, Restores, Jumps, Kills int }

var ready = regexp.MustCompile(`^ready vendors=(\S+) control=(\S+)\n`)

func (s *subject) start(binary string) error {
	args := append([]string{
		"simulate", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--log", "off", "--client-report", "off",
		"--allow-private-webhooks", "--random-seed", "1", "--journal", "300",
	}, s.args...)
	if s.file != "" {
		args = append(args, "--store", "file:"+s.file)
	}
	s.process = exec.Command(binary, args...)
	s.process.Stderr = &s.log
	out, err := s.process.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.process.Start(); err != nil {
		return err
	}
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	match := ready.FindStringSubmatch(first)
	if err != nil || match == nil {
		return fmt.Errorf("%s: the first line is %q (%w): %s", s.name, first, err, &s.log)
	}
	go func() { _, _ = lines.WriteTo(discard{}) }() // until the process ends
	s.vendors, s.control = match[1], match[2]
	return nil
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// work starts the simulator and uses it until the end.
func (s *subject) work(binary string, end time.Time, every time.Duration) error {
	if err := s.start(binary); err != nil {
		return err
	}
	stop := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() { s.watch(every, stop) })
	c := &client{subject: s, http: &http.Client{Timeout: time.Minute}}
	killed := time.Now()
	for n := 0; time.Now().Before(end); n++ {
		c.round(n)
		if s.kill > 0 && time.Since(killed) > s.kill {
			if err := s.killed(binary); err != nil {
				return err
			}
			c.http.CloseIdleConnections()
			c.remembers()
			killed = time.Now()
		}
		time.Sleep(roundPause)
	}
	close(stop)
	watching.Wait()
	return s.ends()
}

// killed kills the process without warning, and starts it again.
func (s *subject) killed(binary string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.process.Process.Kill(); err != nil {
		return err
	}
	_ = s.process.Wait() // it was killed
	s.counts.Kills++
	return s.start(binary)
}

// ends stops the process as a service is stopped.
func (s *subject) ends() error {
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	if err := s.process.Wait(); err != nil && s.process.ProcessState.ExitCode() != 130 {
		return fmt.Errorf("%s: the stop: %w: %s", s.name, err, &s.log)
	}
	if text := s.log.String(); strings.Contains(text, "level=ERROR") || strings.Contains(text, "panic") {
		return fmt.Errorf("%s: its log: %.2000s", s.name, text)
	}
	return nil
}

func (s *subject) fault(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wrong = append(s.wrong, fmt.Sprintf(format, args...)); len(s.wrong) < 20 {
		fmt.Fprintf(os.Stderr, "%s: %s\n", s.name, s.wrong[len(s.wrong)-1])
	}
}

// judge tells what was wrong, and what grew after the warm-up.
func (s *subject) judge(began time.Time, warm time.Duration) error {
	var errs []error
	if len(s.wrong) > 0 {
		errs = append(errs, fmt.Errorf("%s: %d answers were not as they should be, the first: %s", s.name, len(s.wrong), s.wrong[0]))
	}
	for _, m := range measures {
		early, late, ok := m.halves(s.samples, began.Add(warm))
		if ok && late > early*(1+m.grows)+m.slack {
			errs = append(errs, fmt.Errorf("%s: %s grew from %.1f to %.1f %s", s.name, m.name, early, late, m.unit))
		}
	}
	return errors.Join(errs...)
}
