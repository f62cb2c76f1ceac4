@effect:read
Feature: Credentials, permissions and media types
  An application of the merchant's own calls with its key, by HTTP Basic, or
  with an OAuth 2 token as a bearer.

  @altazion/basic-or-token
  Rule: Every request carries the key of an application or a token

    @needs:basic
    Scenario: A request with the key of an application is let in
      Given calls name a bon by a GUID that no bon has
      And the caller has the key of an application
      When the bon is read
      Then the call is not refused for its credentials

    @needs:token
    Scenario: A request with a valid token is let in
      Given calls name a bon by a GUID that no bon has
      And the caller has a token
      When the bon is read
      Then the call is not refused for its credentials

    @reading:required
    Scenario: Credentials are required: reading without any is refused with 401 or 403
      Given calls name a bon by a GUID that no bon has
      And the caller has no credentials
      When the bon is read
      Then the call is refused with 401 or 403

    @reading:required
    Scenario: Credentials are required: reading with a wrong token is refused with 401 or 403
      Given calls name a bon by a GUID that no bon has
      And the caller has a wrong token
      When the bon is read
      Then the call is refused with 401 or 403

    @needs:basic @reading:required
    Scenario: Reading with a wrong key is refused with 401 or 403
      Given calls name a bon by a GUID that no bon has
      And the caller has a wrong key
      When the bon is read
      Then the call is refused with 401 or 403

    @effect:spending @needs:bon-to-prepare @reading:required
    Scenario Outline: Credentials are required: the <point> point refuses <credentials> with 401 or 403
      Given a bon to prepare
      And the caller has <credentials>
      When the <point> point is called correctly
      Then the call is refused with 401 or 403
      Given the caller has the profile's own credentials
      Then the bon is as it was

      Examples:
        | point       | credentials    |
        | preparation | no credentials |
        | shipping    | no credentials |
        | preparation | a wrong token  |
        | shipping    | a wrong token  |

    @reading:not-asked-for
    Scenario Outline: Credentials are not checked: reading with <credentials> is let in
      Given calls name a bon by a GUID that no bon has
      And the caller has <credentials>
      When the bon is read
      Then the call is not refused for its credentials

      Examples:
        | credentials    |
        | no credentials |
        | a wrong token  |

    @effect:spending @needs:bon-to-prepare @reading:not-asked-for
    Scenario Outline: Credentials are not checked: the <point> point accepts a request without any
      Given a bon to prepare
      And the caller has no credentials
      When the <point> point is called correctly
      Then the call is accepted

      Examples:
        | point       |
        | preparation |
        | shipping    |

  @altazion/missing-credentials-are-401
  Rule: Missing and wrong credentials are refused with 401, whatever else is wrong

    Scenario: Reading without credentials is refused with 401
      Given calls name a bon by a GUID that no bon has
      And the caller has no credentials
      When the bon is read
      Then the call is refused with 401

    Scenario: Reading with a wrong token is refused with 401
      Given calls name a bon by a GUID that no bon has
      And the caller has a wrong token
      When the bon is read
      Then the call is refused with 401

    @needs:basic
    Scenario: Reading with a wrong key is refused with 401
      Given calls name a bon by a GUID that no bon has
      And the caller has a wrong key
      When the bon is read
      Then the call is refused with 401

    @effect:reversible
    Scenario Outline: The <point> point refuses missing credentials with 401 before body and identifier
      Given calls name a bon by "§"
      And the caller has no credentials
      When the <point> point is called with the body:
        """
        {"Lignes": [
        """
      Then the call is refused with 401

      Examples:
        | point       |
        | preparation |
        | shipping    |

  @altazion/lacking-permission-is-403 @needs:stranger
  Rule: Credentials without permission are refused with 403, or permissions are not checked

    @reading:403
    Scenario: Reading without permission is refused with 403
      Given calls name a bon by a GUID that no bon has
      And the caller has no permission
      When the bon is read
      Then the call is refused with 403

    @effect:spending @needs:bon-to-prepare @reading:403
    Scenario Outline: Writing to the <point> point without permission is refused with 403
      Given a bon to prepare
      And the caller has no permission
      When the <point> point is called correctly
      Then the call is refused with 403
      Given the caller has the profile's own credentials
      Then the bon is as it was

      Examples:
        | point       |
        | preparation |
        | shipping    |

    @reading:not-looked-at
    Scenario: Permissions are not checked: reading without permission is let in
      Given calls name a bon by a GUID that no bon has
      And the caller has no permission
      When the bon is read
      Then the call is not refused for its credentials

    @effect:spending @needs:bon-to-prepare @reading:not-looked-at
    Scenario Outline: Permissions are not checked: the <point> point accepts a request without permission
      Given a bon to prepare
      And the caller has no permission
      When the <point> point is called correctly
      Then the call is accepted

      Examples:
        | point       |
        | preparation |
        | shipping    |

  @altazion/other-media-type-is-415 @effect:spending @needs:bon-to-prepare
  Rule: A body of another media type than JSON is refused with 415

    Scenario Outline: A body announced as <type> is refused with 415
      Given a bon to prepare
      And bodies are announced as "<type>"
      When the preparation point is called correctly
      Then the call is refused with 415
      When the shipping point is called correctly
      Then the call is refused with 415

      Examples:
        | type                              |
        | text/plain                        |
        | text/plain; charset=utf-8         |
        | application/xml                   |
        | application/x-www-form-urlencoded |

    Scenario: A body announced as JSON with a charset is accepted
      Given a bon to prepare
      And bodies are announced as "application/json; charset=utf-8"
      When the preparation point is called correctly
      Then the call is accepted
