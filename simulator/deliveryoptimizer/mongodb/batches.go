package mongodb

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
)

// Save implements deliveryoptimizer.Archive. New orders are inserted in bulk;
// those that are there give way unless a later batch has saved them.
func (a *Archive) Save(ctx context.Context, b deliveryoptimizer.Batch, orders []api.Order) error {
	h, err := a.note(ctx, b)
	if err != nil || int64(b.Number) < h.Generation || len(orders) == 0 {
		return err
	}
	generation := h.Generation
	if b.Fresh {
		generation = int64(b.Number)
	}
	documents := make([]document, 0, len(orders))
	for _, order := range orders {
		documents = append(documents, documentOf(order, b.Number))
	}
	into := a.collection(b.World, b.Tenant, generation)
	there, err := insert(ctx, into, documents)
	if err != nil || b.Fresh { // in its own collection nothing is older
		return a.away(err)
	}
	return a.away(replaceOlder(ctx, into, there))
}

// note notes in the head that something is saved of a batch, and returns it.
func (a *Archive) note(ctx context.Context, b deliveryoptimizer.Batch) (head, error) {
	update := bson.D{
		{Key: "$max", Value: bson.D{{Key: "last", Value: int64(b.Number)}}},
		{Key: "$setOnInsert", Value: bson.D{
			{Key: "world", Value: b.World}, {Key: "tenant", Value: b.Tenant}, {Key: "generation", Value: int64(0)}, {Key: "dropped", Value: int64(0)},
		}},
	}
	after := options.FindOneAndUpdate().SetUpsert(true).SetReturnDocument(options.After)
	var h head
	err := a.tenants.FindOneAndUpdate(ctx, idIs(headID(b.World, b.Tenant)), update, after).Decode(&h)
	if mongo.IsDuplicateKeyError(err) { // another process has inserted it meanwhile
		err = a.tenants.FindOneAndUpdate(ctx, idIs(headID(b.World, b.Tenant)), update, after).Decode(&h)
	}
	return h, a.away(err)
}

func idIs(id string) bson.D { return bson.D{{Key: "_id", Value: id}} }

func (a *Archive) collection(world string, tenant int32, generation int64) *mongo.Collection {
	return a.orders.Collection(collectionName(world, tenant, generation))
}

// insert inserts documents, and returns those whose orders are there already.
func insert(ctx context.Context, into *mongo.Collection, documents []document) (there []document, err error) {
	_, err = into.InsertMany(ctx, documents, options.InsertMany().SetOrdered(false))
	var failed mongo.BulkWriteException
	if !errors.As(err, &failed) || failed.WriteConcernError != nil {
		return nil, err
	}
	for _, one := range failed.WriteErrors {
		if one.Code != duplicateKey || one.Index >= len(documents) {
			return nil, err
		}
		there = append(there, documents[one.Index])
	}
	return there, nil
}

// duplicateKey is MongoDB's code of an _id that is there already.
const duplicateKey = 11000

// replaceOlder replaces documents that a batch before theirs has saved.
func replaceOlder(ctx context.Context, in *mongo.Collection, documents []document) error {
	if len(documents) == 0 {
		return nil
	}
	var writes []mongo.WriteModel
	for _, d := range documents {
		older := append(idIs(d.ID), bson.E{Key: "batch", Value: bson.D{{Key: "$lt", Value: d.Batch}}})
		writes = append(writes, mongo.NewReplaceOneModel().SetFilter(older).SetReplacement(d))
	}
	_, err := in.BulkWrite(ctx, writes, options.BulkWrite().SetOrdered(false))
	return err
}

// Finish implements deliveryoptimizer.Archive. The collection that a fresh batch
// takes the place of is dropped; where that was interrupted, by the next one.
func (a *Archive) Finish(ctx context.Context, b deliveryoptimizer.Batch) error {
	h, err := a.note(ctx, b)
	if err != nil || !b.Fresh || int64(b.Number) < h.Generation {
		return err
	}
	if int64(b.Number) > h.Generation {
		if err := a.dropOld(ctx, h); err != nil {
			return err
		}
		as := append(idIs(h.ID), bson.E{Key: "generation", Value: h.Generation})
		to := bson.D{{Key: "$set", Value: bson.D{{Key: "generation", Value: int64(b.Number)}, {Key: "dropped", Value: h.Generation}}}}
		r, err := a.tenants.UpdateOne(ctx, as, to)
		if err != nil {
			return a.away(err)
		}
		if r.MatchedCount == 0 {
			return a.away(fmt.Errorf("another process changed tenant %s while batch %d was finished", h.ID, b.Number))
		}
		h.Dropped, h.Generation = h.Generation, int64(b.Number)
	}
	return a.dropOld(ctx, h)
}

// dropOld drops the collection of the generation before.
func (a *Archive) dropOld(ctx context.Context, h head) error {
	if h.Dropped == h.Generation {
		return nil // there was none
	}
	return a.away(a.collection(h.World, h.Tenant, h.Dropped).Drop(ctx))
}
