@effect:spending
Feature: Refusals: causes and status codes
  The document lists 400, 404, 405, 409 and 422. Every bon here contains 3
  pieces of REF-A, its first line, and 2 of REF-B, its second.

  @altazion/body-format-is-400 @needs:bon-to-prepare
  Rule: A body that is not JSON is refused with 400

    Scenario Outline: The <point> point refuses bodies that are not JSON with 400
      Given a bon to prepare
      Then the <point> point refuses each of these bodies with 400:
        | not JSON                                              |
        | {"Lignes": [{"Reference": "REF-A", "QtePreparee": 3}] |
        | {"Lignes": [{"Reference": "REF-A", "QtePreparee":     |
        | Reference=REF-A&QtePreparee=3                         |
      And the bon is as it was

      Examples:
        | point       |
        | preparation |
        | shipping    |

  @altazion/format-or-coherence @needs:bon-to-prepare
  Rule: A breach of format is refused with 400, and incoherent data with 422

    Scenario Outline: The <point> point refuses bodies without lines with 400 or 422
      Given a bon to prepare
      Then the <point> point refuses each of these bodies with 400 or 422:
        | (none)                                               |
        | {}                                                   |
        | null                                                 |
        | "Lignes"                                             |
        | [{"Reference": "REF-A", "QtePreparee": 3}]           |
        | {"Lignes": null}                                     |
        | {"Lignes": "REF-A"}                                  |
        | {"Lignes": {"Reference": "REF-A", "QtePreparee": 3}} |
      And the bon is as it was

      Examples:
        | point       |
        | preparation |
        | shipping    |

    Scenario: A negative quantity is refused, in the first line and in the second
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | -1          |
      Then the call is refused with 400 or 422
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | -1          |
      Then the call is refused with 400 or 422
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | -1          |
      Then the call is refused with 400 or 422
      And the bon is as it was

    @reading:shape
    Scenario: A missing member is refused with 400, and a negative quantity with 422
      Given a bon to prepare
      When the preparation point is called with the body:
        """
        {}
        """
      Then the call is refused with 400
      When the shipping point is called with the body:
        """
        {}
        """
      Then the call is refused with 400
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | -1          |
      Then the call is refused with 422
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | -1          |
      Then the call is refused with 422

    @reading:types
    Scenario: A missing member and a negative quantity are refused with 422
      Given a bon to prepare
      When the preparation point is called with the body:
        """
        {}
        """
      Then the call is refused with 422
      When the shipping point is called with the body:
        """
        {}
        """
      Then the call is refused with 422
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | -1          |
      Then the call is refused with 422
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | -1          |
      Then the call is refused with 422

    @reading:values
    Scenario: A missing member and a negative quantity are refused with 400
      Given a bon to prepare
      When the preparation point is called with the body:
        """
        {}
        """
      Then the call is refused with 400
      When the shipping point is called with the body:
        """
        {}
        """
      Then the call is refused with 400
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | -1          |
      Then the call is refused with 400
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | -1          |
      Then the call is refused with 400

  @altazion/state-forbids-is-405 @needs:bon-cancelled
  Rule: A bon can't be saved or shipped in a state that does not allow it

    Scenario Outline: The <point> point refuses a cancelled bon with 405
      Given a cancelled bon
      When the <point> point is called correctly
      Then the call is refused with 405

      Examples:
        | point       |
        | preparation |
        | shipping    |

  @altazion/states-that-forbid
  Rule: Saving and shipping need a bon that is triggered and not yet finished

    @needs:bon-created
    Scenario: A bon that is not validated is refused with 405
      Given a bon that is not validated
      When the preparation point is called correctly
      Then the call is refused with 405
      When the shipping point is called correctly
      Then the call is refused with 405

    @needs:bon-validated
    Scenario: A bon that is validated and not triggered is refused with 405
      Given a bon that is not triggered
      When the preparation point is called correctly
      Then the call is refused with 405
      When the shipping point is called correctly
      Then the call is refused with 405

    @needs:bon-triggered
    Scenario: A triggered bon can be saved and shipped
      Given a triggered bon
      When the preparation point is called correctly
      Then the call is accepted
      When the shipping point is called correctly
      Then the call is accepted

    @needs:bon-to-prepare
    Scenario: A bon in progress can be saved
      Given a bon to prepare
      When the preparation point is called correctly
      Then the call is accepted

    @needs:bon-to-prepare
    Scenario: A prepared bon can be shipped
      Given a prepared bon
      When the shipping point is called correctly
      Then the call is accepted

  @altazion/finished-is-409 @needs:bon-to-prepare
  Rule: A finished bon can't be saved or shipped again

    Scenario: A write to a finished bon is refused and changes nothing
      Given a finished bon
      And the bon is noted
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 1           |
        | REF-B     | 2           |
      Then the call is refused with 405 or 409
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 1           | 1           |
        | REF-B     | 2           | 2           |
      Then the call is refused with 405 or 409
      When the shipping point is called correctly
      Then the call is refused with 405 or 409
      And the bon stays as it was noted

    @reading:409
    Scenario: Writing to a finished bon is refused with 409 at both points
      Given a finished bon
      When the preparation point is called correctly
      Then the call is refused with 409
      When the shipping point is called correctly
      Then the call is refused with 409

    @reading:405
    Scenario: Writing to a finished bon is refused with 405 at both points
      Given a finished bon
      When the preparation point is called correctly
      Then the call is refused with 405
      When the shipping point is called correctly
      Then the call is refused with 405

    @reading:405-and-409
    Scenario: A finished bon is refused with 405 for saving and 409 for shipping
      Given a finished bon
      When the preparation point is called correctly
      Then the call is refused with 405
      When the shipping point is called correctly
      Then the call is refused with 409

  @altazion/shipped-more-than-contained-is-422
  Rule: A shipment of more than the bon contains is refused with 422

    @needs:bon-to-prepare
    Scenario: Shipping one piece too many of the first line is refused with 422
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 4           |
        | REF-B     | 2           |
      Then the call is refused with 422

    @needs:bon-to-prepare
    Scenario: Shipping one piece too many of the second line is refused with 422
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 3           |
      Then the call is refused with 422

    @needs:bon-to-prepare
    Scenario: Shipping too many is refused even if the same request prepares as many
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 4           | 4           |
        | REF-B     | 2           | 2           |
      Then the call is refused

    @needs:bon-to-prepare
    Scenario: Shipping a fraction of a piece too many is refused
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3.001       |
        | REF-B     | 2           |
      Then the call is refused

    @needs:bon-to-prepare
    Scenario: Shipping exactly what the bon contains is accepted
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted

    @needs:bon-to-prepare @reading:by-line
    Scenario: Counted by line: one line too many is refused although another line ships less
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 4           |
        | REF-B     | 1           |
      Then the call is refused

    @needs:bon-same-reference @reading:by-line
    Scenario: Counted by line: too many is refused although another line of the article ships less
      Given a bon whose lines share a reference
      When the shipping point is called with the lines:
        | Guid   | QteExpediee |
        | first  | 4           |
        | second | 1           |
      Then the call is refused

    @needs:bon-to-prepare @reading:by-article
    Scenario: Counted by article: one article too many is refused although another ships less
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 4           |
        | REF-B     | 1           |
      Then the call is refused

    @needs:bon-same-reference @reading:by-article
    Scenario: Counted by article: too many of one line is accepted when another line of it ships less
      Given a bon whose lines share a reference
      When the shipping point is called with the lines:
        | Guid   | QteExpediee |
        | first  | 4           |
        | second | 1           |
      Then the call is accepted

    @needs:bon-to-prepare @reading:by-bon
    Scenario: Counted by bon: one line too many is accepted when another line ships less
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 4           |
        | REF-B     | 1           |
      Then the call is accepted

  @altazion/contained-is-to-be-prepared @needs:bon-cut-down
  Rule: A bon contains what it holds to be prepared, not what was ordered or announced

    Scenario: A bon with less than was ordered refuses the ordered quantity and accepts its own
      Given a bon that contains less than was ordered
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 4           |
        | REF-B     | 2           | 2           |
      Then the call is refused with 422
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then the call is accepted

  @altazion/prepared-more-than-contained @needs:bon-to-prepare
  Rule: Preparing more of a line than the bon contains is refused, or stored as sent

    Scenario Outline: Preparing too many at the <point> point is stored as sent or changes nothing
      Given a bon to prepare
      When the <point> point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 4           |
        | REF-B     | 2           |
      Then the bon has prepared, by whether the call was accepted: REF-A 4, REF-B 2 or REF-A 0, REF-B 0

      Examples:
        | point       |
        | preparation |
        | shipping    |

    @reading:refused
    Scenario Outline: Preparing too many at the <point> point is refused
      Given a bon to prepare
      When the <point> point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 4           |
        | REF-B     | 2           |
      Then the call is refused
      And the bon is as it was

      Examples:
        | point       |
        | preparation |
        | shipping    |

    @reading:accepted
    Scenario Outline: Preparing too many at the <point> point is accepted and stored as sent
      Given a bon to prepare
      When the <point> point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 4           |
        | REF-B     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 4

      Examples:
        | point       |
        | preparation |
        | shipping    |

  @altazion/unknown-line @needs:bon-to-prepare
  Rule: A request with an unknown line is refused whole, or the other lines are saved

    Scenario Outline: The lines <first> and <second> are saved without the unknown one, or not at all
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | <first>   | 3           |
        | <second>  | 3           |
      Then the bon has prepared, by whether the call was accepted: REF-A 3, REF-B 0 or REF-A 0, REF-B 0

      Examples:
        | first    | second   |
        | REF-A    | REF-NONE |
        | REF-NONE | REF-A    |

    @reading:refused
    Scenario: A request with an unknown line is refused whole
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-NONE  | 1           |
      Then the call is refused
      When the shipping point is called with the lines:
        | Reference | Guid       | QtePreparee |
        | REF-A     |            | 3           |
        |           | of no line | 1           |
      Then the call is refused
      And the bon is as it was

    @reading:passed-over
    Scenario: A request with an unknown line saves the other lines
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-NONE  | 1           |
      Then the call is accepted
      And the bon has prepared: REF-A 3
