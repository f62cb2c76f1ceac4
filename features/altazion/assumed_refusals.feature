@effect:spending
Feature: Refusals that no document describes
  What is assumed here shapes the simulator; a target that departs from it is
  warned of and not failed. Every bon here contains 3 pieces of REF-A, its first
  line, and 2 of REF-B, its second.

  @altazion/line-is-named @needs:bon-to-prepare
  Rule: A line that is not named is refused with 422

    Scenario: Neither Guid nor Reference
      Given a bon to prepare
      When the preparation point is called with the lines:
        | QtePreparee |
        | 3           |
      Then the call is refused with 422

    Scenario: Both are null
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Guid | Reference | QtePreparee |
        | null | null      | 3           |
      Then the call is refused with 422

    Scenario: The Reference is empty
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | (empty)   | 3           |
      Then the call is refused with 422

  @altazion/at-least-one-line @needs:bon-to-prepare
  Rule: A call has at least one line

    Scenario Outline: An empty array
      Given a bon to prepare
      When the <point> point is called with the body:
        """
        {"Lignes": []}
        """
      Then the call is refused with 422

      Examples:
        | point       |
        | preparation |
        | shipping    |

  @altazion/line-named-twice @needs:bon-to-prepare
  Rule: A call that names a line twice is refused with 422

    Scenario: Twice by its reference
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 1           |
        | REF-A     | 2           |
      Then the call is refused with 422

    Scenario: Once by its reference and once by its GUID
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | Guid  | QtePreparee |
        | REF-A     |       | 1           |
        |           | first | 1           |
      Then the call is refused with 422

  @altazion/refusal-changes-nothing
  Rule: A refused call changes nothing

    @needs:bon-to-prepare
    Scenario: One line at fault, the other right
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 9           |
      Then the bon stays as it was if the call was refused

    @needs:bon-to-prepare
    Scenario: One line of another type, the other right
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | "two"       |
      Then the bon stays as it was if the call was refused

    @needs:bon-cancelled
    Scenario: A cancelled bon
      Given a cancelled bon
      When the preparation point is called correctly
      Then the bon stays as it was if the call was refused

  @altazion/refusal-order
  Rule: Of several causes the first of the documented order decides

    Scenario: Credentials before the identifier
      Given calls name a bon by "§"
      And the caller has no credentials
      When the preparation point is called with the body:
        """
        {}
        """
      Then the call is refused with 401

    Scenario: An invalid identifier before the format
      Given calls name a bon by "§"
      When the preparation point is called with the body:
        """
        not JSON
        """
      Then the call is refused with 404

    Scenario: The format before an identifier that no bon has
      Given calls name a bon by "BP-PLUMB-NONE"
      When the preparation point is called with the body:
        """
        not JSON
        """
      Then the call is refused with 400

    Scenario: An identifier that no bon has before incoherent data
      Given calls name a bon by "BP-PLUMB-NONE"
      When the shipping point is called with the body:
        """
        {"Lignes": [{"Reference": "REF-NONE", "QteExpediee": 99}]}
        """
      Then the call is refused with 404

    @needs:bon-cancelled
    Scenario: The format before the state
      Given a cancelled bon
      When the preparation point is called with the body:
        """
        not JSON
        """
      Then the call is refused with 400

    @needs:bon-cancelled
    Scenario: The state before incoherent data
      Given a cancelled bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 99          |
      Then the call is refused with 405

    @needs:bon-to-prepare
    Scenario: A finished bon before incoherent data
      Given a finished bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 99          |
      Then the call is refused with 409 or 405

  @altazion/unknown-members-passed-over @needs:bon-to-prepare
  Rule: Members that are published nowhere are passed over

    Scenario: In the body and in a line
      Given a bon to prepare
      And the next call carries Entrepot: {"Code": ["LYON", 7]}
      When the preparation point is called with the lines:
        | Reference | QtePreparee | Emplacement       |
        | REF-A     | 3           | {"Allee": [1, 2]} |
        | REF-B     | 2           | "A-12"            |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2
