package control

import "context"

// turn lets one request at a time take a whole world into memory, which is given back
// before its answer is written: readers that are slow hold no more than their pages.
type turn chan struct{}

func newTurn() turn { return make(turn, 1) }

func (t turn) take(ctx context.Context) (done func(), err error) {
	select {
	case t <- struct{}{}:
		return func() { <-t }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
