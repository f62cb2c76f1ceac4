package report

import (
	"fmt"
	"time"
)

// repeated is an exchange with how often it was made in a row with the same
// outcome: a poll, or several clients at once.
type repeated struct {
	Exchange
	times int
	took  time.Duration // from the first request to the last response; 0 where no times were recorded
}

// folded joins equal exchanges that follow each other.
func folded(all []Exchange) []repeated {
	var list []repeated
	for _, e := range all {
		if n := len(list); n > 0 && e.equals(list[n-1].Exchange) {
			last := &list[n-1]
			last.times++
			last.Notes = nil
			if !e.Started.IsZero() && !last.Started.IsZero() {
				last.took = e.Started.Add(e.Duration).Sub(last.Started)
			}
			continue
		}
		list = append(list, repeated{Exchange: e, times: 1})
	}
	return list
}

// equals tells whether two exchanges say the same. Headers may differ: a date
// does from each to the next.
func (e Exchange) equals(o Exchange) bool {
	return e.Method == o.Method && e.URL == o.URL && e.RequestBody == o.RequestBody &&
		e.Status == o.Status && e.ResponseBody == o.ResponseBody && e.Error == o.Error
}

// often tells how often the exchange was made; empty for once.
func (r repeated) often() string {
	switch {
	case r.times == 1:
		return ""
	case r.took < time.Millisecond:
		return fmt.Sprintf("%d times", r.times)
	}
	return fmt.Sprintf("%d times in %s", r.times, duration(r.took))
}
