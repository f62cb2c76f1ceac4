@effect:spending @needs:bon-to-prepare
Feature: The first step: what was prepared of a bon
  The warehouse states, line by line, the total that it has prepared. It may do
  so through the preparation point or, with prepared quantities alone, through
  the shipping point. Every bon here contains 3 pieces of REF-A, its first line,
  and 2 of REF-B, its second.

  @altazion/preparation-leads-to-prepared
  Rule: Saving the preparation brings the bon to the prepared step

    Scenario: All that the bon contains is prepared
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is prepared
      And the bon does not become finished

  @altazion/shipping-point-prepares
  Rule: The shipping point, with prepared quantities alone, is the first step

    Scenario: Prepared quantities through the shipping point
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2
      And moments later the bon is prepared
      And the bon does not become finished

  @altazion/repeat-replaces
  Rule: A repeated first step replaces the quantities and never adds to them

    Scenario: A lower total, then a higher one
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
        | REF-B     | 1           |
      When the first step is repeated at the preparation point with the lines:
        | Reference | QtePreparee |
        | REF-A     | 1           |
        | REF-B     | 1           |
      Then the bon has prepared: REF-A 1, REF-B 1
      When the first step is repeated at the preparation point with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the bon has prepared: REF-A 3, REF-B 2

    Scenario: First through one point, then through the other
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 1           |
        | REF-B     | 1           |
      When the first step is repeated at the shipping point with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
        | REF-B     | 1           |
      Then the bon has prepared: REF-A 2, REF-B 1

  @altazion/lines-left-out
  Rule: A line that only the earlier call named

    @reading:call-replaces-call
    Scenario: It has nothing prepared
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      When the first step is repeated at the preparation point with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
      Then the bon has prepared: REF-A 2, REF-B 0

    @reading:line-replaces-line
    Scenario: It keeps what it has
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      When the first step is repeated at the preparation point with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
      Then the bon has prepared: REF-A 2, REF-B 2

  @altazion/repeated-first-step
  Rule: A further first step for a bon that has had one

    @reading:accepted
    Scenario: It is accepted through either point and takes effect
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 1           |
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 2
      When the shipping point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
      Then the call is accepted
      And the bon has prepared: REF-A 3

    @reading:accepted
    Scenario: It is accepted for a bon that is prepared already
      Given a bon of which 1 REF-A and 1 REF-B are prepared
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
      Then the call is accepted
      And the bon has prepared: REF-A 3

    @reading:refused-by-configuration
    Scenario: The installation takes one first step, and shipments after it
      Given a bon of which 3 REF-A and 2 REF-B are prepared
      And the bon is noted
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
      Then the call is refused with 405
      When the shipping point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
      Then the call is refused with 405
      And the bon stays as it was noted
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted

    @reading:refused-by-configuration
    Scenario: It is refused before the state has followed, and a shipment may state prepared quantities
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
      Then the call is refused with 405
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then the call is accepted

  @altazion/two-occasions
  Rule: A bon is prepared on one occasion and shipped on another

    Scenario: The first step through the preparation point
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    Scenario: The first step through the shipping point
      Given a bon to prepare
      And the shipping point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

  @altazion/saving-does-not-ship
  Rule: A shipped quantity sent to the preparation point has no effect

    Scenario: All is shipped, says a call of the preparation point
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then the call is accepted
      And moments later the bon is prepared
      And the bon does not become finished

    Scenario: The shipped quantity is not compared with what the bon contains
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 99          |
      Then the call is accepted
      And the bon has prepared: REF-A 3

  @altazion/partial-flag-typed
  Rule: EstPartielle is true or false

    Scenario Outline: Both values are taken
      Given a bon to prepare
      And the next call carries EstPartielle: <value>
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
      Then the call is accepted

      Examples:
        | value |
        | true  |
        | false |

    Scenario: Other types are refused
      Given a bon to prepare
      And the next call carries EstPartielle: "oui"
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
      Then the call is refused

  @altazion/partial-flag-without-effect
  Rule: EstPartielle changes nothing that can be read

    Scenario Outline: Less than the bon contains, with the flag
      Given a bon to prepare
      And the next call carries EstPartielle: <value>
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
        | REF-B     | 1           |
      Then the call is accepted
      And the bon has prepared: REF-A 2, REF-B 1
      And moments later the bon is prepared

      Examples:
        | value |
        | true  |
        | false |

    Scenario: Less than the bon contains, without the flag
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
        | REF-B     | 1           |
      Then the call is accepted
      And the bon has prepared: REF-A 2, REF-B 1
      And moments later the bon is prepared

  @altazion/omitted-prepared-quantity
  Rule: What a line has as prepared when a call leaves QtePreparee out

    @reading:kept
    Scenario: A shipment does not undo the preparation
      Given a bon of which 2 REF-A and 2 REF-B are prepared
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 2           |
        | REF-B     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 2, REF-B 2

    @reading:zero
    Scenario: The published type cannot be empty
      Given a bon of which 2 REF-A and 2 REF-B are prepared
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 2           |
        | REF-B     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 0, REF-B 0
