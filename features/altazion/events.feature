@effect:spending @needs:control @needs:clock
Feature: Events sent to registered handlers
  A merchant registers the addresses of handlers in the back office, each for
  some events. What is judged is what a simulator sends to addresses that
  nobody listens at, as its ledger has it; at another target a run sees no
  events. Every bon here contains 3 pieces of REF-A, its first line, and 2 of
  REF-B, its second.

  @altazion/registered-handler-is-notified
  Rule: A handler is notified of the events it is registered for, and of no others

    Scenario: A handler is told of the preparation and of the shipment
      Given a handler "of bons" for PreparationBpr
      And a handler "of cancellations" for AnnulationBcd
      And a prepared bon
      Then the handler "of bons" is told: PreparationBpr
      Given the bon was shipped in full
      Then the handler "of bons" is told: PreparationBpr, PreparationBpr
      And the handler "of cancellations" is told nothing

    Scenario: Two handlers of the same event are told once each
      Given a handler "of bons" for PreparationBpr
      And a handler "of bons, too" for PreparationBpr
      And a prepared bon
      Then the handler "of bons" is told: PreparationBpr
      And the handler "of bons, too" is told: PreparationBpr

    Scenario: A refused request sends no event
      Given a handler "of bons" for PreparationBpr
      And a bon to prepare
      When the preparation point is called with the body:
        """
        {"Lignes": [
        """
      Then the handler "of bons" is told nothing

  @altazion/event-envelope
  Rule: An event is a POST of one JSON object with EventKind, EventCategory and Data

    Scenario Outline: A preparation and a shipment send <event> as a POST in its envelope
      Given a handler "of one event" for <event>
      And a prepared bon
      And the bon was shipped in full
      Then the handler "of one event" gets every <event> as a POST in its envelope

      Examples:
        | event            |
        | PreparationBpr   |
        | ProgressionBcd   |
        | PréparationBcd   |
        | CommandePreparee |
        | ExpeditionBcd    |

    Scenario Outline: An order that is <what> sends <event> as a POST in its envelope
      Given a handler "of one event" for <event>
      And <bon>
      And the order of the bon is <what>
      Then the handler "of one event" gets every <event> as a POST in its envelope

      Examples:
        | bon                         | what      | event           |
        | a bon that is not validated | confirmed | ConfirmationBcd |
        | a bon that is not triggered | ready     | MiseEnPrepaBcd  |
        | a triggered bon             | entered   | EnPrepaBcd      |
        | a bon to prepare            | cancelled | AnnulationBcd   |

  # The ledger has "[redacted]" in the place of credentials: whether there are
  # any is judged, and their scheme only where it is shown.
  @altazion/event-credentials
  Rule: Events carry the credentials that were registered with the handler

    Scenario: Three handlers get no credentials, HTTP Basic and a bearer token, as registered
      Given a handler "without credentials" for PreparationBpr
      And a handler "with a key" for PreparationBpr that is called with Basic credentials
      And a handler "with a token" for PreparationBpr that is called with Bearer credentials
      And a prepared bon
      Then the handler "without credentials" gets no credentials
      And the handler "with a key" gets Basic credentials
      And the handler "with a token" gets Bearer credentials

  @altazion/preparation-bpr-names-bon
  Rule: PreparationBpr names the order and the bon, once the state has changed

    Scenario: PreparationBpr names order and bon after the first step
      Given a handler "of bons" for PreparationBpr
      And a prepared bon
      Then the handler "of bons" is told once of PreparationBpr with the data:
        | BcdGuid | the order |
        | BprGuid | the bon   |
        | Etat    | (absent)  |

    Scenario: PreparationBpr names order and bon again after the shipment
      Given a handler "of bons" for PreparationBpr
      And a prepared bon
      And the bon was shipped in full
      Then the handler "of bons" is told twice of PreparationBpr, the last time with the data:
        | BcdGuid | the order |
        | BprGuid | the bon   |
        | Etat    | (absent)  |

    Scenario: A bon has its new state by the time PreparationBpr is sent
      Given a handler "of bons" for PreparationBpr
      And a bon to prepare
      And the preparation point was called with the lines:
        | Reference | QtePreparee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the bon has its new state as soon as the handler "of bons" is told

  @altazion/order-progress-is-announced
  Rule: An order that progresses with its bon sends the event ProgressionBcd

    Scenario: ProgressionBcd is sent when the bon is prepared and when it is finished
      Given a handler "of progress" for ProgressionBcd
      And a prepared bon
      Then the handler "of progress" is told once of ProgressionBcd with the data:
        | BcdGuid | the order |
      Given the bon was shipped in full
      Then the handler "of progress" is told twice of ProgressionBcd, the last time with the data:
        | BcdGuid | the order |

  @altazion/prepared-order-is-announced
  Rule: An order prepared in part or in full sends the event PréparationBcd

    Scenario: PréparationBcd tells that an order with one bon is fully prepared
      Given a handler "of orders" for PréparationBcd
      And a prepared bon
      Then the handler "of orders" is told once of PréparationBcd with the data:
        | BcdGuid          | the order |
        | EstMultiPrepa    | false     |
        | EstPrepaTerminee | true      |

    Scenario: PréparationBcd tells for each of two bons whether the order is fully prepared
      Given a handler "of orders" for PréparationBcd
      And a bon to prepare
      And another bon of its order
      And the bon was prepared in full
      Then the handler "of orders" is told once of PréparationBcd with the data:
        | BcdGuid          | the order |
        | EstMultiPrepa    | true      |
        | EstPrepaTerminee | false     |
      Given calls are about the other bon
      And the bon was prepared in full
      Then the handler "of orders" is told twice of PréparationBcd, the last time with the data:
        | BcdGuid          | the order |
        | EstMultiPrepa    | true      |
        | EstPrepaTerminee | true      |

  @altazion/prepared-state-is-announced
  Rule: An order whose bons are all prepared sends the event CommandePreparee

    Scenario: CommandePreparee lists the ordered and the prepared quantities
      Given a handler "of orders" for CommandePreparee
      And a bon of which 2 REF-A and 1.5 REF-B are prepared
      Then the handler "of orders" is told once of CommandePreparee with the data:
        | CommandeGuid | the order |
      And the handler "of orders" is told of the products:
        | ArticleRef | QuantiteCommande | QuantitePrep |
        | REF-A      | 3                | 2            |
        | REF-B      | 2                | 1.5          |

    Scenario: CommandePreparee is sent only when the last of two bons is prepared
      Given a handler "of orders" for CommandePreparee
      And a bon to prepare
      And another bon of its order
      And the bon was prepared in full
      Then the handler "of orders" is told nothing
      Given calls are about the other bon
      And the bon was prepared in full
      Then the handler "of orders" is told once of CommandePreparee with the data:
        | CommandeGuid | the order |

  @altazion/shipped-order-is-announced
  Rule: An order shipped in part or in full sends the event ExpeditionBcd

    Scenario: ExpeditionBcd lists both parcels of an order with one bon
      Given a handler "of orders" for ExpeditionBcd
      And a prepared bon
      And the next call carries Colis: [{"Numero": "6A12345678901", "DateExpedition": "2026-11-20T14:30:00Z"}, {"Numero": "6A12345678902", "DateExpedition": "2026-11-20T14:30:00Z"}]
      And the shipping point was called with the lines:
        | Reference | QteExpediee |
        | REF-A     | 3           |
        | REF-B     | 2           |
      Then the handler "of orders" is told once of ExpeditionBcd with the data:
        | BcdGuid               | the order |
        | EstTotalementExpediee | true      |
      And the handler "of orders" is told of the parcels: 6A12345678901, 6A12345678902

    Scenario: ExpeditionBcd tells for each of two bons whether the order is fully shipped
      Given a handler "of orders" for ExpeditionBcd
      And a bon to prepare
      And another bon of its order
      And the bon was prepared in full
      And the bon was shipped in full
      Then the handler "of orders" is told once of ExpeditionBcd with the data:
        | BcdGuid               | the order |
        | EstTotalementExpediee | false     |
      Given calls are about the other bon
      And the bon was prepared in full
      And the bon was shipped in full
      Then the handler "of orders" is told twice of ExpeditionBcd, the last time with the data:
        | BcdGuid               | the order |
        | EstTotalementExpediee | true      |

    Scenario: A preparation sends no event ExpeditionBcd
      Given a handler "of orders" for ExpeditionBcd
      And a prepared bon
      Then the handler "of orders" is told nothing

  @altazion/order-life-is-announced
  Rule: A change of an order outside the API sends its own event

    Scenario Outline: An order that is <what> sends <event> once
      Given a handler "of orders" for <event>
      And <bon>
      And the order of the bon is <what>
      Then the handler "of orders" is told once of <event> with the data:
        | BcdGuid | the order |

      Examples:
        | bon                         | what      | event           |
        | a bon that is not validated | confirmed | ConfirmationBcd |
        | a bon that is not triggered | ready     | MiseEnPrepaBcd  |
        | a triggered bon             | entered   | EnPrepaBcd      |
        | a bon to prepare            | cancelled | AnnulationBcd   |

    Scenario: Preparing and shipping send none of the events of the order
      Given a handler "of orders" for ConfirmationBcd, MiseEnPrepaBcd, EnPrepaBcd and AnnulationBcd
      And a prepared bon
      And the bon was shipped in full
      Then the handler "of orders" is told nothing

  # Nobody confirms anything here, so that the other half of the rule, that what
  # is confirmed is not sent again, stays open; so does the body of each attempt,
  # of which the ledger has one for all.
  @altazion/unconfirmed-event-is-repeated
  Rule: An event that is not confirmed with 200 is repeated at growing intervals

    Scenario: An event for an unreachable handler is repeated at growing intervals, then given up
      Given a handler "that is not there" for PreparationBpr
      And a prepared bon
      When a day passes
      Then the event for the handler "that is not there" was sent a few times, less and less often, and then no more
