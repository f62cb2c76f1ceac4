@effect:spending
Feature: Calls that reach no bon, and no operation
  An identifier may be invalid or may be nobody's; a path may not have the
  method. Every bon here contains 3 pieces of REF-A, its first line, and 2 of
  REF-B, its second.

  @altazion/unusable-identifier-is-404
  Rule: Saving or shipping under an identifier that leads to no bon is refused with 404

    Scenario Outline: A number that no bon has, and one that is none
      Given calls name a bon by "<name>"
      When the <point> point is called correctly
      Then the call is refused with 404

      Examples:
        | name          | point       |
        | BP-PLUMB-NONE | preparation |
        | BP-PLUMB-NONE | shipping    |
        | §             | preparation |
        | §             | shipping    |

    Scenario Outline: A GUID that no bon has
      Given calls name a bon by a GUID that no bon has
      When the <point> point is called correctly
      Then the call is refused with 404

      Examples:
        | point       |
        | preparation |
        | shipping    |

  @altazion/identifier-form
  Rule: What an identifier looks like

    Scenario Outline: An invalid one is refused with 404 before the body is looked at
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

    Scenario: 51 characters are too many
      Given calls name a bon by 51 digits
      When the preparation point is called with the body:
        """
        {"Lignes": [
        """
      Then the call is refused with 404

    Scenario: 50 characters are not, so that the body is looked at
      Given calls name a bon by 50 digits
      When the preparation point is called with the body:
        """
        {"Lignes": [
        """
      Then the call is refused with 400

    Scenario: Blanks, dots, underscores and hyphens are allowed after the first character
      Given calls name a bon by "7 BP.10_01-x"
      When the shipping point is called with the body:
        """
        {"Lignes": [
        """
      Then the call is refused with 400

    Scenario: Reading under an invalid one
      Given calls name a bon by "§"
      When the bon is read
      Then the call is refused with 404

  @altazion/read-unknown-is-404 @effect:read
  Rule: Reading under an identifier that no bon has shows no bon

    Scenario: A number that no bon has
      Given calls name a bon by "BP-PLUMB-NONE"
      When the bon is read
      Then the answer shows no bon

    Scenario: A GUID that no bon has
      Given calls name a bon by a GUID that no bon has
      When the bon is read
      Then the answer shows no bon

    @reading:404
    Scenario Outline: It is refused with 404
      Given calls name a bon by <name>
      When the bon is read
      Then the call is refused with 404

      Examples:
        | name                    |
        | "BP-PLUMB-NONE"         |
        | a GUID that no bon has  |

    @reading:nothing
    Scenario Outline: The answer is a success that shows nothing
      Given calls name a bon by <name>
      When the bon is read
      Then the call is accepted
      And the answer shows no bon

      Examples:
        | name                    |
        | "BP-PLUMB-NONE"         |
        | a GUID that no bon has  |

  @altazion/wrong-method-is-405
  Rule: A 405 about the method can be told from one about the bon's state

    @needs:bon-to-prepare
    Scenario Outline: A method that the point does not have
      Given a bon to prepare
      When the <point> point is called by <method>
      Then the answer names the methods that there are and has no ErrorCode

      Examples:
        | point       | method |
        | preparation | PUT    |
        | shipping    | DELETE |
        | reading     | DELETE |

    @needs:bon-cancelled
    Scenario: The bon's state
      Given a cancelled bon
      When the preparation point is called correctly
      Then the call is refused with 405
      And the answer has the ErrorCode 405 and names no methods
