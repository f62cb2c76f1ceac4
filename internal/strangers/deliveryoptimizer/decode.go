package deliveryoptimizer

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// order is an Order of the document; id is its Guid in lower case, with hyphens.
type order struct {
	id          string
	tenant      int64
	lastUpdated stamp
	expiresAt   *stamp
	kind        string
	lines       []line
}

// line is an OrderLine.
type line struct {
	code, article string
	quantity      float64
}

// stamp is an instant, and how it was written.
type stamp struct {
	at   time.Time
	text string
}

type members map[string]json.RawMessage

type mediaTypeError string

func (e mediaTypeError) Error() string { return "the body must be JSON, and is " + string(e) }

func (s *server) readOrder(c call) (order, error) {
	var m members
	if err := s.body(c, &m); err != nil {
		return order{}, err
	}
	return s.order(c, m)
}

func (s *server) readOrders(c call) ([]order, error) {
	var list []members
	if err := s.body(c, &list); err != nil {
		return nil, err
	}
	if list == nil {
		return nil, errors.New("an array of orders is expected")
	}
	var all []order
	for i, m := range list {
		o, err := s.order(c, m)
		if err != nil {
			return nil, fmt.Errorf("order %d: %w", i, err)
		}
		if !s.choices.LastOfPairWins && slices.ContainsFunc(all, func(p order) bool { return p.id == o.id }) {
			return nil, fmt.Errorf("order %d: orderId is there twice", i)
		}
		all = append(all, o)
	}
	return all, nil
}

func (s *server) body(c call, into any) error {
	if s.choices.JSONOnly {
		media, _, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
		if err != nil || media != "application/json" && !strings.HasSuffix(media, "+json") {
			return mediaTypeError(c.Header.Get("Content-Type"))
		}
	}
	data, err := io.ReadAll(c.Body)
	if err != nil {
		return err
	}
	if s.choices.FirstValueOnly {
		err = json.NewDecoder(bytes.NewReader(data)).Decode(into)
	} else {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		return fmt.Errorf("not the JSON that is expected: %w", err)
	}
	return nil
}

// order holds line 22: every field but expiresAt is obligatory.
func (s *server) order(c call, m members) (o order, err error) {
	names := []string{"orderId", "tenantId", "lastUpdated", "expiresAt", "type", "lines"}
	if m, err = s.members(m, names, "expiresAt"); err != nil {
		return o, err
	}
	if o.id, err = s.guidMember(m["orderId"]); err != nil {
		return o, fmt.Errorf("orderId %w", err)
	}
	tenant, err := s.number(m["tenantId"])
	if err != nil || tenant != math.Trunc(tenant) {
		return o, errors.New("tenantId must be a whole number")
	}
	if o.tenant = int64(tenant); o.tenant != int64(c.tenant) && !s.choices.BodyTenantFree {
		return o, errors.New("tenantId must be that of the address")
	}
	if o.lastUpdated, err = s.instant(m["lastUpdated"]); err != nil {
		return o, fmt.Errorf("lastUpdated %w", err)
	}
	if raw, ok := m["expiresAt"]; ok && string(raw) != "null" {
		at, err := s.instant(raw)
		if err != nil {
			return o, fmt.Errorf("expiresAt %w", err)
		}
		if s.choices.PastIsRefused && at.at.Before(time.Now()) {
			return o, errors.New("expiresAt is over")
		}
		o.expiresAt = &at
	}
	if o.kind, err = s.kind(m["type"]); err != nil {
		return o, err
	}
	o.lines, err = s.lines(c, m["lines"])
	return o, err
}

// members checks which members are there; under LooseValues the case of their names does not matter.
func (s *server) members(m members, names []string, optional string) (members, error) {
	found := members{}
	for name, raw := range m {
		i := slices.IndexFunc(names, func(n string) bool {
			return n == name || s.choices.LooseValues && strings.EqualFold(n, name)
		})
		if i >= 0 {
			found[names[i]] = raw
		} else if s.choices.KnownMembers {
			return nil, fmt.Errorf("%q is unknown", name)
		}
	}
	for _, name := range names {
		if raw, ok := found[name]; name != optional && (!ok || string(raw) == "null") {
			return nil, fmt.Errorf("%s is obligatory", name)
		}
	}
	return found, nil
}

