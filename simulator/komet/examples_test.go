package komet_test

import (
	"encoding/json"
	"net/http"
	"testing"
)

// The document's two sample requests, letter by letter.
const (
	sampleByID   = `{ "authenticationToken": "token_info_goes_here", "customerId": 9999, "customerPO": "PO4534", "shipToId": 999, "carrierId": 1878, "shipDate": "2014-04-10", "comments": "Comments or special instructions", "prebookItems": [ { "vendorId": 999, "productId": 999, "boxTypeId": 900, "unitType": "Stem", "boxes": 5, "bunches": 10, "stemsBunch": 2, "cost": 0.70, "price": 2.50, "markCode": "text for mark code", "notes": "text for notes", "breakdowns": [ { "productId": 999, "bunches": 2, "stemsBunch": 3, "cost" : 0.75, "price": 1.50, "identifier": "02343678" } ] } ] }`
	sampleByCode = `{ "authenticationToken": "token_info_goes_here", "customerCode": "ANG", "customerDescription": "Ang Flowers", "customerPO": "2926", "carrierCode": "AR", "carrierDescription":"Armellini", "shipDate": "2014-09-11", "comments": "Comments or special instructions", "autoGeneratePOsfromPrebooks":"1", "prebookItems": [ { "vendorCode": "ABC", "vendorDescription": "Flores ABC", "productCode": "Rs55B", "productDescription":"Roses 55cm Blue", "boxTypeCode": "HB", "boxTypeDescription":"HB", "unitType": "Stem", "boxes": 5, "bunches": 10, "stemsBunch": 2, "cost": 0.70, "price": 2.50, "markCode": "text for mark code", "notes": "text for notes" }, { "futureSalesPoNumber": "P012345", "vendorCode": "", "vendorDescription": "", "productCode": "RF567", "productDescription":"Roses Red Freedom", "boxTypeCode": "HB", "boxTypeDescription":"HB", "unitType": "Stem", "boxes": 5, "bunches": 10, "stemsBunch": 2, "cost": 0.70, "price": 2.50, "markCode": "text for mark code", "notes": "text for notes" } ] }`
)

// The document's two sample answers; but for what the register corrects, the
// second has the product's code as it was given (point 17), and each line its
// own id (point 19). Ids and numbers are those of a new world.
const (
	answerByID   = `{"items":[{"identifier":"02343678","message":"Item successfully added to the order","prebookItemId":3000001,"productId":999,"status":1}],"message":"Prebook was successfully created.","prebookId":1000001,"prebookNumber":1,"purchaseOrderNumbers":"","status":1}`
	answerByCode = `{"items":[{"message":"Item successfully added to the order","prebookItemId":3000001,"productCode":"Rs55B","status":1},{"availableBoxes":2,"futureSalesPoNumber":"P012345","message":"Item successfully added to the order","prebookItemId":3000002,"productCode":"RF567","status":1}],"message":"Prebook was successfully created. All the purchase orders were successfully created","prebookId":1000001,"prebookNumber":1,"purchaseOrderNumbers":"P000001, P000002","status":1}`
)

func TestSamplesOfTheDocument(t *testing.T) {
	for _, sample := range []struct{ name, request, answer string }{
		{"by id", sampleByID, answerByID},
		{"by code", sampleByCode, answerByCode},
	} {
		t.Run(sample.name, func(t *testing.T) {
			w := &try{t: t, engine: newEngine(t, nil, nil), world: "sample", strict: true}
			r := w.create(sample.request)
			w.is("answer", r.body, sample.answer)
			for _, wrong := range w.wrong {
				t.Error(wrong)
			}
		})
	}
}

// TestSamplesOfTheContract sends the examples of openapi.yaml's lists.
func TestSamplesOfTheContract(t *testing.T) {
	w := &try{t: t, engine: newEngine(t, nil, nil), world: "sample", strict: true}
	w.create(sampleByID)
	w.create(sampleByCode)
	details := w.list("prebook.details.list", token, "date", "2014-04-10")
	line := details.at("prebooks", 0, "details", 0)
	for member, want := range map[string]string{"units": "20", "totalUnits": "100", "totalPrice": "250.00", "unitPrice": "2.50", "unitType": `"Stem"`} {
		w.is(member, at(line, member), want)
	}
	w.is("orders", length(w.list("purchase.order.list", token, "number", "P000001,P000002").at("purchaseOrders")), "2")
	w.is("log-in", w.login("jane.roe", "not-a-password").at("apiKey"), `"fake-company-token-0000001"`)
	w.created(w.create(`{"authenticationToken":"token_info_goes_here","customerId":9999,"carrierId":1878,"shipDate":"2014-04-10"}`))
	for _, wrong := range w.wrong {
		t.Error(wrong)
	}
}

func TestPathsThatAreNone(t *testing.T) {
	w := &try{t: t, engine: newEngine(t, nil, nil), world: "paths", strict: true}
	for path, want := range map[string]int{"/api/prebook.delete": 404, "/": 404, "/api/login": 405} {
		if r := w.send(http.MethodGet, path, http.Header{}, nil); r.status != want {
			t.Errorf("GET %s is answered %d, want %d", path, r.status, want)
		}
	}
}

// TestSeedsAreChecked shows that a seed which cannot work is refused whole.
func TestSeedsAreChecked(t *testing.T) {
	engine := newEngine(t, nil, nil)
	for _, seed := range []string{
		`{"companies":[{"id":0}]}`, `{"companies":[{"id":5,"tokens":[{"token":"x","kind":"king"}]}]}`, `{"company":[]}`, `[]`,
		`{"companies":[{"id":5,"customers":[{"id":0,"code":"A"}]}]}`, `{"companies":[{"id":5,"orders":[{"prebook":1,"state":"confirmed"}]}]}`,
		`{"companies":[{"id":5,"inventory":[{"id":1,"boxes":0}]}]}`, `{"companies":[{"id":5,"subscribers":[{"id":1,"url":"::"}]}]}`,
		`{"companies":[{"id":5,"users":[{"name":"x"}]}]}`, `{"companies":[{"id":5,"futureOrders":[{"number":"P1","vendor":1,"boxes":-1}]}]}`,
	} {
		if err := engine.Seed(t.Context(), "seeds", "komet", []byte(seed)); err == nil {
			t.Errorf("%s was taken", seed)
		}
	}
	state, err := engine.State(t.Context(), "seeds", "komet")
	if err != nil {
		t.Fatal(err)
	}
	shown, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"token_info_goes_here", "not-a-password"} {
		if bytesContain(shown, secret) {
			t.Errorf("the state shows %s", secret)
		}
	}
}

// TestNumbersBeyondReason sends numbers that no Go type holds.
func TestNumbersBeyondReason(t *testing.T) {
	w := &try{t: t, engine: newEngine(t, nil, nil), world: "numbers", strict: true}
	for _, number := range []string{"1e9999999", "1e-9999999", "-1e400", "0.1e1000001", "1e100000", "123456789012345678901234567890", "5.0", "1E0", "-0"} {
		for _, member := range []string{"price", "boxes", "productId"} {
			w.create(holding(item(member, json.Number(number))))
		}
		w.create(header("autoAllocate", json.Number(number), "autoGeneratePOsfromPrebooks", json.Number(number)))
		w.list("customer.list", token, "id", number)
	}
	for _, wrong := range w.wrong {
		t.Error(wrong)
	}
}
