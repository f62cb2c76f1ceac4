package journal

import "testing"

func TestSecretsAreTakenOut(t *testing.T) {
	r := NewRedactor([]string{"password", "authenticationToken"})
	for _, row := range []struct{ name, in, want string }{
		{"a member", `{"user":"a","password":"s3cret"}`, `{"user":"a","password":"[redacted]"}`},
		{"escaped quotes", `{"password" : "a\"b","x":1}`, `{"password" : "[redacted]","x":1}`},
		{"cut off in the secret", `{"password":"s3cr`, `{"password":"[redacted]"`},
		{"a number", `{"authenticationToken":12345}`, `{"authenticationToken":"[redacted]"}`},
		{"another case of letters", `{"Password":"s3cret"}`, `{"Password":"[redacted]"}`},
		{"nested", `[{"a":{"password":"s3cret"}}]`, `[{"a":{"password":"[redacted]"}}]`},
		{"a longer name", `{"passwordHint":"dog"}`, `{"passwordHint":"dog"}`},
		{"no secret", `{"a":1}`, `{"a":1}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := string(r.CleanBody([]byte(row.in))); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
	const address = "/komet/api/login?username=jane&password=s3cret&x=1"
	if got, want := r.CleanURL(address), "/komet/api/login?username=jane&password=[redacted]&x=1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := (Redactor{}).CleanURL(address); got != address {
		t.Errorf("a vendor without secrets has %s", got)
	}
}
