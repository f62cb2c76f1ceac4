@effect:spending
Feature: The body of a refusal
  By its general page every failing call of the vendor has the same object, with
  a message for people and the HTTP status again; the document shows no body.

  @altazion/error-envelope
  Rule: Every refusal has the vendor's error object, or none has it

    @reading:published
    Scenario: An unknown bon is refused with the published object
      Given calls name a bon by "BP-PLUMB-NONE"
      When the preparation point is called correctly
      Then the answer says why, with its status as ErrorCode

    @reading:published
    Scenario: Missing credentials are refused with the published object
      Given calls name a bon by "BP-PLUMB-NONE"
      And the caller has no credentials
      When the preparation point is called correctly
      Then the answer says why, with its status as ErrorCode

    @needs:bon-to-prepare @reading:published
    Scenario: A malformed body is refused with the published object
      Given a bon to prepare
      When the preparation point is called with the body:
        """
        not JSON
        """
      Then the answer says why, with its status as ErrorCode

    @needs:bon-to-prepare @reading:published
    Scenario: Incoherent data are refused with the published object
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 9           |
        | REF-B     | 2           | 2           |
      Then the answer says why, with its status as ErrorCode

    @needs:bon-cancelled @reading:published
    Scenario: A write to a cancelled bon is refused with the published object
      Given a cancelled bon
      When the shipping point is called correctly
      Then the answer says why, with its status as ErrorCode

    @needs:bon-to-prepare @reading:published
    Scenario: A write to a finished bon is refused with the published object
      Given a finished bon
      When the shipping point is called correctly
      Then the answer says why, with its status as ErrorCode

    @reading:another
    Scenario: An unknown bon is refused with another body or none
      Given calls name a bon by "BP-PLUMB-NONE"
      When the preparation point is called correctly
      Then the answer is a refusal without an ErrorCode

    @reading:another
    Scenario: Missing credentials are refused with another body or none
      Given calls name a bon by "BP-PLUMB-NONE"
      And the caller has no credentials
      When the preparation point is called correctly
      Then the answer is a refusal without an ErrorCode

    @needs:bon-to-prepare @reading:another
    Scenario: A malformed body is refused with another body or none
      Given a bon to prepare
      When the preparation point is called with the body:
        """
        not JSON
        """
      Then the answer is a refusal without an ErrorCode

    @needs:bon-to-prepare @reading:another
    Scenario: Incoherent data are refused with another body or none
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 9           |
        | REF-B     | 2           | 2           |
      Then the answer is a refusal without an ErrorCode

    @needs:bon-cancelled @reading:another
    Scenario: A write to a cancelled bon is refused with another body or none
      Given a cancelled bon
      When the shipping point is called correctly
      Then the answer is a refusal without an ErrorCode

    @needs:bon-to-prepare @reading:another
    Scenario: A write to a finished bon is refused with another body or none
      Given a finished bon
      When the shipping point is called correctly
      Then the answer is a refusal without an ErrorCode
