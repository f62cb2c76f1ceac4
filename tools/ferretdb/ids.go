package main

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/FerretDB/wire/wirebson"
	_ "modernc.org/sqlite" // FerretDB's driver
)

// ids makes the index with which FerretDB finds a document by its _id. FerretDB
// makes one of _ferretdb_sjson->"_id", and asks for _ferretdb_sjson->'$._id'.
// To SQLite these are two expressions, so it would go through all documents for
// each that is asked for, replaced or deleted.
type ids struct {
	dir  string
	done map[string]bool // by database and collection
}

// after looks at a command that FerretDB has done.
func (i *ids) after(command *wirebson.Document) error {
	name := command.Command()
	switch name {
	case "drop", "dropDatabase", "renameCollection":
		clear(i.done)
		return nil
	case "create", "createIndexes", "findAndModify", "insert", "update":
	default:
		return nil
	}
	database, _ := command.Get("$db").(string)
	collection, _ := command.Get(name).(string)
	key := database + "." + collection
	if i.done[key] {
		return nil
	}
	made, err := i.make(database, collection)
	i.done[key] = made
	return err
}

// make reports false where there is no such collection.
func (i *ids) make(database, collection string) (made bool, err error) {
	file := filepath.Join(i.dir, database+".sqlite")
	if _, err := os.Stat(file); err != nil {
		return false, nil
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: file, RawQuery: "_pragma=busy_timeout(10000)"}).String())
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var table string
	err = db.QueryRow("SELECT table_name FROM _ferretdb_collections WHERE name = ?", collection).Scan(&table)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, err = db.Exec(fmt.Sprintf(`CREATE INDEX IF NOT EXISTS %q ON %q (_ferretdb_sjson->'$._id')`, table+"_ids", table))
	return err == nil, err
}
