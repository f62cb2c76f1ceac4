package bridge

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/target"
)

// bindOutside binds what happens beside the API, which takes a simulator.
func (s *steps) bindOutside(sc *features.Steps) {
	sc.Step(`^somebody moves the order by hand to "([^"]*)"$`, func(ctx context.Context, code string) error {
		return s.happens(ctx, fmt.Sprintf(`"state": %q`, code))
	})
	sc.Step(`^somebody tries to move the order by hand to "([^"]*)"$`, s.triesByHand)
	sc.Step(`^the carrier reports "([^"]*)" of the order$`, func(ctx context.Context, news string) error {
		return s.happens(ctx, fmt.Sprintf(`"carrierNews": [%q]`, news))
	})
	sc.Step(`^the payment "([^"]*)" of the order arrives$`, func(ctx context.Context, means string) error {
		return s.happens(ctx, fmt.Sprintf(`"payments": [{"means": %q}]`, means))
	})
	sc.Step(`^the installation's flow has only the( automatic)? steps:$`, s.defineFlow)
	sc.Step(`^Bridge has the payment "([^"]*)" of the order$`, s.hasPayment)
	sc.Step(`^there is news of (\d+) changes? of the order, in the channel's envelope$`, s.newsOf)
	sc.Step(`^the news of the change goes to "([^"]*)" and the channel's code$`, s.newsGoTo)
	sc.Step(`^the news of the change tells "([^"]*)" to "([^"]*)", the time and the notes "([^"]*)"$`, s.newsTell)
	sc.Step(`^the news of the change has the payment "([^"]*)"$`, s.newsHavePayment)
}

func (s *steps) happens(ctx context.Context, what string) error {
	return s.session.Seed(ctx, []byte(happens(s.number, what)))
}

// triesByHand lets the warehouse be refused: where the order is afterwards is
// for the scenario to look at.
func (s *steps) triesByHand(ctx context.Context, code string) error {
	err := s.happens(ctx, fmt.Sprintf(`"state": %q`, code))
	var inconclusive *target.Inconclusive
	if errors.As(err, &inconclusive) {
		return err
	}
	return nil
}

func (s *steps) defineFlow(ctx context.Context, automatic string, table *godog.Table) error {
	var list []string
	for _, row := range table.Rows[1:] {
		list = append(list, fmt.Sprintf(`{"from": %q, "to": %q, "automatic": %t}`, row.Cells[0].Value, row.Cells[1].Value, automatic != ""))
	}
	return s.session.Seed(ctx, []byte(`{"flow": {"steps": [`+strings.Join(list, ",")+`]}}`))
}

func (s *steps) hasPayment(ctx context.Context, want string) error {
	var held struct {
		Orders []struct {
			Number   string        `json:"number"`
			Payments []api.Payment `json:"payments"`
		} `json:"orders"`
	}
	if err := s.control(ctx, &held); err != nil {
		return err
	}
	for _, o := range held.Orders {
		if o.Number == s.number {
			return findPayment(o.Payments, want)
		}
	}
	return target.Mismatch("the order "+s.number, "not there", "an order with the payment "+want)
}

func findPayment(payments []api.Payment, want string) error {
	var got []string
	for _, p := range payments {
		if p.Means == want {
			return nil
		}
		got = append(got, p.Means)
	}
	return target.Mismatch("payments", fmt.Sprint(got), want)
}

// news returns what the order's sales channel was told of it.
func (s *steps) news(ctx context.Context) ([]api.StateNews, error) {
	var held struct {
		News []api.StateNews `json:"news"`
	}
	if err := s.control(ctx, &held); err != nil {
		return nil, err
	}
	var list []api.StateNews
	for _, n := range held.News {
		if n.Message.InternalNumber == s.number {
			list = append(list, n)
		}
	}
	return list, nil
}

func (s *steps) newsOf(ctx context.Context, changes int) error {
	list, err := s.news(ctx)
	if err != nil {
		return err
	}
	wrong := []error{target.Compare("news of the order", len(list), changes)}
	for _, n := range list {
		wrong = append(wrong, target.Compare("channelCode", n.ChannelCode, channel))
		if !strings.HasSuffix(n.Queue, "_"+channel) {
			wrong = append(wrong, target.Mismatch("queue", n.Queue, "a name that ends in _"+channel))
		}
	}
	return target.Mismatches(wrong...)
}

// lastNews returns the news of the last change.
func (s *steps) lastNews(ctx context.Context) (api.StateNews, error) {
	list, err := s.news(ctx)
	if err != nil {
		return api.StateNews{}, err
	}
	if len(list) == 0 {
		return api.StateNews{}, target.Mismatch("news of the order", "none", "news of the change")
	}
	return list[len(list)-1], nil
}

func (s *steps) newsGoTo(ctx context.Context, prefix string) error {
	n, err := s.lastNews(ctx)
	if err != nil {
		return err
	}
	return target.Mismatches(target.Compare("queue", n.Queue, prefix+channel))
}

func (s *steps) newsTell(ctx context.Context, from, to, notes string) error {
	n, err := s.lastNews(ctx)
	if err != nil {
		return err
	}
	got := ""
	if n.Message.Notes != nil {
		got = *n.Message.Notes
	}
	wrong := []error{
		target.Compare("initialState", string(n.Message.InitialState), from),
		target.Compare("finalState", string(n.Message.FinalState), to),
		target.Compare("notes", got, notes),
	}
	if n.Message.CreatedDate == "" {
		wrong = append(wrong, target.Mismatch("createdDate", "empty", "the time of the change"))
	}
	return target.Mismatches(wrong...)
}

func (s *steps) newsHavePayment(ctx context.Context, want string) error {
	n, err := s.lastNews(ctx)
	if err != nil {
		return err
	}
	if n.Message.Payments == nil {
		return target.Mismatch("payments", "none", want)
	}
	return findPayment(*n.Message.Payments, want)
}
