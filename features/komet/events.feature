@effect:spending @needs:control
Feature: Calls to a subscriber when an order is confirmed or cancelled
  A subscriber registers an address with the vendor, and is called when an order
  that began as a prebook is confirmed or cancelled. What is judged is what a
  simulator sends to an address that nobody listens at, as its ledger has it.

  @komet/order-confirmation-sent
  Rule: A confirmed order is announced by GET

    Scenario: A subscriber is called once by GET when the order is confirmed
      Given a subscriber of the company
      And a prebook
      And it was created
      Then the subscriber is told nothing
      When the order of the prebook is confirmed
      Then the subscriber is called once by GET
      And the address has the subscriber's token, the companyId and an invoiceId

  @komet/order-cancellation-sent
  Rule: A cancelled order is announced by POST

    Scenario: A subscriber is called once by POST when the order is cancelled
      Given a subscriber of the company
      And a prebook
      And it was created
      Then the subscriber is told nothing
      When the order of the prebook is cancelled
      Then the subscriber is called once by POST
      And the header authenticationToken has the subscriber's token
      And the body has the companyId and, as orderId, the prebook
