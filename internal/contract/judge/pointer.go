package judge

import "github.com/plumbline-api/plumbline/internal/contract"

// ResponsePointer tells where the contract describes an answer: the pointer of
// the response, and where its reference leads, if it is one. Both are empty for
// a status that the contract does not have.
func (j *Judge) ResponsePointer(op *contract.Operation, status int) (pointer, referred string) {
	key, response, declared := j.response(op, status)
	if response == nil {
		return "", ""
	}
	pointer = op.Pointer() + contract.Pointer("responses", key)
	if declared == pointer {
		return pointer, ""
	}
	return pointer, declared
}
