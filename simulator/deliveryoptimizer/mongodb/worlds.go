package mongodb

import (
	"context"
	"errors"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
)

// Page implements deliveryoptimizer.Archive.
func (a *Archive) Page(ctx context.Context, world string, tenant int32, from string, most int) ([]api.Order, error) {
	var h head
	err := a.tenants.FindOne(ctx, idIs(headID(world, tenant))).Decode(&h)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return nil, nil
	}
	if err != nil {
		return nil, a.away(err)
	}
	documents, err := page(ctx, a.collection(world, tenant, h.Generation), from, most)
	if err != nil {
		return nil, a.away(err)
	}
	orders := make([]api.Order, 0, len(documents))
	for i := range documents {
		order, err := documents[i].order()
		if err != nil {
			return nil, a.away(err)
		}
		orders = append(orders, order)
	}
	return orders, nil
}

// page reads up to so many documents in the order of their ids, beginning at
// one.
func page(ctx context.Context, of *mongo.Collection, from string, most int) (documents []document, err error) {
	byID := options.Find().SetSort(bson.D{{Key: "_id", Value: 1}}).SetLimit(int64(most))
	found, err := of.Find(ctx, bson.D{{Key: "_id", Value: bson.D{{Key: "$gte", Value: from}}}}, byID)
	if err != nil {
		return nil, err
	}
	return documents, found.All(ctx, &documents)
}

// Tenants implements deliveryoptimizer.Archive.
func (a *Archive) Tenants(ctx context.Context, world string) (map[int32]uint64, error) {
	heads, err := a.heads(ctx, world)
	tenants := map[int32]uint64{}
	for _, h := range heads {
		tenants[h.Tenant] = uint64(h.Last)
	}
	return tenants, err
}

func (a *Archive) heads(ctx context.Context, world string) (heads []head, err error) {
	found, err := a.tenants.Find(ctx, bson.D{{Key: "world", Value: world}})
	if err == nil {
		err = found.All(ctx, &heads)
	}
	return heads, a.away(err)
}

// copied is how many documents are copied at a time.
const copied = 1000

// Copy implements deliveryoptimizer.Archive. The copy's orders are there before
// its heads are.
func (a *Archive) Copy(ctx context.Context, from, to string) error {
	if err := a.Drop(ctx, to); err != nil {
		return err
	}
	heads, err := a.heads(ctx, from)
	if err != nil {
		return err
	}
	for _, h := range heads {
		origin, copy := a.collection(from, h.Tenant, h.Generation), a.collection(to, h.Tenant, h.Generation)
		if err := copyDocuments(ctx, origin, copy); err != nil {
			return a.away(err)
		}
	}
	for _, h := range heads {
		h.ID, h.World, h.Dropped = headID(to, h.Tenant), to, h.Generation
		if _, err := a.tenants.InsertOne(ctx, h); err != nil {
			return a.away(err)
		}
	}
	return nil
}

func copyDocuments(ctx context.Context, from, to *mongo.Collection) error {
	for at, more := "", true; more; {
		documents, err := page(ctx, from, at, copied)
		if err != nil {
			return err
		}
		if len(documents) > 0 {
			if _, err := to.InsertMany(ctx, documents); err != nil {
				return err
			}
			at = documents[len(documents)-1].ID + "\x00"
		}
		more = len(documents) == copied
	}
	return nil
}

// Drop implements deliveryoptimizer.Archive. The heads go last: what is
// interrupted is found again.
func (a *Archive) Drop(ctx context.Context, world string) error {
	names, err := a.orders.ListCollectionNames(ctx, bson.D{})
	if err != nil {
		return a.away(err)
	}
	for _, name := range names {
		if !isOf(name, world) {
			continue
		}
		if err := a.orders.Collection(name).Drop(ctx); err != nil {
			return a.away(err)
		}
	}
	_, err = a.tenants.DeleteMany(ctx, bson.D{{Key: "world", Value: world}})
	return a.away(err)
}