func (s *server) lines(c call, raw json.RawMessage) ([]line, error) {
	var list []members
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, errors.New("lines must be an array of objects")
	}
	if len(list) == 0 && !s.choices.EmptyDeletes {
		return nil, errors.New("lines must hold a line at least")
	}
	var lines []line
	for i, m := range list {
		l, err := s.line(c, m)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i, err)
		}
		same := slices.IndexFunc(lines, func(p line) bool { return s.sameCode(p.code, l.code) && p.article == l.article })
		if same >= 0 && s.choices.MergeLines {
			lines[same].quantity += l.quantity
			continue
		}
		lines = append(lines, l)
	}
	if s.choices.MergeLines {
		slices.SortStableFunc(lines, func(a, b line) int { return strings.Compare(a.code+a.article, b.code+b.article) })
	}
	return lines, nil
}

func (s *server) line(c call, m members) (l line, err error) {
	if m, err = s.members(m, []string{"code", "artGuid", "qty"}, ""); err != nil {
		return l, err
	}
	if json.Unmarshal(m["code"], &l.code) != nil || l.code == "" {
		return l, errors.New("code must be a text")
	}
	if _, ok := s.origins[c.tenant][l.code]; !ok && s.choices.KnownOrigins {
		return l, fmt.Errorf("code %q is no stock origin of this tenant", l.code)
	}
	if l.article, err = s.guidMember(m["artGuid"]); err != nil && s.choices.AnyArticle {
		err = json.Unmarshal(m["artGuid"], &l.article)
	}
	if err != nil {
		return l, fmt.Errorf("artGuid %w", err)
	}
	l.quantity, err = s.number(m["qty"])
	whole := l.quantity >= 1 && l.quantity <= math.MaxInt32 && l.quantity == math.Trunc(l.quantity)
	if err != nil || !whole && !s.choices.AnyQuantity {
		return l, errors.New("qty must be a whole number of at least 1")
	}
	return l, nil
}

func (s *server) number(raw json.RawMessage) (float64, error) {
	text := string(raw)
	if s.choices.LooseValues {
		text = strings.Trim(text, `"`)
	}
	if !json.Valid([]byte(text)) {
		return 0, errors.New("must be a number")
	}
	return strconv.ParseFloat(text, 64)
}

func (s *server) kind(raw json.RawMessage) (string, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		for _, kind := range []string{"Order", "Cart", "ExternalOrder"} {
			if text == kind || s.choices.LooseValues && strings.EqualFold(text, kind) {
				return kind, nil
			}
		}
	}
	return "", errors.New("type must be Order, Cart or ExternalOrder")
}

func (s *server) guidMember(raw json.RawMessage) (string, error) {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return "", errors.New("must be a Guid")
	}
	return s.guid(text)
}

// guid reads a Guid with its hyphens; under UpperGUIDs also without, and in braces or parentheses.
func (s *server) guid(text string) (string, error) {
	bare := text
	if s.choices.UpperGUIDs {
		bare = strings.Trim(bare, "{}()")
		if len(bare) == 32 {
			bare = bare[:8] + "-" + bare[8:12] + "-" + bare[12:16] + "-" + bare[16:20] + "-" + bare[20:]
		}
	}
	if len(bare) != 36 || bare[8] != '-' || bare[13] != '-' || bare[18] != '-' || bare[23] != '-' {
		return "", errors.New("must be a Guid")
	}
	if data, err := hex.DecodeString(strings.ReplaceAll(bare, "-", "")); err != nil || len(data) != 16 {
		return "", errors.New("must be a Guid")
	}
	return strings.ToLower(bare), nil
}

// instant reads a date as in line 28; under OffsetDates also one without an offset, which is UTC.
func (s *server) instant(raw json.RawMessage) (stamp, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			return stamp{at, text}, nil
		}
		if at, err := time.Parse("2006-01-02T15:04:05", text); err == nil && s.choices.OffsetDates {
			return stamp{at, text}, nil
		}
	}
	return stamp{}, errors.New("must be a date with time and offset")
}
