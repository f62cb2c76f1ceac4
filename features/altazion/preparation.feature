@effect:spending @needs:bon-to-prepare
Feature: The first step: preparing a bon
  The warehouse states, line by line, the total that it has prepared. It may do
  so through the preparation point or, with prepared quantities alone, through
  the shipping point. Every bon here contains 3 pieces of REF-A, its first line,
  and 2 of REF-B, its second.

  @altazion/preparation-leads-to-prepared
  Rule: Saving the preparation brings the bon to the prepared step

    Scenario: A bon whose lines are all saved as prepared becomes prepared, and not finished
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

    Scenario: Prepared quantities sent to the shipping point make the bon prepared
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

    Scenario Outline: Repeating the first step at the <point> point with <first> and <second> replaces the quantities
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
  Rule: A line omitted from a repeated preparation loses its quantity, or keeps it

    Scenario: A line in the repeated preparation has the new quantity
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
    Scenario: A line omitted from the repeated preparation has nothing prepared
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
    Scenario: A line omitted from the repeated preparation keeps its quantity
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
  Rule: The first step may be repeated, or the installation refuses it

    Scenario Outline: A repeated first step at the <point> point takes effect or changes nothing
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
    Scenario Outline: A repeated first step at the <point> point is accepted for a prepared bon
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
    Scenario: A repeated first step is refused, and a shipment after it is accepted
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
  Rule: A bon is prepared in one request and shipped in a later one

    Scenario: A bon prepared at the preparation point can be shipped
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And moments later the bon is finished

    Scenario: A bon prepared at the shipping point can be shipped
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

    Scenario: Shipped quantities sent to the preparation point do not finish the bon
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then the call is accepted
      And moments later the bon is prepared
      And the bon does not become finished

    Scenario: A shipped quantity above the contained one is accepted by the preparation point
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 99          |
      Then the call is accepted
      And the bon has prepared: REF-A 3

  @altazion/partial-flag-without-effect
  Rule: EstPartielle changes nothing that can be read

    Scenario Outline: A partial preparation with EstPartielle <value> makes the bon prepared
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

    Scenario: A partial preparation without EstPartielle makes the bon prepared
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 2           |
        | REF-B     | 1           |
      Then the call is accepted
      And the bon has prepared: REF-A 2, REF-B 1
      And moments later the bon is prepared

  @altazion/omitted-prepared-quantity
  Rule: A line without QtePreparee keeps its prepared quantity, or has zero

    @reading:kept
    Scenario: A shipment without QtePreparee keeps the prepared quantities
      Given a bon of which 2 REF-A and 2 REF-B are prepared
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 2           |
        | REF-B     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 2, REF-B 2

    @reading:zero
    Scenario: A shipment without QtePreparee sets the prepared quantities to zero
      Given a bon of which 2 REF-A and 2 REF-B are prepared
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 2           |
        | REF-B     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 0, REF-B 0
