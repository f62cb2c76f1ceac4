@effect:read
Feature: Logging in and the right to packages
  A user logs in with name and password and sends the key that it gets with
  every other call, as “Authorization: Token KEY”.

  @akinon/logs-in @needs:login @needs:package-waiting
  Rule: Logging in gives a key that opens the other calls

    Scenario: A user logs in and reads a package with the key
      Given a waiting package
      When the user logs in
      Then the call succeeds
      And the answer has a key
      When the package is read with that key
      Then the call succeeds

  @akinon/wrong-password-is-400 @needs:login
  Rule: A wrong name or password is refused with 400

    Scenario: A user who gives a wrong password is refused with 400
      When the user logs in with another password
      Then the call is refused with 400
      And the answer has no key

    Scenario: A user whose name is unknown is refused with 400
      When a user that nobody knows logs in
      Then the call is refused with 400
      And the answer has no key

  @akinon/key-required @needs:package-waiting
  Rule: Every request but the log-in carries the key

    Scenario: A request with the key behind the word Token succeeds
      Given a waiting package
      When the package is read
      Then the call succeeds

    @reading:token
    Scenario Outline: Only Token opens: a caller with <key> gets 401 when <call>
      Given a waiting package
      And the caller has <key>
      When <call>
      Then the call is refused with 401, where it is offered

      Examples:
        | key         | call                    |
        | no key      | the package is read     |
        | a wrong key | the package is read     |
        | no key      | the packages are listed |
        | a wrong key | the packages are listed |

    @reading:token @effect:spending
    Scenario Outline: Only Token opens: a caller with <key> gets 401 when <call>
      Given a waiting package
      And the caller has <key>
      When <call>
      Then the call is refused with 401, where it is offered

      Examples:
        | key         | call                                |
        | no key      | the package is prepared             |
        | a wrong key | the package is prepared             |
        | no key      | the caller asks for package.created |
        | a wrong key | the caller asks for package.created |

    @reading:token @effect:spending
    Scenario Outline: Only Token opens: a caller with <key> gets 401 when the subscription is removed
      Given a waiting package
      And a subscription to package.created, where it is offered
      And the caller has <key>
      When the subscription is removed
      Then the call is refused with 401, where it is offered

      Examples:
        | key         |
        | no key      |
        | a wrong key |

    @reading:token
    Scenario: Only Token opens: the key behind the word Bearer is refused with 401
      Given a waiting package
      And the caller sends its key behind the word Bearer
      When the package is read
      Then the call is refused with 401

    @reading:token-or-bearer
    Scenario Outline: Token or Bearer opens: a caller with <key> gets 401 when <call>
      Given a waiting package
      And the caller has <key>
      When <call>
      Then the call is refused with 401, where it is offered

      Examples:
        | key         | call                    |
        | no key      | the package is read     |
        | a wrong key | the package is read     |
        | no key      | the packages are listed |
        | a wrong key | the packages are listed |

    @reading:token-or-bearer @effect:spending
    Scenario Outline: Token or Bearer opens: a caller with <key> gets 401 when <call>
      Given a waiting package
      And the caller has <key>
      When <call>
      Then the call is refused with 401, where it is offered

      Examples:
        | key         | call                                |
        | no key      | the package is prepared             |
        | a wrong key | the package is prepared             |
        | no key      | the caller asks for package.created |
        | a wrong key | the caller asks for package.created |

    @reading:token-or-bearer @effect:spending
    Scenario Outline: Token or Bearer opens: a caller with <key> gets 401 when the subscription is removed
      Given a waiting package
      And a subscription to package.created, where it is offered
      And the caller has <key>
      When the subscription is removed
      Then the call is refused with 401, where it is offered

      Examples:
        | key         |
        | no key      |
        | a wrong key |

    @reading:token-or-bearer
    Scenario: Token or Bearer opens: the key behind the word Bearer is accepted
      Given a waiting package
      And the caller sends its key behind the word Bearer
      When the package is read
      Then the call succeeds

    @reading:not-asked
    Scenario Outline: No key is required: a caller with <key> succeeds when <call>
      Given a waiting package
      And the caller has <key>
      When <call>
      Then the call succeeds, where it is offered

      Examples:
        | key         | call                    |
        | no key      | the package is read     |
        | a wrong key | the package is read     |
        | no key      | the packages are listed |
        | a wrong key | the packages are listed |

    @reading:not-asked @effect:spending
    Scenario Outline: No key is required: a caller with <key> succeeds when <call>
      Given a waiting package
      And the caller has <key>
      When <call>
      Then the call succeeds, where it is offered

      Examples:
        | key         | call                                |
        | no key      | the package is prepared             |
        | a wrong key | the package is prepared             |
        | no key      | the caller asks for package.created |
        | a wrong key | the caller asks for package.created |

    @reading:not-asked @effect:spending
    Scenario Outline: No key is required: a caller with <key> succeeds when the subscription is removed
      Given a waiting package
      And a subscription to package.created, where it is offered
      And the caller has <key>
      When the subscription is removed
      Then the call succeeds, where it is offered

      Examples:
        | key         |
        | no key      |
        | a wrong key |

  @akinon/right-required @needs:package-waiting @needs:stranger
  Rule: A user without the right to packages can neither read nor prepare them

    @reading:refused
    Scenario Outline: A user without the right to packages gets 403 when <call>
      Given a waiting package
      And the caller has no right to packages
      When <call>
      Then the call is refused with 403, where it is offered

      Examples:
        | call                    |
        | the package is read     |
        | the packages are listed |

    @reading:refused @effect:spending
    Scenario: A user without the right to packages gets 403 when the package is prepared
      Given a waiting package
      And the caller has no right to packages
      When the package is prepared
      Then the call is refused with 403

    @reading:nobody-asked
    Scenario Outline: No right is required: a caller with <key> succeeds when <call>
      Given a waiting package
      And the caller has <key>
      When <call>
      Then the call succeeds, where it is offered

      Examples:
        | does  | key                  | call                    |
        | reads | no right to packages | the package is read     |
        | reads | no key               | the package is read     |
        | lists | no right to packages | the packages are listed |
        | lists | no key               | the packages are listed |

    @reading:nobody-asked @effect:spending
    Scenario Outline: No right is required: a caller with <key> succeeds when the package is prepared
      Given a waiting package
      And the caller has <key>
      When the package is prepared
      Then the call succeeds

      Examples:
        | key                  |
        | no right to packages |
        | no key               |

  # No page tells the rate, and a live service is not called until it refuses.
  @akinon/rate-limited @needs:control @needs:package-waiting
  Rule: Requests beyond the allowed rate are refused with 429

    Scenario: Reading a package 5 times at 2 requests a minute ends with 429
      Given a waiting package
      And the installation allows 2 calls a minute
      When the package is read 5 times without waiting
      Then the last call is refused with 429

    Scenario: Listing packages 5 times at 2 requests a minute ends with 429
      Given the installation allows 2 calls a minute
      When the packages are listed 5 times without waiting
      Then the last call is refused with 429

    @effect:spending
    Scenario: Preparing a package 5 times at 2 requests a minute ends with 429
      Given a waiting package
      And the installation allows 2 calls a minute
      When the package is prepared 5 times without waiting
      Then the last call is refused with 429

    Scenario: Reading a package 5 times at 60 requests a minute succeeds
      Given a waiting package
      And the installation allows 60 calls a minute
      When the package is read 5 times without waiting
      Then the call succeeds

  @akinon/unacceptable-is-406 @needs:package-waiting
  Rule: A client that does not accept JSON gets 406, or gets JSON all the same

    @reading:406
    Scenario Outline: A client that accepts only text/html gets 406 when <call>
      Given a waiting package
      And the caller accepts only text/html
      When <call>
      Then the call is refused with 406, where it is offered

      Examples:
        | call                    |
        | the package is read     |
        | the packages are listed |

    @reading:406 @effect:spending
    Scenario: A client that accepts only text/html gets 406 when the package is prepared
      Given a waiting package
      And the caller accepts only text/html
      When the package is prepared
      Then the call is refused with 406

    @reading:served
    Scenario Outline: A client that accepts only text/html succeeds when <call>
      Given a waiting package
      And the caller accepts only text/html
      When <call>
      Then the call succeeds, where it is offered

      Examples:
        | call                    |
        | the package is read     |
        | the packages are listed |

    @reading:served @effect:spending
    Scenario: A client that accepts only text/html succeeds when the package is prepared
      Given a waiting package
      And the caller accepts only text/html
      When the package is prepared
      Then the call succeeds

    Scenario: A client that sends no Accept header can read a package
      Given a waiting package
      When the package is read
      Then the call succeeds

    Scenario Outline: A client that accepts <types> can read a package
      Given a waiting package
      And the caller accepts only <types>
      When the package is read
      Then the call succeeds

      Examples:
        | types                        |
        | application/json             |
        | application/*                |
        | text/html, */*;q=0.1         |
