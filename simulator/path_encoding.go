package simulator

import (
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// errEncoded says that a body is not what its Content-Encoding names.
var errEncoded = errors.New("the body is not as its Content-Encoding says")

// decodeBody puts a reader before the body that undoes its Content-Encoding. One
// that is not known is a 415, which says what is (RFC 9110, 15.5.16). The length
// is not known any more.
func (c *call) decodeBody() bool {
	var codings []string
	for _, line := range c.http.Header.Values("Content-Encoding") {
		for coding := range strings.SplitSeq(line, ",") {
			if coding = strings.ToLower(strings.TrimSpace(coding)); coding != "" && coding != "identity" {
				codings = append(codings, coding)
			}
		}
	}
	if len(codings) == 0 {
		return true
	}
	if len(codings) > 1 {
		return c.otherCoding(strings.Join(codings, ", "))
	}
	var open func(io.Reader) (io.Reader, error)
	switch codings[0] {
	case "gzip", "x-gzip":
		open = func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }
	case "deflate": // which is zlib: RFC 9110, 8.4.1.2
		open = func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) }
	default:
		return c.otherCoding(codings[0])
	}
	c.http = c.http.WithContext(c.http.Context()) // the caller keeps its own
	c.http.Body = &decoding{from: c.http.Body, open: open}
	c.http.ContentLength = -1
	return true
}

func (c *call) otherCoding(name string) bool {
	c.out.Header().Set("Accept-Encoding", "gzip, deflate, identity")
	return c.turnAway(http.StatusUnsupportedMediaType, fmt.Sprintf("The header Content-Encoding is %q; a body is taken as it is, or in gzip or deflate.", name))
}

// decoding undoes a content coding. It looks at the body when it is read first,
// so that a client that waits for 100 Continue gets it then.
type decoding struct {
	from    io.ReadCloser
	open    func(io.Reader) (io.Reader, error)
	decoded io.Reader
}

// Read implements io.Reader.
func (d *decoding) Read(p []byte) (int, error) {
	if d.decoded == nil {
		decoded, err := d.open(d.from)
		if err != nil {
			return 0, fmt.Errorf("%w: %w", errEncoded, err)
		}
		d.decoded = decoded
	}
	n, err := d.decoded.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: %w", errEncoded, err)
	}
	return n, err
}

// Close implements io.Closer.
func (d *decoding) Close() error { return d.from.Close() }
