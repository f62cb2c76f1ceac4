package report

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
)

// A signed statement ends with this block. The signature is over all bytes
// before it; the block itself is compared byte by byte with what signing would
// have written, so that no byte of the file can be another.
const signatureBlock = "signature:\n  algorithm: ed25519\n  public-key: %s\n  value: %s\n"

// Sign adds the signature block to a statement.
func Sign(text []byte, key ed25519.PrivateKey) []byte {
	public, _ := key.Public().(ed25519.PublicKey) // an Ed25519 key has no other
	encode := base64.StdEncoding.EncodeToString
	return append(bytes.Clone(text), fmt.Sprintf(signatureBlock, encode(public), encode(ed25519.Sign(key, text)))...)
}

// The reasons for which a statement is refused.
var (
	ErrNotSigned = errors.New("the statement is not signed")
	ErrAltered   = errors.New("the signature does not fit: the statement was altered after it was signed")
)

// CheckSignature returns the key that a statement was signed with.
func CheckSignature(text []byte) (ed25519.PublicKey, error) {
	at := bytes.LastIndex(text, []byte("\nsignature:\n"))
	if at < 0 {
		return nil, ErrNotSigned
	}
	signed, block := text[:at+1], text[at+1:]
	var publicText, valueText string
	if _, err := fmt.Sscanf(string(block), signatureBlock, &publicText, &valueText); err != nil {
		return nil, ErrAltered
	}
	public, err1 := base64.StdEncoding.Strict().DecodeString(publicText)
	value, err2 := base64.StdEncoding.Strict().DecodeString(valueText)
	whole := fmt.Sprintf(signatureBlock, publicText, valueText)
	if err1 != nil || err2 != nil || len(public) != ed25519.PublicKeySize || whole != string(block) || !ed25519.Verify(public, signed, value) {
		return nil, ErrAltered
	}
	return public, nil
}

// ParsePrivateKey reads an Ed25519 key as `openssl genpkey -algorithm ed25519`
// writes it (PKCS #8 in PEM).
func ParsePrivateKey(text []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != "PRIVATE KEY" {
		return nil, errors.New("no private key in PEM is in it; openssl genpkey -algorithm ed25519 makes one")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, errors.New("the key is not for Ed25519; openssl genpkey -algorithm ed25519 makes one that is")
	}
	return key, nil
}

// ParsePublicKey reads the public half as `openssl pkey -pubout` writes it.
func ParsePublicKey(text []byte) (ed25519.PublicKey, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != "PUBLIC KEY" {
		return nil, errors.New("no public key in PEM is in it; openssl pkey -in KEY -pubout writes it")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("the key is not for Ed25519")
	}
	return key, nil
}

// Fingerprint names a public key: the SHA-256 of it, hexadecimal.
func Fingerprint(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:])
}
