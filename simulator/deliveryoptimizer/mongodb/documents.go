package mongodb

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
)

// head is the document of a tenant.
type head struct {
	ID         string `bson:"_id"`
	World      string `bson:"world"`
	Tenant     int32  `bson:"tenant"`
	Last       int64  `bson:"last"`       // number of the last batch that anything was saved of
	Generation int64  `bson:"generation"` // that is read: the number of the fresh batch that began it, or 0
	Dropped    int64  `bson:"dropped"`    // the generation before, whose collection is being dropped
}

// No name of a world has a slash.
func headID(world string, tenant int32) string { return fmt.Sprintf("%s/%010d", world, tenant) }

// ordersOf is what the names of the collections of a world's orders begin with.
func ordersOf(world string) string { return "orders." + world + "." }

func collectionName(world string, tenant int32, generation int64) string {
	return fmt.Sprintf("%s%d.%d", ordersOf(world), tenant, generation)
}

// isOf tells whether a collection is of a world: names of worlds have dots, but
// what follows one is two numbers.
func isOf(collection, world string) bool {
	rest, found := strings.CutPrefix(collection, ordersOf(world))
	tenant, generation, two := strings.Cut(rest, ".")
	return found && two && digits(tenant) && digits(generation)
}

func digits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// document is an order as it is stored. Its members have the names that they
// have in the API. Dates are texts, since MongoDB's own have no more than
// milliseconds and no time zone, and an order is given back as it was sent.
type document struct {
	ID          string  `bson:"_id"`
	Batch       int64   `bson:"batch"` // that saved it
	TenantID    int32   `bson:"tenantId"`
	Type        string  `bson:"type"`
	LastUpdated string  `bson:"lastUpdated"`
	ExpiresAt   *string `bson:"expiresAt,omitempty"`
	Lines       []line  `bson:"lines"`
}

type line struct {
	Code    string `bson:"code"`
	ArtGUID string `bson:"artGuid"`
	Qty     int32  `bson:"qty"`
}

func documentOf(o api.Order, batch uint64) document {
	d := document{
		ID: o.OrderID.String(), Batch: int64(batch), TenantID: o.TenantID, Type: string(o.Type),
		LastUpdated: o.LastUpdated.Format(time.RFC3339Nano), Lines: make([]line, 0, len(o.Lines)),
	}
	if o.ExpiresAt != nil {
		end := o.ExpiresAt.Format(time.RFC3339Nano)
		d.ExpiresAt = &end
	}
	for _, l := range o.Lines {
		d.Lines = append(d.Lines, line{l.Code, l.ArtGUID.String(), l.Qty})
	}
	return d
}

// order returns what was stored. An error says that somebody else wrote it.
func (d *document) order() (o api.Order, err error) {
	o = api.Order{TenantID: d.TenantID, Type: api.OrderType(d.Type), Lines: make([]api.OrderLine, 0, len(d.Lines))}
	if o.OrderID, err = uuid.Parse(d.ID); err != nil {
		return o, fmt.Errorf("order %q: %w", d.ID, err)
	}
	if o.LastUpdated, err = time.Parse(time.RFC3339Nano, d.LastUpdated); err != nil {
		return o, fmt.Errorf("order %s: lastUpdated: %w", d.ID, err)
	}
	if d.ExpiresAt != nil {
		end, err := time.Parse(time.RFC3339Nano, *d.ExpiresAt)
		if err != nil {
			return o, fmt.Errorf("order %s: expiresAt: %w", d.ID, err)
		}
		o.ExpiresAt = &end
	}
	for _, l := range d.Lines {
		article, err := uuid.Parse(l.ArtGUID)
		if err != nil {
			return o, fmt.Errorf("order %s: artGuid %q: %w", d.ID, l.ArtGUID, err)
		}
		o.Lines = append(o.Lines, api.OrderLine{Code: l.Code, ArtGUID: article, Qty: l.Qty})
	}
	return o, nil
}
