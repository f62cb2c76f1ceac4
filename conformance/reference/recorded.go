package reference

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/plumbline-api/plumbline/report"
)

// ReadTraffic reads recorded exchanges: a HAR file (version 1.2), or lines of JSON
// as the control API's journal has them.
func ReadTraffic(data []byte) ([]Recorded, error) {
	data = bytes.TrimPrefix(bytes.TrimSpace(data), []byte("\xef\xbb\xbf"))
	var probe struct {
		Log *har `json:"log"`
	}
	if err := json.Unmarshal(data, &probe); err == nil && probe.Log != nil {
		if probe.Log.Creator.Comment == report.EvidenceOnly {
			return nil, errors.New("verify wrote it, without the exchanges of what passed: record the traffic with plumbline proxy, a browser or mitmproxy")
		}
		return probe.Log.exchanges()
	}
	return journalLines(data)
}

// har is the part of a HAR file that is read (http://www.softwareishard.com/blog/har-12-spec/).
type har struct {
	Creator struct{ Comment string }
	Entries []struct {
		Started  string  `json:"startedDateTime"`
		Time     float64 `json:"time"` // milliseconds
		Request  harRequest
		Response harResponse
	} `json:"entries"`
}

type harRequest struct {
	Method   string
	URL      string
	Headers  []harHeader
	PostData *struct {
		Text     string
		Encoding string
		Params   []struct{ Name, Value string }
	}
}

type harResponse struct {
	Status  int
	Headers []harHeader
	Content struct{ Text, Encoding string }
}

type harHeader struct{ Name, Value string }

func headerOf(list []harHeader) http.Header {
	h := http.Header{}
	for _, one := range list {
		if one.Name != "" && one.Name[0] != ':' { // of HTTP/2
			h.Add(one.Name, one.Value)
		}
	}
	return h
}

func (h *har) exchanges() ([]Recorded, error) {
	var list []Recorded
	for i, e := range h.Entries {
		started, err := time.Parse(time.RFC3339Nano, e.Started)
		if err != nil {
			return nil, fmt.Errorf("entry %d: startedDateTime: %w", i+1, err)
		}
		r := Recorded{
			Started: started, Ended: started.Add(time.Duration(e.Time * float64(time.Millisecond))), Method: e.Request.Method, URL: e.Request.URL,
			RequestHeader: headerOf(e.Request.Headers), Status: max(e.Response.Status, 0), ResponseHeader: headerOf(e.Response.Headers),
		}
		if p := e.Request.PostData; p != nil {
			if r.RequestBody, err = decoded(p.Text, p.Encoding); err != nil {
				return nil, fmt.Errorf("entry %d: postData: %w", i+1, err)
			}
			if p.Text == "" && len(p.Params) > 0 {
				form := url.Values{}
				for _, param := range p.Params {
					form.Add(param.Name, param.Value)
				}
				r.RequestBody = []byte(form.Encode())
			}
		}
		if r.ResponseBody, err = decoded(e.Response.Content.Text, e.Response.Content.Encoding); err != nil {
			return nil, fmt.Errorf("entry %d: content: %w", i+1, err)
		}
		// The text of a HAR is decoded already, and the length is not that of the wire.
		r.ResponseHeader.Del("Content-Encoding")
		r.ResponseHeader.Del("Content-Length")
		list = append(list, r)
	}
	slices.SortStableFunc(list, func(a, b Recorded) int { return a.Ended.Compare(b.Ended) })
	return list, nil
}

func decoded(text, encoding string) ([]byte, error) {
	if encoding == "base64" {
		return base64.StdEncoding.DecodeString(text)
	}
	return []byte(text), nil
}

// journalEntry is the part of an entry of our own journal that is read.
type journalEntry struct {
	ID       uint64
	At       time.Time
	Request  journalMessage
	Response journalMessage
}

type journalMessage struct {
	Method, URL string
	Status      int
	Header      http.Header
	Body        string
	Truncated   bool
}

func journalLines(data []byte) ([]Recorded, error) {
	var entries []journalEntry
	if err := json.Unmarshal(data, &entries); err != nil {
		entries = nil
		for i, line := range bytes.Split(data, []byte("\n")) {
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			var e journalEntry
			if err := json.Unmarshal(line, &e); err != nil {
				return nil, fmt.Errorf("it is neither HAR nor a journal: line %d: %w", i+1, err)
			}
			entries = append(entries, e)
		}
	}
	slices.SortStableFunc(entries, func(a, b journalEntry) int { return int(a.ID) - int(b.ID) }) //nolint:gosec // a journal is short
	var list []Recorded
	for _, e := range entries {
		if e.Request.Method == "" || e.Request.URL == "" {
			return nil, errors.New("it is neither HAR nor a journal: an entry has no request with method and url")
		}
		list = append(list, Recorded{
			Started: e.At, Ended: e.At, Method: e.Request.Method, URL: e.Request.URL, RequestHeader: e.Request.Header, RequestBody: []byte(e.Request.Body),
			Status: e.Response.Status, ResponseHeader: e.Response.Header, ResponseBody: []byte(e.Response.Body), Truncated: e.Request.Truncated || e.Response.Truncated,
		})
	}
	return list, nil
}
