@effect:spending @needs:bon-to-prepare
Feature: The second step: what was shipped of a bon
  The warehouse states what it has handed over, with the parcels and the
  accounting documents where it has them. Every bon here contains 3 pieces of
  REF-A, its first line, and 2 of REF-B, its second.

  @altazion/shipment-finishes
  Rule: Shipping all that a bon contains finishes it

    Scenario: A prepared bon is shipped in full
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then moments later the bon is finished

  @altazion/shipment-with-shipped-quantities
  Rule: A shipment states shipped quantities and need not repeat the prepared ones

    Scenario: Shipped quantities alone
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted

  @altazion/partial-shipment
  Rule: A shipment of less than the bon contains

    Scenario: It is accepted
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 1           |
        | REF-B     | 2           |
      Then the call is accepted

    @reading:finishes
    Scenario: It finishes the bon, and a further shipment comes too late
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
    Scenario: The bon stays open until further shipments add up to the whole
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
    Scenario: The bon stays open until a call states the whole
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
  Rule: Both steps go into one call of the shipping point

    Scenario: No first step was made before
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2
      And moments later the bon is finished

    Scenario: It replaces the first step that was made
      Given a bon of which 1 REF-A and 1 REF-B are prepared
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2
      And moments later the bon is finished

  @altazion/parcels-and-documents-optional
  Rule: A shipment may carry parcels, accounting documents, both or neither

    Scenario: Neither
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    Scenario: A parcel
      Given a prepared bon
      And the next call carries Colis: [{"ModeLivraisonCode": "STD", "Numero": "6A12345678901", "DateExpedition": "2026-11-20T14:30:00Z", "UrlSuivi": "https://carrier.example.test/track/6A12345678901"}]
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    Scenario: An invoice
      Given a prepared bon
      And the next call carries PiecesComptables: [{"Type": "Facture", "Numero": "FA-2026-0117", "Url": "https://erp.example.test/invoices/FA-2026-0117.pdf"}]
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    Scenario: A parcel and an invoice
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
  Rule: The name of the accounting documents

    @reading:PiecesComptables
    Scenario: PiecesComptables is read, PieceComptable is not
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
    Scenario: PieceComptable is read, PiecesComptables is not
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
    Scenario: Both are read
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
  Rule: The parcels of a shipment are there at once when the bon is read

    Scenario: Two parcels
      Given a prepared bon
      And the next call carries Colis: [{"Numero": "6A12345678901", "DateExpedition": "2026-11-20T14:30:00Z"}, {"Numero": "6A12345678902", "DateExpedition": "2026-11-20T14:30:00Z"}]
      And the shipping point was called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the bon has the parcels: 6A12345678901, 6A12345678902

  @altazion/shipped-quantity-makes-shipment
  Rule: A call is a shipment when a line has a shipped quantity

    Scenario: Null is as good as absent
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | null        |
        | REF-B     | 2           | null        |
      Then the call is accepted
      And moments later the bon is prepared
      And the bon does not become finished

    Scenario: Parcels alone make no shipment
      Given a bon to prepare
      And the next call carries Colis: [{"Numero": "6A12345678901", "DateExpedition": "2026-11-20T14:30:00Z"}]
      When the shipping point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And the bon does not become finished

    Scenario: A line with a shipped quantity of 0 is shipped, as the others are
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 0           |
        | REF-B     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2

    Scenario: A line that a shipment leaves out keeps what it has as prepared
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2

  @altazion/shipped-more-than-prepared
  Rule: A shipment within what the bon contains that exceeds what was prepared

    Scenario: Accepted it finishes the bon, refused it changes nothing
      Given a bon of which 1 REF-A and 2 REF-B are prepared
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then moments later the bon is finished if the call was accepted, and else has prepared: REF-A 1, REF-B 2

    @reading:accepted
    Scenario: Only what the bon contains bounds a shipment
      Given a bon of which 1 REF-A and 2 REF-B are prepared
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    @reading:accepted
    Scenario: Nothing was prepared
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    @reading:refused
    Scenario: What was not prepared cannot be shipped
      Given a bon of which 1 REF-A and 2 REF-B are prepared
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is refused
      And the bon has prepared: REF-A 1, REF-B 2
