Feature: A step that nobody has defined

  Scenario: It is no pass
    Given an order that is open and reported as paid
    When the shop burns down
