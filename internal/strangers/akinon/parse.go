package akinon

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// command is a request that has been read: its types are right, its ids have not been looked up.
type command struct {
	pkg, transition, denialReason *int64
	slug                          *string
	byOmnitron, ownPackage        bool
	replacements                  []replacement
	missing                       []int64
	barcodes                      []barcode
	weights                       []weight
	weightsInOrder                []float64 // Other, beside weights
}

type replacement struct {
	item int64
	sku  string
}

type barcode struct {
	orderItem int64
	value     string
}

type weight struct {
	orderItem int64
	value     float64
}

// parseTyped reads a body into Go types, which is strict about types and lax about null and unknown members.
func (s *server) parseTyped(body []byte) (*command, error) {
	var b struct {
		Package         *int64  `json:"package"`
		Transition      *int64  `json:"transition"`
		Slug            *string `json:"slug"`
		InputParameters *struct {
			ByOmnitron   *bool `json:"select_items_by_omnitron_id"`
			OwnPackage   *bool `json:"create_manual_oos_package"`
			Replacements []struct {
				Item *int64  `json:"package_item"`
				SKU  *string `json:"new_product_sku"`
			} `json:"replacement_products"`
			Missing  []int64 `json:"oos_package_items"`
			Barcodes []struct {
				OrderItem *int64  `json:"order_item"`
				Value     *string `json:"barcode"`
			} `json:"barcodes"`
			DenialReason *int64 `json:"denial_reason"`
			Weights      []struct {
				OrderItem *int64   `json:"order_item"`
				Value     *float64 `json:"unit_weight"`
			} `json:"unit_weights"`
		} `json:"input_parameters"`
	}
	if err := json.Unmarshal(body, &b); err != nil {
		return nil, s.invalid("", "JSON parse error - "+err.Error())
	}
	const required = "This field is required."
	in := b.InputParameters
	switch {
	case b.Transition == nil && b.Slug == nil:
		return nil, s.invalid("transition", "Either transition or slug is required.")
	case in == nil:
		return nil, s.invalid("input_parameters", required)
	case in.ByOmnitron == nil:
		return nil, s.invalid("select_items_by_omnitron_id", required)
	case in.OwnPackage == nil:
		return nil, s.invalid("create_manual_oos_package", required)
	}
	c := &command{pkg: b.Package, transition: b.Transition, slug: b.Slug, denialReason: in.DenialReason,
		byOmnitron: *in.ByOmnitron, ownPackage: *in.OwnPackage, missing: in.Missing}
	for _, e := range in.Replacements {
		if e.Item == nil || e.SKU == nil {
			return nil, s.invalid("replacement_products", "package_item and new_product_sku are required.")
		}
		c.replacements = append(c.replacements, replacement{*e.Item, *e.SKU})
	}
	for _, e := range in.Barcodes {
		if e.OrderItem == nil || e.Value == nil || *e.Value == "" {
			return nil, s.invalid("barcodes", "order_item and barcode are required.")
		}
		c.barcodes = append(c.barcodes, barcode{*e.OrderItem, *e.Value})
	}
	for _, e := range in.Weights {
		if e.OrderItem == nil || e.Value == nil || *e.Value < 0 {
			return nil, s.invalid("unit_weights", "order_item and a unit_weight from 0 are required.")
		}
		c.weights = append(c.weights, weight{*e.OrderItem, *e.Value})
	}
	return c, nil
}

// loose reads members of any spelling of their type, and keeps the first thing that it can't read.
type loose struct {
	s   *server
	err error
}

func (l *loose) fail(member, text string) {
	if l.err == nil {
		l.err = l.s.invalid(member, text)
	}
}

func (l *loose) integer(member string, v any) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(l.text(member, v)), 10, 64)
	if err != nil {
		l.fail(member, "is no integer.")
	}
	return n
}

func (l *loose) text(member string, v any) string {
	switch v := v.(type) {
	case json.Number:
		return v.String()
	case string:
		if v != "" {
			return v
		}
	}
	l.fail(member, "is no text and no number.")
	return ""
}

