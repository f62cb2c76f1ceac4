@effect:spending
Feature: What a change is answered with
  The answer has a code, ack, and a message: 0 where the change was executed,
  the number of the error and a description of it where not.

  @bridge/ack-0-means-executed @needs:order-paid
  Rule: Ack 0 says that the change is executed

    Scenario: The order gets to the state asked for
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the ack is 0
      And the order is "confirmed"

    @reading:at-once
    Scenario: It is there when the answer arrives
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the ack is 0
      And the order is at once "confirmed"

    @reading:after-a-while
    Scenario: It is there a moment after the answer
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the ack is 0
      And the order is at once "open"
      And the order is "confirmed"

  @bridge/errors-have-other-acks
  Rule: What is not executed is not answered with ack 0

    @needs:order-open @needs:order-transit @needs:order-closed
    Scenario Outline: From <state> to <asked>
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
    Scenario: A payment that has not come, whether or not that is checked
      Given an order that is open and of which neither a payment nor the report that it is paid has come
      When "confirmed" is asked for
      Then the ack is not 0, or the order is "confirmed"

    Scenario: An order that nobody has
      When "cancelled" is asked for of an order that nobody has
      Then the ack is not 0

  @bridge/refusal-changes-nothing
  Rule: A refused call leaves the order where it is

    @needs:order-open @needs:order-transit @needs:order-closed
    Scenario Outline: From <state> to <asked>
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
    Scenario Outline: From open to <asked>, where that is refused
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
    Scenario: Notes that are no text, where they are refused
      Given an order in the state "open"
      When "cancelled" is asked for with the body:
        """
        {"internalNumber": "ORDER", "notes": 5}
        """
      Then the order is still "open" where the call was refused

  @bridge/answer-envelope
  Rule: Success and refusal have one envelope

    @needs:order-paid
    Scenario: A success
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the answer is an object with the number ack and the text message

    @needs:order-open @needs:order-transit
    Scenario Outline: A refusal, from <state> to open
      Given an order in the state "<state>"
      When "open" is asked for
      Then the answer is an object with the number ack and the text message

      Examples:
        | state   |
        | open    |
        | transit |

  @bridge/success-message @needs:order-paid
  Rule: The message of a success

    Scenario: It describes no error
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the message is noted
      And the order is "confirmed"
      When "confirmed" is asked for
      Then the call is refused
      And the message is another than the one that was noted

    @reading:dash
    Scenario: A dash, as in the document's example
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the message is "-"

    @reading:nothing
    Scenario: Nothing, as there is no error to be described
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the message is empty or left out

    @reading:described
    Scenario: What the table of codes says of 0
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the message is "La operación se ha ejecutado con éxito."

  @bridge/message-describes-error @needs:order-open @needs:order-transit @needs:order-closed
  Rule: The message of a refusal describes the error

    Scenario Outline: From <state> to open
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
    Scenario: Executed, and then refused
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the answer has status 200
      When "confirmed" is asked for
      Then the answer has status 200
      When "entregada" is asked for
      Then the answer has status 200

    Scenario: Reading the state of an order that nobody has
      When the state of an order that nobody has is read
      Then the answer has status 200

    @needs:log-in
    Scenario: A log-in that is refused
      When the client logs in with another secret
      Then the answer has status 200

    Scenario: A token that is not valid
      When an invented token is checked
      Then the answer has status 200

  @bridge/unknown-error-is-9999
  Rule: 9999 is the code of every refusal that has none of its own

    @needs:order-open
    Scenario: A body that is no JSON
      Given an order in the state "open"
      When "cancelled" is asked for with the body internalNumber=ORDER
      Then the ack is 9999

    @needs:order-unpaid
    Scenario Outline: From open to <asked>, where that is refused
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
    Scenario: Out of a cancelled order, where that is refused
      Given an order in the state "cancelled"
      When "open" is asked for
      Then a refusal has ack 9999

    @needs:control @needs:order-equipped
    Scenario: A change that the installation's flow does not contain
      Given an order that is confirmed and has all that any state presupposes
      And the installation's flow has only the steps:
        | from      | to          |
        | confirmed | readyToPick |
      When "inproc" is asked for
      Then a refusal has ack 9999

    @needs:log-in
    Scenario: A log-in that is refused
      When the client logs in with another secret
      Then the ack is 9999

  @bridge/first-refusal-decides
  Rule: Of several refusals the first is answered

    Scenario: The token before the order
      When the state of an order that nobody has is read without a token
      Then the ack is 9999

    Scenario: The state before the order
      When "entregada" is asked for of an order that nobody has
      Then the ack is 9999

    Scenario: The state before the missing number
      When "entregada" is asked for with the body:
        """
        {"notes": "sin número"}
        """
      Then the ack is 9999

    @needs:order-closed
    Scenario: The same state before the closed order
      Given an order in the state "closed"
      When "closed" is asked for
      Then the ack is 1021

    @needs:order-cancelled
    Scenario: The same state before the cancelled order
      Given an order in the state "cancelled"
      When "cancelled" is asked for
      Then the ack is 1021
