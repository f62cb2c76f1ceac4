// Package resource finds in a contract the entities that are created, listed,
// read, changed and deleted by an id in the path.
package resource

import (
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/sample"
)

// Resource is one sort of entity.
type Resource struct {
	Name       string // the last word of its collection's path
	Collection string // path, such as /orders
	Item       string // path, such as /orders/{orderId}
	Param      string // of the id in the path
	ID         string // member that holds the id in responses; empty where none does
	Create     *contract.Operation
	List       *contract.Operation
	Read       *contract.Operation
	Replace    *contract.Operation // PUT
	Update     *contract.Operation // PATCH
	Delete     *contract.Operation
}

// Of lists the resources of a contract, in the order of their paths.
func Of(c *contract.Contract, s sample.Schemas) []*Resource {
	by := map[string]*Resource{}
	var list []*Resource
	of := func(collection, item string) *Resource {
		r := by[item]
		if r == nil {
			r = &Resource{Collection: collection, Item: item, Param: strings.Trim(item[len(collection)+1:], "{}")}
			r.Name = lastWord(collection)
			by[item], list = r, append(list, r)
		}
		return r
	}
	for _, op := range c.Operations {
		cut := strings.LastIndexByte(op.Path, '/')
		if cut <= 0 || !strings.HasPrefix(op.Path[cut:], "/{") {
			continue
		}
		if collection := op.Path[:cut]; !strings.HasSuffix(collection, "}") {
			r := of(collection, op.Path)
			switch op.Method {
			case "GET":
				r.Read = op
			case "PUT":
				r.Replace = op
			case "PATCH":
				r.Update = op
			case "DELETE":
				r.Delete = op
			}
		}
	}
	for _, op := range c.Operations {
		for _, r := range list {
			switch {
			case op.Path != r.Collection:
			case op.Method == "POST":
				r.Create = op
			case op.Method == "GET":
				r.List = op
			}
		}
	}
	for _, r := range list {
		r.ID = r.idMember(s)
		if r.ID == "" {
			r.Create, r.List = nil, nil // what they answer names no entity
		}
	}
	return list
}

func lastWord(path string) string {
	words := strings.FieldsFunc(path, func(c rune) bool { return c == '/' })
	for i := len(words) - 1; i >= 0; i-- {
		if !strings.HasPrefix(words[i], "{") {
			return words[i]
		}
	}
	return path
}

// Candidates are the members that an id may stand in, the likeliest first.
func (r *Resource) Candidates() []string {
	list := []string{r.Param, "id"}
	word := strings.TrimSuffix(lastWord(r.Collection), "s")
	return append(list, word+"Id", word+"_id", word+"ID", "uuid", "guid", "key", "number", "code", "slug", "name")
}

// idMember finds the member in the schemas of what is created, read or listed.
func (r *Resource) idMember(s sample.Schemas) string {
	for _, op := range []*contract.Operation{r.Read, r.Create, r.List, r.Replace, r.Update} {
		if op == nil {
			continue
		}
		members := entityMembers(s, SuccessSchema(s, op), 0)
		for _, name := range r.Candidates() {
			if _, there := members[name]; there {
				return name
			}
		}
	}
	return ""
}

// entityMembers are the members of a schema that is an entity, or holds one or
// several.
func entityMembers(s sample.Schemas, schema any, depth int) map[string]any {
	flat := s.Flat(schema)
	if items := flat["items"]; items != nil && depth < 3 {
		return entityMembers(s, items, depth+1)
	}
	all := map[string]any{}
	for _, of := range sample.Properties(flat) {
		below := s.Flat(of)
		if depth < 2 && (below["items"] != nil || below["properties"] != nil) {
			for inner, schema := range entityMembers(s, of, depth+1) {
				if _, there := all[inner]; !there {
					all[inner] = schema
				}
			}
		}
	}
	for name, of := range sample.Properties(flat) {
		all[name] = of
	}
	return all
}

// SuccessSchema is the schema of an operation's first 2xx response with JSON.
func SuccessSchema(s sample.Schemas, op *contract.Operation) any {
	_, media := SuccessMedia(s, op)
	return media["schema"]
}

// SuccessMedia is what is said of the JSON of an operation's first 2xx response.
func SuccessMedia(s sample.Schemas, op *contract.Operation) (status string, media map[string]any) {
	node, err := contract.Find(s.Tree, op.Pointer()+"/responses")
	responses, _ := node.(map[string]any)
	if err != nil {
		return "", nil
	}
	for _, status := range []string{"200", "201", "202", "203", "2XX", "default"} {
		response := s.Follow(responses[status])
		if _, media := s.JSONMedia(response["content"]); media != nil {
			return status, media
		}
	}
	return "", nil
}
