@effect:spending
Feature: Reading the state of an order, and news of its changes
  Who moves orders from outside wants to know where they are: by asking, and by
  the news that Bridge sends to the order's sales channel.

  @bridge/status-tells-state @effect:read @needs:order-open
  Rule: The state of an order can be read

    Scenario: An open order is read with its state, the state's name and its history
      Given an order in the state "open"
      When the state of the order is read
      Then the call is executed
      And the answer tells the state, its name and the history

  @bridge/status-number-required @effect:read
  Rule: Reading a state requires the order number

    Scenario: Reading without the order number is refused with 991
      When a state is read with the body:
        """
        {}
        """
      Then the call is refused with 991

    Scenario: Reading by the member internalNumber, of the other request, returns no state
      When a state is read with the body:
        """
        {"internalNumber": "00001"}
        """
      Then no state is told

    Scenario: Reading without a body returns no state
      When a state is read with no body
      Then no state is told

  @bridge/history-grows
  Rule: The history lists every change

    @needs:order-paid
    Scenario: A successful change adds one entry to the history, and a refused one none
      Given an order that is open and reported as paid
      And the history of the order is noted
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"
      And the history has one more entry, from the state before to the state after
      Given the history of the order is noted
      When "confirmed" is asked for
      Then the call is refused
      And the history is as before

  @bridge/status-speaks-the-table @effect:read
  Rule: States are returned by the codes and names of the table

    @needs:order-open @needs:order-confirmed @needs:order-readyToPick @needs:order-inproc @needs:order-complete
    @needs:order-transit @needs:order-closed @needs:order-cancelled
    Scenario Outline: An order in <code> is shown as "<name>", a numbered state
      Given an order in the state "<code>"
      When the state of the order is read
      Then the state is told as "<code>", named "<name>"

      Examples:
        | code        | name              |
        | open        | abierto/creado    |
        | confirmed   | confirmado        |
        | readyToPick | listo para surtir |
        | inproc      | surtiendo         |
        | complete    | completo          |
        | transit     | entregado         |
        | closed      | cerrado           |
        | cancelled   | cancelado         |

    @needs:order-rejected @needs:order-paused @needs:order-negotiation
    Scenario Outline: An order in <code> is shown as "<name>", a state without a number
      Given an order in the state "<code>"
      When the state of the order is read
      Then the state is told as "<code>", named "<name>"

      Examples:
        | code        | name                      |
        | rejected    | Rechazado                 |
        | paused      | Pausado                   |
        | negotiation | En proceso de negociación |

    @needs:order-paid @effect:spending
    Scenario: The history lists two changes with the oldest first
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the order is "confirmed"
      When "cancelled" is asked for
      Then the order is "cancelled"
      And the last changes of the history are "open" to "confirmed" and "confirmed" to "cancelled"

  @bridge/state-news-are-sent @needs:control @needs:order-paid
  Rule: Every change is sent to the order's sales channel

    Scenario: A confirmation is sent to the sales channel once, and a refused one is not
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the order is "confirmed"
      And there is news of 1 change of the order, in the channel's envelope
      When "confirmed" is asked for
      Then there is news of 1 change of the order, in the channel's envelope

    Scenario: A manual change is sent to the sales channel once
      Given an order that is open and reported as paid
      When somebody moves the order by hand to "cancelled"
      Then the order is "cancelled"
      And there is news of 1 change of the order, in the channel's envelope

  @bridge/state-news-members @needs:control @needs:order-with-payments
  Rule: News of a change have its states, time, notes and payments

    Scenario: News of a confirmation have the states, the time, the notes and the payment
      Given an order that is open and has its payments
      When "confirmed" is asked for with the notes "pago acreditado"
      Then the order is "confirmed"
      And the news of the change goes to "queueForOrderState_" and the channel's code
      And the news of the change tells "open" to "confirmed", the time and the notes "pago acreditado"
      And the news of the change has the payment "VISA"
