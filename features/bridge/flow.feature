@effect:spending
Feature: The flow of the states
  Which state may follow which, what is final, and who else moves orders.

  @bridge/closed-is-final
  Rule: Closed is final

    @needs:order-closed
    Scenario Outline: No call moves it to <asked>
      Given an order in the state "closed"
      When "<asked>" is asked for
      Then the call is refused
      And the order is still "closed"

      Examples:
        | asked     |
        | open      |
        | transit   |
        | cancelled |

    @needs:control @needs:order-closed
    Scenario: Late news of the carrier do not move it
      Given an order in the state "closed"
      When the carrier reports "delivered" of the order
      Then the order is still "closed"

    @needs:control @needs:order-closed
    Scenario: The hand does not move it
      Given an order in the state "closed"
      When somebody tries to move the order by hand to "transit"
      Then the order is still "closed"

  @bridge/cancel-needs-nothing
  @needs:order-open @needs:order-confirmed @needs:order-readyToPick @needs:order-inproc @needs:order-complete
  Rule: Cancelling needs nothing

    Scenario Outline: An order that is <state>
      Given an order in the state "<state>"
      When "cancelled" is asked for with the notes "el pedido ha sido cancelado por el cliente"
      Then the call is executed
      And the order is "cancelled"

      Examples:
        | state       |
        | open        |
        | confirmed   |
        | readyToPick |
        | inproc      |
        | complete    |

  @bridge/cancelled-is-final @needs:order-cancelled
  Rule: Whether cancelled is final

    Scenario Outline: <asked>, whether or not cancelled is final
      Given an order in the state "cancelled"
      When "<asked>" is asked for
      Then the order is "<asked>", or "cancelled" where the call was refused

      Examples:
        | asked     |
        | open      |
        | confirmed |

    @reading:final
    Scenario Outline: No call leads from cancelled to <asked>
      Given an order in the state "cancelled"
      When "<asked>" is asked for
      Then the call is refused
      And the order is still "cancelled"

      Examples:
        | asked     |
        | open      |
        | confirmed |

    @reading:may-be-revived
    Scenario: A cancelled order is opened again
      Given an order in the state "cancelled"
      When "open" is asked for
      Then the call is executed
      And the order is "open"

  @bridge/other-systems-change-too @needs:control @needs:order-readyToPick
  Rule: Others change states too

    Scenario: The warehouse was faster
      Given an order in the state "readyToPick"
      When somebody moves the order by hand to "complete"
      Then the order is "complete"
      When "complete" is asked for
      Then the call is refused with 1021

    Scenario: The warehouse has sent the order
      Given an order in the state "readyToPick"
      When somebody moves the order by hand to "transit"
      And "cancelled" is asked for
      Then the call is refused with 1023
      And the order is still "transit"

  @bridge/free-flow @needs:order-equipped
  Rule: Which state may follow which

    Scenario: The next state follows
      Given an order that is confirmed and has all that any state presupposes
      When "readyToPick" is asked for
      Then the call is executed
      And the order is "readyToPick"

    @reading:any-step
    Scenario: Forwards past several states, and back
      Given an order that is confirmed and has all that any state presupposes
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"
      When "open" is asked for
      Then the call is executed
      And the order is "open"

    @reading:next-number
    Scenario: Neither past a state nor back
      Given an order that is confirmed and has all that any state presupposes
      When "complete" is asked for
      Then the call is refused
      And the order is still "confirmed"
      When "open" is asked for
      Then the call is refused
      And the order is still "confirmed"

  @bridge/flow-is-configurable @needs:control @needs:order-equipped
  Rule: An installation may define its own flow

    Scenario: A step that the flow contains, and one that it does not
      Given an order that is confirmed and has all that any state presupposes
      And the installation's flow has only the steps:
        | from        | to          |
        | confirmed   | readyToPick |
        | readyToPick | inproc      |
      When "inproc" is asked for
      Then the call is refused
      And the order is still "confirmed"
      When "readyToPick" is asked for
      Then the call is executed
      And the order is "readyToPick"

  @bridge/flow-may-advance-by-itself @needs:control @needs:order-unpaid
  Rule: A flow may take steps by itself

    Scenario: The payment confirms the order
      Given an order that is open and of which neither a payment nor the report that it is paid has come
      And the installation's flow has only the automatic steps:
        | from | to        |
        | open | confirmed |
      Then the order is still "open"
      When the payment "VISA" of the order arrives
      Then the order is "confirmed"
