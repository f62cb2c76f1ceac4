package redis

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// ours are the options of an address that the library does not have.
type ours struct {
	replicas int // wait_replicas
}

// takeOurs takes them from what follows the scheme.
func takeOurs(rest string) (string, ours, error) {
	rest, query, _ := strings.Cut(rest, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", ours{}, err
	}
	take := func(name string) string {
		defer values.Del(name)
		return values.Get(name)
	}
	o := ours{}
	if text := take("wait_replicas"); text != "" {
		if o.replicas, err = strconv.Atoi(text); err != nil || o.replicas < 0 {
			return "", ours{}, fmt.Errorf("wait_replicas=%s: it is how many replicas have to have a change before it is acknowledged", text)
		}
	}
	if len(values) == 0 {
		return rest, o, nil
	}
	return rest + "?" + values.Encode(), o, nil
}
