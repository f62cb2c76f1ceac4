package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/plumbline-api/plumbline/internal/input"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
)

type statementCommand struct {
	Verify statementVerifyCommand `cmd:"" help:"Check that a statement is unchanged since it was signed. Exits with 1 if not."`
}

type statementVerifyCommand struct {
	File string `arg:"" help:"Statement file." type:"existingfile"`
	Key  string `help:"Public key it must be signed with (PEM, from openssl pkey -pubout)." placeholder:"FILE" type:"existingfile"`
}

// mostOfStatement bounds a statement and a key.
const mostOfStatement = 16 << 20 // bytes

func (c *statementVerifyCommand) Run(s streams) error {
	text, err := readBounded(c.File, mostOfStatement)
	if err != nil {
		return err
	}
	key, err := report.CheckSignature(text)
	if errors.Is(err, report.ErrNotSigned) || errors.Is(err, report.ErrAltered) {
		fmt.Fprintf(s.err, "plumbline: %s: %v\n", c.File, err)
		return exit(report.ExitNot)
	}
	if err != nil {
		return err
	}
	if c.Key == "" {
		_, err = fmt.Fprintf(s.out, "signed by the key %s; give --key to check whose that is\n", report.Fingerprint(key))
		return err
	}
	pem, err := readBounded(c.Key, mostOfStatement)
	if err != nil {
		return err
	}
	want, err := report.ParsePublicKey(pem)
	if err != nil {
		return usage("--key %s: %v", c.Key, err)
	}
	if !key.Equal(want) {
		fmt.Fprintf(s.err, "plumbline: %s is signed by the key %s, and not by that of %s\n", c.File, report.Fingerprint(key), c.Key)
		return exit(report.ExitNot)
	}
	_, err = fmt.Fprintf(s.out, "signed by the key of %s (%s)\n", c.Key, report.Fingerprint(key))
	return err
}

// readStatementKey reads the key before the run, which may be a long one.
func (c *verifyCommand) readStatementKey() error {
	if c.StatementKey == "" {
		return nil
	}
	if c.Statement == "" {
		return usage("--statement-key needs --statement FILE, which it signs")
	}
	text, err := readBounded(c.StatementKey, mostOfStatement)
	if err != nil {
		return err
	}
	if c.signer, err = report.ParsePrivateKey(text); err != nil {
		return usage("--statement-key %s: %v", c.StatementKey, err)
	}
	return nil
}

// state writes the statement of a run.
func (c *verifyCommand) state(w io.Writer, list []vendors.Vendor, r *report.Report) error {
	basis := report.StatementBasis{ToolSHA256: ownDigest(), Vendors: map[string]report.StatementVendor{}}
	if c.Profile != "" {
		text, err := os.ReadFile(c.Profile)
		if err != nil {
			return err
		}
		basis.ProfileSHA256 = sum(text)
	}
	for _, v := range list {
		d := v.Book.Document
		basis.Vendors[v.Book.Vendor] = report.StatementVendor{
			ContractSHA256: sum(v.Book.OpenAPI), Document: d.Number, DocumentURL: d.URL, DocumentDate: d.Date, DocumentSHA256: d.SHA256,
		}
	}
	text, err := r.Statement(basis)
	if err != nil {
		return err
	}
	if c.signer != nil {
		text = report.Sign(text, c.signer)
	}
	_, err = w.Write(text)
	return err
}

func sum(text []byte) string {
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:])
}

// ownDigest is that of this program; empty where it can't be read.
func ownDigest() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // it was only read
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}

// readBounded reads a file that is named, and no more of it than it may have.
func readBounded(name string, most int) ([]byte, error) {
	text, err := input.Read(name, int64(most))
	if err != nil {
		return nil, usage("%v", err)
	}
	return text, nil
}
