package mongodb_test

import (
	"context"
	"errors"
	"net"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer/archivetest"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer/mongodb"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer/mongodb/mongotest"
	"github.com/plumbline-api/plumbline/simulator/store"
)

func open(t *testing.T, address string) *mongodb.Archive {
	t.Helper()
	a, err := mongodb.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// database lends the database itself.
func database(t *testing.T, server *mongotest.Server) *mongo.Database {
	t.Helper()
	client, err := mongo.Connect(options.Client().ApplyURI(server.URL()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Disconnect(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return client.Database("plumbline")
}

func TestArchive(t *testing.T) {
	server := mongotest.Start(t)
	archivetest.Run(t, func(t *testing.T) deliveryoptimizer.Archive {
		server.Empty(t)
		return open(t, server.URL())
	})
}

// Two processes on one database are one archive.
func TestTwoInTurn(t *testing.T) {
	server := mongotest.Start(t)
	archivetest.Run(t, func(t *testing.T) deliveryoptimizer.Archive {
		server.Empty(t)
		return &inTurn{archives: [2]*mongodb.Archive{open(t, server.URL()), open(t, server.URL())}}
	})
}

// inTurn gives one call after another to the next archive; none of them counts
// on another's having gone to the same.
type inTurn struct {
	archives [2]*mongodb.Archive
	calls    atomic.Uint64
}

func (i *inTurn) next() *mongodb.Archive { return i.archives[i.calls.Add(1)%2] }

func (i *inTurn) Save(ctx context.Context, b deliveryoptimizer.Batch, orders []api.Order) error {
	return i.next().Save(ctx, b, orders)
}

func (i *inTurn) Finish(ctx context.Context, b deliveryoptimizer.Batch) error {
	return i.next().Finish(ctx, b)
}

func (i *inTurn) Page(ctx context.Context, world string, tenant int32, from string, most int) ([]api.Order, error) {
	return i.next().Page(ctx, world, tenant, from, most)
}

func (i *inTurn) Tenants(ctx context.Context, world string) (map[int32]uint64, error) {
	return i.next().Tenants(ctx, world)
}
func (i *inTurn) Copy(ctx context.Context, from, to string) error {
	return i.next().Copy(ctx, from, to)
}
func (i *inTurn) Drop(ctx context.Context, world string) error { return i.next().Drop(ctx, world) }

// What replaces everything leaves no collection behind, and neither does a world
// that is dropped.
func TestCollectionsGo(t *testing.T) {
	server := mongotest.Start(t)
	a, db := open(t, server.URL()), database(t, server)
	b := deliveryoptimizer.Batch{World: "default", Tenant: 1}
	for n := range uint64(6) {
		b.Number, b.Fresh = n+1, n%2 == 1
		if err := errors.Join(a.Save(t.Context(), b, []api.Order{archivetest.Order(1, 1)}), a.Finish(t.Context(), b)); err != nil {
			t.Fatal(err)
		}
	}
	wantCollections(t, db, "layout", "orders.default.1.6", "tenants")
	b.World = "default.1"
	if err := errors.Join(a.Save(t.Context(), b, []api.Order{archivetest.Order(1, 1)}), a.Drop(t.Context(), "default")); err != nil {
		t.Fatal(err)
	}
	wantCollections(t, db, "layout", "orders.default.1.1.6", "tenants")
}

func wantCollections(t *testing.T, db *mongo.Database, want ...string) {
	t.Helper()
	got, err := db.ListCollectionNames(t.Context(), bson.D{})
	if err != nil {
		t.Fatal(err)
	}
	got = slices.DeleteFunc(got, func(name string) bool { return strings.HasPrefix(name, "system.") })
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("the collections are %q, want %q", got, want)
	}
}

// A document has the members of the order, under their names in the API, so that
// it can be read by whoever looks into the database.
func TestDocumentsHaveTheMembersOfTheContract(t *testing.T) {
	server := mongotest.Start(t)
	a, db := open(t, server.URL()), database(t, server)
	order := archivetest.Order(1, 1)
	b := deliveryoptimizer.Batch{World: "default", Tenant: 1, Number: 1}
	if err := a.Save(t.Context(), b, []api.Order{order}); err != nil {
		t.Fatal(err)
	}
	var found bson.M
	if err := db.Collection("orders.default.1.0").FindOne(t.Context(), bson.D{}).Decode(&found); err != nil {
		t.Fatal(err)
	}
	for _, name := range members(reflect.TypeFor[api.Order]()) {
		if name == "orderId" {
			name = "_id"
		}
		if found[name] == nil {
			t.Errorf("the document %v lacks %s", found, name)
		}
	}
	lines, _ := found["lines"].(bson.A)
	if len(lines) != 1 {
		t.Fatalf("the lines are %v", found["lines"])
	}
	var line bson.M
	raw, err := bson.Marshal(lines[0])
	if err == nil {
		err = bson.Unmarshal(raw, &line)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range members(reflect.TypeFor[api.OrderLine]()) {
		if line[name] == nil {
			t.Errorf("the line %v lacks %s", line, name)
		}
	}
}

func members(of reflect.Type) (names []string) {
	for i := range of.NumField() {
		name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

func TestOpenRefuses(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := closed.Addr().String()
	_ = closed.Close()
	for name, tt := range map[string]struct {
		address string
		says    []string
		lacks   string
	}{
		"no address":        {"mongodb://", []string{"the MongoDB archive: ", "an address is mongodb://HOST:PORT/DATABASE"}, ""},
		"an unknown option": {"mongodb://someone:se%zzcret@127.0.0.1/x", []string{"an address is"}, "zzcret"},
		"nobody there":      {"mongodb://someone:secret@" + nobody + "/x?serverSelectionTimeoutMS=200", []string{nobody, "check that a MongoDB server listens there"}, "secret"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := mongodb.Open(t.Context(), tt.address)
			if err == nil {
				t.Fatal("it is opened")
			}
			for _, part := range tt.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q, want one that says %q", err, part)
				}
			}
			if tt.lacks != "" && strings.Contains(err.Error(), tt.lacks) {
				t.Errorf("error %q has %q", err, tt.lacks)
			}
		})
	}
	server := mongotest.Start(t)
	if _, err := database(t, server).Collection("layout").InsertOne(t.Context(), bson.D{{Key: "_id", Value: "layout"}, {Key: "version", Value: 2}}); err != nil {
		t.Fatal(err)
	}
	if _, err := mongodb.Open(t.Context(), server.URL()); err == nil || !strings.Contains(err.Error(), "has layout 2, and this Plumbline knows 1") {
		t.Errorf("a database of another version: %v", err)
	}
}

// While the server is away steps fail as unavailable, and they go on without
// a new connection when it is back. What was acknowledged is there.
func TestAway(t *testing.T) {
	server := mongotest.Start(t)
	a := open(t, server.URL()+"?serverSelectionTimeoutMS=3000&timeoutMS=5000")
	b := deliveryoptimizer.Batch{World: "default", Tenant: 1, Number: 1}
	if err := a.Save(t.Context(), b, []api.Order{archivetest.Order(1, 1)}); err != nil {
		t.Fatal(err)
	}
	server.Kill(t)
	err := a.Save(t.Context(), b, []api.Order{archivetest.Order(2, 2)})
	if away := new(store.UnavailableError); !errors.As(err, &away) {
		t.Errorf("while the server is away: %v", err)
	}
	server.Restart(t)
	if err := a.Save(t.Context(), b, []api.Order{archivetest.Order(3, 3)}); err != nil {
		t.Errorf("after it: %v", err)
	}
	found, err := a.Page(t.Context(), "default", 1, "", 10)
	if err != nil || len(found) != 2 {
		t.Errorf("there are %d orders (%v), want the two that were acknowledged", len(found), err)
	}
}
