package judge

import "github.com/plumbline-api/plumbline/contract"

func (j *judging) responsePointer(op *contract.Operation, status int) (pointer, referred string) {
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
