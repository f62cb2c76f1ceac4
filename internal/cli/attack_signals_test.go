//go:build unix

package cli

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/report"
)

// waiting is a state in which a run waits for something, and a signal finds it.
type waiting struct {
	name  string
	short bool
	// begin starts what the run waits for and returns a profile of it; reached is
	// called when the run waits.
	begin func(t *testing.T, reached func()) (vendor, profile string)
}

// attackingSignals interrupt a run wherever it may wait. It ends with its
// reports, with status 130, in less than twice the timeout.
func attackingSignals() []attack {
	var list []attack
	for _, w := range []waiting{
		{"waits for a header", true, hanging("")},
		{"waits for a body", false, hanging(ok + "Content-Length: 100\r\n\r\n{")},
		{"is fed a body by drops", false, func(t *testing.T, reached func()) (string, string) {
			return judging(t, func(conn net.Conn) { reached(); dripping(ok+"\r\n", "[1,")(conn) })
		}},
		{"waits until the target is less busy", false, func(t *testing.T, reached func()) (string, string) {
			return judging(t, func(conn net.Conn) {
				_, _ = io.WriteString(conn, "HTTP/1.1 503 Busy\r\nRetry-After: 29\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
				reached()
			})
		}},
		{"waits for its turn", false, func(t *testing.T, reached func()) (string, string) {
			address, _ := hostile(func(conn net.Conn) { closing(whole("{}"))(conn); reached() })(t)
			return "deliveryoptimizer", profileFor(t, address, "limits: {timeout: 10m, rate: 1/h}")
		}},
		{"waits for a token", true, func(t *testing.T, reached func()) (string, string) {
			service := serves(t, func(_ http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				reached()
				<-r.Context().Done()
			})
			text := fmt.Sprintf("vendor: altazion\ntarget: http://127.0.0.1:1\ncredentials:\n  token: {oauth2: {token-url: %s/token, client-id: {env: DO_USER}, client-secret: {env: DO_PASSWORD}}}\n", service)
			return "altazion", write(t, t.TempDir(), "p.yaml", text)
		}},
		{"waits for a control API", false, func(t *testing.T, reached func()) (string, string) {
			s := simulate(t, "deliveryoptimizer")
			control := serves(t, func(_ http.ResponseWriter, r *http.Request) { reached(); <-r.Context().Done() })
			return "deliveryoptimizer", profileFor(t, naming(t, s.vendors+"/deliveryoptimizer", control), "limits: {timeout: 10m}")
		}},
		{"waits for a fixture", false, func(t *testing.T, reached func()) (string, string) {
			dir := t.TempDir()
			sign := filepath.Join(dir, "asked")
			go func() {
				for ; t.Context().Err() == nil; time.Sleep(20 * time.Millisecond) {
					if _, err := os.Stat(sign); err == nil {
						reached()
						return
					}
				}
			}()
			s := simulate(t, "bridge")
			text := fmt.Sprintf("vendor: bridge\ntarget: %s/bridge\ncontrol: off\nlimits: {timeout: 10m}\ncredentials: {client-id: {value: example-client}, client-secret: {value: not-a-real-secret}}\nprovision: [sh, -c, 'touch %s; exec sleep 600']\n", s.vendors, sign)
			return "bridge", write(t, dir, "p.yaml", text)
		}},
	} {
		for _, sent := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
			list = append(list, attack{kind: "signal", name: sent.String() + ", while a run " + w.name, short: w.short && sent == syscall.SIGINT, exit: []int{report.ExitInterrupted}, signal: sent,
				await: func(t *testing.T) ([]string, <-chan struct{}) {
					waits := make(chan struct{})
					var first sync.Once
					vendor, profile := w.begin(t, func() { first.Do(func() { close(waits) }) })
					return []string{"verify", vendor, "--profile", profile}, waits
				}})
		}
	}
	return list
}

// hanging answers the start of something and no more.
func hanging(start string) func(*testing.T, func()) (string, string) {
	return func(t *testing.T, reached func()) (string, string) {
		return judging(t, func(conn net.Conn) {
			_, _ = io.WriteString(conn, start)
			reached()
			_, _ = io.Copy(io.Discard, conn)
		})
	}
}

// judging is a profile of a target that speaks so, and has 10 minutes for it: only
// the signal ends the wait.
func judging(t *testing.T, speak func(net.Conn)) (vendor, profile string) {
	address, _ := hostile(speak)(t)
	return "deliveryoptimizer", profileFor(t, address, "limits: {timeout: 10m}")
}
