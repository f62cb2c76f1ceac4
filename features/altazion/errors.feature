@effect:spending
Feature: What a refusal says
  Every failing call of the vendor has the same object, with a message for
  people and the HTTP status again.

  @altazion/error-envelope
  Rule: Every refusal is the vendor's object

    Scenario: No bon has the identifier
      Given calls name a bon by "BP-PLUMB-NONE"
      When the bon is read
      Then the answer says why, with its status as ErrorCode

    Scenario: No credentials
      Given calls name a bon by "BP-PLUMB-NONE"
      And the caller has no credentials
      When the bon is read
      Then the answer says why, with its status as ErrorCode

    @needs:stranger
    Scenario: No permission
      Given calls name a bon by "BP-PLUMB-NONE"
      And the caller has no permission
      When the bon is read
      Then the answer says why, with its status as ErrorCode

    @needs:bon-to-prepare
    Scenario: The format
      Given a bon to prepare
      When the preparation point is called with the body:
        """
        not JSON
        """
      Then the answer says why, with its status as ErrorCode

    @needs:bon-to-prepare
    Scenario: Incoherent data
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 9           |
      Then the answer says why, with its status as ErrorCode

    @needs:bon-cancelled
    Scenario: The state
      Given a cancelled bon
      When the shipping point is called correctly
      Then the answer says why, with its status as ErrorCode

    @needs:bon-to-prepare
    Scenario: The end
      Given a finished bon
      When the shipping point is called correctly
      Then the answer says why, with its status as ErrorCode
