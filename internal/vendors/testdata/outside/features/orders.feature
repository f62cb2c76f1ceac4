Feature: What our shop relies on
  The steps are those of docs/steps.md; tags are ours to choose.

  Scenario: An order that is paid can be confirmed, and given up later
    Given an order that is open and reported as paid
    When "confirmed" is asked for
    Then the call is executed
    And the order is "confirmed"
    When "cancelled" is asked for with the notes "the customer has changed her mind"
    Then the call is executed
    And the order is "cancelled"

  Scenario: What is not paid is not confirmed
    Given an order in the state "open"
    When "confirmed" is asked for
    Then the call is refused
    And the order is still "open"
