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

    Scenario Outline: A lower total, a higher one, and through the other point
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
        | REF-B     | 1           |
      When the <point> point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | <first>     |
        | REF-B     | <second>    |
      Then the bon has prepared, by whether the call was accepted: REF-A <first>, REF-B <second> or REF-A 2, REF-B 1

      Examples:
        | point       | first | second |
        | preparation | 1     | 1      |
        | preparation | 3     | 2      |
        | shipping    | 1     | 2      |

  @altazion/lines-left-out
  Rule: A line that only the earlier call named

    Scenario: The line that the last call names has what it says
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
      Then the bon has prepared, by whether the call was accepted: REF-A 2 or REF-A 3

    @reading:call-replaces-call
    Scenario: It has nothing prepared
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
      Then the bon has prepared, by whether the call was accepted: REF-A 2, REF-B 0 or REF-A 3, REF-B 2

    @reading:line-replaces-line
    Scenario: It keeps what it has
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
      Then the bon has prepared, by whether the call was accepted: REF-A 2, REF-B 2 or REF-A 3, REF-B 2

  @altazion/repeated-first-step
  Rule: A further first step for a bon that has had one

    Scenario Outline: Accepted it takes effect, refused it changes nothing
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 1           |
        | REF-B     | 1           |
      When the <point> point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 1           |
      Then the bon has prepared, by whether the call was accepted: REF-A 3, REF-B 1 or REF-A 1, REF-B 1

      Examples:
        | point       |
        | preparation |
        | shipping    |

    @reading:accepted
    Scenario Outline: It is accepted for a bon that is prepared already
      Given a bon of which 1 REF-A and 1 REF-B are prepared
      When the <point> point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 1           |
      Then the call is accepted
      And the bon has prepared: REF-A 3

      Examples:
        | point       |
        | preparation |
        | shipping    |

    @reading:refused-by-configuration
    Scenario: The installation takes one first step, and shipments after it
      Given a bon of which 3 REF-A and 2 REF-B are prepared
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
        | REF-B     | 2           |
      Then the call is refused
      When the shipping point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
        | REF-B     | 2           |
      Then the call is refused
      And the bon has prepared: REF-A 3, REF-B 2
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
      And the bon has reached the prepared step
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
