package simulator

import (
	"fmt"
	"net/http"
)

// Transport reaches a handler of this process without a socket. It is an
// http.RoundTripper for clients of the simulator.
type Transport struct{ Handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (t Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close() // as the interface demands, of errors too
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "127.0.0.1:0"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	out := &received{answer: answer{header: http.Header{}}}
	out.from(t.Handler, in)
	if err := out.failure(r.Context()); err != nil {
		return nil, err
	}
	if out.status == 0 {
		out.status = http.StatusOK
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", out.status, http.StatusText(out.status)), StatusCode: out.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: out.header, Body: out.reader(), ContentLength: out.length(), Request: r,
	}, nil
}
