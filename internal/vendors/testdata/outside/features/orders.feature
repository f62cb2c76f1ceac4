Feature: What our shop relies on
  The steps are those of docs/steps.md; tags are ours to choose.

  Scenario: A paid order can be confirmed, and cancelled later
    Given an order that is open and reported as paid
    When "confirmed" is asked for
    Then the call is executed
    And the order is "confirmed"
    When "cancelled" is asked for with the notes "the customer has changed her mind"
    Then the call is executed
    And the order is "cancelled"

  Scenario: An order without a payment is not confirmed
    Given an order in the state "open"
    When "confirmed" is asked for
    Then the call is refused
    And the order is still "open"
