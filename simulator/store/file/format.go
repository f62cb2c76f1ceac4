package file

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/plumbline-api/plumbline/simulator/store/internal/layer"
)

// The file has two buckets: about holds the version, worlds a bucket for each
// world that holds anything. A world's bucket has its entries by path, each
// value behind a checksum of key and value, since bbolt has none of the data.
const (
	aboutBucket  = "plumbline"
	worldsBucket = "worlds"
	versionKey   = "version"

	worldPrefix = "w" // of the buckets' names, which can't be empty
	sumSize     = 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func sum(key, data []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, data)
}

func seal(key string, data []byte) []byte {
	sealed := make([]byte, sumSize, sumSize+len(data))
	binary.BigEndian.PutUint32(sealed, sum([]byte(key), data))
	return append(sealed, data...)
}

// unseal returns a copy of the data, nil where there is nothing.
func unseal(key, sealed []byte) ([]byte, error) {
	if sealed == nil {
		return nil, nil
	}
	if len(sealed) < sumSize || binary.BigEndian.Uint32(sealed) != sum(key, sealed[sumSize:]) {
		return nil, fmt.Errorf("%w: the entry %q does not have its checksum", errDamaged, key)
	}
	return append([]byte{}, sealed[sumSize:]...), nil
}

// check refuses what would make the writer fail.
func check(writes []layer.Write) error {
	for _, w := range writes {
		if size := len(w.Path); size > bbolt.MaxKeySize {
			return fmt.Errorf("file store: a key of %s has %d bytes; with its kind it has at most %d", layer.KindOf(w.Path), size, bbolt.MaxKeySize)
		}
		if size := len(w.Entry.Data); size > bbolt.MaxValueSize-sumSize {
			return fmt.Errorf("file store: a value of %s has %d bytes, which is too many", layer.KindOf(w.Path), size)
		}
	}
	return nil
}

func bucketOf(tx *bbolt.Tx, world string) *bbolt.Bucket {
	return tx.Bucket([]byte(worldsBucket)).Bucket([]byte(worldPrefix + world))
}

func namesOf(tx *bbolt.Tx, prefix string) []string {
	var names []string
	full := []byte(worldPrefix + prefix)
	cursor := tx.Bucket([]byte(worldsBucket)).Cursor()
	for name, _ := cursor.Seek(full); name != nil && bytes.HasPrefix(name, full); name, _ = cursor.Next() {
		names = append(names, string(name[len(worldPrefix):]))
	}
	return names
}

// write applies what a transaction did. A world that then holds nothing goes.
func write(tx *bbolt.Tx, world string, writes []layer.Write) error {
	name := []byte(worldPrefix + world)
	bucket, err := tx.Bucket([]byte(worldsBucket)).CreateBucketIfNotExists(name)
	if err != nil {
		return err
	}
	for _, w := range writes {
		if w.Entry.Data == nil {
			err = bucket.Delete([]byte(w.Path))
		} else {
			err = bucket.Put([]byte(w.Path), seal(w.Path, w.Entry.Data))
		}
		if err != nil {
			return err
		}
	}
	if first, _ := bucket.Cursor().First(); first == nil {
		return tx.Bucket([]byte(worldsBucket)).DeleteBucket(name)
	}
	return nil
}

func dropWorld(tx *bbolt.Tx, world string) error {
	err := tx.Bucket([]byte(worldsBucket)).DeleteBucket([]byte(worldPrefix + world))
	if errors.Is(err, bolterrors.ErrBucketNotFound) {
		return nil
	}
	return err
}

func copyWorld(tx *bbolt.Tx, from, to string) error {
	if err := dropWorld(tx, to); err != nil {
		return err
	}
	origin := bucketOf(tx, from)
	if origin == nil {
		return nil
	}
	bucket, err := tx.Bucket([]byte(worldsBucket)).CreateBucket([]byte(worldPrefix + to))
	if err != nil {
		return err
	}
	bucket.FillPercent = 1 // the keys come in order
	return origin.ForEach(func(key, value []byte) error { return bucket.Put(key, value) })
}
