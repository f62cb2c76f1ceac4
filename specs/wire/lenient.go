package wire

import "encoding/json"

// Lenient is a member that some servers read and others ignore, whatever it
// holds: decoding it never fails.
type Lenient[T any] struct {
	Value T               // what was sent, where it has the documented shape
	Raw   json.RawMessage // what was sent, where it has not; nil otherwise
}

// MarshalJSON writes Raw where there is one, and else Value.
func (l Lenient[T]) MarshalJSON() ([]byte, error) {
	if l.Raw != nil {
		return l.Raw, nil
	}
	return json.Marshal(l.Value)
}

// UnmarshalJSON keeps what has another shape as it came.
func (l *Lenient[T]) UnmarshalJSON(data []byte) error {
	var value T
	if err := json.Unmarshal(data, &value); err != nil {
		*l = Lenient[T]{Raw: append(json.RawMessage(nil), data...)}
		return nil //nolint:nilerr // another shape is no error here, that is what the type is for
	}
	*l = Lenient[T]{Value: value}
	return nil
}
