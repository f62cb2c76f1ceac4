package mongodb

import (
	"context"
	"errors"
	"reflect"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
)

// Save implements deliveryoptimizer.Archive. New orders are inserted in bulk. Of
// those that are there, the ones that differ give way, unless a later batch has
// saved them.
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

// replaceOlder replaces documents that a batch before theirs has saved. Those
// that say the same stay as they are: that is most of what a batch finds. A late
// save of an earlier batch can't undo that, since what it has to say is there,
// or a later batch has said otherwise.
func replaceOlder(ctx context.Context, in *mongo.Collection, documents []document) error {
	if len(documents) == 0 {
		return nil
	}
	same, err := sameAs(ctx, in, documents)
	if err != nil {
		return err
	}
	var writes []mongo.WriteModel
	for _, d := range documents {
		if same[d.ID] {
			continue
		}
		older := append(idIs(d.ID), bson.E{Key: "batch", Value: bson.D{{Key: "$lt", Value: d.Batch}}})
		writes = append(writes, mongo.NewReplaceOneModel().SetFilter(older).SetReplacement(d))
	}
	if len(writes) == 0 {
		return nil
	}
	_, err = in.BulkWrite(ctx, writes, options.BulkWrite().SetOrdered(false))
	return err
}

// sameAs returns the ids of those documents that are stored as they are, but
// for the batch.
func sameAs(ctx context.Context, in *mongo.Collection, documents []document) (map[string]bool, error) {
	byID := map[string]document{}
	ids := make(bson.A, 0, len(documents))
	for _, d := range documents {
		byID[d.ID], ids = d, append(ids, d.ID)
	}
	found, err := in.Find(ctx, bson.D{{Key: "_id", Value: bson.D{{Key: "$in", Value: ids}}}})
	if err != nil {
		return nil, err
	}
	var stored []document
	if err := found.All(ctx, &stored); err != nil {
		return nil, err
	}
	same := map[string]bool{}
	for _, s := range stored {
		s.Batch = byID[s.ID].Batch
		same[s.ID] = reflect.DeepEqual(s, byID[s.ID])
	}
	return same, nil
}

// Finish implements deliveryoptimizer.Archive. The collection that a fresh batch
// takes the place of is dropped; where that was interrupted, by the next one.
func (a *Archive) Finish(ctx context.Context, b deliveryoptimizer.Batch) error {
	for {
		h, err := a.note(ctx, b)
		if err != nil || !b.Fresh || int64(b.Number) < h.Generation {
			return err
		}
		if err := a.dropOld(ctx, h); err != nil || int64(b.Number) == h.Generation {
			return err
		}
		as := append(idIs(h.ID), bson.E{Key: "generation", Value: h.Generation})
		to := bson.D{{Key: "$set", Value: bson.D{{Key: "generation", Value: int64(b.Number)}, {Key: "dropped", Value: h.Generation}}}}
		if _, err := a.tenants.UpdateOne(ctx, as, to); err != nil {
			return a.away(err)
		}
		// Once more, to drop what it was, or to see what another process made of it.
	}
}

// dropOld drops the collection of the generation before.
func (a *Archive) dropOld(ctx context.Context, h head) error {
	if h.Dropped == h.Generation {
		return nil // there was none
	}
	return a.away(a.collection(h.World, h.Tenant, h.Dropped).Drop(ctx))
}
