package komet_test

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/simulator/komet"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

func accessRows() []row {
	return []row{
		{rule: rules.LoginGivesToken, run: func(w *try) {
			r := w.login("jane.roe", "not-a-password")
			w.is("status", r.at("status"), `"1"`)
			key, _ := r.at("apiKey").(string)
			w.is("customers with the apiKey", w.list("customer.list", key).at("status"), "1")
		}},
		{rule: rules.WrongLogin, run: func(w *try) {
			for _, pair := range [][2]string{{"jane.roe", "wrong"}, {"nobody", "not-a-password"}} {
				r := w.login(pair[0], pair[1])
				w.check(r.status == 200, "HTTP status %d", r.status)
				w.is("status", r.at("status"), `"0"`)
				w.is("apiKey", r.at("apiKey"), "null")
			}
		}},
		{rule: rules.TokenIsChecked, run: func(w *try) {
			w.refuses(header("authenticationToken", "nobody-has-this"), header("authenticationToken", gone{}), header("authenticationToken", 7))
			for _, method := range []string{"customer.list", "carrier.list", "product.list", "boxtype.list", "vendor.list"} {
				w.refused(w.list(method, "nobody-has-this"))
				w.refused(w.list(method, ""))
			}
			w.refused(w.list("prebook.details.list", "", "date", shipDate))
			w.refused(w.list("purchase.order.list", "nobody-has-this", "number", "P000001"))
		}},
		{rule: rules.TokensDoNotExpire, run: func(w *try) {
			first, _ := w.login("jane.roe", "not-a-password").at("apiKey").(string)
			second, _ := w.login("jane.roe", "not-a-password").at("apiKey").(string)
			w.pass(400 * 24 * time.Hour)
			w.is("the first token", w.list("customer.list", first).at("status"), "1")
			w.is("the second token", w.list("customer.list", second).at("status"), "1")
		}},
		{rule: rules.TokenKinds, run: func(w *try) {
			w.refuses(header("authenticationToken", "sample-customer-token"))
			w.created(w.create(header()))
			w.created(w.create(header("authenticationToken", vendorsOwn)))
		}},
		{rule: rules.TokenLimitedToMethods, run: func(w *try) {
			w.refuses(header("authenticationToken", "sample-list-token"))
			w.refused(w.list("product.list", "sample-list-token"))
			w.is("an allowed method", w.list("customer.list", "sample-list-token").at("status"), "1")
		}},
		{rule: rules.VendorTokenIgnores, run: func(w *try) {
			w.created(w.create(with(holding(item("vendorId", 1000, "vendorCode", "RIO", "vendorName", "x")), "authenticationToken", vendorsOwn)))
			line := at(w.details().body, "prebooks", 0, "details", 0)
			w.is("vendorId", at(line, "vendorId"), "999")
			w.is("unitPrice", at(line, "unitPrice"), "0")
			count := true
			w.seed(komet.SeedCompany{ID: 77, VendorPrices: &count})
			w.created(w.create(with(holding(item()), "authenticationToken", vendorsOwn)))
			w.is("unitPrice with the setting", w.details().at("prebooks", 1, "details", 0, "unitPrice"), "2.50")
		}},
		{rule: rules.VendorTokenIsTheVendor, run: func(w *try) {
			r := w.create(with(holding(item("cost", 1)), "authenticationToken", vendorsOwn, "autoGeneratePOsfromPrebooks", 1))
			w.created(r)
			w.is("purchaseOrderNumbers", r.at("purchaseOrderNumbers"), `"P000001"`)
			line := at(w.details().body, "prebooks", 0, "details", 0)
			w.is("vendorName", at(line, "vendorName"), `"Flores ABC"`)
			w.is("totalPrice", at(line, "totalPrice"), "0.00")
		}},
		{rule: rules.VendorTokenSeesOwnLines, run: func(w *try) {
			w.created(w.create(holding(item("vendorId", 999), item("vendorId", 1000), item(), item("vendorId", 999, "breakdowns", []any{part()}))))
			w.created(w.create(holding(item("vendorId", 1000))))
			r := w.list("prebook.details.list", vendorsOwn, "date", shipDate)
			seen, _ := r.at("prebooks").([]any)
			w.check(len(seen) == 1, "%d prebooks are seen", len(seen))
			lines, _ := r.at("prebooks", 0, "details").([]any)
			w.check(len(lines) == 2, "%d lines are seen", len(lines))
			text, err := json.Marshal(r.body)
			w.must(err)
			for _, word := range []string{"rice", "customerId", "customerCode", "customerName", "Ang Flowers"} {
				w.check(!strings.Contains(string(text), word), "a vendor sees %q in %s", word, text)
			}
		}},
		{rule: rules.CompaniesApart, run: func(w *try) {
			w.created(w.create(header("comments", "of company 77")))
			r := w.list("customer.list", twoPlaces)
			w.is("customers", r.at("customers", 0, "id"), "20000")
			w.is("a second customer", r.at("customers", 1), "null")
			w.is("prebooks", w.list("prebook.details.list", twoPlaces, "date", shipDate).at("prebooks"), "[]")
			w.refused(w.create(header("authenticationToken", twoPlaces, "companyLocationCode", "MIA")))
		}},
		{rule: rules.DailyLimit, run: func(w *try) {
			none := 0
			w.is("the first call", w.list("customer.list", token).at("status"), "1")
			w.seed(komet.SeedCompany{ID: 77, PaidUsers: &none})
			w.refused(w.list("customer.list", token))
			w.refuses(header())
			one := 1
			w.seed(komet.SeedCompany{ID: 77, PaidUsers: &one})
			for range 997 {
				w.list("customer.list", "fake-company-token-0000001")
			}
			w.refused(w.list("customer.list", token))
			w.is("another company", w.list("customer.list", twoPlaces).at("status"), "1")
			w.pass(24 * time.Hour)
			w.is("the next day", w.list("customer.list", token).at("status"), "1")
		}},
		{rule: rules.DayIsUTC, run: func(w *try) {
			w.pass(12*time.Hour - time.Second)
			for range 1000 {
				w.list("customer.list", token, "id", "1.5") // refused, and counted
			}
			w.refused(w.list("customer.list", token))
			w.pass(time.Second)
			w.is("after midnight", w.list("customer.list", token).at("status"), "1")
		}},
		{rule: rules.SizeLimit, run: func(w *try) {
			fill := func(size int) string {
				text, err := json.Marshal(header("more", ""))
				w.must(err)
				return strings.Replace(string(text), `"more":""`, `"more":"`+strings.Repeat("x", size-len(text))+`"`, 1)
			}
			w.created(w.create(fill(65536)))
			w.refused(w.create(fill(65537)))
		}},
	}
}
