@effect:spending @needs:bon-to-prepare
Feature: The second step: shipping a bon
  The warehouse states what it has handed over, with the parcels and the
  accounting documents where it has them. Every bon here contains 3 pieces of
  REF-A, its first line, and 2 of REF-B, its second.

  @altazion/shipment-finishes
  Rule: Shipping all that a bon contains finishes it

    Scenario: A prepared bon that is shipped in full becomes finished
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then moments later the bon is finished

  @altazion/shipment-with-shipped-quantities
  Rule: A shipment has shipped quantities and need not repeat the prepared ones

    Scenario: A shipment with shipped quantities alone is accepted
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted

  @altazion/partial-shipment
  Rule: A partial shipment is accepted, and finishes the bon or leaves it open

    Scenario: A shipment of less than the bon contains is accepted
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 1           |
        | REF-B     | 2           |
      Then the call is accepted

    @reading:finishes
    Scenario: A partial shipment finishes the bon, and a further shipment is refused
      Given a prepared bon
      And the shipping point was called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 1           |
        | REF-B     | 2           |
      Then moments later the bon is finished
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 2           |
      Then the call is refused

    @reading:stays-open
    Scenario: After a partial shipment the bon is finished by a shipment of the rest
      Given a prepared bon
      And the shipping point was called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 1           |
        | REF-B     | 2           |
      Then the bon does not become finished
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    @reading:stays-open-for-totals
    Scenario: After a partial shipment the bon is finished by a shipment with the totals
      Given a prepared bon
      And the shipping point was called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 1           |
        | REF-B     | 2           |
      Then the bon does not become finished
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

  @altazion/combined-call
  Rule: A bon may be prepared and shipped in one request to the shipping point

    Scenario: A bon without a first step is prepared and shipped in one request
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2
      And moments later the bon is finished

    Scenario: A combined request replaces the quantities of the first step
      Given a bon of which 1 REF-A and 1 REF-B are prepared
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2
      And moments later the bon is finished

  @altazion/parcels-and-documents-optional
  Rule: A shipment may have parcels, accounting documents, both or none

    Scenario: A shipment without parcels and documents finishes the bon
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    Scenario: A shipment with a parcel finishes the bon
      Given a prepared bon
      And the next call carries Colis: [{"ModeLivraisonCode": "STD", "Numero": "6A12345678901", "DateExpedition": "2026-11-20T14:30:00Z", "UrlSuivi": "https://carrier.example.test/track/6A12345678901"}]
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    Scenario: A shipment with an invoice finishes the bon
      Given a prepared bon
      And the next call carries PiecesComptables: [{"Type": "Facture", "Numero": "FA-2026-0117", "Url": "https://erp.example.test/invoices/FA-2026-0117.pdf"}]
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    Scenario: A shipment with a parcel and an invoice finishes the bon
      Given a prepared bon
      And the next call carries Colis: [{"Numero": "6A12345678901", "DateExpedition": "2026-11-20T14:30:00Z"}]
      And the next call carries PiecesComptables: [{"Type": "Facture", "Numero": "FA-2026-0117", "Url": "https://erp.example.test/invoices/FA-2026-0117.pdf"}]
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

  @altazion/accounting-documents-name
  Rule: The accounting documents are in PiecesComptables, in PieceComptable, or in either

    @reading:PiecesComptables
    Scenario: A malformed PiecesComptables is refused, and PieceComptable is ignored
      Given a prepared bon
      And the next call carries PiecesComptables: "FA-2026-0117"
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is refused
      Given the next call carries PieceComptable: "FA-2026-0117"
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted, or else it is refused with PieceComptable: [{"Type": "Facture", "Numero": "FA-2026-0117"}] too

    @reading:PieceComptable
    Scenario: A malformed PieceComptable is refused, and PiecesComptables is ignored
      Given a prepared bon
      And the next call carries PieceComptable: "FA-2026-0117"
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is refused
      Given the next call carries PiecesComptables: "FA-2026-0117"
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted, or else it is refused with PiecesComptables: [{"Type": "Facture", "Numero": "FA-2026-0117"}] too

    @reading:both
    Scenario: A malformed PiecesComptables or PieceComptable is refused
      Given a prepared bon
      And the next call carries PiecesComptables: "FA-2026-0117"
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is refused
      Given the next call carries PieceComptable: "FA-2026-0117"
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is refused
      Given the next call carries PieceComptable: [{"Type": "Facture", "Numero": "FA-2026-0117"}]
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted

  @altazion/parcels-read-back
  Rule: The parcels of a shipment can be read with the bon immediately

    Scenario: Both parcels of a shipment can be read immediately
      Given a prepared bon
      And the next call carries Colis: [{"Numero": "6A12345678901", "DateExpedition": "2026-11-20T14:30:00Z"}, {"Numero": "6A12345678902", "DateExpedition": "2026-11-20T14:30:00Z"}]
      And the shipping point was called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the bon has the parcels: 6A12345678901, 6A12345678902

  @altazion/shipped-quantity-makes-shipment
  Rule: A request is a shipment when a line has a shipped quantity

    Scenario: A request whose shipped quantities are null only prepares the bon
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | null        |
        | REF-B     | 2           | null        |
      Then the call is accepted
      And moments later the bon is prepared
      And the bon does not become finished

    Scenario: A request with parcels and no shipped quantity does not finish the bon
      Given a bon to prepare
      And the next call carries Colis: [{"Numero": "6A12345678901", "DateExpedition": "2026-11-20T14:30:00Z"}]
      When the shipping point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And the bon does not become finished

    Scenario: A line with a shipped quantity of 0 counts as shipped
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 0           |
        | REF-B     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2

    Scenario: A line omitted from a shipment keeps its prepared quantity
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2

  @altazion/shipped-more-than-prepared
  Rule: A shipment of more than was prepared is accepted, or refused without effect

    Scenario: A shipment of more than was prepared finishes the bon or changes nothing
      Given a bon of which 1 REF-A and 2 REF-B are prepared
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then moments later the bon is finished if the call was accepted, and else has prepared: REF-A 1, REF-B 2

    @reading:accepted
    Scenario: A shipment of more than was prepared, within the bon, is accepted
      Given a bon of which 1 REF-A and 2 REF-B are prepared
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    @reading:accepted
    Scenario: A shipment of a bon without any preparation is accepted
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    @reading:refused
    Scenario: A shipment of more than was prepared is refused
      Given a bon of which 1 REF-A and 2 REF-B are prepared
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is refused
      And the bon has prepared: REF-A 1, REF-B 2
