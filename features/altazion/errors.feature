@effect:spending
Feature: The body of a refusal
  By its general page every failing call of the vendor has the same object, with
  a message for people and the HTTP status again; the document shows no body.

  @altazion/error-envelope
  Rule: A refusal that has an ErrorCode is the vendor's error object

    @reading:published
    Scenario: An unknown bon is refused with the published object
      Given calls name a bon by "BP-PLUMB-NONE"
      When the preparation point is called correctly
      Then the answer says why, with its status as ErrorCode

    Scenario: A refusal of missing credentials is the published object, or has no ErrorCode
      Given calls name a bon by "BP-PLUMB-NONE"
      And the caller has no credentials
      When the preparation point is called correctly
      Then the answer says why, with its status as ErrorCode, or has no ErrorCode

    @needs:bon-to-prepare
    Scenario: A refusal of a malformed body is the published object, or has no ErrorCode
      Given a bon to prepare
      When the preparation point is called with the body:
        """
        not JSON
        """
      Then the answer says why, with its status as ErrorCode, or has no ErrorCode

    @needs:bon-to-prepare
    Scenario: A refusal of incoherent data is the published object, or has no ErrorCode
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 9           |
        | REF-B     | 2           | 2           |
      Then the answer says why, with its status as ErrorCode, or has no ErrorCode

    @needs:bon-cancelled
    Scenario: A refusal of a write to a cancelled bon is the published object, or has no ErrorCode
      Given a cancelled bon
      When the shipping point is called correctly
      Then the answer says why, with its status as ErrorCode, or has no ErrorCode

    @needs:bon-to-prepare
    Scenario: A refusal of a write to a finished bon is the published object, or has no ErrorCode
      Given a finished bon
      When the shipping point is called correctly
      Then the answer says why, with its status as ErrorCode, or has no ErrorCode

    @reading:another
    Scenario: An unknown bon is refused with another body or none
      Given calls name a bon by "BP-PLUMB-NONE"
      When the preparation point is called correctly
      Then the answer is a refusal without an ErrorCode
