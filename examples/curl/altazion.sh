#!/bin/sh
# Document 000 prints no request; these are its two steps, in its own words the
# entry of a preparation and the shipment. Method and path come from a
# supplement (point 1 of the register).
set -eu
. "$(dirname "$0")/lib.sh"
auth='sample-app:sample-key'
json='Content-Type: application/json'
base=/altazion/api/logistique/preparation
prepared='{"Lignes":[{"Reference":"REF-A","QtePreparee":3},{"Reference":"REF-B","QtePreparee":1.5}]}'
shipped='{"Lignes":[{"Reference":"REF-A","QtePreparee":3,"QteExpediee":3},{"Reference":"REF-B","QtePreparee":1.5,"QteExpediee":1.5}],
  "Colis":[{"Numero":"6A0001","DateExpedition":"2026-11-22T10:00:00Z","UrlSuivi":"https://carrier.example.test/6A0001"}],
  "PiecesComptables":[{"Type":"Facture","Numero":"F-1","Url":"https://docs.example.test/F-1.pdf"}]}'
done=$(call POST $base/prepa/BP-1001 -u $auth -H "$json" -d "$prepared")
expect 'the quantities are there at once'  '"QtePreparee":3 200' "$done"
expect 'and the bon is not finished'       '"EstTermine":false' "$done"
pass 3
expect 'after a moment it is prepared'     '"Etat":"Préparé" 200' "$(call GET $base/BP-1001 -u $auth)"
expect 'the shipment is accepted'          '200' "$(call POST $base/expe/BP-1001 -u $auth -H "$json" -d "$shipped")"
pass 3
expect 'after a moment the bon is finished' '"EstTermine":true 200' "$(call GET $base/BP-1001 -u $auth)"
# A finished bon fits 405 and 409 (point 7): 409 is the default reading.
expect 'a finished bon: 409'               '409' "$(call POST $base/expe/BP-1001 -u $auth -H "$json" -d "$shipped")"
expect 'no such bon: 404'                  '404' "$(call POST $base/prepa/BP-9999 -u $auth -H "$json" -d "$prepared")"
expect 'no JSON: 400'                      '400' "$(call POST $base/prepa/BP-1002 -u $auth -H "$json" -d '{"Lignes":')"
