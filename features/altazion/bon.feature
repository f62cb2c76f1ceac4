@effect:spending
Feature: The bon: its names, its members and its states
  A bon de préparation has a number and a GUID, lines with quantities, and a
  state that follows a call after a moment. Every bon here contains 3 pieces of
  REF-A, its first line, and 2 of REF-B, its second.

  @altazion/number-or-guid @needs:bon-to-prepare
  Rule: A bon is addressed by its number, and by its GUID with the same effect or not at all

    Scenario: A bon is saved and read by its number
      Given a bon to prepare
      And calls name the bon by its number
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2

    @reading:number-and-guid
    Scenario: A bon saved by its GUID can be read by its GUID and by its number
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
    Scenario: A bon saved by its number can be read by its GUID
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
    Scenario: A bon shipped by its GUID becomes finished
      Given a prepared bon
      And calls name the bon by its GUID
      When the shipping point is called correctly
      Then the call is accepted
      And moments later the bon is finished

    @reading:number-alone
    Scenario: A GUID addresses no bon: saving and shipping are refused
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

    Scenario: A preparation may name one line by its Guid and another by its Reference
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Guid  | Reference | QtePreparee |
        | first |           | 3           |
        |       | REF-B     | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2

    Scenario: A shipment may name one line by its Reference and another by its Guid
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Guid   | Reference | QtePreparee | QteExpediee |
        |        | REF-A     | 3           | 3           |
        | second |           | 2           | 2           |
      Then the call is accepted
      And the bon has prepared: REF-A 3, REF-B 2

  @altazion/guid-before-reference
  Rule: The Guid of a line takes precedence over its Reference

    @needs:bon-to-prepare
    Scenario: A line with the Reference of another line is the line of its Guid
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Guid  | Reference | QtePreparee |
        | first | REF-B     | 1           |
      Then the call is accepted
      And the bon has prepared: REF-A 1, REF-B 0

    @needs:bon-to-prepare
    Scenario: A line with an unknown Reference is the line of its Guid
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Guid  | Reference | QtePreparee |
        | first | REF-NONE  | 1           |
      Then the call is accepted
      And the bon has prepared: REF-A 1

    @needs:bon-same-reference
    Scenario: A Reference shared by two lines names the first of them
      Given a bon whose lines share a reference
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | first     | 1           |
      Then the call is accepted
      And the bon has prepared: first 1, second 0

  @altazion/quantities-are-decimals @needs:bon-to-prepare
  Rule: Quantities are decimals, or whole pieces only

    @reading:decimals
    Scenario: A prepared quantity of 1.5 is stored as it is sent
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 1.5         |
        | REF-B     | 0.1         |
      Then the call is accepted
      And the bon has prepared: REF-A 1.5, REF-B 0.1

    @reading:whole-pieces
    Scenario: A prepared quantity of 1.5 is refused
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 1.5         |
        | REF-B     | 1           |
      Then the call is refused
      And the bon is as it was

  @altazion/write-answers-bon @needs:bon-to-prepare
  Rule: A successful write returns the bon, or no body

    Scenario Outline: If the <point> point returns a bon, it is the one that was written
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
    Scenario Outline: The <point> point returns the bon with its documented members
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
    Scenario Outline: The <point> point returns a response without a body
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
  Rule: Reading returns the bon with its lines

    Scenario: A bon is read with its lines and its documented members
      Given a bon to prepare
      When the bon is read
      Then the answer is the bon with its lines
      And the answer has the members Numero, DateCreation, MontantCommande, Etat, EstValide, EstDeclenchee, EstEncours, EstTermine and EstAnnule

  @altazion/readable-in-every-state
  Rule: A bon can be read in every state, and reading changes nothing

    @needs:bon-to-prepare
    Scenario: A bon to prepare is read with its lines and stays as it is
      Given a bon to prepare
      When the bon is read
      Then the answer is the bon with its lines
      And the bon stays as it was

    @needs:bon-to-prepare
    Scenario: A finished bon is read with its lines
      Given a finished bon
      When the bon is read
      Then the answer is the bon with its lines

    @needs:bon-cancelled
    Scenario: A cancelled bon is read with its lines and stays as it is
      Given a cancelled bon
      When the bon is read
      Then the answer is the bon with its lines
      And the bon stays as it was

  @altazion/quantities-at-once @needs:bon-to-prepare
  Rule: Prepared quantities can be read immediately

    Scenario: Quantities saved by the first step can be read immediately
      Given a bon to prepare
      When the preparation point is called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the call is accepted
      And the answer, where it shows a bon, has prepared: REF-A 3, REF-B 2
      And the bon has prepared: REF-A 3, REF-B 2

    Scenario: Quantities prepared and shipped in one request can be read immediately
      Given a bon to prepare
      When the shipping point is called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then the call is accepted
      And the answer, where it shows a bon, has prepared: REF-A 3, REF-B 2
      And the bon has prepared: REF-A 3, REF-B 2

  @altazion/state-follows @needs:bon-to-prepare
  Rule: The state of a bon follows without a further request

    Scenario: A bon becomes prepared moments after the first step
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then moments later the bon is prepared

    Scenario: A bon becomes finished moments after the shipment
      Given a prepared bon
      And the shipping point was called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then moments later the bon is finished

    @reading:after-a-moment
    Scenario: A bon read right after the shipment still has its old state
      Given a bon to prepare
      And the shipping point was called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then what is seen first still has the state that the bon had at first
      And moments later the bon is finished

    @reading:with-the-call
    Scenario: A bon read right after the shipment has another state already
      Given a bon to prepare
      And the shipping point was called with the lines:
        | Reference | QtePreparee | QteExpediee |
        | REF-A     | 3           | 3           |
        | REF-B     | 2           | 2           |
      Then what is seen first has another state than the bon had at first
      And moments later the bon is finished

  @altazion/two-seconds-to-follow @needs:clock @needs:bon-to-prepare
  Rule: The state follows two seconds after the call

    Scenario: A bon changes its state between one and three seconds after the request
      Given a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      When 1000 milliseconds pass
      Then the bon still has the state that the bon had at first
      When 2000 milliseconds pass
      Then the bon has another state than the bon had at first

    Scenario: Two requests in a row each change the state two seconds later
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
  Rule: After a shipment a further request is judged by what was accepted, or by the state shown

    @reading:by-what-was-accepted
    Scenario: A shipped bon counts as finished before its state shows it: requests are refused
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
    Scenario: A shipped bon counts as prepared until its state shows it: a second shipment is accepted
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
  Rule: Each state has a name and its flags

    @needs:bon-to-prepare
    Scenario: A bon passes through "En cours", "Préparé" and "Terminé" with their flags
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
    Scenario: A cancelled bon is shown as "Annulé" with its flags
      Given a cancelled bon
      Then the bon is shown as "Annulé"
      And the bon has the flags:
        | EstEncours | false |
        | EstTermine | false |
        | EstAnnule  | true  |

    @needs:bon-created
    Scenario: A bon that is not validated is shown as "Créé" with its flags
      Given a bon that is not validated
      Then the bon is shown as "Créé"
      And the bon has the flags:
        | EstValide     | false |
        | EstDeclenchee | false |
        | EstEncours    | false |

    @needs:bon-validated
    Scenario: A bon that is not triggered is shown as "Validé" with its flags
      Given a bon that is not triggered
      Then the bon is shown as "Validé"
      And the bon has the flags:
        | EstValide     | true  |
        | EstDeclenchee | false |
        | EstEncours    | false |

    @needs:bon-triggered
    Scenario: A triggered bon is shown as "Déclenché" with its flags
      Given a triggered bon
      Then the bon is shown as "Déclenché"
      And the bon has the flags:
        | EstValide     | true  |
        | EstDeclenchee | true  |
        | EstEncours    | false |
