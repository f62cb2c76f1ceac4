package main

import (
	"fmt"
	"strings"
	"syscall"
	"time"
)

// through measures what plumbline proxy adds: the same requests go to a simulator
// directly, and through the proxy, which compares them. CPU time is that of the
// proxy alone.
func (o options) through() error {
	command := []string{o.plumbline, "simulate", "deliveryoptimizer", "--listen", "127.0.0.1:{port}", "--control", "127.0.0.1:{control}", "--client-report", "off", "--log", "off"}
	target, err := start(row{command: command, request: upsert("/deliveryoptimizer/1/order", "")})
	if err != nil {
		return err
	}
	defer target.stop()
	command = []string{o.plumbline, "proxy", "deliveryoptimizer", "--target", target.base + "/deliveryoptimizer", "--listen", "127.0.0.1:{port}", "--quiet"}
	work := row{command: command, request: func(base string, n int) request { // of a thousand orders, so that few overlap
		q := upsert("/1/order", "")(base, n)
		q.body = strings.Replace(q.body, "3fa85f64", fmt.Sprintf("%08x", n%1000), 1)
		return q
	}}
	proxy, err := start(work)
	if err != nil {
		return err
	}
	defer proxy.stop()
	fmt.Println("| asked for, requests/s | direct: p50 ms | p99 ms | through the proxy: requests/s | p50 ms | p99 ms | CPU µs/request of the proxy |")
	fmt.Println("|---:|---:|---:|---:|---:|---:|---:|")
	for _, rate := range []float64{50, 200, 0} { // 0: as many as go
		direct := load{row: work, base: target.base + "/deliveryoptimizer", connections: o.connections}
		passed := load{row: work, base: proxy.base, connections: o.connections}
		alone, err := direct.run(o.each, rate)
		if err != nil {
			return err
		}
		before, err := proxy.cpu()
		if err != nil {
			return err
		}
		beside, err := passed.run(o.each, rate)
		if err != nil {
			return err
		}
		time.Sleep(time.Second) // the comparing ends a moment later
		after, err := proxy.cpu()
		if err != nil {
			return err
		}
		asked := fmt.Sprintf("%.0f", rate)
		if rate == 0 {
			asked = fmt.Sprintf("as many as go (direct %.0f)", alone.rate())
		}
		fmt.Printf("| %s | %.2f | %.2f | %.0f | %.2f | %.2f | %.0f |\n", asked, ms(alone.quantile(0.5)), ms(alone.quantile(0.99)),
			beside.rate(), ms(beside.quantile(0.5)), ms(beside.quantile(0.99)), float64((after-before).Microseconds())/float64(beside.count))
	}
	if err := syscall.Kill(proxy.cmd.Process.Pid, syscall.SIGINT); err != nil {
		return err
	}
	_ = proxy.cmd.Wait() // its status is the verdict on the traffic
	for _, line := range strings.Split(proxy.log.String(), "\n") {
		if strings.Contains(line, "compared") || strings.Contains(line, "traffic:") {
			fmt.Println(line)
		}
	}
	return nil
}
