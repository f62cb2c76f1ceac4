package akinon

import (
	"math"
	"time"

	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/simulator"
)

// longestWait bounds a wait whose subscriber asks for more than a clock can
// count, in seconds: a year.
const longestWait = 365 * 24 * 60 * 60

// repeats is how many there are unless the library is told otherwise.
const repeats = 10

// countdown lists the waits before the repeats of a delivery: rules.RetryCountdown.
// The library counts repeats from 0, as its task queue does.
func countdown(env *simulator.Env, c api.RetryCountdown) []time.Duration {
	waits := make([]time.Duration, repeats)
	for i := range waits {
		waits[i] = time.Duration(min(secondsBefore(env, c, i), longestWait)) * time.Second
	}
	return waits
}

// secondsBefore is how long to wait before repeat n. What the subscriber left
// out is 0, and 1 for the factor.
func secondsBefore(env *simulator.Env, c api.RetryCountdown, n int) int64 {
	with := c.Kwargs
	switch c.Choice {
	case api.RetryCountdownChoiceFixed:
		return given(with.Seconds, 0)
	case api.RetryCountdownChoiceLinear:
		return limited(float64(n)*float64(given(with.Base, 0)), c)
	case api.RetryCountdownChoiceExponential:
		return limited(float64(given(with.Factor, 1))*math.Pow(float64(given(with.Base, 0)), float64(n)), c)
	case api.RetryCountdownChoiceRandom:
		least := min(given(with.MinValue, 0), longestWait)
		most := max(least, min(given(with.MaxValue, 0), longestWait))
		return least + env.Rand().Int64N(most-least+1)
	}
	return 0 // a defect let another choice through
}

// limited holds a growing wait at the limit that the subscriber has set.
func limited(seconds float64, c api.RetryCountdown) int64 {
	seconds = min(seconds, longestWait)
	if limit, err := c.Kwargs.Limit.Get(); err == nil {
		seconds = min(seconds, float64(limit))
	}
	return int64(seconds)
}

func given(n *int64, otherwise int64) int64 {
	if n == nil {
		return otherwise
	}
	return *n
}
