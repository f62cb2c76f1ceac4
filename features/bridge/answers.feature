@effect:spending
Feature: The response to a change of state
  The answer has a code, ack, and a message: 0 where the change was executed,
  the number of the error and a description of it where not.

  @bridge/ack-0-means-executed @needs:order-paid
  Rule: Ack 0 means that the change has been made

    Scenario: A confirmed order gets ack 0 and reaches the state
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the ack is 0
      And the order is "confirmed"

    @reading:at-once
    Scenario: A change with ack 0 can be read immediately
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the ack is 0
      And the order is at once "confirmed"

    @reading:after-a-while
    Scenario: A change with ack 0 can be read a moment later
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the ack is 0
      And the order is at once "open"
      And the order is "confirmed"

  @bridge/errors-have-other-acks
  Rule: A change that is not made never has ack 0

    @needs:order-open @needs:order-transit @needs:order-closed
    Scenario Outline: Moving an order from <state> to <asked> is refused with another ack than 0
      Given an order in the state "<state>"
      When "<asked>" is asked for
      Then the call is refused
      And the ack is not 0
      And the order is still "<state>"

      Examples:
        | state   | asked |
        | open    | open  |
        | transit | open  |
        | closed  | open  |

    @needs:order-unpaid
    Scenario: Confirming an order without a payment has ack 0 only if it is confirmed
      Given an order that is open and of which neither a payment nor the report that it is paid has come
      When "confirmed" is asked for
      Then the ack is not 0, or the order is "confirmed"

    Scenario: Cancelling an unknown order has another ack than 0
      When "cancelled" is asked for of an order that nobody has
      Then the ack is not 0

  @bridge/refusal-changes-nothing
  Rule: A refused change leaves the order in its state

    @needs:order-open @needs:order-transit @needs:order-closed
    Scenario Outline: A refused move from <state> to <asked> leaves the order in <state>
      Given an order in the state "<state>"
      When "<asked>" is asked for
      Then the call is refused
      And the order is still "<state>"

      Examples:
        | state   | asked     |
        | open    | open      |
        | transit | open      |
        | transit | cancelled |
        | closed  | cancelled |

    @needs:order-unpaid
    Scenario Outline: If an open order without a payment can't be moved to <asked>, it stays open
      Given an order that is open and of which neither a payment nor the report that it is paid has come
      When "<asked>" is asked for
      Then the order is still "open" where the call was refused

      Examples:
        | asked       |
        | confirmed   |
        | readyToPick |
        | inproc      |
        | complete    |

    @needs:order-open
    Scenario: If notes that are a number are refused, the order stays open
      Given an order in the state "open"
      When "cancelled" is asked for with the body:
        """
        {"internalNumber": "ORDER", "notes": 5}
        """
      Then the order is still "open" where the call was refused

  @bridge/answer-envelope
  Rule: Success and refusal have the same envelope

    @needs:order-paid
    Scenario: A successful change has a number ack and a text message
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the answer is an object with the number ack and the text message

    @needs:order-open @needs:order-transit
    Scenario Outline: A refused move from <state> to open has a number ack and a text message
      Given an order in the state "<state>"
      When "open" is asked for
      Then the answer is an object with the number ack and the text message

      Examples:
        | state   |
        | open    |
        | transit |

  @bridge/success-message @needs:order-paid
  Rule: The message of a success describes no error: a dash, nothing, or the documented text

    Scenario: The message of a success differs from the message of a refusal
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the message is noted
      And the order is "confirmed"
      When "confirmed" is asked for
      Then the call is refused
      And the message is another than the one that was noted

    @reading:dash
    Scenario: The message of a success is a dash, as in the document's example
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the notes "el pedido ha sido cancelado por el cliente"
      Then the call is executed
      And the message is "-"

    @reading:nothing
    Scenario: The message of a success is empty or omitted
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the message is empty or left out

    @reading:described
    Scenario: The message of a success is the documented text of code 0
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the message is "La operación se ha ejecutado con éxito."

  @bridge/message-describes-error @needs:order-open @needs:order-transit @needs:order-closed
  Rule: The message of a refusal describes the error

    Scenario Outline: A refused move from <state> to open has a message that describes the error
      Given an order in the state "<state>"
      When "open" is asked for
      Then the call is refused
      And the message describes the error

      Examples:
        | state   |
        | open    |
        | transit |
        | closed  |

  @bridge/status-is-200
  Rule: The HTTP status is 200 whatever the outcome

    @needs:order-paid
    Scenario: A successful change and refused ones all have the status 200
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the answer has status 200
      When "confirmed" is asked for
      Then the answer has status 200
      When "entregada" is asked for
      Then the answer has status 200

    Scenario: Reading the state of an unknown order has the status 200
      When the state of an order that nobody has is read
      Then the answer has status 200

    @needs:log-in
    Scenario: A refused log-in has the status 200
      When the client logs in with another secret
      Then the answer has status 200

    Scenario: A check of an invalid token has the status 200
      When an invented token is checked
      Then the answer has status 200

  @bridge/unknown-error-is-9999
  Rule: 9999 is the code of every refusal without a code of its own

    @needs:order-open
    Scenario: A body that is not JSON is refused with 9999
      Given an order in the state "open"
      When "cancelled" is asked for with the body internalNumber=ORDER
      Then the ack is 9999

    @needs:order-unpaid
    Scenario Outline: If an open order without a payment can't be moved to <asked>, the ack is 9999
      Given an order that is open and of which neither a payment nor the report that it is paid has come
      When "<asked>" is asked for
      Then a refusal has ack 9999

      Examples:
        | asked       |
        | entregada   |
        | confirmed   |
        | readyToPick |
        | complete    |

    @needs:order-cancelled
    Scenario: If a cancelled order can't be opened again, the ack is 9999
      Given an order in the state "cancelled"
      When "open" is asked for
      Then a refusal has ack 9999

    @needs:control @needs:order-equipped
    Scenario: A change that the installation's flow does not contain is refused with 9999
      Given an order that is confirmed and has all that any state presupposes
      And the installation's flow has only the steps:
        | from      | to          |
        | confirmed | readyToPick |
      When "inproc" is asked for
      Then a refusal has ack 9999

    @needs:log-in
    Scenario: A refused log-in has the ack 9999
      When the client logs in with another secret
      Then the ack is 9999

  @bridge/first-refusal-decides
  Rule: When several errors apply, the assumed precedence decides which is returned

    Scenario: A missing token is refused before an unknown order
      When the state of an order that nobody has is read without a token
      Then the ack is 9999

    Scenario: An unknown state is refused before an unknown order
      When "entregada" is asked for of an order that nobody has
      Then the ack is 9999

    Scenario: An unknown state is refused before a missing order number
      When "entregada" is asked for with the body:
        """
        {"notes": "sin número"}
        """
      Then the ack is 9999

    @needs:order-closed
    Scenario: Closing a closed order is refused with 1021, for the same state
      Given an order in the state "closed"
      When "closed" is asked for
      Then the ack is 1021

    @needs:order-cancelled
    Scenario: Cancelling a cancelled order is refused with 1021, for the same state
      Given an order in the state "cancelled"
      When "cancelled" is asked for
      Then the ack is 1021
