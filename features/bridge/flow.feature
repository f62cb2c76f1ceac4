@effect:spending
Feature: The flow of states
  Which state may follow which, what is final, and who else moves orders.

  @bridge/closed-is-final
  Rule: A closed order cannot change state

    @needs:order-closed
    Scenario Outline: A closed order cannot be moved to <asked>
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
    Scenario: A closed order stays closed when late news of the carrier arrives
      Given an order in the state "closed"
      When the carrier reports "delivered" of the order
      Then the order is still "closed"

    @needs:control @needs:order-closed
    Scenario: A closed order cannot be changed manually
      Given an order in the state "closed"
      When somebody tries to move the order by hand to "transit"
      Then the order is still "closed"

  @bridge/cancel-needs-nothing
  @needs:order-open @needs:order-confirmed @needs:order-readyToPick @needs:order-inproc @needs:order-complete
  Rule: An order can be cancelled without any precondition

    Scenario Outline: An order in <state> can be cancelled
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
  Rule: A cancelled order is final, or may be opened again

    Scenario Outline: A cancelled order moves to <asked>, or is refused and stays cancelled
      Given an order in the state "cancelled"
      When "<asked>" is asked for
      Then the order is "<asked>", or "cancelled" where the call was refused

      Examples:
        | asked     |
        | open      |
        | confirmed |

    @reading:final
    Scenario Outline: A cancelled order cannot be moved to <asked>
      Given an order in the state "cancelled"
      When "<asked>" is asked for
      Then the call is refused
      And the order is still "cancelled"

      Examples:
        | asked     |
        | open      |
        | confirmed |

    @reading:may-be-revived
    Scenario: A cancelled order can be opened again
      Given an order in the state "cancelled"
      When "open" is asked for
      Then the call is executed
      And the order is "open"

  @bridge/other-systems-change-too @needs:control @needs:order-readyToPick
  Rule: Other systems and people change states too

    Scenario: An order that the warehouse has completed cannot be completed again
      Given an order in the state "readyToPick"
      When somebody moves the order by hand to "complete"
      Then the order is "complete"
      When "complete" is asked for
      Then the call is refused with 1021

    Scenario: An order that the warehouse has sent cannot be cancelled
      Given an order in the state "readyToPick"
      When somebody moves the order by hand to "transit"
      And "cancelled" is asked for
      Then the call is refused with 1023
      And the order is still "transit"

  @bridge/free-flow @needs:order-equipped
  Rule: An order moves to the next state only, or to any state

    Scenario: A confirmed order can be moved to readyToPick, the next state
      Given an order that is confirmed and has all that any state presupposes
      When "readyToPick" is asked for
      Then the call is executed
      And the order is "readyToPick"

    @reading:any-step
    Scenario: Any step is allowed: a confirmed order moves to complete and back to open
      Given an order that is confirmed and has all that any state presupposes
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"
      When "open" is asked for
      Then the call is executed
      And the order is "open"

    @reading:next-number
    Scenario: Only the next step is allowed: a confirmed order moves neither to complete nor to open
      Given an order that is confirmed and has all that any state presupposes
      When "complete" is asked for
      Then the call is refused
      And the order is still "confirmed"
      When "open" is asked for
      Then the call is refused
      And the order is still "confirmed"

  @bridge/flow-is-configurable @needs:control @needs:order-equipped
  Rule: An installation may define its own flow

    Scenario: A step that the flow does not contain is refused, and one that it contains succeeds
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

    Scenario: An order is confirmed by its payment where the flow does so by itself
      Given an order that is open and of which neither a payment nor the report that it is paid has come
      And the installation's flow has only the automatic steps:
        | from | to        |
        | open | confirmed |
      Then the order is still "open"
      When the payment "VISA" of the order arrives
      Then the order is "confirmed"
