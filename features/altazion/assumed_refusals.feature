@effect:spending
Feature: Refusals that are assumed and not documented
  What is assumed here shapes the simulator; a target that departs from it is
  warned of and not failed. Every bon here contains 3 pieces of REF-A, its first
  line, and 2 of REF-B, its second.

  @altazion/line-is-named @needs:bon-to-prepare
  Rule: A line without Guid and Reference is refused with 422

    Scenario: A line with neither Guid nor Reference is refused with 422
      Given a bon to prepare
      When the preparation point is called with the lines:
        | QtePreparee |
        | 3           |
      Then the call is refused with 422

    Scenario: A line whose Guid and Reference are null is refused with 422
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Guid | Reference | QtePreparee |
        | null | null      | 3           |
      Then the call is refused with 422

    Scenario: A line with an empty Reference is refused with 422
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | (empty)   | 3           |
      Then the call is refused with 422

  @altazion/at-least-one-line @needs:bon-to-prepare
  Rule: A request has at least one line

    Scenario Outline: The <point> point refuses an empty array of lines with 422
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
  Rule: A request with a duplicated line is refused with 422

    Scenario: A line duplicated by its reference is refused with 422
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 1           |
        | REF-A     | 2           |
      Then the call is refused with 422

    Scenario: A line named by its reference and again by its GUID is refused with 422
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | Guid  | QtePreparee |
        | REF-A     |       | 1           |
        |           | first | 1           |
      Then the call is refused with 422

  @altazion/refusal-changes-nothing
  Rule: A refused request changes nothing

    @needs:bon-to-prepare
    Scenario: A refused shipment with one line too large leaves the other line as it was
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 9           |
      Then the bon stays as it was if the call was refused

    @needs:bon-to-prepare
    Scenario: A refused preparation with one quantity as text leaves the other line as it was
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | "two"       |
      Then the bon stays as it was if the call was refused

    @needs:bon-cancelled
    Scenario: A refused preparation leaves a cancelled bon as it was
      Given a cancelled bon
      When the preparation point is called correctly
      Then the bon stays as it was if the call was refused

  @altazion/refusal-order
  Rule: When several errors apply, the assumed precedence decides which is returned

    Scenario: Missing credentials are refused before an invalid identifier
      Given calls name a bon by "§"
      And the caller has no credentials
      When the preparation point is called with the body:
        """
        {}
        """
      Then the call is refused with 401

    Scenario: An invalid identifier is refused before a malformed body
      Given calls name a bon by "§"
      When the preparation point is called with the body:
        """
        not JSON
        """
      Then the call is refused with 404

    Scenario: A malformed body is refused before an unknown bon
      Given calls name a bon by "BP-PLUMB-NONE"
      When the preparation point is called with the body:
        """
        not JSON
        """
      Then the call is refused with 400

    Scenario: An unknown bon is refused before incoherent data
      Given calls name a bon by "BP-PLUMB-NONE"
      When the shipping point is called with the body:
        """
        {"Lignes": [{"Reference": "REF-NONE", "QteExpediee": 99}]}
        """
      Then the call is refused with 404

    @needs:bon-cancelled
    Scenario: A malformed body is refused before the state of the bon
      Given a cancelled bon
      When the preparation point is called with the body:
        """
        not JSON
        """
      Then the call is refused with 400

    @needs:bon-cancelled
    Scenario: The state of the bon is refused before incoherent data
      Given a cancelled bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 99          |
      Then the call is refused with 405

    @needs:bon-to-prepare
    Scenario: A finished bon is refused before incoherent data
      Given a finished bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 99          |
      Then the call is refused with 409 or 405

  @altazion/unknown-members-passed-over @needs:bon-to-prepare
  Rule: Members that are published nowhere are ignored

    Scenario: Unknown members in the body and in a line are ignored
      Given a bon to prepare
      And the next call carries Entrepot: {"Code": ["LYON", 7]}
      When the preparation point is called with the lines:
        | Reference | QtePreparee | Emplacement       |
        | REF-A     | 3           | {"Allee": [1, 2]} |
        | REF-B     | 2           | "A-12"            |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2
