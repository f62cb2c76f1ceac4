package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// channel is a sales channel with those who take its news.
type channel struct {
	Code string   `json:"code"`
	News []string `json:"news,omitempty"` // addresses
}

var (
	channels = store.NewKind[channel]("bridge.channel")
	// told is what each sales channel's queue got, by the number of the news.
	told = store.NewKind[api.StateNews]("bridge.news")
)

// GetOrderStatus tells the state of an order and how it came to it.
func (service) GetOrderStatus(ctx context.Context, r api.GetOrderStatusRequestObject) (api.GetOrderStatusResponseObject, error) {
	env := simulator.FromContext(ctx)
	o, found, err := find(env, r.Body.InternalOrderNumber)
	if err != nil {
		return nil, err
	}
	if !found {
		return reply(refuseStatus(env, notFound(env))), nil
	}
	history, err := historyOf(env, o.Number)
	if err != nil {
		return nil, err
	}
	message, code, name := dash, string(o.State), nameOf(o.State)
	if !env.Applies(rules.StatusSpeaksTheTable) {
		name = strings.ToUpper(name)
	}
	status := api.OrderStatus{Ack: api.AckExecuted, Message: &message, CurrentStatus: &code, History: &history}
	if env.Applies(rules.StatusTellsState) {
		status.CurrentStatusName = &name
	}
	return reply(answer(http.StatusOK, status)), nil
}

func historyOf(env *simulator.Env, number string) ([]api.StateStep, error) {
	history := []api.StateStep{}
	if !env.Applies(rules.HistoryGrows) {
		return history, nil
	}
	err := steps.Scan(env.Store(), stepPrefix(env, number), func(_ string, s step) bool {
		history = append(history, api.StateStep{InitialState: string(s.From), FinalState: string(s.To), CreatedDate: date(s.At)})
		return true
	})
	return history, err
}

// date writes a time as the creation of an order does.
func date(t time.Time) string { return t.UTC().Format(time.DateTime) }

// tell puts the news of a change into the queue of the order's channel and
// sends them to those who take them.
func tell(env *simulator.Env, o order, s step, notes string) error {
	c, known, err := channels.Get(env.Store(), o.Channel)
	if err != nil || !env.Applies(rules.StateNewsAreSent) || !known {
		return err
	}
	n := news(env, o, s, notes)
	id, err := env.NewID("news")
	if err != nil {
		return err
	}
	if err := told.Put(env.Store(), fmt.Sprintf("%020d", id), n); err != nil {
		return err
	}
	body, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("bridge: news of order %q: %w", o.Number, err)
	}
	for _, address := range c.News {
		if err := env.Emit(event.Event{
			Name: "orderStateNews", Method: http.MethodPost, URL: address,
			Header: http.Header{"Content-Type": {"application/json"}}, Body: body,
		}); err != nil {
			return err
		}
	}
	return nil
}

// news is the vendor's envelope around what changed; the defect has another
// queue and says less.
func news(env *simulator.Env, o order, s step, notes string) api.StateNews {
	message := api.StateNewsMessage{InternalNumber: o.Number, InitialState: s.From, FinalState: s.To, CreatedDate: date(s.At)}
	if !env.Applies(rules.StateNewsMembers) {
		message.CreatedDate = ""
		return api.StateNews{ChannelCode: o.Channel, Queue: "queueForStateJournal_" + o.Channel, Message: message}
	}
	if notes != "" {
		message.Notes = &notes
	}
	if s.To == api.OrderStateConfirmed && len(o.Payments) > 0 {
		message.Payments = &o.Payments
	}
	return api.StateNews{ChannelCode: o.Channel, Queue: "queueForOrderState_" + o.Channel, Message: message}
}
