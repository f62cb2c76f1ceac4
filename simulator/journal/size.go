package journal

import "reflect"

// sizeOf returns about how many bytes a value takes. It stops where that is more
// than so many.
func sizeOf(value any, most int) int {
	left := most
	measure(reflect.ValueOf(value), &left, 0)
	return most - left
}

// deepest bounds how far a value is followed; entities are not nested so deep.
const deepest = 100

// measure takes what a value holds beside itself from what is left, and itself by
// whoever holds it.
func measure(v reflect.Value, left *int, depth int) {
	if *left < 0 || depth > deepest || !v.IsValid() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		*left -= v.Len() + 16
	case reflect.Slice, reflect.Array:
		if flat(v.Type().Elem().Kind()) {
			*left -= v.Len() * int(v.Type().Elem().Size())
			return
		}
		for i := 0; i < v.Len() && *left >= 0; i++ {
			measure(v.Index(i), left, depth+1)
		}
	case reflect.Map:
		for each := v.MapRange(); *left >= 0 && each.Next(); {
			measure(each.Key(), left, depth+1)
			measure(each.Value(), left, depth+1)
		}
	case reflect.Struct:
		for i := 0; i < v.NumField() && *left >= 0; i++ {
			measure(v.Field(i), left, depth+1)
		}
	case reflect.Pointer, reflect.Interface:
		*left -= 8
		if !v.IsNil() {
			measure(v.Elem(), left, depth+1)
		}
	default:
		*left -= 8
	}
}

func flat(kind reflect.Kind) bool { return reflect.Bool <= kind && kind <= reflect.Complex128 }
