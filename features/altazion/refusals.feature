@effect:spending
Feature: The refusals, their causes and their order
  The document lists 400, 404, 405, 409 and 422. Every bon here contains 3
  pieces of REF-A, its first line, and 2 of REF-B, its second.

  @altazion/body-format-is-400 @needs:bon-to-prepare
  Rule: A body that is no JSON is refused with 400

    Scenario Outline: Bodies that are no JSON
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
  Rule: Where the format of a call ends and its coherence begins

    Scenario Outline: What has no lines is refused
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

    Scenario: A quantity below zero is refused, in the second line too
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
    Scenario: A missing member is format, a negative quantity is coherence
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
    Scenario: A missing member and a negative quantity are coherence
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
    Scenario: A missing member and a negative quantity are format
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
  Rule: A bon whose state does not allow it is neither saved nor shipped, but refused with 405

    Scenario Outline: A cancelled bon
      Given a cancelled bon
      When the <point> point is called correctly
      Then the call is refused with 405

      Examples:
        | point       |
        | preparation |
        | shipping    |

  @altazion/states-that-forbid
  Rule: Which states allow saving and shipping

    @needs:bon-created
    Scenario: Not validated
      Given a bon that is not validated
      When the preparation point is called correctly
      Then the call is refused with 405
      When the shipping point is called correctly
      Then the call is refused with 405

    @needs:bon-validated
    Scenario: Validated and not triggered
      Given a bon that is not triggered
      When the preparation point is called correctly
      Then the call is refused with 405
      When the shipping point is called correctly
      Then the call is refused with 405

    @needs:bon-triggered
    Scenario: Triggered
      Given a triggered bon
      When the preparation point is called correctly
      Then the call is accepted
      When the shipping point is called correctly
      Then the call is accepted

    @needs:bon-to-prepare
    Scenario: In progress
      Given a bon to prepare
      When the preparation point is called correctly
      Then the call is accepted

    @needs:bon-to-prepare
    Scenario: Prepared
      Given a prepared bon
      When the shipping point is called correctly
      Then the call is accepted

  @altazion/finished-is-409 @needs:bon-to-prepare
  Rule: A finished bon is neither saved nor shipped again

    Scenario: It is refused and changes nothing
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
    Scenario: The row that names just this case
      Given a finished bon
      When the preparation point is called correctly
      Then the call is refused with 409
      When the shipping point is called correctly
      Then the call is refused with 409

    @reading:405
    Scenario: Finished is a state like any
      Given a finished bon
      When the preparation point is called correctly
      Then the call is refused with 405
      When the shipping point is called correctly
      Then the call is refused with 405

    @reading:405-and-409
    Scenario: Each point has the row that fits it better
      Given a finished bon
      When the preparation point is called correctly
      Then the call is refused with 405
      When the shipping point is called correctly
      Then the call is refused with 409

  @altazion/shipped-more-than-contained-is-422
  Rule: A shipment of more than the bon contains is refused with 422

    @needs:bon-to-prepare
    Scenario: One piece too many of the first line
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 4           |
        | REF-B     | 2           |
      Then the call is refused with 422

    @needs:bon-to-prepare
    Scenario: One piece too many of the second line
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 3           |
      Then the call is refused with 422

    @needs:bon-to-prepare
    Scenario: What the same call says was prepared does not make up for it
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 4           | 4           |
        | REF-B     | 2           | 2           |
      Then the call is refused

    @needs:bon-to-prepare
    Scenario: A fraction too much
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3.001       |
        | REF-B     | 2           |
      Then the call is refused

    @needs:bon-to-prepare
    Scenario: Exactly what it contains
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted

    @needs:bon-to-prepare @reading:by-line
    Scenario: Less of another line does not make up for it
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 4           |
        | REF-B     | 1           |
      Then the call is refused

    @needs:bon-same-reference @reading:by-line
    Scenario: Nor less of another line of the same article
      Given a bon whose lines share a reference
      When the shipping point is called with the lines:
        | Guid   | QteExpediee |
        | first  | 4           |
        | second | 1           |
      Then the call is refused

    @needs:bon-to-prepare @reading:by-article
    Scenario: Less of another article does not make up for it
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 4           |
        | REF-B     | 1           |
      Then the call is refused

    @needs:bon-same-reference @reading:by-article
    Scenario: Lines of one article are counted together
      Given a bon whose lines share a reference
      When the shipping point is called with the lines:
        | Guid   | QteExpediee |
        | first  | 4           |
        | second | 1           |
      Then the call is accepted

    @needs:bon-to-prepare @reading:by-bon
    Scenario: Less of one line makes up for more of another
      Given a prepared bon
      When the shipping point is called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 4           |
        | REF-B     | 1           |
      Then the call is accepted

  @altazion/contained-is-to-be-prepared @needs:bon-cut-down
  Rule: What a bon contains is what it holds to be prepared, not what was ordered or announced

    Scenario: More was ordered at first
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
  Rule: Preparing more of a line than the bon contains

    Scenario Outline: Accepted it is read back as sent, refused it changes nothing
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
    Scenario Outline: It is incoherent as well
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
    Scenario Outline: It is accepted and read back
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
  Rule: A call that names a line which the bon does not have

    Scenario Outline: Accepted the other lines are done, refused none is
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
    Scenario: It is refused whole
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
    Scenario: The other lines are done
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-NONE  | 1           |
      Then the call is accepted
      And the bon has prepared: REF-A 3
