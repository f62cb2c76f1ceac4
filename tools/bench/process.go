package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server under measurement, with what it starts itself.
type process struct {
	cmd     *exec.Cmd
	base    string // address of the API
	control string // address of the control API, of ours
	first   time.Duration
	log     *bytes.Buffer
}

// startLimit is how long a server may take to its first answer; some of the
// peers are installed on the way.
const startLimit = 3 * time.Minute

func start(r row) (*process, error) {
	port, control, err := freePorts()
	if err != nil {
		return nil, err
	}
	args := make([]string, len(r.command))
	for i, a := range r.command {
		args[i] = strings.NewReplacer("{port}", port, "{control}", control).Replace(a)
	}
	p := &process{base: "http://127.0.0.1:" + port + r.root, control: "http://127.0.0.1:" + control, log: &bytes.Buffer{}}
	p.cmd = exec.Command(args[0], args[1:]...)
	p.cmd.Stdout, p.cmd.Stderr = p.log, p.log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	probe := r.request(p.base, 0)
	for {
		if answer, err := (&http.Client{Timeout: time.Second}).Do(probe.clone()); err == nil {
			_ = answer.Body.Close()
			p.first = time.Since(began)
			return p, nil
		}
		if time.Since(began) > startLimit {
			p.stop()
			return nil, fmt.Errorf("no answer within %s: %s", startLimit, lastLine(p.log.String()))
		}
		time.Sleep(time.Millisecond)
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

func freePorts() (first, second string, err error) {
	var ports []string
	for range 2 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return "", "", err
		}
		defer l.Close()
		_, port, err := net.SplitHostPort(l.Addr().String())
		if err != nil {
			return "", "", err
		}
		ports = append(ports, port)
	}
	return ports[0], ports[1], nil
}

// stop ends the process and what it started.
func (p *process) stop() {
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) // it may be gone already
	_ = p.cmd.Wait()                                      // killed: that is no news
}

// tree lists the process and those below it.
func (p *process) tree() ([]stat, error) {
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, err
	}
	byParent := map[int][]stat{}
	var root *stat
	for _, file := range files {
		s, err := readStat(file)
		if err != nil {
			continue // it ended meanwhile
		}
		byParent[s.parent] = append(byParent[s.parent], s)
		if s.pid == p.cmd.Process.Pid {
			root = &s
		}
	}
	if root == nil {
		return nil, errors.New("the server ended: " + lastLine(p.log.String()))
	}
	list := []stat{*root}
	for i := 0; i < len(list); i++ {
		list = append(list, byParent[list[i].pid]...)
	}
	return list, nil
}

// cpu is the time that the server has used, user and system.
func (p *process) cpu() (time.Duration, error) {
	list, err := p.tree()
	var sum time.Duration
	for _, s := range list {
		sum += s.cpu
	}
	return sum, err
}

// memory is what the server holds, in MB.
func (p *process) memory() (float64, error) {
	list, err := p.tree()
	pages := 0
	for _, s := range list {
		pages += s.pages
	}
	return float64(pages*os.Getpagesize()) / (1 << 20), err
}

// stat is what proc_pid_stat(5) tells of a process.
type stat struct {
	pid, parent, pages int
	cpu                time.Duration
}

// tick is the unit of times there, the same on every Linux that Go runs on.
const tick = 10 * time.Millisecond

func readStat(file string) (s stat, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return s, err
	}
	// The name stands in brackets and may hold anything.
	head, rest, found := strings.Cut(string(text[:bytes.LastIndexByte(text, ')')+1]), " ")
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if !found || rest == "" || len(fields) < 22 {
		return s, fmt.Errorf("%s: not understood", file)
	}
	number := func(text string) int {
		n, convErr := strconv.Atoi(text)
		err = errors.Join(err, convErr)
		return n
	}
	s.pid, s.parent, s.pages = number(head), number(fields[1]), number(fields[21])
	s.cpu = time.Duration(number(fields[11])+number(fields[12])) * tick
	return s, err
}
