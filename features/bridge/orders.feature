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

    Scenario: A body that names another state
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the body:
        """
        {"internalNumber": "ORDER", "notes": "pago acreditado", "newStatus": "cancelled", "orderState": "cancelled"}
        """
      Then the call is executed
      And the order is "confirmed"

  @bridge/new-state-required @needs:order-open
  Rule: The new state is required

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
      Then the answer has status 404

      Examples:
        | path         |
        | order/state  |
        | order/state/ |

    @reading:no-such-address
    Scenario: Blanks are an unknown state
      Given an order in the state "open"
      When the path "order/state/%20" is called
      Then the call is refused
      And the ack is not 1040

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

    @needs:order-paid
    Scenario Outline: <code> is no code of the table
      Given an order that is open and reported as paid
      When "<code>" is asked for
      Then the call is refused
      And the order is still "open"

      Examples:
        | code         |
        | 2            |
        | 2 confirmed  |
        | Confirmado   |
        | env          |
        | clos         |
        | delivered    |

  @bridge/same-state-is-1021
  @needs:order-open @needs:order-confirmed @needs:order-transit @needs:order-closed @needs:order-cancelled
  Rule: An order can't be moved to the state that it is in

    Scenario Outline: An order that is <state>
      Given an order in the state "<state>"
      When "<state>" is asked for
      Then the call is refused with 1021

      Examples:
        | state     |
        | open      |
        | confirmed |
        | transit   |
        | closed    |
        | cancelled |

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

  @bridge/body-typed @needs:order-paid
  Rule: The body is JSON

    Scenario Outline: A body with <fault>
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the body <body>
      Then the call is refused
      And the order is still "open"

      Examples:
        | fault                            | body                                       |
        | a comma after the last member    | {"internalNumber": "ORDER",}           |
        | names without quotation marks    | {internalNumber: "ORDER"}                |
        | text in single quotation marks   | {'internalNumber': 'ORDER'}                |
        | a form instead of JSON           | internalNumber=ORDER&notes=pagado          |
        | an array around the order        | [{"internalNumber": "ORDER"}]          |

  @bridge/number-required @needs:order-open
  Rule: A change names its order

    Scenario: A body without the number
      Given an order in the state "open"
      When "cancelled" is asked for with the body:
        """
        {"notes": "el cliente desistió"}
        """
      Then the call is refused with 991

    Scenario: No body
      Given an order in the state "open"
      When "cancelled" is asked for with no body
      Then the call is refused with 991

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
      Then the call is refused with 1022

    Scenario: Reading its state
      When the state of an order that nobody has is read
      Then the call is refused with 1022

  @bridge/notes-optional @needs:order-paid
  Rule: A change needs no notes

    Scenario: Only the order's number
      Given an order that is open and reported as paid
      When "confirmed" is asked for without notes
      Then the call is executed
      And the order is "confirmed"
