package main

import (
	"errors"
	"slices"

	"github.com/FerretDB/wire"
	"github.com/FerretDB/wire/wirebson"
)

// update is an update command.
type update struct {
	command    *wirebson.Document // without its statements
	statements []any
	ordered    bool
}

// names of fields
const (
	updates     = "updates"
	upserted    = "upserted"
	writeErrors = "writeErrors"
)

// updateOf returns nil for another command.
func updateOf(m *wire.OpMsg) (*update, error) {
	command, err := m.RawSection0().Decode()
	if err != nil || command.Command() != "update" {
		return nil, err
	}
	u := &update{command: command, ordered: command.Get("ordered") != false}
	if list, ok := command.Get(updates).(wirebson.AnyArray); ok {
		array, err := list.Decode()
		if err != nil {
			return nil, err
		}
		u.statements = slices.Collect(array.Values())
		command.Remove(updates)
	}
	for _, section := range m.Sections() {
		if section.Identifier == updates {
			for _, d := range section.Documents() {
				u.statements = append(u.statements, d)
			}
		}
	}
	return u, nil
}

// do sends one statement after the other.
func (u *update) do(h *wire.MsgHeader, send func(message) (message, error)) (answer message, err error) {
	o := outcome{upserted: wirebson.MakeArray(0), errors: wirebson.MakeArray(0)}
	for n, statement := range u.statements {
		one, err := u.with(statement)
		if err != nil {
			return message{}, err
		}
		if answer, err = send(message{h, one}); err != nil {
			return message{}, err
		}
		done, err := answer.body.(*wire.OpMsg).RawSection0().DecodeDeep()
		if err != nil {
			return message{}, err
		}
		if done.Get("ok") != 1.0 { // no statement of this command can be done
			return answer, nil
		}
		if err := o.add(int32(n), done); err != nil {
			return message{}, err
		}
		if u.ordered && o.errors.Len() > 0 {
			break
		}
	}
	answer.body, err = o.message()
	return answer, err
}

// with returns the command with one statement.
func (u *update) with(statement any) (*wire.OpMsg, error) {
	list, err := wirebson.NewArray(statement)
	if err != nil {
		return nil, err
	}
	var pairs []any
	for name, value := range u.command.All() {
		pairs = append(pairs, name, value)
	}
	d, err := wirebson.NewDocument(append(pairs, updates, list)...)
	if err != nil {
		return nil, err
	}
	return wire.NewOpMsg(d)
}

// outcome is what statements have done.
type outcome struct {
	matched, modified int32
	upserted, errors  *wirebson.Array
}

// add counts what the statement at a place has done.
func (o *outcome) add(place int32, done *wirebson.Document) error {
	matched, _ := done.Get("n").(int32)
	modified, _ := done.Get("nModified").(int32)
	o.matched, o.modified = o.matched+matched, o.modified+modified
	for name, list := range map[string]*wirebson.Array{upserted: o.upserted, writeErrors: o.errors} {
		some, ok := done.Get(name).(*wirebson.Array)
		if !ok {
			continue
		}
		for value := range some.Values() {
			d := value.(*wirebson.Document)
			if err := errors.Join(d.Replace("index", place), list.Add(d)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *outcome) message() (*wire.OpMsg, error) {
	pairs := []any{"n", o.matched, "nModified", o.modified}
	if o.upserted.Len() > 0 {
		pairs = append(pairs, upserted, o.upserted)
	}
	if o.errors.Len() > 0 {
		pairs = append(pairs, writeErrors, o.errors)
	}
	d, err := wirebson.NewDocument(append(pairs, "ok", 1.0)...)
	if err != nil {
		return nil, err
	}
	return wire.NewOpMsg(d)
}
