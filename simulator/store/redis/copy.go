package redis

import (
	"context"
	"errors"

	"github.com/plumbline-api/plumbline/simulator/store/internal/layer"
)

// copied is how many entries are copied at a time: the server does nothing else
// meanwhile.
const copied = 500

// Copy implements store.Store. The copy grows aside, from reads that all are of
// one version, and takes its place in one step.
func (s *Store) Copy(ctx context.Context, from, to string) error {
	if err := ctx.Err(); err != nil || from == to {
		return err
	}
	// The turn keeps this process from two changes of a world at a time.
	v, err := s.enter(ctx, to)
	if err != nil {
		return err
	}
	defer s.leave(v)
	return s.repeat(ctx, from, func() (done bool, err error) { return s.copyOnce(ctx, from, to) })
}

// copyOnce is done unless the origin has changed meanwhile.
func (s *Store) copyOnce(ctx context.Context, from, to string) (done bool, err error) {
	origin := &view{world: from}
	origin.forget()
	if err := s.renew(ctx, origin); err != nil {
		return false, s.away(err, false)
	}
	if done, err := s.seen(ctx, origin); err != nil || !done {
		return false, err
	}
	if origin.version == "" {
		return true, s.Drop(ctx, to)
	}
	k, token := keysOf(to), s.token()
	data, index := k.staged(token)
	base := &snapshot{ctx: ctx, store: s, view: origin}
	for path, more := "", true; more; {
		rows, err := base.Range(path, "", copied)
		if errors.Is(err, errOutdated) {
			return false, s.unstage(ctx, data, index)
		}
		if err != nil {
			return false, s.away(err, false)
		}
		if err := s.stage(ctx, data, index, rows); err != nil {
			return false, err
		}
		if more = len(rows) == copied; more {
			path = rows[copied-1].Path + "\x00"
		}
	}
	return s.change(context.WithoutCancel(ctx), swapScript, k, k.mark(s.process), token, []string{data, index})
}

func (s *Store) stage(ctx context.Context, data, index string, rows []layer.Row) error {
	if len(rows) == 0 {
		return nil
	}
	args := []any{markSeconds}
	for _, row := range rows {
		args = append(args, row.Path, row.Data)
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	if err := stageScript.Run(ctx, s.client, []string{data, index}, args...).Err(); err != nil {
		return s.away(err, false)
	}
	return nil
}

// unstage forgets a copy that was begun; what it misses expires by itself.
func (s *Store) unstage(ctx context.Context, data, index string) error {
	if err := s.client.Unlink(ctx, data, index).Err(); err != nil {
		return s.away(err, false)
	}
	return nil
}
