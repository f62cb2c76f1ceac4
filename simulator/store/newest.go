package store

import "slices"

// Newest keeps of values that come in the order of their age the newest ones, within
// bounds, so that a page of a long list takes no more room than the page.
type Newest[T any] struct {
	Limit int   // at most so many; any number when 0
	Bytes int64 // at most so many bytes in all, and at least one value; any when 0
	More  bool  // whether there were others

	list  []sized[T]
	total int64
}

type sized[T any] struct {
	value T
	bytes int64
}

// Add adds a value that is newer than all before, of that size.
func (n *Newest[T]) Add(value T, bytes int64) {
	n.list = append(n.list, sized[T]{value, bytes})
	n.total += bytes
	for n.Limit > 0 && len(n.list) > n.Limit || n.Bytes > 0 && n.total > n.Bytes && len(n.list) > 1 {
		n.total -= n.list[0].bytes
		n.list[0] = sized[T]{}
		n.list, n.More = n.list[1:], true
	}
}

// List returns the values, the newest first.
func (n *Newest[T]) List() []T {
	var list []T
	for _, v := range slices.Backward(n.list) {
		list = append(list, v.value)
	}
	return list
}
