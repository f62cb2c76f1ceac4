@effect:spending
Feature: The call that changes the state of an order
  An external source, such as a shop's own system or a marketplace, moves an
  order to another state: POST /order/state/ and the code of the state, with the
  order's number and a remark in the body.

  @bridge/path-names-the-state @needs:order-paid
  Rule: The path names the new state, and nothing in the body does

    Scenario: Notes that speak of a cancellation, as in the document's example
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the notes "el pedido ha sido cancelado por el cliente"
      Then the call is executed
      And the order is "confirmed"

    Scenario: A body that names another state, whether or not such members are refused
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the body:
        """
        {"internalNumber": "ORDER", "notes": "pago acreditado", "newStatus": "cancelled", "orderState": "cancelled"}
        """
      Then the order is "confirmed", or "open" where the call was refused

  @bridge/new-state-required @needs:order-open
  Rule: The new state is required

    Scenario Outline: The path <path> changes nothing
      Given an order in the state "open"
      When the path "<path>" is called
      Then the call is not executed
      And the order is still "open"

      Examples:
        | path            |
        | order/state     |
        | order/state/    |
        | order/state/%20 |

    @reading:answered
    Scenario Outline: The path <path>
      Given an order in the state "open"
      When the path "<path>" is called
      Then the ack is 1040

      Examples:
        | path              |
        | order/state       |
        | order/state/      |
        | order/state/%20   |

    @reading:no-such-address
    Scenario Outline: The path <path>
      Given an order in the state "open"
      When the path "<path>" is called
      Then the call is refused, and not with 1040

      Examples:
        | path         |
        | order/state  |
        | order/state/ |

    @reading:no-such-address
    Scenario: Blanks are an unknown state
      Given an order in the state "open"
      When the path "order/state/%20" is called
      Then the call is refused, and not with 1040

    @reading:blanks-answered
    Scenario Outline: The path <path>
      Given an order in the state "open"
      When the path "<path>" is called
      Then the call is refused, and not with 1040

      Examples:
        | path         |
        | order/state  |
        | order/state/ |

    @reading:blanks-answered
    Scenario: Blanks are a missing state
      Given an order in the state "open"
      When the path "order/state/%20" is called
      Then the ack is 1040

  @bridge/states-of-the-table
  Rule: The new state is a code of the table

    @needs:order-paid
    Scenario: Codes of the table
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"
      When "cancelled" is asked for
      Then the call is executed
      And the order is "cancelled"

  @bridge/unknown-states
  Rule: What names no state is refused

    @needs:order-paid
    Scenario Outline: <word> names no state
      Given an order that is open and reported as paid
      When "<word>" is asked for
      Then the call is refused
      And the order is still "open"

      Examples:
        | word        |
        | 2 confirmed |
        | confirme    |
        | confirmedx  |
        | delivered   |

    @reading:codes-only @needs:order-paid
    Scenario Outline: <word> is no code
      Given an order that is open and reported as paid
      When "<word>" is asked for
      Then the call is refused
      And the order is still "open"

      Examples:
        | word      |
        | 2         |
        | CONFIRMED |

    @reading:numbers-and-cases @needs:order-paid
    Scenario Outline: <word> is confirmed
      Given an order that is open and reported as paid
      When "<word>" is asked for
      Then the call is executed
      And the order is "confirmed"

      Examples:
        | word      |
        | 2         |
        | CONFIRMED |

    @reading:codes-only @needs:order-equipped
    Scenario: env is no code
      Given an order that is confirmed and has all that any state presupposes
      When "env" is asked for
      Then the call is refused
      And the order is still "confirmed"

    @reading:short-codes @needs:order-equipped
    Scenario: env is transit
      Given an order that is confirmed and has all that any state presupposes
      When "env" is asked for
      Then the call is executed
      And the order is "transit"

  @bridge/same-state-is-1021
  Rule: An order can't be moved to the state that it is in

    @needs:order-open @needs:order-confirmed @needs:order-readyToPick @needs:order-inproc @needs:order-complete
    Scenario Outline: An order that is <state>
      Given an order in the state "<state>"
      When "<state>" is asked for
      Then the call is refused with 1021

      Examples:
        | state       |
        | open        |
        | confirmed   |
        | readyToPick |
        | inproc      |
        | complete    |

    @needs:order-transit @needs:order-closed
    Scenario Outline: An order that is <state>, of which 1023 is as true
      Given an order in the state "<state>"
      When "<state>" is asked for
      Then the call is refused with 1021 or 1023

      Examples:
        | state   |
        | transit |
        | closed  |

    @needs:order-cancelled
    Scenario: An order that is cancelled, which is final
      Given an order in the state "cancelled"
      When "cancelled" is asked for
      Then the call is refused

  @bridge/sent-or-closed-is-1023 @needs:order-transit @needs:order-closed
  Rule: An order that was sent or closed is moved no more

    Scenario Outline: From <state> to <asked>
      Given an order in the state "<state>"
      When "<asked>" is asked for
      Then the call is refused with 1023
      And the order is still "<state>"

      Examples:
        | state   | asked     |
        | transit | open      |
        | transit | cancelled |
        | closed  | open      |
        | closed  | cancelled |

    @reading:sent-and-closed
    Scenario: This call does not close what was sent
      Given an order in the state "transit"
      When "closed" is asked for
      Then the call is refused with 1023
      And the order is still "transit"

    @reading:transit-may-close
    Scenario: This call closes what was sent
      Given an order in the state "transit"
      When "closed" is asked for
      Then the call is executed
      And the order is "closed"

  @bridge/number-required @needs:order-open
  Rule: A change names its order

    Scenario: A body without the number
      Given an order in the state "open"
      When "cancelled" is asked for with the body:
        """
        {"notes": "el cliente desistió"}
        """
      Then the call is refused

    @reading:code-991
    Scenario: A body without the number
      Given an order in the state "open"
      When "cancelled" is asked for with the body:
        """
        {"notes": "el cliente desistió"}
        """
      Then the call is refused with 991

    @reading:another-refusal
    Scenario: A body without the number
      Given an order in the state "open"
      When "cancelled" is asked for with the body:
        """
        {"notes": "el cliente desistió"}
        """
      Then the call is refused, and not with 991

  @bridge/empty-number-is-missing
  Rule: An empty number is a missing one

    Scenario: A change
      When "cancelled" is asked for with the body:
        """
        {"internalNumber": "", "notes": "el cliente desistió"}
        """
      Then the call is refused with 991

    Scenario: Reading a state
      When a state is read with the body:
        """
        {"internalOrderNumber": ""}
        """
      Then the call is refused with 991

  @bridge/number-compared-as-text @needs:order-open @effect:read
  Rule: Numbers of orders are texts

    Scenario: The number with other leading zeros names no order
      Given an order in the state "open"
      When the state of the order is read
      Then the call is executed
      When the state of the order is read by its number with other leading zeros
      Then the call is refused with 1022

  @bridge/unknown-order-is-1022 @effect:read
  Rule: An order that nobody has

    Scenario: A change
      When "cancelled" is asked for of an order that nobody has
      Then the call is refused

    Scenario: Reading its state
      When the state of an order that nobody has is read
      Then no state is told

    @reading:code-1022
    Scenario: A change
      When "cancelled" is asked for of an order that nobody has
      Then the call is refused with 1022

    @reading:another-refusal
    Scenario: A change
      When "cancelled" is asked for of an order that nobody has
      Then the call is refused, and not with 1022

  @bridge/notes-optional @needs:order-paid
  Rule: A change needs no notes

    Scenario: Only the order's number
      Given an order that is open and reported as paid
      When "confirmed" is asked for without notes
      Then the call is executed
      And the order is "confirmed"
