#!/bin/sh
# Document 003: the example call, pasted as it is. Its address says confirmed and
# its notes say cancelled (point 16 of the register): the address decides.
set -eu
. "$(dirname "$0")/lib.sh"
json='Content-Type: application/json'
body='{
"internalNumber": "00001",
"notes": "el pedido ha sido cancelado por el cliente"
}'
login=$(call POST /bridge/auth/login -H "$json" -d '{"clientId":"example-client","clientSecret":"not-a-real-secret"}')
expect 'log-in' '"ack":0 token 200' "$login"
token="x-access-token: $(printf '%s' "$login" | sed -n 's/.*"token":"\([^"]*\)".*/\1/p')"
expect 'the order is open'      'open 200'      "$(call POST /bridge/order/status -H "$json" -H "$token" -d '{"internalOrderNumber":"00001"}')"
# The document's answer ends in a comma (point 17), which is no JSON.
expect 'it is confirmed'        '"ack":0 "message":"-" 200' "$(call POST /bridge/order/state/confirmed -H "$json" -H "$token" -d "$body")"
expect 'the same state: 1021'   '"ack":1021'    "$(call POST /bridge/order/state/confirmed -H "$json" -H "$token" -d "$body")"
expect 'the status tells so'    'confirmed 200' "$(call POST /bridge/order/status -H "$json" -H "$token" -d '{"internalOrderNumber":"00001"}')"
expect 'no number: 991'         '"ack":991'     "$(call POST /bridge/order/state/cancelled -H "$json" -H "$token" -d '{"notes":"x"}')"
expect 'no such order: 1022'    '"ack":1022'    "$(call POST /bridge/order/state/cancelled -H "$json" -H "$token" -d '{"internalNumber":"99999"}')"
without 'without a token: refused' '"ack":0'    "$(call POST /bridge/order/state/cancelled -H "$json" -d "$body")"
