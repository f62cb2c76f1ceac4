@effect:spending
Feature: What a refusal says
  By its general page every failing call of the vendor has the same object, with
  a message for people and the HTTP status again; the document shows no body.

  @altazion/error-envelope
  Rule: Every refusal is the vendor's object, or none is

    @reading:published
    Scenario: No bon has the identifier: the published object
      Given calls name a bon by "BP-PLUMB-NONE"
      When the preparation point is called correctly
      Then the answer says why, with its status as ErrorCode

    @reading:published
    Scenario: No credentials: the published object
      Given calls name a bon by "BP-PLUMB-NONE"
      And the caller has no credentials
      When the preparation point is called correctly
      Then the answer says why, with its status as ErrorCode

    @needs:bon-to-prepare @reading:published
    Scenario: The format: the published object
      Given a bon to prepare
      When the preparation point is called with the body:
        """
        not JSON
        """
      Then the answer says why, with its status as ErrorCode

    @needs:bon-to-prepare @reading:published
    Scenario: Incoherent data: the published object
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 9           |
        | REF-B     | 2           | 2           |
      Then the answer says why, with its status as ErrorCode

    @needs:bon-cancelled @reading:published
    Scenario: The state: the published object
      Given a cancelled bon
      When the shipping point is called correctly
      Then the answer says why, with its status as ErrorCode

    @needs:bon-to-prepare @reading:published
    Scenario: The end: the published object
      Given a finished bon
      When the shipping point is called correctly
      Then the answer says why, with its status as ErrorCode

    @reading:another
    Scenario: No bon has the identifier: another body, or none
      Given calls name a bon by "BP-PLUMB-NONE"
      When the preparation point is called correctly
      Then the answer is a refusal without an ErrorCode

    @reading:another
    Scenario: No credentials: another body, or none
      Given calls name a bon by "BP-PLUMB-NONE"
      And the caller has no credentials
      When the preparation point is called correctly
      Then the answer is a refusal without an ErrorCode

    @needs:bon-to-prepare @reading:another
    Scenario: The format: another body, or none
      Given a bon to prepare
      When the preparation point is called with the body:
        """
        not JSON
        """
      Then the answer is a refusal without an ErrorCode

    @needs:bon-to-prepare @reading:another
    Scenario: Incoherent data: another body, or none
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 9           |
        | REF-B     | 2           | 2           |
      Then the answer is a refusal without an ErrorCode

    @needs:bon-cancelled @reading:another
    Scenario: The state: another body, or none
      Given a cancelled bon
      When the shipping point is called correctly
      Then the answer is a refusal without an ErrorCode

    @needs:bon-to-prepare @reading:another
    Scenario: The end: another body, or none
      Given a finished bon
      When the shipping point is called correctly
      Then the answer is a refusal without an ErrorCode
