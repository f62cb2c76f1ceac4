@effect:spending
Feature: The bon: how it is named, what it shows, and when
  A bon de préparation has a number and a GUID, lines with quantities, and a
  state that follows a call after a moment. Every bon here contains 3 pieces of
  REF-A, its first line, and 2 of REF-B, its second.

  @altazion/number-or-guid @needs:bon-to-prepare
  Rule: A bon is called under its number, and under its GUID with the same effect or not at all

    Scenario: Saved and read under its number
      Given a bon to prepare
      And calls name the bon by its number
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2

    @reading:number-and-guid
    Scenario: Saved under its GUID, read under both
      Given a bon to prepare
      And calls name the bon by its GUID
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And the answer, where it shows a bon, is the bon with its lines
      And the bon has prepared: REF-A 3, REF-B 2
      Given calls name the bon by its number
      Then the bon has prepared: REF-A 3, REF-B 2

    @reading:number-and-guid
    Scenario: Saved under its number, read under its GUID
      Given a bon to prepare
      And calls name the bon by its number
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      Given calls name the bon by its GUID
      Then the bon has prepared: REF-A 3, REF-B 2

    @reading:number-and-guid
    Scenario: Shipped under its GUID
      Given a prepared bon
      And calls name the bon by its GUID
      When the shipping point is called correctly
      Then the call is accepted
      And moments later the bon is finished

    @reading:number-alone
    Scenario: A GUID leads to no bon
      Given a bon to prepare
      And calls name the bon by its GUID
      When the preparation point is called correctly
      Then the call is refused
      When the shipping point is called correctly
      Then the call is refused
      When the bon is read
      Then the answer shows no bon

  @altazion/line-by-guid-or-reference @needs:bon-to-prepare
  Rule: A line is named by its Guid or by its Reference

    Scenario: One line by each
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Guid  | Reference | QtePreparee |
        | first |           | 3           |
        |       | REF-B     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2

    Scenario: A shipment names its lines in the same ways
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Guid   | Reference | QtePreparee | QteExpediee |
        |        | REF-A     | 3           | 3           |
        | second |           | 2           | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2

  @altazion/guid-before-reference
  Rule: Of Guid and Reference the Guid decides

    @needs:bon-to-prepare
    Scenario: The Reference is another line's
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Guid  | Reference | QtePreparee |
        | first | REF-B     | 1           |
      Then the call is accepted
      And the bon has prepared: REF-A 1, REF-B 0

    @needs:bon-to-prepare
    Scenario: The Reference is no line's
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Guid  | Reference | QtePreparee |
        | first | REF-NONE  | 1           |
      Then the call is accepted
      And the bon has prepared: REF-A 1

    @needs:bon-same-reference
    Scenario: A Reference that lines share names the first of them
      Given a bon whose lines share a reference
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | first     | 1           |
      Then the call is accepted
      And the bon has prepared: first 1, second 0

  @altazion/quantities-are-decimals @needs:bon-to-prepare
  Rule: Quantities are decimals, or whole pieces

    @reading:decimals
    Scenario: One and a half is kept
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 1.5         |
        | REF-B     | 0.1         |
      Then the call is accepted
      And the bon has prepared: REF-A 1.5, REF-B 0.1

    @reading:whole-pieces
    Scenario: One and a half is refused
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 1.5         |
        | REF-B     | 1           |
      Then the call is refused
      And the bon is as it was

  @altazion/write-answers-bon @needs:bon-to-prepare
  Rule: A success of either write point shows the bon, or nothing

    Scenario Outline: What shows a bon shows the one that was called for
      Given a bon to prepare
      When the <point> point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And the answer, where it shows a bon, is the bon with its lines

      Examples:
        | point       |
        | preparation |
        | shipping    |

    @reading:bon
    Scenario Outline: The answer is the bon
      Given a bon to prepare
      When the <point> point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And the answer is the bon with its lines
      And the answer has the members Numero, DateCreation, MontantCommande, Etat, EstValide, EstDeclenchee, EstEncours, EstTermine and EstAnnule

      Examples:
        | point       |
        | preparation |
        | shipping    |

    @reading:nothing
    Scenario Outline: The answer has no body
      Given a bon to prepare
      When the <point> point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And the answer has no body

      Examples:
        | point       |
        | preparation |
        | shipping    |

  @altazion/read-answers-bon @needs:bon-to-prepare
  Rule: Reading shows the bon with its lines

    Scenario: A bon is read
      Given a bon to prepare
      When the bon is read
      Then the answer is the bon with its lines
      And the answer has the members Numero, DateCreation, MontantCommande, Etat, EstValide, EstDeclenchee, EstEncours, EstTermine and EstAnnule

  @altazion/readable-in-every-state
  Rule: A bon can be read in every state, and reading changes nothing

    @needs:bon-to-prepare
    Scenario: Before anything was prepared
      Given a bon to prepare
      When the bon is read
      Then the answer is the bon with its lines
      And the bon stays as it was

    @needs:bon-to-prepare
    Scenario: Finished
      Given a finished bon
      When the bon is read
      Then the answer is the bon with its lines

    @needs:bon-cancelled
    Scenario: Cancelled
      Given a cancelled bon
      When the bon is read
      Then the answer is the bon with its lines
      And the bon stays as it was

  @altazion/quantities-at-once @needs:bon-to-prepare
  Rule: Prepared quantities are there at once

    Scenario: The first step
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And the answer, where it shows a bon, has prepared: REF-A 3, REF-B 2
      And the bon has prepared: REF-A 3, REF-B 2

    Scenario: Both steps in one call
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then the call is accepted
      And the answer, where it shows a bon, has prepared: REF-A 3, REF-B 2
      And the bon has prepared: REF-A 3, REF-B 2

  @altazion/state-follows @needs:bon-to-prepare
  Rule: The state follows by itself

    Scenario: After the first step
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then moments later the bon is prepared

    Scenario: After a shipment
      Given a prepared bon
      And the shipping point was called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then moments later the bon is finished

    @reading:after-a-moment
    Scenario: What is seen first has the old state
      Given a bon to prepare
      And the shipping point was called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then what is seen first still has the state that the bon had at first
      And moments later the bon is finished

    @reading:with-the-call
    Scenario: What is seen first has the new state
      Given a bon to prepare
      And the shipping point was called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then what is seen first has another state than the bon had at first
      And moments later the bon is finished

  @altazion/two-seconds-to-follow @needs:clock @needs:bon-to-prepare
  Rule: The state follows two seconds after the call

    Scenario: The first step
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      When 1000 milliseconds pass
      Then the bon still has the state that the bon had at first
      When 2000 milliseconds pass
      Then the bon has another state than the bon had at first

    Scenario: Of two calls each brings its own step
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      When 1500 milliseconds pass
      And the shipping point was called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      And 1000 milliseconds pass
      Then the bon has another state than the bon had at first
      And the bon has the flags:
        | EstTermine | false |
      When 2000 milliseconds pass
      Then the bon has the flags:
        | EstTermine | true |

  @altazion/call-before-state-follows @needs:bon-to-prepare
  Rule: A call after a shipment was accepted and before the state shows it

    @reading:by-what-was-accepted
    Scenario: The bon counts as finished
      Given a prepared bon
      And the shipping point was called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 1           |
        | REF-B     | 1           |
      Then the call is refused with 409 or 405
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 2           | 2           |
        | REF-B     | 2           | 2           |
      Then the call is refused with 409 or 405
      And the bon has prepared: REF-A 3, REF-B 2

    @reading:by-the-state-shown
    Scenario: The bon counts as it can be read
      Given a prepared bon
      And the shipping point was called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 2           | 2           |
        | REF-B     | 2           | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 2, REF-B 2

  @altazion/state-names
  Rule: The names of the states, and the flags that go with them

    @needs:bon-to-prepare
    Scenario: In progress, prepared, finished
      Given a bon to prepare
      Then the bon is shown as "En cours"
      And the bon has the flags:
        | EstValide     | true  |
        | EstDeclenchee | true  |
        | EstEncours    | true  |
        | EstTermine    | false |
        | EstAnnule     | false |
      Given the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then moments later the bon is prepared
      And the bon is shown as "Préparé"
      And the bon has the flags:
        | EstEncours | true  |
        | EstTermine | false |
      Given the shipping point was called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then moments later the bon is finished
      And the bon is shown as "Terminé"
      And the bon has the flags:
        | EstValide     | true  |
        | EstDeclenchee | true  |
        | EstEncours    | false |
        | EstTermine    | true  |
        | EstAnnule     | false |

    @needs:bon-cancelled
    Scenario: Cancelled
      Given a cancelled bon
      Then the bon is shown as "Annulé"
      And the bon has the flags:
        | EstEncours | false |
        | EstTermine | false |
        | EstAnnule  | true  |

    @needs:bon-created
    Scenario: Not validated
      Given a bon that is not validated
      Then the bon is shown as "Créé"
      And the bon has the flags:
        | EstValide     | false |
        | EstDeclenchee | false |
        | EstEncours    | false |

    @needs:bon-validated
    Scenario: Not triggered
      Given a bon that is not triggered
      Then the bon is shown as "Validé"
      And the bon has the flags:
        | EstValide     | true  |
        | EstDeclenchee | false |
        | EstEncours    | false |

    @needs:bon-triggered
    Scenario: Triggered
      Given a triggered bon
      Then the bon is shown as "Déclenché"
      And the bon has the flags:
        | EstValide     | true  |
        | EstDeclenchee | true  |
        | EstEncours    | false |
