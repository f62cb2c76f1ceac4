@effect:spending
Feature: The state of an order and the news of its changes
  Who moves orders from outside wants to know where they are: by asking, and by
  the news that Bridge sends to the order's sales channel.

  @bridge/status-tells-state @effect:read @needs:order-open
  Rule: The state of an order can be asked for

    Scenario: State, name and history
      Given an order in the state "open"
      When the state of the order is read
      Then the call is executed
      And the answer tells the state, its name and the history

  @bridge/status-number-required @effect:read
  Rule: Asking names the order

    Scenario: A body without the number
      When a state is read with the body:
        """
        {}
        """
      Then the call is refused with 991

    Scenario: The number under its name in the other call
      When a state is read with the body:
        """
        {"internalNumber": "00001"}
        """
      Then no state is told

    Scenario: No body
      When a state is read with no body
      Then no state is told

  @bridge/history-grows
  Rule: The history has every change

    @needs:order-paid
    Scenario: A change adds an entry, and a refusal none
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
  Rule: States are told as the table has them

    @needs:order-open @needs:order-confirmed @needs:order-readyToPick @needs:order-inproc @needs:order-complete
    @needs:order-transit @needs:order-closed @needs:order-cancelled
    Scenario Outline: <code> is <name>
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
    Scenario Outline: <code> is <name>
      Given an order in the state "<code>"
      When the state of the order is read
      Then the state is told as "<code>", named "<name>"

      Examples:
        | code        | name                      |
        | rejected    | Rechazado                 |
        | paused      | Pausado                   |
        | negotiation | En proceso de negociación |

    @needs:order-paid @effect:spending
    Scenario: The history is told oldest first
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the order is "confirmed"
      When "cancelled" is asked for
      Then the order is "cancelled"
      And the last changes of the history are "open" to "confirmed" and "confirmed" to "cancelled"

  @bridge/state-news-are-sent @needs:control @needs:order-paid
  Rule: Every change is told to the order's sales channel

    Scenario: A change is told, and a refusal is not
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the order is "confirmed"
      And there is news of 1 change of the order, in the channel's envelope
      When "confirmed" is asked for
      Then there is news of 1 change of the order, in the channel's envelope

    Scenario: A change by hand is told
      Given an order that is open and reported as paid
      When somebody moves the order by hand to "cancelled"
      Then the order is "cancelled"
      And there is news of 1 change of the order, in the channel's envelope

  @bridge/state-news-members @needs:control @needs:order-with-payments
  Rule: What the news of a change say

    Scenario: A confirmation
      Given an order that is open and has its payments
      When "confirmed" is asked for with the notes "pago acreditado"
      Then the order is "confirmed"
      And the news of the change goes to "queueForOrderState_" and the channel's code
      And the news of the change tells "open" to "confirmed", the time and the notes "pago acreditado"
      And the news of the change has the payment "VISA"
