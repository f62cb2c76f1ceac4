package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// watched measures what it costs that somebody looks: a log line for each request,
// and consoles that are open.
func (o options) watched() error {
	fmt.Println("| log | consoles open | requests/s | CPU µs/request | p50 ms | p99 ms |")
	fmt.Println("|---|---:|---:|---:|---:|---:|")
	for _, round := range []struct {
		log      string
		consoles int
	}{{"off", 0}, {"text", 0}, {"json", 0}, {"off", 10}, {"off", 0}} { // the first again, to see how steady the machine is
		m, err := o.watchedBy(round.log, round.consoles)
		if err != nil {
			return err
		}
		fmt.Printf("| %s | %d | %.0f | %.0f | %.2f | %.2f |\n", round.log, round.consoles, m.rate, m.cpu, ms(m.p50), ms(m.p99))
	}
	return nil
}

func (o options) watchedBy(log string, consoles int) (measured, error) {
	ctx, stop := context.WithCancel(context.Background())
	var open sync.WaitGroup
	defer open.Wait()
	defer stop()
	return o.measure(row{
		command: []string{o.plumbline, "simulate", "--listen", "127.0.0.1:{port}", "--control", "127.0.0.1:{control}", "--client-report", "off", "--log", log},
		request: upsert("/deliveryoptimizer/1/order", ""),
		prepare: func(p *process) error {
			for range consoles {
				r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.control+"/worlds/default/journal-stream", nil)
				if err != nil {
					return err
				}
				answer, err := http.DefaultClient.Do(r)
				if err != nil {
					return err
				}
				if answer.StatusCode != http.StatusOK {
					return fmt.Errorf("the stream of a console: %s", answer.Status)
				}
				open.Go(func() {
					defer answer.Body.Close()
					_, _ = io.Copy(io.Discard, answer.Body) // until it is stopped
				})
			}
			return nil
		},
	})
}
