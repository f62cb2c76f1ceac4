package mongotest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
)

func TestWhatIsWrittenOutlivesTheProcess(t *testing.T) {
	server := Start(t)
	things := thingsOf(t, server)
	for _, id := range []string{"a", "b"} {
		if _, err := things.InsertOne(t.Context(), bson.D{{Key: "_id", Value: id}}); err != nil {
			t.Fatal(err)
		}
	}
	server.Kill(t)
	if n, err := count(t, things, time.Second); err == nil {
		t.Errorf("a killed server counts %d", n)
	}
	server.Restart(t)
	if n, err := count(t, things, time.Minute); n != 2 || err != nil {
		t.Errorf("%d of 2 are left: %v", n, err)
	}
	server.Empty(t)
	if n, err := count(t, things, time.Minute); n != 0 || err != nil {
		t.Errorf("%d are left when all was deleted: %v", n, err)
	}
}

func TestPause(t *testing.T) {
	server := Start(t)
	things := thingsOf(t, server)
	server.Pause(t)
	if n, err := count(t, things, time.Second); err == nil {
		t.Errorf("a server that is stopped counts %d", n)
	}
	server.Resume(t)
	if _, err := count(t, things, time.Minute); err != nil {
		t.Errorf("a server that goes on: %v", err)
	}
}

// thingsOf returns a collection whose writes are on the disk when they are
// acknowledged.
func thingsOf(t *testing.T, server *Server) *mongo.Collection {
	t.Helper()
	journaled := writeconcern.Journaled()
	client, err := mongo.Connect(options.Client().ApplyURI(server.URL()).SetWriteConcern(journaled))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Disconnect(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return client.Database(database).Collection("things")
}

func count(t *testing.T, c *mongo.Collection, patience time.Duration) (int64, error) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return c.CountDocuments(ctx, bson.D{})
}

func TestWhatIsRun(t *testing.T) {
	for name, tt := range map[string]struct {
		named string
		files []string
		runs  string
		with  string
		fails string
	}{
		"what the variable names": {"other/ferretdb", []string{"other/ferretdb", "bin/ferretdb", "path/mongod"}, "other/ferretdb", "-dir", ""},
		"what was built":          {"", []string{"bin/ferretdb", "path/mongod"}, "bin/ferretdb", "-dir", ""},
		"what is installed":       {"", []string{"path/mongod"}, "path/mongod", "--dbpath", ""},
		"nothing":                 {"", nil, "", "", "bin/ferretdb"},
		"nothing of that name":    {"other/ferretdb", []string{"bin/ferretdb", "path/mongod"}, "", "", "other/ferretdb"},
	} {
		t.Run(name, func(t *testing.T) {
			folder, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range append(tt.files, "go.mod", "deep/down/here") {
				path := filepath.Join(folder, file)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, nil, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			t.Chdir(filepath.Join(folder, "deep", "down"))
			t.Setenv("PATH", filepath.Join(folder, "path"))
			t.Setenv(Binary, "")
			if tt.named != "" {
				t.Setenv(Binary, filepath.Join(folder, tt.named))
			}
			c, err := find()
			if tt.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fails) {
					t.Fatalf("runs %s, error %v", c.binary, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if c.binary != filepath.Join(folder, tt.runs) {
				t.Errorf("runs %s", c.binary)
			}
			if args := strings.Join(c.args(1234, "data"), " "); !strings.Contains(args, tt.with+" data") || !strings.Contains(args, "1234") {
				t.Errorf("with %s", args)
			}
		})
	}
}
