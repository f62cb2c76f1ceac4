@effect:read
Feature: Logging in, and the token of each request
  An integration is a client of the installation. It logs in with its name and
  secret, and sends the token that it gets with every other call, until the
  token expires.

  @bridge/login-gives-token @needs:log-in @effect:spending
  Rule: Logging in gives a token that the other requests accept

    @needs:order-open
    Scenario: A client logs in and uses its token for another request
      Given an order in the state "open"
      When the client logs in
      Then the call is executed
      And the answer has a token
      When "open" is asked for with that token
      Then the call is refused with 1021

  @bridge/login-members @needs:log-in
  Rule: A log-in requires a client and its secret

    Scenario: A log-in without the secret is refused and gives no token
      When a log-in is sent with the body:
        """
        {"clientId": "CLIENT"}
        """
      Then the call is refused
      And the answer has no token

  @bridge/unknown-client-is-refused @needs:log-in
  Rule: Only a client of the installation gets a token

    Scenario: A client with an unknown name gets no token
      When a client that nobody knows logs in
      Then the call is refused
      And the answer has no token

    Scenario: A client with a wrong secret gets no token
      When the client logs in with another secret
      Then the call is refused
      And the answer has no token

  @bridge/token-is-jwt @needs:log-in
  Rule: The token is a JSON Web Token

    Scenario: The token of a new log-in has three base64url parts
      When the client logs in
      Then the token is three parts in base64url, joined by full stops

  @bridge/login-message @needs:log-in
  Rule: A refused log-in has a message that describes the error

    Scenario: A client with a wrong secret gets a message that describes the error
      When the client logs in with another secret
      Then the call is refused
      And the message describes the error

  @bridge/token-lasts-two-days @needs:clock @needs:order-open
  Rule: A token is valid for 48 hours

    Scenario: A token can be used a minute before its 48 hours end
      Given an order in the state "open"
      And the client has logged in
      When 2879 minutes pass
      And the state of the order is read with the token from before
      Then the call is executed

    Scenario: A token is refused a minute after its 48 hours end
      Given an order in the state "open"
      And the client has logged in
      When 2881 minutes pass
      And the state of the order is read with the token from before
      Then the call is refused

  @bridge/token-needed @effect:spending
  Rule: Requests require a token that the service issued

    @needs:order-paid
    Scenario: An order is not confirmed without a token
      Given an order that is open and reported as paid
      When "confirmed" is asked for without a token
      Then the call is refused
      And the order is still "open"

    @needs:order-paid
    Scenario: An order is not confirmed with an invented token
      Given an order that is open and reported as paid
      When "confirmed" is asked for with an invented token
      Then the call is refused
      And the order is still "open"

    @needs:order-open
    Scenario: The state of an order is not read without a token
      Given an order in the state "open"
      When the state of the order is read without a token
      Then the call is refused

    @needs:order-open
    Scenario: The state of an order is not read with an altered token
      Given an order in the state "open"
      When the state of the order is read with an altered token
      Then the call is refused

  @bridge/token-in-header @needs:order-paid @effect:spending
  Rule: The token is sent in the header x-access-token

    Scenario: An order is confirmed with the token in the header
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the token in the header
      Then the call is executed
      And the order is "confirmed"

    @reading:header-only
    Scenario: An order is not confirmed with the token in the address alone
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the token in the address alone
      Then the call is refused
      And the order is still "open"

    @reading:header-or-parameter
    Scenario: An order is confirmed with the token in the address alone
      Given an order that is open and reported as paid
      When "confirmed" is asked for with the token in the address alone
      Then the call is executed
      And the order is "confirmed"

  @bridge/expired-token-is-refused @effect:spending @needs:expired-token @needs:order-paid
  Rule: An expired token is refused, and a new one is accepted

    Scenario: A client whose token has expired logs in again and confirms the order
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
  Rule: An invalid token gets the status 200, ack 9999 and "token inválido"

    Scenario: Reading a state without a token gets "token inválido"
      When the state of an order that nobody has is read without a token
      Then the answer has status 200, ack 9999 and the message "token inválido"

    Scenario: Reading a state with an invented token gets "token inválido"
      When the state of an order that nobody has is read with an invented token
      Then the answer has status 200, ack 9999 and the message "token inválido"

    @needs:expired-token
    Scenario: Reading a state with an expired token gets "token inválido"
      Given the client has logged in
      When 30 days pass
      And the state of an order that nobody has is read with the token from before
      Then the answer has status 200, ack 9999 and the message "token inválido"

    @needs:order-open @effect:spending
    Scenario: Changing a state without a token gets "token inválido"
      Given an order in the state "open"
      When "cancelled" is asked for without a token
      Then the answer has status 200, ack 9999 and the message "token inválido"

  @bridge/check-token-tells-validity
  Rule: A client can check whether its token is still valid

    Scenario: A token just issued is shown as valid
      Given the client has logged in
      When the token is checked
      Then the token is taken for valid

    Scenario: An invented token is shown as invalid
      When an invented token is checked
      Then the token is not taken for valid

    Scenario: An invented token is shown as invalid right after a valid one
      Given the client has logged in
      When the token is checked
      Then the token is taken for valid
      When an invented token is checked
      Then the token is not taken for valid

    @needs:expired-token
    Scenario: A token issued 30 days ago is shown as invalid
      Given the client has logged in
      When 30 days pass
      And the token from before is checked
      Then the token is not taken for valid

  @bridge/check-token-answer
  Rule: The check of a token has the envelope of a change

    Scenario: The check of a valid token has the ack 0
      Given the client has logged in
      When the token is checked
      Then the ack is 0

    Scenario: The check of an invented token has another ack than 0
      When an invented token is checked
      Then the answer has an ack other than 0