func (l *loose) boolean(member string, v any) bool {
	switch strings.ToLower(fmt.Sprint(v)) {
	case "true", "1":
		return true
	case "false", "0":
		return false
	}
	l.fail(member, "is no boolean.")
	return false
}

func (l *loose) list(member string, v any) []any {
	list, ok := v.([]any)
	if !ok {
		l.fail(member, "is no list.")
	}
	return list
}

// object returns the two members that an element of a list has.
func (l *loose) object(list string, v any, first, second string) (any, any) {
	m, _ := v.(map[string]any)
	if len(m) != 2 || m[first] == nil || m[second] == nil {
		l.fail(list, "has an element that is not made of "+first+" and "+second+".")
	}
	return m[first], m[second]
}

var (
	slugForm = regexp.MustCompile(`^[-a-zA-Z0-9_]+$`)
	members  = []string{"package", "transition", "slug", "select_items_by_omnitron_id", "replacement_products",
		"create_manual_oos_package", "oos_package_items", "barcodes", "denial_reason", "unit_weights"}
)

// parseLoosely reads a body whose parameters stand in input_parameters or beside it.
func (s *server) parseLoosely(body []byte) (*command, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var sent map[string]any
	if err := d.Decode(&sent); err != nil || sent == nil {
		return nil, &refusal{400, "", "The body is no JSON object."}
	}
	l := &loose{s: s}
	if in, ok := sent["input_parameters"]; ok {
		inner, isObject := in.(map[string]any)
		if !isObject {
			return nil, s.invalid("input_parameters", "is no object.")
		}
		delete(sent, "input_parameters")
		for k, v := range inner {
			sent[k] = v
		}
	}
	c := &command{}
	for k, v := range sent {
		if !slices.Contains(members, k) {
			l.fail(k, "is unknown.")
			continue
		}
		l.member(c, k, v)
	}
	switch {
	case l.err != nil:
		return nil, l.err
	case c.pkg == nil:
		return nil, s.invalid("package", "is mandatory.")
	case c.transition == nil && c.slug == nil:
		return nil, s.invalid("slug", "is mandatory without a transition.")
	}
	return c, nil
}

func (l *loose) member(c *command, k string, v any) {
	switch k {
	case "package", "transition", "denial_reason":
		n := l.integer(k, v)
		*map[string]**int64{"package": &c.pkg, "transition": &c.transition, "denial_reason": &c.denialReason}[k] = &n
	case "slug":
		t, isText := v.(string)
		if !isText || !slugForm.MatchString(t) {
			l.fail(k, "is no slug.")
		}
		c.slug = &t
	case "select_items_by_omnitron_id":
		c.byOmnitron = l.boolean(k, v)
	case "create_manual_oos_package":
		c.ownPackage = l.boolean(k, v)
	case "replacement_products":
		for _, e := range l.list(k, v) {
			id, sku := l.object(k, e, "package_item", "new_product_sku")
			c.replacements = append(c.replacements, replacement{l.integer(k, id), l.text(k, sku)})
		}
	case "oos_package_items":
		for _, e := range l.list(k, v) {
			c.missing = append(c.missing, l.integer(k, e))
		}
	case "barcodes":
		for _, e := range l.list(k, v) {
			id, value := l.object(k, e, "order_item", "barcode")
			c.barcodes = append(c.barcodes, barcode{l.integer(k, id), l.text(k, value)})
		}
	case "unit_weights":
		for _, e := range l.list(k, v) {
			if m, isObject := e.(map[string]any); isObject && m["order_item"] != nil {
				c.weights = append(c.weights, weight{l.integer(k, m["order_item"]), l.weight(k, m["unit_weight"])})
				continue
			}
			c.weightsInOrder = append(c.weightsInOrder, l.weight(k, e))
		}
	}
}

func (l *loose) weight(member string, v any) float64 {
	n, err := strconv.ParseFloat(l.text(member, v), 64)
	if err != nil || n < 0 {
		l.fail(member, "has an element that is no weight.")
	}
	return n
}
