@effect:spending
Feature: Unknown identifiers and unsupported methods
  An identifier may be invalid or may be nobody's; a path may not have the
  method. Every bon here contains 3 pieces of REF-A, its first line, and 2 of
  REF-B, its second.

  @altazion/unusable-identifier-is-404
  Rule: Saving or shipping an unknown bon is refused with 404

    Scenario Outline: The <point> point refuses the number <name> with 404
      Given calls name a bon by "<name>"
      When the <point> point is called correctly
      Then the call is refused with 404

      Examples:
        | name          | point       |
        | BP-PLUMB-NONE | preparation |
        | BP-PLUMB-NONE | shipping    |
        | §             | preparation |
        | §             | shipping    |

    Scenario Outline: The <point> point refuses an unknown GUID with 404
      Given calls name a bon by a GUID that no bon has
      When the <point> point is called correctly
      Then the call is refused with 404

      Examples:
        | point       |
        | preparation |
        | shipping    |

  @altazion/identifier-form
  Rule: An identifier has 1 to 50 characters and starts with a letter or a digit

    Scenario Outline: The <point> point refuses the invalid identifier <name> before reading the body
      Given calls name a bon by "<name>"
      When the <point> point is called with the body:
        """
        {"Lignes": [
        """
      Then the call is refused with 404

      Examples:
        | name     | point       |
        | §        | preparation |
        | -1001    | preparation |
        | BP+1001  | preparation |
        | BP#1001  | shipping    |
        | _1001    | shipping    |

    Scenario: An identifier of 51 characters is refused before the body is read
      Given calls name a bon by 51 digits
      When the preparation point is called with the body:
        """
        {"Lignes": [
        """
      Then the call is refused with 404

    Scenario: An identifier of 50 characters is valid, and the malformed body is refused
      Given calls name a bon by 50 digits
      When the preparation point is called with the body:
        """
        {"Lignes": [
        """
      Then the call is refused with 400

    Scenario: An identifier may have blanks, dots, underscores and hyphens after its first character
      Given calls name a bon by "7 BP.10_01-x"
      When the shipping point is called with the body:
        """
        {"Lignes": [
        """
      Then the call is refused with 400

    Scenario: Reading a bon by an invalid identifier is refused with 404
      Given calls name a bon by "§"
      When the bon is read
      Then the call is refused with 404

  @altazion/read-unknown-is-404 @effect:read
  Rule: Reading an unknown bon returns no bon

    Scenario: Reading by an unknown number returns no bon
      Given calls name a bon by "BP-PLUMB-NONE"
      When the bon is read
      Then the answer shows no bon

    Scenario: Reading by an unknown GUID returns no bon
      Given calls name a bon by a GUID that no bon has
      When the bon is read
      Then the answer shows no bon

    @reading:404
    Scenario Outline: Reading by <name> is refused with 404, as unknown
      Given calls name a bon by <name>
      When the bon is read
      Then the call is refused with 404

      Examples:
        | name                    |
        | "BP-PLUMB-NONE"         |
        | a GUID that no bon has  |

    @reading:nothing
    Scenario Outline: Reading by <name> succeeds and returns nothing
      Given calls name a bon by <name>
      When the bon is read
      Then the call is accepted
      And the answer shows no bon

      Examples:
        | name                    |
        | "BP-PLUMB-NONE"         |
        | a GUID that no bon has  |

  @altazion/wrong-method-is-405
  Rule: A 405 for the method differs from a 405 for the state of the bon

    @needs:bon-to-prepare
    Scenario Outline: The <point> point refuses <method> and names the methods it supports
      Given a bon to prepare
      When the <point> point is called by <method>
      Then the answer names the methods that there are and has no ErrorCode

      Examples:
        | point       | method |
        | preparation | PUT    |
        | shipping    | DELETE |
        | reading     | DELETE |

    @needs:bon-cancelled
    Scenario: A write to a cancelled bon is refused with ErrorCode 405, and names no methods
      Given a cancelled bon
      When the preparation point is called correctly
      Then the call is refused with 405
      And the answer has the ErrorCode 405 and names no methods
