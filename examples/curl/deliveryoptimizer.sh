#!/bin/sh
# Document 002: the example order, pasted as it is. Its body names tenant 0 and
# the path tenant 1: point 1 of the register, the path decides.
set -eu
. "$(dirname "$0")/lib.sh"
auth='sample-oms:sample-password'
id=3fa85f64-5717-4562-b3fc-2c963f66afa6
order='{
  "orderId": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
  "tenantId": 0,
  "lastUpdated": "2025-09-22T10:01:20.624Z",
  "expiresAt": "2025-09-23T11:01:20.624Z",
  "type": "Order",
  "lines": [
    {"code": "FRA:MAG:0125", "artGuid": "c420a0b0-fd50-446a-b2e0-18ab3bf4c460", "qty": 1},
    {"code": "FRA:MAG:0953", "artGuid": "4128d10e-1594-42a7-8c79-bde5181a20f5", "qty": 2}
  ]
}'
json='Content-Type: application/json'
expect 'the order is added'      'true 200'  "$(call POST /deliveryoptimizer/1/order -u $auth -H "$json" -d "$order")"
expect 'the order is modified'   'false 200' "$(call POST /deliveryoptimizer/1/order -u $auth -H "$json" -d "$order")"
expect 'it reads back'           'FRA:MAG:0125 FRA:MAG:0953 200' "$(call GET /deliveryoptimizer/1/order/$id -u $auth)"
expect 'a shop has shipped'      'true 200'  "$(call DELETE /deliveryoptimizer/1/order/byid/$id/code/FRA%3AMAG%3A0125 -u $auth)"
left=$(call GET /deliveryoptimizer/1/order/$id -u $auth)
expect  'its part is gone'       'FRA:MAG:0953 200' "$left"
without 'and only its part'      'FRA:MAG:0125' "$left"
expect 'the other has shipped'   'true 200'  "$(call DELETE /deliveryoptimizer/1/order/byid/$id/code/FRA%3AMAG%3A0953 -u $auth)"
# The document does not say how an unknown order is answered (point 22): 404 is assumed.
expect 'the order is gone'       '404'       "$(call GET /deliveryoptimizer/1/order/$id -u $auth)"
expect 'deleting it finds none'  'false 200' "$(call DELETE /deliveryoptimizer/1/order/byid/$id -u $auth)"
expect 'all orders are replaced' 'true 200'  "$(call PUT /deliveryoptimizer/1/orders -u $auth -H "$json" -d "[$order]")"
