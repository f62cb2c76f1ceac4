package komet

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/komet"
	"github.com/plumbline-api/plumbline/specs/wire"
)

const (
	jsonType = "application/json"
	// messageLength is what the field table allows a message.
	messageLength = 500
	// breachesTold is how many breaches a refusal lists.
	breachesTold = 5
)

// written is an answer that the vendor's code writes itself: a refusal, or an
// answer that a defect spoils.
type written simulator.Response

// VisitCreatePrebookResponse writes the answer.
func (a written) VisitCreatePrebookResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", jsonType)
	w.WriteHeader(a.Status)
	_, err := w.Write(a.Body)
	return err
}

// VisitListPurchaseOrdersResponse writes the answer.
func (a written) VisitListPurchaseOrdersResponse(w http.ResponseWriter) error {
	return a.VisitCreatePrebookResponse(w)
}

// refused is the refusal of a request of any operation.
func refused(env *simulator.Env, r *simulator.Request, message string) *simulator.Response {
	answer := api.PrebookAnswer{Status: wire.Number("0"), Message: cut(message, messageLength)}
	if r.Operation.ID == createPrebook {
		answer = refusal(env, message)
	}
	response := simulator.JSON(refusalStatus(env), jsonType, answer)
	return &response
}

// refusal is the body of a creation's refusal.
func refusal(env *simulator.Env, message string) api.PrebookAnswer {
	answer := api.PrebookAnswer{Status: topStatus(env, false), Message: cut(message, messageLength)}
	if !env.Applies(rules.StatusTellsSuccess) {
		var zero uint64
		number := wire.Number("0")
		answer.Status, answer.PrebookID, answer.PrebookNumber = topStatus(env, true), &zero, &number
	}
	return answer
}

