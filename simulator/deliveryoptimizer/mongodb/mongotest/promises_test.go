package mongotest

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// TestOneWriterAtATime counts with several clients: a document is changed by one
// of them at a time.
func TestOneWriterAtATime(t *testing.T) {
	const clients, each = 4, 25
	things := thingsOf(t, Start(t))
	counter := bson.D{{Key: "_id", Value: "counter"}}
	if _, err := things.InsertOne(t.Context(), append(counter, bson.E{Key: "n", Value: 0})); err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	for range clients {
		running.Go(func() {
			for range each {
				if _, err := things.UpdateOne(t.Context(), counter, bson.D{{Key: "$inc", Value: bson.D{{Key: "n", Value: 1}}}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
	var got struct{ N int }
	if err := things.FindOne(t.Context(), counter).Decode(&got); err != nil || got.N != clients*each {
		t.Errorf("%d of %d increments are left: %v", got.N, clients*each, err)
	}
}

// TestStatementsThatFail replaces documents in one command unless a later batch
// has written them. The first and each tenth were.
func TestStatementsThatFail(t *testing.T) {
	const documents, earlier, later = 150, 7, 8
	for name, tt := range map[string]struct {
		ordered bool
		done    int
	}{
		"unordered": {false, documents - documents/10},
		"ordered":   {true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			things := thingsOf(t, Start(t))
			var stored []any
			var replace []mongo.WriteModel
			var refused []int
			for n := range documents {
				batch := earlier - 1
				if n%10 == 0 {
					batch = later
					refused = append(refused, n)
				}
				stored = append(stored, bson.D{{Key: "_id", Value: n}, {Key: "batch", Value: batch}})
				replace = append(replace, mongo.NewReplaceOneModel().SetUpsert(true).
					SetFilter(bson.D{{Key: "_id", Value: n}, {Key: "batch", Value: bson.D{{Key: "$lte", Value: earlier}}}}).
					SetReplacement(bson.D{{Key: "batch", Value: earlier}}))
			}
			if tt.ordered {
				refused = refused[:1]
			}
			if _, err := things.InsertMany(t.Context(), stored); err != nil {
				t.Fatal(err)
			}
			result, err := things.BulkWrite(t.Context(), replace, options.BulkWrite().SetOrdered(tt.ordered))
			var failed mongo.BulkWriteException
			if !errors.As(err, &failed) || !mongo.IsDuplicateKeyError(err) {
				t.Fatalf("error %v", err)
			}
			var places []int
			for _, e := range failed.WriteErrors {
				places = append(places, e.Index)
			}
			if !slices.Equal(places, refused) {
				t.Errorf("refused at %v, not at %v", places, refused)
			}
			left, err := things.CountDocuments(t.Context(), bson.D{{Key: "batch", Value: earlier}})
			if err != nil || left != int64(tt.done) || result.ModifiedCount != left {
				t.Errorf("%d replaced, reported %d, not %d: %v", left, result.ModifiedCount, tt.done, err)
			}
		})
	}
}
