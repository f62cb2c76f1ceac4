// Command bench measures whole processes: what a request costs the server in
// CPU time, how many it answers in a second, how long the slow ones take, how
// soon it answers first and what it holds when idle. All figures of a table are
// of one run on one machine, since others can't be compared.
//
//	bench -plumbline ../bin/plumbline            the simulator beside a bare handler
//	bench -plumbline ../bin/plumbline -peers     other mock servers, too (needs Node.js)
//	bench -plumbline ../bin/plumbline -proxy     what plumbline proxy adds
//	bench -plumbline ../bin/plumbline -watched   what the log and open consoles cost
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == "bare" {
		exitOn(bare(os.Args[2]))
		return
	}
	var o options
	flag.StringVar(&o.plumbline, "plumbline", "bin/plumbline", "the built command")
	flag.StringVar(&o.spec, "spec", "specs/deliveryoptimizer/openapi.yaml", "what the peers are given")
	flag.DurationVar(&o.each, "each", 5*time.Second, "how long each row is measured")
	flag.IntVar(&o.connections, "connections", 16, "clients at once")
	flag.IntVar(&o.stored, "stored", 1_000_000, "stored orders of the row with many")
	flag.BoolVar(&o.peers, "peers", false, "measure other mock servers, too")
	flag.BoolVar(&o.proxy, "proxy", false, "measure what the proxy adds, and nothing else")
	flag.BoolVar(&o.looked, "watched", false, "measure what the log and open consoles cost, and nothing else")
	flag.Parse()
	exitOn(o.run())
}

// options are what the flags say.
type options struct {
	plumbline, spec     string
	each                time.Duration
	connections, stored int
	peers, proxy        bool
	looked              bool
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (o options) run() error {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		return errors.New("the CPU time of a process is read from /proc, which this system does not have")
	}
	fmt.Printf("%s, %s/%s, %d cores, %d connections, %s a row\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), o.connections, o.each)
	if o.proxy {
		return o.through()
	}
	if o.looked {
		return o.watched()
	}
	fmt.Println("| server | work | CPU µs/request | of the bare handler | requests/s | p50 ms | p99 ms | p99 at half load | first answer ms | idle MB |")
	fmt.Println("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|")
	base := 0.0
	rows := o.rows()
	if o.peers {
		rows = append(rows, o.peerRows()...)
	}
	for _, r := range rows {
		m, err := o.measure(r)
		if err != nil {
			fmt.Printf("| %s | %s | not measured: %v | | | | | | | |\n", r.server, r.name, err)
			continue
		}
		if base == 0 {
			base = m.cpu
		}
		fmt.Printf("| %s | %s | %.0f | %.1f | %.0f | %.2f | %.2f | %.2f | %.0f | %.0f |\n",
			r.server, r.name, m.cpu, m.cpu/base, m.rate, ms(m.p50), ms(m.p99), ms(m.half), ms(m.first), m.idle)
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// measured is one row of the table.
type measured struct {
	cpu   float64 // microseconds of CPU time of the server, user and system, a request
	rate  float64 // requests a second, as many as go
	p50   time.Duration
	p99   time.Duration
	half  time.Duration // p99 at half of that rate
	first time.Duration // from the start of the process to its first answer
	idle  float64       // MB of resident memory after the first answer
}

// measure starts the server of a row, and loads it.
func (o options) measure(r row) (m measured, err error) {
	p, err := start(r)
	if err != nil {
		return m, err
	}
	defer p.stop()
	m.first = p.first
	if m.idle, err = p.memory(); err != nil {
		return m, err
	}
	if r.prepare != nil {
		if err := r.prepare(p); err != nil {
			return m, fmt.Errorf("prepare: %w", err)
		}
	}
	l := load{row: r, base: p.base, connections: o.connections}
	if _, err := l.run(o.each/5, 0); err != nil { // warm up
		return m, err
	}
	before, err := p.cpu()
	if err != nil {
		return m, err
	}
	full, err := l.run(o.each, 0)
	if err != nil {
		return m, err
	}
	after, err := p.cpu()
	if err != nil {
		return m, err
	}
	m.cpu = float64((after - before).Microseconds()) / float64(full.count)
	m.rate, m.p50, m.p99 = full.rate(), full.quantile(0.5), full.quantile(0.99)
	half, err := l.run(o.each, full.rate()/2)
	m.half = half.quantile(0.99)
	return m, err
}
