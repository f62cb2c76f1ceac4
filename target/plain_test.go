package target

import "testing"

func TestPlainNumbers(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"a fraction of nought", `{"n": 1.0 , "m":2}`, `{"n": 1 , "m":2}`},
		{"an exponent", `[4.343e3,12E1,-0.0]`, `[4343,120,0]`},
		{"the value alone", `7.00`, `7`},
		{"a fraction stays", `[2.50, 25e-1]`, `[2.50, 25e-1]`},
		{"a text stays", `{"1.0":"1.0","e":"2e3"}`, `{"1.0":"1.0","e":"2e3"}`},
		{"a huge exponent stays", `[1e999999999]`, `[1e999999999]`},
		{"a member that is there twice", `{"n":1.0,"n":2.0}`, `{"n":1,"n":2}`},
		{"no JSON", `{"n":1.0,}`, `{"n":1.0,}`},
		{"HTML", `<p>1.0</p>`, `<p>1.0</p>`},
		{"nothing", ``, ``},
	} {
		if got := string(plainNumbers([]byte(tt.in))); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
