package reference

import (
	"bytes"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/report"
)

const harFile = `{"log":{"version":"1.2","entries":[
 {"startedDateTime":"2026-01-02T03:04:06.000Z","time":5,
  "request":{"method":"GET","url":"https://api.example.test/1/order/x?a=b","headers":[{"name":":authority","value":"x"},{"name":"Accept","value":"*/*"}]},
  "response":{"status":404,"headers":[{"name":"content-encoding","value":"br"}],"content":{"text":"bm8=","encoding":"base64"}}},
 {"startedDateTime":"2026-01-02T03:04:05.000Z","time":10.5,
  "request":{"method":"POST","url":"https://api.example.test/1/order","headers":[],"postData":{"mimeType":"application/json","text":"{}"}},
  "response":{"status":0,"headers":[],"content":{"size":0}}}
]}}`

const journalFile = `{"id":2,"at":"2026-01-02T03:04:06Z","request":{"method":"GET","url":"/komet/b"},"response":{"status":200,"body":"{}"}}
{"id":1,"at":"2026-01-02T03:04:05Z","request":{"method":"POST","url":"/komet/a","body":"[1]"},"response":{"status":400}}
`

func TestEvidenceIsNoTraffic(t *testing.T) {
	var har bytes.Buffer
	if err := (&report.Report{Schema: report.Schema}).HAR(&har); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadTraffic(har.Bytes()); err == nil || !strings.Contains(err.Error(), "without the exchanges of what passed") {
		t.Errorf("got %v", err)
	}
}

func TestReadTraffic(t *testing.T) {
	list, err := ReadTraffic([]byte(harFile))
	if err != nil || len(list) != 2 {
		t.Fatalf("%d exchanges, %v", len(list), err)
	}
	if a := list[0]; a.Method != "POST" || string(a.RequestBody) != "{}" || a.Status != 0 {
		t.Errorf("the first to end is %+v", a)
	}
	if b := list[1]; b.Status != 404 || string(b.ResponseBody) != "no" || b.RequestHeader.Get("Accept") != "*/*" || len(b.RequestHeader) != 1 || len(b.ResponseHeader) != 0 {
		t.Errorf("the second is %+v", b)
	}
	list, err = ReadTraffic([]byte(journalFile))
	if err != nil || len(list) != 2 || list[0].URL != "/komet/a" || string(list[0].RequestBody) != "[1]" || list[1].Status != 200 {
		t.Errorf("the journal has %+v, %v", list, err)
	}
	for name, text := range map[string]string{"text": "hello", "another object": `{"a":1}`, "a date that is none": `{"log":{"entries":[{"startedDateTime":"x"}]}}`} {
		if _, err := ReadTraffic([]byte(text)); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func FuzzReadTraffic(f *testing.F) {
	f.Add([]byte(harFile))
	f.Add([]byte(journalFile))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := ReadTraffic(data)
		for _, x := range list {
			if err == nil && x.Ended.Before(x.Started) && x.Ended.Year() > 0 && len(data) < 100 {
				t.Logf("an exchange ends before it began: %+v", x) // a HAR may say so
			}
		}
	})
}
