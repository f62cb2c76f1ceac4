package main

import (
	"bufio"
	"context"
	"net"
	"sync"

	"github.com/FerretDB/wire"
)

// front stands between clients and FerretDB, and keeps two promises of MongoDB
// that FerretDB on SQLite does not:
//
//   - A document is changed by one command at a time. FerretDB reads it, and
//     writes later what it has made of it: what another has written in between
//     is lost.
//   - The statements of an update command are done one by one, and each error is
//     reported at its place. FerretDB gives up at the first one, even if they are
//     unordered, and reports it at the first place; and of a hundred that replace
//     what is stored, the last waits forever for a connection to SQLite, since
//     each of the others holds one.
type front struct {
	backend string
	one     sync.Mutex // held while FerretDB does something
	ids     ids
}

// serve accepts clients until the context ends.
func (f *front) serve(ctx context.Context, l net.Listener) error {
	var clients sync.WaitGroup
	defer clients.Wait()
	defer context.AfterFunc(ctx, func() { _ = l.Close() })()
	for {
		client, err := l.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		clients.Go(func() {
			defer client.Close()
			defer context.AfterFunc(ctx, func() { _ = client.Close() })()
			_ = f.attend(client) // it has left, in one way or another
		})
	}
}

// message is what goes to and fro.
type message struct {
	header *wire.MsgHeader
	body   wire.MsgBody
}

// stream is one side of a connection.
type stream struct {
	r *bufio.Reader
	w *bufio.Writer
}

func streamOf(c net.Conn) stream { return stream{bufio.NewReader(c), bufio.NewWriter(c)} }

func (s stream) read() (message, error) {
	header, body, err := wire.ReadMessage(s.r)
	return message{header, body}, err
}

func (s stream) write(m message) error {
	encoded, err := m.body.MarshalBinary()
	if err != nil {
		return err
	}
	header := *m.header
	header.MessageLength = int32(wire.MsgHeaderLen + len(encoded))
	if err := wire.WriteMessage(s.w, &header, m.body); err != nil {
		return err
	}
	return s.w.Flush()
}

// attend does what a client asks for until it leaves.
func (f *front) attend(client net.Conn) error {
	server, err := net.Dial("tcp", f.backend)
	if err != nil {
		return err
	}
	defer server.Close()
	from, to := streamOf(client), streamOf(server)
	for {
		asked, err := from.read()
		if err != nil {
			return err
		}
		answer, err := f.do(to, asked)
		if err != nil {
			return err
		}
		if m, ok := asked.body.(*wire.OpMsg); ok && m.Flags.FlagSet(wire.OpMsgMoreToCome) {
			continue // a write that is not to be acknowledged
		}
		if err := from.write(answer); err != nil {
			return err
		}
	}
}

// do has FerretDB do what is asked for.
func (f *front) do(to stream, asked message) (message, error) {
	if m, ok := asked.body.(*wire.OpMsg); ok {
		u, err := updateOf(m)
		if err != nil {
			return message{}, err
		}
		if u != nil && len(u.statements) > 1 {
			return u.do(asked.header, func(m message) (message, error) { return f.forward(to, m) })
		}
	}
	return f.forward(to, asked)
}

// forward lends FerretDB to one message.
func (f *front) forward(to stream, m message) (message, error) {
	f.one.Lock()
	defer f.one.Unlock()
	if err := to.write(m); err != nil {
		return message{}, err
	}
	answer, err := to.read()
	if err != nil {
		return message{}, err
	}
	if asked, ok := m.body.(*wire.OpMsg); ok {
		command, err := asked.RawSection0().Decode()
		if err != nil {
			return message{}, err
		}
		if err := f.ids.after(command); err != nil {
			return message{}, err
		}
	}
	return answer, nil
}
