//go:build race

package simulator_test

// raced tells that the race detector is on, which makes everything slow and large.
const raced = true
