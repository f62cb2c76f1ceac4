@effect:reversible
Feature: What our shop relies on

  @total-is-the-sum
  Rule: The total of an order is the sum of its lines, quantity times price

    Scenario: Two lines are added up
      When an order of 3 pieces at 450 and 2 pieces at 1290 is created
      Then its total is 3930

  @confirmed-once
  Rule: An order is confirmed once

    Scenario: A second confirmation is refused
      Given an order that was confirmed
      When it is confirmed
      Then the request is refused with 409
