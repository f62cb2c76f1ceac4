package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// told is a line about an operation.
type told struct {
	Operation
	Ended, Failed bool // failed: it surely has not happened
}

// Tell returns a watch that writes a line as an operation begins and another
// one when it has ended. Each is one write, so that a kill does not cut it.
func Tell(w io.Writer) Watch {
	say := func(line told) {
		data, err := json.Marshal(line)
		if err == nil {
			_, err = w.Write(append(data, '\n'))
		}
		if err != nil {
			panic(err) // an operation that nobody hears of is worth nothing
		}
	}
	return Watch{
		Begins: func(o Operation) { say(told{Operation: o}) },
		Ends:   func(o Operation, err error) { say(told{o, true, err != nil && !o.Unsure}) },
	}
}

// Heard reads to the end what Tell has written. A write that has not ended is
// unsure; a read that has not ended says nothing.
func Heard(r io.Reader) ([]Operation, error) {
	var history []Operation
	begun := map[int]Operation{}
	for lines := json.NewDecoder(r); ; {
		var line told
		err := lines.Decode(&line)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("after %d operations: %w", len(history), err)
		}
		if !line.Ended {
			begun[line.Client] = line.Operation
			continue
		}
		delete(begun, line.Client)
		if !line.Failed {
			history = append(history, line.Operation)
		}
	}
	for _, o := range begun {
		if o.What != "get" && o.What != "all" {
			o.Unsure = true
			history = append(history, o)
		}
	}
	return history, nil
}
