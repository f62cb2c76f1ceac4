@effect:spending
Feature: The request that changes the state of an order
  An external source, such as a shop's own system or a marketplace, moves an
  order to another state: POST /order/state/ and the code of the state, with the
  order's number and a remark in the body.

  @bridge/path-names-the-state @needs:order-paid
  Rule: The path names the new state, and nothing in the body does

    Scenario: An order moves to the state in the path though its notes tell of a cancellation
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the notes "el pedido ha sido cancelado por el cliente"
      Then the call is executed
      And the order is "confirmed"

    Scenario: An order never moves to the state that its body names
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the body:
        """
        {"internalNumber": "ORDER", "notes": "pago acreditado", "newStatus": "cancelled", "orderState": "cancelled"}
        """
      Then the order is "confirmed", or "open" where the call was refused

  @bridge/new-state-required @needs:order-open
  Rule: The new state is required in the path

    Scenario Outline: A request to <path> without a state changes nothing
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
    Scenario Outline: A missing state is answered: the path <path> gets ack 1040
      Given an order in the state "open"
      When the path "<path>" is called
      Then the ack is 1040

      Examples:
        | path              |
        | order/state       |
        | order/state/      |
        | order/state/%20   |

    @reading:no-such-address
    Scenario Outline: A missing state has no such address: the path <path> is refused without 1040
      Given an order in the state "open"
      When the path "<path>" is called
      Then the call is refused, and not with 1040

      Examples:
        | path         |
        | order/state  |
        | order/state/ |

    @reading:no-such-address
    Scenario: A missing state has no such address: a blank is refused as an unknown state
      Given an order in the state "open"
      When the path "order/state/%20" is called
      Then the call is refused, and not with 1040

    @reading:blanks-answered
    Scenario Outline: A missing state has no address but blanks do: <path> is refused without 1040
      Given an order in the state "open"
      When the path "<path>" is called
      Then the call is refused, and not with 1040

      Examples:
        | path         |
        | order/state  |
        | order/state/ |

    @reading:blanks-answered
    Scenario: A missing state has no address but blanks do: a blank gets ack 1040
      Given an order in the state "open"
      When the path "order/state/%20" is called
      Then the ack is 1040

  @bridge/states-of-the-table
  Rule: The new state is a code of the table

    @needs:order-paid
    Scenario: An order moves to the documented codes confirmed and cancelled
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"
      When "cancelled" is asked for
      Then the call is executed
      And the order is "cancelled"

  @bridge/unknown-states
  Rule: A word that names no state is refused

    @needs:order-paid
    Scenario Outline: An order cannot be moved to "<word>", which is no state
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
    Scenario Outline: Only codes are states: an order cannot be moved to "<word>"
      Given an order that is open and reported as paid
      When "<word>" is asked for
      Then the call is refused
      And the order is still "open"

      Examples:
        | word      |
        | 2         |
        | CONFIRMED |

    @reading:numbers-and-cases @needs:order-paid
    Scenario Outline: Numbers and other cases are states: "<word>" confirms the order
      Given an order that is open and reported as paid
      When "<word>" is asked for
      Then the call is executed
      And the order is "confirmed"

      Examples:
        | word      |
        | 2         |
        | CONFIRMED |

    @reading:codes-only @needs:order-equipped
    Scenario: Only codes are states: an order cannot be moved to "env"
      Given an order that is confirmed and has all that any state presupposes
      When "env" is asked for
      Then the call is refused
      And the order is still "confirmed"

    @reading:short-codes @needs:order-equipped
    Scenario: Short codes are states: "env" moves the order to transit
      Given an order that is confirmed and has all that any state presupposes
      When "env" is asked for
      Then the call is executed
      And the order is "transit"

  @bridge/same-state-is-1021
  Rule: An order cannot be moved to the state that it is in

    @needs:order-open @needs:order-confirmed @needs:order-readyToPick @needs:order-inproc @needs:order-complete
    Scenario Outline: Moving an order from <state> to <state> is refused with 1021
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
    Scenario Outline: Moving an order from <state> to <state> is refused with 1021 or 1023
      Given an order in the state "<state>"
      When "<state>" is asked for
      Then the call is refused with 1021 or 1023

      Examples:
        | state   |
        | transit |
        | closed  |

    @needs:order-cancelled
    Scenario: A cancelled order cannot be cancelled again
      Given an order in the state "cancelled"
      When "cancelled" is asked for
      Then the call is refused

  @bridge/sent-or-closed-is-1023 @needs:order-transit @needs:order-closed
  Rule: An order that was sent or closed cannot change state

    Scenario Outline: Moving an order from <state> to <asked> is refused with 1023
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
    Scenario: A sent order cannot be closed by this request
      Given an order in the state "transit"
      When "closed" is asked for
      Then the call is refused with 1023
      And the order is still "transit"

    @reading:transit-may-close
    Scenario: A sent order can be closed by this request
      Given an order in the state "transit"
      When "closed" is asked for
      Then the call is executed
      And the order is "closed"

  @bridge/number-required @needs:order-open
  Rule: A change requires the number of its order

    Scenario: A change without the order number is refused
      Given an order in the state "open"
      When "cancelled" is asked for with the body:
        """
        {"notes": "el cliente desistió"}
        """
      Then the call is refused

    @reading:code-991
    Scenario: A change without the order number is refused with 991
      Given an order in the state "open"
      When "cancelled" is asked for with the body:
        """
        {"notes": "el cliente desistió"}
        """
      Then the call is refused with 991

    @reading:another-refusal
    Scenario: A change without the order number is refused with another code than 991
      Given an order in the state "open"
      When "cancelled" is asked for with the body:
        """
        {"notes": "el cliente desistió"}
        """
      Then the call is refused, and not with 991

  @bridge/empty-number-is-missing
  Rule: An empty order number counts as missing

    Scenario: A change with an empty order number is refused with 991
      When "cancelled" is asked for with the body:
        """
        {"internalNumber": "", "notes": "el cliente desistió"}
        """
      Then the call is refused with 991

    Scenario: Reading a state with an empty order number is refused with 991
      When a state is read with the body:
        """
        {"internalOrderNumber": ""}
        """
      Then the call is refused with 991

  @bridge/number-compared-as-text @needs:order-open @effect:read
  Rule: Order numbers are compared as texts

    Scenario: A number with other leading zeros names no order
      Given an order in the state "open"
      When the state of the order is read
      Then the call is executed
      When the state of the order is read by its number with other leading zeros
      Then the call is refused with 1022

  @bridge/unknown-order-is-1022 @effect:read
  Rule: An unknown order is refused

    Scenario: A change of an unknown order is refused
      When "cancelled" is asked for of an order that nobody has
      Then the call is refused

    Scenario: Reading the state of an unknown order returns no state
      When the state of an order that nobody has is read
      Then no state is told

    @reading:code-1022
    Scenario: A change of an unknown order is refused with 1022
      When "cancelled" is asked for of an order that nobody has
      Then the call is refused with 1022

    @reading:another-refusal
    Scenario: A change of an unknown order is refused with another code than 1022
      When "cancelled" is asked for of an order that nobody has
      Then the call is refused, and not with 1022

  @bridge/notes-optional @needs:order-paid
  Rule: A change may omit its notes

    Scenario: An order is confirmed by a request without notes
      Given an order that is open and reported as paid
      When "confirmed" is asked for without notes
      Then the call is executed
      And the order is "confirmed"
