package nearest

import "testing"

func TestDidYouMean(t *testing.T) {
	known := []string{"altazion", "akinon", "bridge", "komet", "deliveryoptimizer"}
	for _, test := range []struct{ name, in, want string }{
		{"a letter too many", "kommet", "; did you mean komet?"},
		{"two swapped", "birdge", "; did you mean bridge?"},
		{"a long one, half typed", "deliveryoptimzr", "; did you mean deliveryoptimizer?"},
		{"only the start", "deliv", "; did you mean deliveryoptimizer?"},
		{"a start of many", "de", ""},
		{"nothing near", "shopify", ""},
		{"nothing", "", ""},
		{"another case", "KOMET", "; did you mean komet?"},
		{"beyond ASCII", "brüdge", "; did you mean bridge?"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := DidYouMean(test.in, known); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
