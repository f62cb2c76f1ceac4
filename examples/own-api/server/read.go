package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/mail"
	"regexp"
	"strings"
	"unicode/utf8"
)

var sku = regexp.MustCompile(`^[A-Z]{1,4}-[0-9]{1,6}$`)

// members reads a body that is one JSON object.
func (a *API) members(r *http.Request) (map[string]json.RawMessage, error) {
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return nil, errors.New("the body has to be application/json")
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return nil, errors.New("the body could not be read")
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		if a.broken["accepts-cut-off-json"] && r.Method == http.MethodPatch && !json.Valid(raw) {
			return map[string]json.RawMessage{}, nil
		}
		return nil, errors.New("the body is not one JSON object")
	}
	if object == nil {
		return nil, errors.New("the body is null")
	}
	return object, nil
}

func known(object map[string]json.RawMessage, names ...string) error {
	for name := range object {
		if !strings.Contains(" "+strings.Join(names, " ")+" ", " "+name+" ") {
			return fmt.Errorf("there is no member %s", name)
		}
	}
	return nil
}

// text reads a member that is a text of a length; there tells whether it is there.
func text(object map[string]json.RawMessage, name string, least, most int) (value string, there bool, err error) {
	raw, there := object[name]
	if !there {
		return "", false, nil
	}
	if null(raw) || json.Unmarshal(raw, &value) != nil {
		return "", true, fmt.Errorf("%s is a text", name)
	}
	if n := utf8.RuneCountInString(value); n < least || n > most {
		return value, true, fmt.Errorf("%s has %d to %d characters", name, least, most)
	}
	return value, true, nil
}

func null(raw json.RawMessage) bool { return bytes.Equal(bytes.TrimSpace(raw), []byte("null")) }

// readOrder returns what was read of an order even where a line of it is refused.
func (a *API) readOrder(r *http.Request) (*order, error) {
	object, err := a.members(r)
	if err != nil {
		return nil, err
	}
	if err := known(object, "reference", "customer", "lines", "note"); err != nil {
		return nil, err
	}
	o := &order{}
	most := 40
	if a.broken["accepts-long-reference"] {
		most = 4000
	}
	var there bool
	if o.Reference, there, err = text(object, "reference", 1, most); err != nil || !there {
		return nil, errors.Join(errors.New("reference is required"), err)
	}
	if raw, there := object["customer"]; there || !a.broken["accepts-no-customer"] {
		if o.Customer, err = a.readCustomer(raw); err != nil {
			return nil, err
		}
	}
	if _, o.Note, err = note(object); err != nil {
		return nil, err
	}
	if err := a.readLines(object["lines"], o); err != nil {
		return o, err
	}
	return o, nil
}

func (a *API) readLines(raw json.RawMessage, o *order) error {
	var list []map[string]json.RawMessage
	if raw == nil || null(raw) || json.Unmarshal(raw, &list) != nil {
		return errors.New("lines is an array of objects")
	}
	if len(list) > 20 || len(list) == 0 && !a.broken["accepts-no-lines"] {
		return errors.New("an order has 1 to 20 lines")
	}
	for _, object := range list {
		if err := known(object, "sku", "quantity", "price"); err != nil {
			return err
		}
		l := line{}
		var err error
		if l.SKU, _, err = text(object, "sku", 1, 11); err != nil || !sku.MatchString(l.SKU) {
			return errors.New("sku has letters, a hyphen and digits")
		}
		quantity := object["quantity"]
		if a.broken["accepts-quantity-as-text"] {
			quantity = bytes.Trim(quantity, `"`)
		}
		if l.Quantity, err = whole(quantity, 1, 999); err != nil && !(a.broken["accepts-quantity-zero"] && string(quantity) == "0") {
			return fmt.Errorf("quantity %w", err)
		}
		if l.Price, err = whole(object["price"], 0, 1_000_000); err != nil {
			return fmt.Errorf("price %w", err)
		}
		o.Lines = append(o.Lines, l)
	}
	return nil
}

func whole(raw json.RawMessage, least, most int) (int, error) {
	var n int
	if raw == nil || null(raw) || json.Unmarshal(raw, &n) != nil || n < least || n > most {
		return 0, fmt.Errorf("is a whole number from %d to %d", least, most)
	}
	return n, nil
}

func (a *API) readCustomer(raw json.RawMessage) (customer, error) {
	var object map[string]json.RawMessage
	if raw == nil || null(raw) || json.Unmarshal(raw, &object) != nil {
		return customer{}, errors.New("customer is an object")
	}
	if err := known(object, "email", "name"); err != nil {
		return customer{}, err
	}
	var c customer
	var there bool
	var err error
	if c.Email, there, err = text(object, "email", 3, 100); err != nil || !there {
		return c, errors.Join(errors.New("email is required"), err)
	}
	if at, err := mail.ParseAddress(c.Email); (err != nil || at.Address != c.Email) && !a.broken["accepts-bad-email"] {
		return c, errors.New("email is no address")
	}
	c.Name, _, err = text(object, "name", 1, 80)
	return c, err
}

// note reads a note, which may be null.
func note(object map[string]json.RawMessage) (there bool, value *string, err error) {
	raw, there := object["note"]
	if !there || null(raw) {
		return there, nil, nil
	}
	text, _, err := text(object, "note", 0, 200)
	return true, &text, err
}

type updating struct {
	hasNote, nullNote bool
	note              *string
	customer          *customer
}

func (a *API) readUpdate(r *http.Request) (u updating, err error) {
	object, err := a.members(r)
	if err != nil {
		return u, err
	}
	if err := known(object, "note", "customer"); err != nil {
		return u, err
	}
	if u.hasNote, u.note, err = note(object); err != nil {
		return u, err
	}
	u.nullNote = u.hasNote && u.note == nil
	if raw, there := object["customer"]; there {
		c, err := a.readCustomer(raw)
		if err != nil {
			return u, err
		}
		u.customer = &c
	}
	return u, nil
}
