package akinon_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
)

// TestCountdown subscribes with each kind of wait and looks at the waits that
// the event then has, in seconds.
func TestCountdown(t *testing.T) {
	for _, row := range []struct{ name, config, want string }{
		{"fixed", `{"choice":"fixed","kwargs":{"seconds":300}}`, "[300 300 300 300 300 300 300 300 300 300]"},
		{"linear", `{"choice":"linear","kwargs":{"base":60}}`, "[0 60 120 180 240 300 360 420 480 540]"},
		{"linear, limited", `{"choice":"linear","kwargs":{"base":60,"limit":150}}`, "[0 60 120 150 150 150 150 150 150 150]"},
		{"linear, limit null", `{"choice":"linear","kwargs":{"base":60,"limit":null}}`, "[0 60 120 180 240 300 360 420 480 540]"},
		{"exponential", `{"choice":"exponential","kwargs":{"base":2}}`, "[1 2 4 8 16 32 64 128 256 512]"},
		{"exponential, with a factor", `{"choice":"exponential","kwargs":{"base":3,"factor":10,"limit":300}}`, "[10 30 90 270 300 300 300 300 300 300]"},
		{"random, of one value", `{"choice":"random","kwargs":{"min_value":90,"max_value":90}}`, "[90 90 90 90 90 90 90 90 90 90]"},
		{"random, upside down", `{"choice":"random","kwargs":{"min_value":90,"max_value":10}}`, "[90 90 90 90 90 90 90 90 90 90]"},
		{"longer than a year", `{"choice":"fixed","kwargs":{"seconds":9007199254740991}}`, "[31536000 31536000 31536000 31536000 31536000 31536000 31536000 31536000 31536000 31536000]"},
		{"growing beyond all, from the factor on", `{"choice":"exponential","kwargs":{"base":9007199254740991,"factor":9007199254740991}}`,
			"[31536000 31536000 31536000 31536000 31536000 31536000 31536000 31536000 31536000 31536000]"},
		{"of nothing", `{"choice":"linear","kwargs":{}}`, "[0 0 0 0 0 0 0 0 0 0]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, simulator.Options{})
			e := w.delivery(`,"retry_countdown_config":` + row.config)
			var got []int
			for _, wait := range e.Countdown {
				got = append(got, int(wait/time.Second))
			}
			if fmt.Sprint(got) != row.want || e.Timeout != 10*time.Second {
				t.Errorf("waits %v, timeout %s; want %s and 10s", got, e.Timeout, row.want)
			}
			for _, wrong := range w.wrong {
				t.Error(wrong)
			}
		})
	}
	w := newWorld(t, simulator.Options{})
	for _, wait := range w.delivery(`,"retry_countdown_config":{"choice":"random","kwargs":{"min_value":10,"max_value":20}}`).Countdown {
		if wait < 10*time.Second || wait > 20*time.Second {
			t.Errorf("a random wait of %s lies outside of 10 to 20 seconds", wait)
		}
	}
	w = newWorld(t, simulator.Options{})
	if e := w.delivery(""); e.Countdown != nil || e.Retries != event.NoRetries {
		t.Errorf("without a countdown: %v and %d repeats", e.Countdown, e.Retries)
	}
}
