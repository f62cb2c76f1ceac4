package store

import (
	"fmt"
	"strconv"
	"time"
)

// NumberKey sorts entries by number.
func NumberKey(n uint64) string {
	const zeros = "00000000000000000000"
	digits := strconv.FormatUint(n, 10)
	return zeros[len(digits):] + digits
}

// Later is a time that much later, and no later than RFC 3339 can write, since a
// time that JSON can't hold is kept by no store: the end of the year 9999, whatever the
// zone.
func Later(t time.Time, d time.Duration) time.Time {
	end := time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)
	if t = t.Add(d); t.After(end) {
		return end
	}
	return t
}

// TimeKey sorts entries by time, then by number. Clients name dates of any year,
// so it holds more than nanoseconds in an int64 can, and years before 1970 are
// not negative.
func TimeKey(at time.Time, n uint64) string {
	return fmt.Sprintf("%020d.%09d.%020d", at.Unix()+1<<60, at.Nanosecond(), n)
}
