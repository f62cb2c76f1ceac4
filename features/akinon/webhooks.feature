@effect:spending
Feature: Being told of packages
  The software of the brand subscribes addresses to events. What is judged is
  what a simulator sends to addresses that nobody listens at, as its ledger has
  it; at another target a run sees no events.

  @akinon/announced-by-webhook @needs:control
  Rule: A new packaging order is announced to who has subscribed

    Scenario: An order is distributed to two packages
      Given the installation keeps "10029" in the warehouse and all else in the shop
      And the software has subscribed to package.created
      When an order of "10029" and "10030" comes from Omnitron
      Then the software is told once of each package of the order

    Scenario: Who has not subscribed to new packages is not told of them
      Given the software has subscribed to package.status.transitioned
      When an order of "10029" and "10030" comes from Omnitron
      Then the software is told nothing

  @akinon/package-created-event @needs:control
  Rule: The event is package.created, with its envelope and the package

    Scenario: A new package
      Given the software has subscribed to package.created
      When an order of "10030" comes from Omnitron
      Then the software gets POSTs of JSON with type and uuid of the event package.created
      And the payload is a package of the order, with its state and stock location

  @akinon/preparing-event @needs:control
  Rule: A successful command is one event package.status.transitioned

    @needs:package-waiting
    Scenario: A package is prepared
      Given a waiting package
      And the software has subscribed to package.status.transitioned
      When the package is prepared
      Then the command succeeds
      And the software is told once that the package is in the state 200

    @needs:package-waiting
    Scenario: A command is refused
      Given a waiting package
      And the package has been prepared
      And the software has subscribed to package.status.transitioned
      When the package is prepared
      Then the command is refused
      And the software is told nothing

  # Whether event and address may be left out is the target's strictness.
  @akinon/subscription-members
  Rule: A key, headers and a countdown may be added

    Scenario: Only what is required
      When a subscription is sent with the body:
        """
        {"event_type": "package.created", "target_url": "ADDRESS"}
        """
      Then the subscription is accepted

    Scenario: Everything
      When a subscription is sent with the body:
        """
        {
          "event_type": "package.created", "target_url": "ADDRESS", "secret_key": "not-a-real-secret",
          "additional_headers": {"X-Store": "2"}, "retry_countdown_config": {"choice": "fixed", "kwargs": {"seconds": 60}}
        }
        """
      Then the subscription is accepted

  @akinon/unsubscribes
  Rule: A subscription is removed by DELETE

    Scenario: It is removed
      Given a subscription to package.created
      When the subscription is removed
      Then the call succeeds

    @needs:control
    Scenario: Who has unsubscribed is told nothing
      Given the software has subscribed to package.created
      When the subscription is removed
      And an order of "10030" comes from Omnitron
      Then the software is told nothing

  @akinon/unsubscribed-once
  Rule: Removing answers 204, and 404 where there is nothing to be removed

    Scenario: Twice
      Given a subscription to package.created
      When the subscription is removed
      Then the call is answered with 204
      When the subscription is removed once more
      Then the call is refused with 404

  @akinon/subscribed-once
  Rule: The same event and address can't be subscribed to twice

    Scenario: Twice
      Given a subscription to package.created
      When the subscription is sent once more
      Then the call is refused with 406

    @needs:control
    Scenario: It is told once
      Given the software has subscribed to package.created
      When the subscription is sent once more
      And an order of "10030" comes from Omnitron
      Then the software is told once of each package of the order

    Scenario: Again, when the first has been removed
      Given a subscription to package.created
      When the subscription is removed
      And the subscription is sent again
      Then the subscription is accepted

  @akinon/event-type-names
  Rule: The name of an event has dots or hyphens

    Scenario Outline: <name> is one
      When a subscription is sent with the body:
        """
        {"event_type": "<name>", "target_url": "ADDRESS"}
        """
      Then the subscription is accepted

      Examples:
        | name                        |
        | package.created             |
        | package-created             |
        | package.status.transitioned |
        | package-status-transitioned |

    Scenario Outline: <name> is none
      When a subscription is sent with the body:
        """
        {"event_type": "<name>", "target_url": "ADDRESS"}
        """
      Then the call is refused

      Examples:
        | name              |
        | package.vanished  |
        | packagecreated    |

    @needs:control
    Scenario: Who subscribed with hyphens is told
      Given the software has subscribed to package-created
      When an order of "10030" comes from Omnitron
      Then the software is told once of each package of the order

  @akinon/subscription-answer
  Rule: A subscription is answered with its id, event and address, and without its key

    Scenario: With a key
      When a subscription is sent with the body:
        """
        {"event_type": "package.created", "target_url": "ADDRESS", "secret_key": "not-a-real-secret"}
        """
      Then the answer is 201 with the id, the event "package.created" and the address
      And the answer does not hold "not-a-real-secret"

  @akinon/additional-headers @needs:control
  Rule: Additional headers are sent with each delivery

    Scenario: The store's number
      Given the software has subscribed to package.created with:
        """
        {"additional_headers": {"X-Store": "2", "X-Floor": "ground"}}
        """
      When an order of "10030" comes from Omnitron
      Then each delivery has the header X-Store: 2
      And each delivery has the header X-Floor: ground

  @akinon/delivery-signed @needs:control
  Rule: Deliveries are signed with the subscription's key and name the event

    Scenario: With a key
      Given the software has subscribed to package.created with:
        """
        {"secret_key": "not-a-real-secret"}
        """
      When an order of "10030" comes from Omnitron
      Then each delivery is signed with "not-a-real-secret"
      And each delivery has the header X-Whisperer-Event: package.created

    Scenario: Without a key
      Given the software has subscribed to package.created
      When an order of "10030" comes from Omnitron
      Then no delivery is signed
      And each delivery has the header X-Whisperer-Event: package.created

  @akinon/delivered-asynchronously @needs:control
  Rule: A subscriber that fails neither delays nor changes the command's answer

    @needs:package-waiting
    Scenario: Nobody listens at the address
      Given a waiting package
      And the software has subscribed to package.status.transitioned
      When the package is prepared
      Then the command succeeds
      And the package is in the state Preparing

  @akinon/failed-delivery-retried @needs:control @needs:clock
  Rule: A delivery that failed is tried again after the wait of the subscription

    Scenario Outline: A <choice> wait
      Given the software has subscribed to package.created with:
        """
        {"retry_countdown_config": {"choice": "<choice>", "kwargs": <kwargs>}}
        """
      When an order of "10030" comes from Omnitron
      And a day passes
      Then each delivery was tried again, and not always at once

      Examples:
        | choice      | kwargs                                    |
        | fixed       | {"seconds": 300}                          |
        | linear      | {"base": 300, "limit": 750}               |
        | exponential | {"base": 2, "factor": 200, "limit": 3600} |
        | random      | {"min_value": 100, "max_value": 200}      |

  @akinon/retry-countdown @needs:control @needs:clock
  Rule: The countdown tells how long to wait before each repeat

    Scenario Outline: A <choice> wait
      Given the software has subscribed to package.created with:
        """
        {"retry_countdown_config": {"choice": "<choice>", "kwargs": <kwargs>}}
        """
      When an order of "10030" comes from Omnitron
      And a day passes
      Then the waits in seconds before the repeats are <waits>

      Examples:
        | choice      | kwargs                                   | waits                            |
        | fixed       | {"seconds": 300}                         | 300                              |
        | linear      | {"base": 300, "limit": 750}              | 0, then 300, then 600, then 750  |
        | linear      | {"base": 300}                            | 0, then 300, then 600, then 900  |
        | exponential | {"base": 2, "factor": 200}               | 200, then 400, then 800          |
        | exponential | {"base": 2, "factor": 200, "limit": 600} | 200, then 400, then 600          |
        | random      | {"min_value": 100, "max_value": 200}     | 100 to 200                       |

    Scenario: Without a countdown
      Given the software has subscribed to package.created
      When an order of "10030" comes from Omnitron
      And a day passes
      Then each delivery was tried once and never again
