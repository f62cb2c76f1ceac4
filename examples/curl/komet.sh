#!/bin/sh
# Document 004: the two example requests, pasted as they are. They break their own
# table in several places (points 1, 4, 5, 6, 9, 12 and 13 of the register) and are
# accepted by the default readings.
set -eu
. "$(dirname "$0")/lib.sh"
json='Content-Type: application/json'
first='{ "authenticationToken": "token_info_goes_here", "customerId": 9999, "customerPO": "PO4534", "shipToId": 999, "carrierId": 1878, "shipDate": "2014-04-10", "comments": "Comments or special instructions", "prebookItems": [ { "vendorId": 999, "productId": 999, "boxTypeId": 900, "unitType": "Stem", "boxes": 5, "bunches": 10, "stemsBunch": 2, "cost": 0.70, "price": 2.50, "markCode": "text for mark code", "notes": "text for notes", "breakdowns": [ { "productId": 999, "bunches": 2, "stemsBunch": 3, "cost" : 0.75, "price": 1.50, "identifier": "02343678" } ] } ] }'
second='{ "authenticationToken": "token_info_goes_here", "customerCode": "ANG", "customerDescription": "Ang Flowers", "customerPO": "2926", "carrierCode": "AR", "carrierDescription":"Armellini", "shipDate": "2014-09-11", "comments": "Comments or special instructions", "autoGeneratePOsfromPrebooks":"1", "prebookItems": [ { "vendorCode": "ABC", "vendorDescription": "Flores ABC", "productCode": "Rs55B", "productDescription":"Roses 55cm Blue", "boxTypeCode": "HB", "boxTypeDescription":"HB", "unitType": "Stem", "boxes": 5, "bunches": 10, "stemsBunch": 2, "cost": 0.70, "price": 2.50, "markCode": "text for mark code", "notes": "text for notes" }, { "futureSalesPoNumber": "P012345", "vendorCode": "", "vendorDescription": "", "productCode": "RF567", "productDescription":"Roses Red Freedom", "boxTypeCode": "HB", "boxTypeDescription":"HB", "unitType": "Stem", "boxes": 5, "bunches": 10, "stemsBunch": 2, "cost": 0.70, "price": 2.50, "markCode": "text for mark code", "notes": "text for notes" } ] }'
answer=$(call POST /komet/api/prebook.create -H "$json" -d "$first")
# status is documented as a number and printed as text (point 2).
expect 'the first prebook'    '"status":1 "prebookId": "items" "productId":999 "identifier":"02343678" 200' "$answer"
answer=$(call POST /komet/api/prebook.create -H "$json" -d "$second")
expect 'the second prebook'   '"status":1 "prebookId": "productCode":"RF567" "futureSalesPoNumber":"P012345" "availableBoxes":2 200' "$answer"
# Two purchase orders, separated by a comma and a space (point 21).
expect 'its purchase orders'  '"purchaseOrderNumbers":"P' "$answer"
expect 'both forms: refused'  '"status":0' "$(call POST /komet/api/prebook.create -H "$json" \
  -d '{"authenticationToken":"token_info_goes_here","customerId":9999,"customerCode":"ANG","customerDescription":"Ang Flowers","carrierId":1878,"shipDate":"2014-04-10"}')"
expect 'header only'          '"status":1 200' "$(call POST /komet/api/prebook.create -H "$json" \
  -d '{"authenticationToken":"token_info_goes_here","customerId":9999,"carrierId":1878,"shipDate":"2014-04-10"}')"
expect 'the details tell'     'PO4534 200' "$(call GET '/komet/api/prebook.details.list?authenticationToken=token_info_goes_here&date=2014-04-10')"
