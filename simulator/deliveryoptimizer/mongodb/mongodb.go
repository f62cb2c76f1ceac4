// Package mongodb keeps the archive of Delivery Optimizer in MongoDB, as document
// 002 has it.
//
// The collection "tenants" has a document, called head here, for each tenant of a
// world. It names the generation that is read: a collection of orders, one
// document an order, with the number of the batch that saved it. What replaces
// everything is gathered in the collection of a new generation; one change of
// the head puts it in the place of the old one, which is dropped. So nothing
// needs a transaction, and each step may be repeated, by another process too.
package mongodb

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/connstring"

	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// Archive is an archive in a MongoDB database.
type Archive struct {
	client  *mongo.Client
	orders  *mongo.Database
	tenants *mongo.Collection // heads
	address string            // without credentials
}

var _ deliveryoptimizer.Archive = (*Archive)(nil)

const (
	// defaultDatabase is used where the address names none.
	defaultDatabase = "plumbline"
	// patience is how long a server is looked for, and answerTime how long one
	// step may take, unless the address says otherwise.
	patience, answerTime = 3 * time.Second, 10 * time.Second

	tenantsName = "tenants"
	// layoutName is the collection whose one document has the version of what lies
	// in the database.
	layoutName = "layout"
	layout     = 1
)

// forms is what an address may be, for errors.
const forms = "an address is mongodb://HOST:PORT/DATABASE or mongodb+srv://HOST/DATABASE, with the driver's options behind a ?"

// Handles tells whether an address is one for Open.
func Handles(address string) bool {
	return strings.HasPrefix(address, connstring.SchemeMongoDB+"://") || strings.HasPrefix(address, connstring.SchemeMongoDBSRV+"://")
}

// Open connects to mongodb://[USER:PASSWORD@]HOST[:PORT][,…][/DATABASE][?OPTIONS]
// and prepares the database. What is written has reached the disks of a majority
// of the servers, unless the options ask for less. No error has credentials.
func Open(ctx context.Context, address string) (*Archive, error) {
	parsed, err := connstring.ParseAndValidate(address)
	if err != nil {
		return nil, fmt.Errorf("the MongoDB archive: %s; %s", withoutUser(err.Error(), address), forms)
	}
	a := &Archive{address: strings.Join(parsed.Hosts, ",")}
	client, err := mongo.Connect(clientOptions(address, parsed))
	if err != nil {
		return nil, fmt.Errorf("the MongoDB archive: %s; %s", withoutUser(err.Error(), address), forms)
	}
	name := parsed.Database
	if name == "" {
		name = defaultDatabase
	}
	a.client, a.orders = client, client.Database(name)
	a.tenants = a.orders.Collection(tenantsName)
	if err := a.prepare(ctx); err != nil {
		return nil, errors.Join(err, client.Disconnect(context.WithoutCancel(ctx)))
	}
	return a, nil
}

func clientOptions(address string, parsed *connstring.ConnString) *options.ClientOptions {
	journal := true
	o := options.Client().
		SetServerSelectionTimeout(patience).SetTimeout(answerTime).
		SetReadConcern(readconcern.Majority()).
		SetWriteConcern(&writeconcern.WriteConcern{W: writeconcern.WCMajority, Journal: &journal}).
		ApplyURI(address)
	if parsed.AppName == "" {
		o.SetAppName("plumbline")
	}
	return o
}

// withoutUser takes the credentials out of a text.
func withoutUser(text, address string) string {
	_, rest, _ := strings.Cut(address, "://")
	if at := strings.LastIndex(rest, "@"); at > 0 {
		text = strings.ReplaceAll(text, rest[:at+1], "")
		for part := range strings.SplitSeq(rest[:at], ":") {
			if part != "" {
				text = strings.ReplaceAll(text, part, "…")
			}
		}
	}
	return text
}

// prepare lays claim to an empty database and refuses one that another version
// has written, then makes the index by which the tenants of a world are found.
func (a *Archive) prepare(ctx context.Context) error {
	versions := a.orders.Collection(layoutName)
	if _, err := versions.InsertOne(ctx, bson.D{{Key: "_id", Value: layoutName}, {Key: "version", Value: layout}}); err != nil && !mongo.IsDuplicateKeyError(err) {
		return fmt.Errorf("%w; check that a MongoDB server listens there, the credentials, and whether it wants TLS (?tls=true)", a.away(err))
	}
	var found struct{ Version int }
	if err := versions.FindOne(ctx, bson.D{{Key: "_id", Value: layoutName}}).Decode(&found); err != nil {
		return a.away(err)
	}
	if found.Version != layout {
		return fmt.Errorf("the MongoDB archive at %s has layout %d, and this Plumbline knows %d: use the Plumbline that wrote it, or another database", a.address, found.Version, layout)
	}
	if _, err := a.tenants.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: bson.D{{Key: "world", Value: 1}}}); err != nil {
		return a.away(err)
	}
	return nil
}

// away says that MongoDB could not be reached, or did not do its part. Whether
// it did is not known, and does not matter: steps may be repeated.
func (a *Archive) away(err error) error {
	if err == nil {
		return nil
	}
	return &store.UnavailableError{Err: fmt.Errorf("the MongoDB archive at %s: %w", a.address, err)}
}

// Close ends the connections.
func (a *Archive) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := a.client.Disconnect(ctx); err != nil {
		return fmt.Errorf("close the MongoDB archive at %s: %w", a.address, err)
	}
	return nil
}
