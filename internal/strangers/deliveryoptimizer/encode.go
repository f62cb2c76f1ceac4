package deliveryoptimizer

import (
	"encoding/json"
	"strconv"
	"strings"
)

// orderView is an Order as it is answered.
type orderView struct {
	OrderID     string           `json:"orderId"`
	TenantID    int64            `json:"tenantId"`
	LastUpdated string           `json:"lastUpdated"`
	ExpiresAt   *json.RawMessage `json:"expiresAt,omitempty"`
	Type        string           `json:"type"`
	Lines       []lineView       `json:"lines"`
	State       string           `json:"state,omitempty"`
}

type lineView struct {
	Code     string          `json:"code"`
	ArtGUID  string          `json:"artGuid"`
	Quantity json.RawMessage `json:"qty"`
}

func (s *server) view(o order) orderView {
	v := orderView{
		OrderID: s.writtenGUID(o.id), TenantID: o.tenant, LastUpdated: s.written(o.lastUpdated), Type: o.kind,
		Lines: []lineView{},
	}
	if o.expiresAt != nil {
		raw := json.RawMessage(strconv.Quote(s.written(*o.expiresAt)))
		v.ExpiresAt = &raw
	} else if s.choices.WrittenNulls {
		raw := json.RawMessage("null")
		v.ExpiresAt = &raw
	}
	if s.choices.MoreMembers {
		v.State = "InProgress"
	}
	for _, l := range o.lines {
		v.Lines = append(v.Lines, lineView{l.code, s.writtenGUID(l.article), s.writtenQuantity(l.quantity)})
	}
	return v
}

func (s *server) written(at stamp) string {
	if s.choices.OffsetDates {
		return at.at.UTC().Format("2006-01-02T15:04:05.999999999-07:00")
	}
	return at.text
}

func (s *server) writtenGUID(id string) string {
	if s.choices.UpperGUIDs {
		return strings.ToUpper(id)
	}
	return id
}

func (s *server) writtenQuantity(quantity float64) json.RawMessage {
	text := strconv.FormatFloat(quantity, 'f', -1, 64)
	if s.choices.AnyQuantity && !strings.Contains(text, ".") {
		text += ".0"
	}
	return json.RawMessage(text)
}
