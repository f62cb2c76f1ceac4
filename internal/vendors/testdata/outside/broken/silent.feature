Feature: A scenario that asks for nothing

  Scenario: The answer is held to the contract all the same
    Given an order that is open and reported as paid
    When "confirmed" is asked for