// refusalStatus is the assumed HTTP status of a refusal.
func refusalStatus(env *simulator.Env) int {
	if !env.Applies(rules.RefusedWith200) {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// refuse answers a request that breaks the contract.
func refuse(env *simulator.Env, r *simulator.Request, breaches []contract.Breach) simulator.Response {
	if breachesAt(breaches, "/components/parameters/Token") && !env.Violates(rules.TokenIsChecked, true) {
		return careless(r) // with the defect the schema has to look away as admit did
	}
	message := describe(breaches)
	if r.Operation.ID != createPrebook {
		return *refused(env, r, message)
	}
	token, _ := tokenIn(r.Body)
	c, err := identify(env, token)
	if err != nil {
		return simulator.Response{Status: http.StatusServiceUnavailable}
	}
	if broken := brokenItems(breaches); broken != nil && !env.Applies(rules.BreachRefusesWhole) {
		if response, ok := withoutBroken(env, c, r, broken); ok {
			return response
		}
	}
	var in api.PrebookCreate
	_ = json.Unmarshal(r.Body, &in) // what can be read, for the defect that leaves traces
	if err := leaveNoTrace(env, c, &in); err != nil {
		return simulator.Response{Status: http.StatusServiceUnavailable}
	}
	return *refused(env, r, message)
}

func breachesAt(breaches []contract.Breach, pointer string) bool {
	return !slices.ContainsFunc(breaches, func(b contract.Breach) bool { return !strings.HasPrefix(b.Pointer, pointer) })
}

// describe puts breaches into words.
func describe(breaches []contract.Breach) string {
	var told []string
	for _, b := range breaches[:min(len(breaches), breachesTold)] {
		told = append(told, fmt.Sprintf("%s: %s.", strings.TrimPrefix(b.At, "/"), inWords(b)))
	}
	return strings.Join(slices.Compact(told), " ")
}

// inWords says what a breach is. A keyword that is about several members has a
// message that names none of them.
func inWords(b contract.Breach) string {
	const create, item, part = "/components/schemas/PrebookCreate/allOf/", "/components/schemas/PrebookItem/allOf/", "/components/schemas/Breakdown/allOf/"
	for place, text := range map[string]string{
		create + "0": "customerId or customerCode is missing",
		create + "1": "customerId and customerCode can't be used at the same time",
		create + "2": "customerDescription is missing beside customerCode",
		create + "3": "carrierId or carrierCode is missing",
		create + "4": "carrierId and carrierCode can't be used at the same time",
		create + "5": "carrierDescription is missing beside carrierCode",
		create + "6": "cost is missing, which purchase orders need",
		item + "0":   "productId or productCode is missing",
		item + "1":   "productDescription is missing beside productCode",
		item + "2":   "boxTypeId or boxTypeCode is missing",
		item + "3":   "boxTypeDescription is missing beside boxTypeCode",
		part + "0":   "productId or productCode is missing",
		part + "1":   "productDescription is missing beside productCode",
	} {
		if b.Pointer == place || strings.HasPrefix(b.Pointer, place+"/") {
			return text
		}
	}
	return b.Message
}

// brokenItems returns the places of the items that are broken, ascending; none
// where something else is broken as well.
func brokenItems(breaches []contract.Breach) []int {
	var broken []int
	for _, b := range breaches {
		rest, inItem := strings.CutPrefix(b.At, "/prebookItems/")
		place, _, _ := strings.Cut(rest, "/")
		i, err := strconv.Atoi(place)
		if !inItem || err != nil {
			return nil
		}
		broken = append(broken, i)
	}
	slices.Sort(broken)
	return slices.Compact(broken)
}

// withoutBroken departs from rules.BreachRefusesWhole: the broken items fail
// one by one, and the others are added. It is not done where the reading of
// rules.FailedItem refuses the whole for it.
func withoutBroken(env *simulator.Env, c caller, r *simulator.Request, broken []int) (response simulator.Response, ok bool) {
	var raw map[string]json.RawMessage
	var all, sound []json.RawMessage
	if json.Unmarshal(r.Body, &raw) != nil || json.Unmarshal(raw["prebookItems"], &all) != nil {
		return response, false
	}
	for i, item := range all {
		if !slices.Contains(broken, i) {
			sound = append(sound, item)
		}
	}
	reading := env.Reading(rules.FailedItem)
	if reading == "nothing-is-added" || reading == "others-or-nothing" && len(sound) == 0 {
		return response, false
	}
	raw["prebookItems"], _ = json.Marshal(sound) // of raw messages that were decoded a moment ago
	body, _ := json.Marshal(raw)
	var in api.PrebookCreate
	if json.Unmarshal(body, &in) != nil {
		return response, false
	}
	answer, why, err := create(env, c, &in)
	switch {
	case err != nil:
		return simulator.Response{Status: http.StatusServiceUnavailable}, true
	case why != "":
		return *refused(env, r, why), true
	}
	list := []api.PrebookItemAnswer{}
	if answer.Items != nil {
		list = *answer.Items
	}
	for _, i := range broken {
		list = slices.Insert(list, min(i, len(list)), failedItem(env, all[i]))
	}
	answer.Items = &list
	return simulator.JSON(http.StatusOK, jsonType, answer), true
}

// failedItem answers an item that can't be read whole, by what can be.
func failedItem(env *simulator.Env, raw json.RawMessage) api.PrebookItemAnswer {
	answer := api.PrebookItemAnswer{Status: itemStatus(env, "0"), Message: "The item is not acceptable."}
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return answer
	}
	var identifier, code *string
	if json.Unmarshal(members["identifier"], &identifier) == nil && identifier != nil && len(*identifier) <= answeredIdentifier {
		answer.Identifier = identifier
	}
	if json.Unmarshal(members["productId"], &answer.ProductID) != nil {
		answer.ProductID = nil
	}
	if json.Unmarshal(members["productCode"], &code) == nil && given(code) && len(*code) <= answeredCode {
		answer.ProductCode = code
	}
	return answer
}

// noRoute answers a path or a method that the contract does not have. No page
// tells how; it is not a refusal of a method, so it has a status of HTTP.
func noRoute(_ *simulator.Env, allowed []string) simulator.Response {
	answer := api.PrebookAnswer{Status: wire.Number("0"), Message: "There is no such method."}
	if len(allowed) == 0 {
		return simulator.JSON(http.StatusNotFound, jsonType, answer)
	}
	answer.Message = "The method is called by " + strings.Join(allowed, " or ") + "."
	response := simulator.JSON(http.StatusMethodNotAllowed, jsonType, answer)
	response.Header.Set("Allow", strings.Join(allowed, ", "))
	return response
}

// careless is the answer of a server that does not look at what it gets.
func careless(r *simulator.Request) simulator.Response {
	if r.Operation.ID != createPrebook {
		return simulator.JSON(http.StatusOK, jsonType, api.LoginAnswer{Status: wire.Number("1"), Message: "OK"})
	}
	id, number := uint64(firstPrebook), wire.Number("1")
	return simulator.JSON(http.StatusOK, jsonType, api.PrebookAnswer{
		Status: wire.Number("1"), Message: createdMessage, PrebookID: &id, PrebookNumber: &number,
		Items: &[]api.PrebookItemAnswer{},
	})
}
