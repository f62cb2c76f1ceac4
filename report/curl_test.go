package report

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestCurl has a shell read the line and say which words and which input curl
// would get.
func TestCurl(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no POSIX shell here")
	}
	const url = "http://h.test/a"
	start := []string{"-sS", "-i"}
	for _, test := range []struct {
		name  string
		e     Exchange
		words []string
		input string
	}{
		{"plain", Exchange{Method: "GET", URL: url}, []string{"-X", "GET", url}, ""},
		{"head does not wait for a body", Exchange{Method: "HEAD", URL: url}, []string{"--head", url}, ""},
		{"headers sorted, what was redacted from a variable, content length left to curl",
			Exchange{Method: "GET", URL: url, RequestHeaders: map[string][]string{
				"X-B": {"1", "2"}, "Authorization": {"Basic [redacted]"}, "Content-Length": {"9"}, "X-Empty": {""}}},
			[]string{"-X", "GET", url, "-H", `Authorization: Basic $ecret"`, "-H", "X-B: 1", "-H", "X-B: 2", "-H", "X-Empty;"}, ""},
		{"quotes and substitutions stay text",
			Exchange{Method: "POST", URL: url + "?q='$(id)`id`", RequestBody: `'"$(id)\` + "`id`"},
			[]string{"-X", "POST", url + "?q='$(id)`id`", "-H", "Content-Type:", "--data-raw", `'"$(id)\` + "`id`"}, ""},
		{"a body is no file name", Exchange{Method: "PUT", URL: url, RequestBody: "@/etc/passwd"},
			[]string{"-X", "PUT", url, "-H", "Content-Type:", "--data-raw", "@/etc/passwd"}, ""},
		{"brackets and dots of the address are kept", Exchange{Method: "GET", URL: "http://[::1]/a/../b"},
			[]string{"-g", "--path-as-is", "-X", "GET", "http://[::1]/a/../b"}, ""},
		{"lines", Exchange{Method: "POST", URL: url, RequestBody: "-{\n\t'100%' \\n é\r\n}\n\n"},
			[]string{"-X", "POST", url, "-H", "Content-Type:", "--data-binary", "@-"}, "-{\n\t'100%' \\n é\r\n}\n\n"},
		{"bytes", Exchange{Method: "POST", URL: url, RequestBody: "\xff\xfe\x1b[31m\u202e\x019"},
			[]string{"-X", "POST", url, "-H", "Content-Type:", "--data-binary", "@-"}, "\xff\xfe\x1b[31m\u202e\x019"},
		{"a nul byte", Exchange{Method: "POST", URL: url, RequestBody: "a\x00b"},
			[]string{"-X", "POST", url, "-H", "Content-Type:", "--data-binary", "@-"}, "a\x00b"},
		{"control bytes in a method, an address and a header",
			Exchange{Method: "G\x1bT", URL: url + "\x07'", RequestHeaders: map[string][]string{"X-A": {"1\n2"}}},
			[]string{"-X", "G\x1bT", url + "\x07'", "-H", "X-A: 1\n2"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			line := Curl(test.e)
			if !allPrint(line) {
				t.Errorf("does not print: %q", line)
			}
			const told = `AUTHORIZATION='$ecret"'; curl() { printf '%s\0' "$@"; case "$*" in *@-) printf '\0'; cat;; esac; }; `
			out, err := exec.Command(sh, "-c", told+line).CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			words, input, _ := strings.Cut(string(out), "\x00\x00")
			got := strings.Split(strings.TrimSuffix(words, "\x00"), "\x00")
			if want := append(slices.Clone(start), test.words...); !slices.Equal(got, want) {
				t.Errorf("%s\n got %q\nwant %q", line, got, want)
			}
			if input != test.input {
				t.Errorf("%s\n input %q\n  want %q", line, input, test.input)
			}
		})
	}
}

// TestCurlSaysWhatWasRedacted: without the value the command ends with its name.
func TestCurlSaysWhatWasRedacted(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no POSIX shell here")
	}
	line := Curl(Exchange{Method: "GET", URL: "http://h.test/a", RequestHeaders: map[string][]string{"X-Api-Key": {"[redacted]"}}})
	out, err := exec.Command(sh, "-c", "curl() { echo sent; }; "+line).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "X_API_KEY: was redacted") || strings.Contains(string(out), "sent") {
		t.Errorf("%v: %s", err, out)
	}
}
