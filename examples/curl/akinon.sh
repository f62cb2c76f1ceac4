#!/bin/sh
# Document 001: the example request, pasted as it is. It has no package in the
# body although the table calls it mandatory (point 1 of the register).
set -eu
. "$(dirname "$0")/lib.sh"
auth='Authorization: Token not-a-real-key'
json='Content-Type: application/json'
body='{
  "transition": 71,
  "input_parameters": {
    "select_items_by_omnitron_id": true,
    "replacement_products": [{"package_item": 282687, "new_product_sku": "10034"}],
    "create_manual_oos_package": true,
    "oos_package_items": [282688],
    "barcodes": [
      {"order_item": 2047, "barcode": "123"},
      {"order_item": 2046, "barcode": "123"},
      {"order_item": 2045, "barcode": "123"}
    ]
  }
}'
expect 'the package waits'      '"enum_value":"100" 200' "$(call GET /akinon/api/v1/oms/packages/123/ -H "$auth")"
expect 'the command is carried out' '"id":123 "number":"1234567891234567P3" "stock_location":2 packageitem_set 200' \
  "$(call POST /akinon/api/v1/oms/packages/123/command/ -H "$auth" -H "$json" -d "$body")"
expect 'the package is Preparing' '"enum_value":"200" 200' "$(call GET /akinon/api/v1/oms/packages/123/ -H "$auth")"
# The document has no refusal; 400 is a supplement (point 24).
expect 'only Waiting is prepared' '400' "$(call POST /akinon/api/v1/oms/packages/123/command/ -H "$auth" -H "$json" -d "$body")"
expect 'without a key'            '401' "$(call POST /akinon/api/v1/oms/packages/123/command/ -H "$json" -d "$body")"
