package simulator

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"reflect"
	"slices"
)

// Folder is a part of a state whose lists are of entities, such as a tenant with its
// orders: a page of the state may have some of them.
type Folder interface{ Folder() }

// StatePage is State from an entity on, counted from 0, as far as about so many bytes
// of JSON go, and one entity at least. It has the form of the whole; what is no list
// stands on the first page only. Next is where the next page begins, 0 where there is
// none.
func (e *Engine) StatePage(ctx context.Context, world, vendor string, from, bytes int) (page any, next int, err error) {
	state, err := e.State(ctx, world, vendor)
	if err != nil || state == nil {
		return state, 0, err
	}
	c := cutter{from: from, room: bytes}
	whole := reflect.ValueOf(state)
	cut := c.whole(whole)
	if c.err != nil {
		return nil, 0, c.err
	}
	return cut.Interface(), c.next, nil
}

// cutter takes a page out of a state.
type cutter struct {
	from, room int
	seen       int // entities before the one that is looked at
	taken      int
	next       int // where the next page begins, once this one is full
	err        error
}

// takes tells whether the next entity is of the page.
func (c *cutter) takes(entity any) bool {
	at := c.seen
	if c.next > 0 || c.err != nil {
		return false
	}
	if c.seen++; at < c.from {
		return false
	}
	text, err := json.Marshal(entity)
	if err != nil {
		c.err = err
		return false
	}
	if len(text) > c.room && c.taken > 0 {
		c.next = at
		return false
	}
	c.room -= min(len(text), c.room)
	c.taken++
	return true
}

// whole cuts the value that a vendor gives.
func (c *cutter) whole(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Struct:
		return c.members(v, c.from == 0)
	case reflect.Map:
		return c.table(v)
	default:
		return v
	}
}

// members cuts the lists and tables of a struct; its other members are kept or left
// out.
func (c *cutter) members(v reflect.Value, others bool) reflect.Value {
	cut := reflect.New(v.Type()).Elem()
	if others {
		cut.Set(v)
	}
	for i := range v.NumField() {
		member := v.Field(i)
		switch {
		case !v.Type().Field(i).IsExported():
		case member.Kind() == reflect.Slice && member.Type().Elem().Kind() != reflect.Uint8:
			cut.Field(i).Set(c.list(member))
		case member.Kind() == reflect.Map:
			cut.Field(i).Set(c.table(member))
		}
	}
	return cut
}

func (c *cutter) list(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	cut := reflect.MakeSlice(v.Type(), 0, 0)
	for i := 0; i < v.Len() && c.next == 0 && c.err == nil; i++ {
		one := v.Index(i)
		if _, folder := one.Interface().(Folder); !folder {
			if c.takes(one.Interface()) {
				cut = reflect.Append(cut, one)
			}
			continue
		}
		before := c.taken
		bare := c.bare(one)
		_ = c.takes(bare.Interface()) // a folder that holds nothing is an entity, too
		if part := c.members(one, true); c.taken > before {
			cut = reflect.Append(cut, part)
		}
	}
	return cut
}

// bare is a folder without its lists.
func (c *cutter) bare(v reflect.Value) reflect.Value {
	none := cutter{next: math.MaxInt}
	return none.members(v, true)
}

// table cuts a map by its keys, in order.
func (c *cutter) table(v reflect.Value) reflect.Value {
	if v.IsNil() {
		return v
	}
	cut := reflect.MakeMap(v.Type())
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	for _, key := range keys {
		if value := v.MapIndex(key); c.takes(value.Interface()) {
			cut.SetMapIndex(key, value)
		}
	}
	return cut
}
