package judge

import (
	"strings"

	"github.com/plumbline-api/plumbline/internal/contract"
)

// ResponsePointer tells where the contract describes an answer: the pointer of
// the response, and where its reference leads, if it is one. Both are empty for
// a status that the contract does not have.
func (j *Judge) ResponsePointer(op *contract.Operation, status int) (pointer, referred string) {
	key, response, _ := j.response(op, status)
	if response == nil {
		return "", ""
	}
	pointer = contract.Pointer("paths", op.Path, strings.ToLower(op.Method), "responses", key)
	node, err := j.contract.Resolve(pointer)
	if err != nil {
		return pointer, ""
	}
	_, referred = j.follow(node)
	return pointer, referred
}
