package conformance

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Limits bound what a run asks of a target.
type Limits struct {
	Rate     string `yaml:"rate" doc:"Requests per second, minute or hour, such as 2/s or 100/m." pattern:"^\\s*[0-9]+\\s*/\\s*[smh]\\s*$"`
	Requests int    `yaml:"requests" doc:"Requests in all. The cases are chosen for the most rules within them." minimum:"0"`
	Timeout  string `yaml:"timeout" doc:"Time that the target has for one answer, such as 10s."`
	Settle   string `yaml:"settle" doc:"Time that the target has for what follows a call some moments later, such as 10s. Each look at what must not follow takes as long."`
}

// pace is the least time between two requests.
func (l Limits) pace() (time.Duration, error) {
	if l.Rate == "" {
		return 0, nil
	}
	count, unit, found := strings.Cut(l.Rate, "/")
	n, err := strconv.Atoi(strings.TrimSpace(count))
	per := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[strings.TrimSpace(unit)]
	if !found || err != nil || n <= 0 || per == 0 {
		return 0, fmt.Errorf("limits.rate: %q is no rate such as 2/s, 100/m or 1000/h", l.Rate)
	}
	return per / time.Duration(n), nil
}

// times are the limits that are times.
type times struct{ pace, timeout, settle time.Duration }

// times reads them; 0 stands for what the profile does not say.
func (l Limits) times() (t times, err error) {
	if t.pace, err = l.pace(); err != nil {
		return t, err
	}
	if t.timeout, err = someTime("timeout", l.Timeout); err != nil {
		return t, err
	}
	t.settle, err = someTime("settle", l.Settle)
	return t, err
}

// someTime reads a time of the limits; 0 where the profile does not say.
func someTime(name, text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("limits.%s: %q is no time such as 10s", name, text)
	}
	return d, nil
}
