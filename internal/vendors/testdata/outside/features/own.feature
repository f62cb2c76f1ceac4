@own-steps
Feature: Steps of our own beside those of Plumbline

  Scenario: Our label is printed before the order is confirmed
    Given our label printer is switched on
    And an order that is open and reported as paid
    When "confirmed" is asked for
    Then the call is executed
    And our label printer has been asked
