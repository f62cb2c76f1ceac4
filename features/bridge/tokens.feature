@effect:read
Feature: Tokens
  An integration is a client of the installation. It logs in with its name and
  secret, and sends the token that it gets with every other call, until the
  token expires.

  @bridge/login-gives-token @needs:log-in @effect:spending
  Rule: Logging in gives a token that the other calls accept

    @needs:order-open
    Scenario: A client logs in and asks for the state that an order is in
      Given an order in the state "open"
      When the client logs in
      Then the call is executed
      And the answer has a token
      When "open" is asked for with that token
      Then the call is refused with 1021

  @bridge/login-members @needs:log-in
  Rule: A log-in has a client and its secret

    Scenario: The secret is left out
      When a log-in is sent with the body:
        """
        {"clientId": "CLIENT"}
        """
      Then the call is refused
      And the answer has no token

  @bridge/unknown-client-is-refused @needs:log-in
  Rule: Only a client of the installation gets a token

    Scenario: A name that the installation does not know
      When a client that nobody knows logs in
      Then the call is refused
      And the answer has no token

    Scenario: The secret of somebody else
      When the client logs in with another secret
      Then the call is refused
      And the answer has no token

  @bridge/token-is-jwt @needs:log-in
  Rule: The token is a JSON Web Token

    Scenario: A token just given
      When the client logs in
      Then the token is three parts in base64url, joined by full stops

  @bridge/login-message @needs:log-in
  Rule: A refused log-in says what is wrong

    Scenario: The secret of somebody else
      When the client logs in with another secret
      Then the call is refused
      And the message describes the error

  @bridge/token-lasts-two-days @needs:clock @needs:order-open
  Rule: A token is valid for 48 hours

    Scenario: A minute before the two days are over
      Given an order in the state "open"
      And the client has logged in
      When 2879 minutes pass
      And the state of the order is read with the token from before
      Then the call is executed

    Scenario: A minute after the two days are over
      Given an order in the state "open"
      And the client has logged in
      When 2881 minutes pass
      And the state of the order is read with the token from before
      Then the call is refused

  @bridge/token-needed @effect:spending
  Rule: Without a token that the service gave nothing is executed

    @needs:order-paid
    Scenario: A change without a token
      Given an order that is open and reported as paid
      When "confirmed" is asked for without a token
      Then the call is refused
      And the order is still "open"

    @needs:order-paid
    Scenario: A change with a token that the service never gave
      Given an order that is open and reported as paid
      When "confirmed" is asked for with an invented token
      Then the call is refused
      And the order is still "open"

    @needs:order-open
    Scenario: Reading a state without a token
      Given an order in the state "open"
      When the state of the order is read without a token
      Then the call is refused

    @needs:order-open
    Scenario: Reading a state with a token whose signature was altered
      Given an order in the state "open"
      When the state of the order is read with an altered token
      Then the call is refused

  @bridge/token-in-header @needs:order-paid @effect:spending
  Rule: The token travels in the header x-access-token

    Scenario: In the header
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the token in the header
      Then the call is executed
      And the order is "confirmed"

    @reading:header-only
    Scenario: In the address alone it is no token
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the token in the address alone
      Then the call is refused
      And the order is still "open"

    @reading:header-or-parameter
    Scenario: In the address it is a parameter like any other
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the token in the address alone
      Then the call is executed
      And the order is "confirmed"

  @bridge/expired-token-is-refused @effect:spending @needs:clock @needs:order-paid
  Rule: An expired token is invalid, and a new one opens the door again

    Scenario: A client comes back after a month
      Given an order that is open and reported as paid
      And the client has logged in
      When 30 days pass
      And "confirmed" is asked for with the token from before
      Then the call is refused
      And the message describes the error
      And the order is still "open"
      When "confirmed" is asked for with a new token
      Then the call is executed
      And the order is "confirmed"

  @bridge/invalid-token-answer
  Rule: The answer to an invalid token

    Scenario: No token
      When the state of an order that nobody has is read without a token
      Then the answer has status 200, ack 9999 and the message "token inválido"

    Scenario: An invented token
      When the state of an order that nobody has is read with an invented token
      Then the answer has status 200, ack 9999 and the message "token inválido"

    @needs:clock
    Scenario: An expired token
      Given the client has logged in
      When 30 days pass
      And the state of an order that nobody has is read with the token from before
      Then the answer has status 200, ack 9999 and the message "token inválido"

    @needs:order-open @effect:spending
    Scenario: A change without a token
      Given an order in the state "open"
      When "cancelled" is asked for without a token
      Then the answer has status 200, ack 9999 and the message "token inválido"

  @bridge/check-token-tells-validity
  Rule: A client can ask whether its token is still valid

    Scenario: A token just given
      Given the client has logged in
      When the token is checked
      Then the token is taken for valid

    Scenario: An invented token
      When an invented token is checked
      Then the token is not taken for valid

    @needs:clock
    Scenario: A token of last month
      Given the client has logged in
      When 30 days pass
      And the token from before is checked
      Then the token is not taken for valid

  @bridge/check-token-answer
  Rule: The check of a token is answered like a change

    Scenario: A token just given
      Given the client has logged in
      When the token is checked
      Then the ack is 0

    Scenario: An invented token
      When an invented token is checked
      Then the answer has an ack other than 0
