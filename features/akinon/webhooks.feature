@effect:spending
Feature: Webhook events about packages
  The software of the brand subscribes addresses to events. What is judged is
  what a simulator sends to addresses that nobody listens at, as its ledger has
  it; at another target it is what the listener of the profile's events was sent,
  where the profile has one.

  @akinon/announced-by-webhook @needs:control
  Rule: A new packaging order is announced to each subscriber

    Scenario: A subscriber is told once of each package of an order with two
      Given the installation keeps "10029" in the warehouse and all else in the shop
      And the software has subscribed to package.created
      When an order of "10029" and "10030" comes from Omnitron
      Then the software is told once of each package of the order

    Scenario: Two subscribers are each told once of the package of an order
      Given the software has subscribed to package.created
      And another address has subscribed to package.created
      When an order of "10030" comes from Omnitron
      Then the software is told once of each package of the order
      And the other address is told once of each package of the order

    Scenario: A subscriber to package.status.transitioned is not told of new packages
      Given the software has subscribed to package.status.transitioned
      When an order of "10029" and "10030" comes from Omnitron
      Then the software is told nothing

  @akinon/package-created-event @needs:control
  Rule: A new package is announced as package.created, with its envelope and the package

    Scenario: A subscriber gets the new package in the envelope of package.created
      Given the software has subscribed to package.created
      When an order of "10030" comes from Omnitron
      Then the software gets POSTs of JSON with type and uuid of the event package.created
      And the payload is a package of the order, with its state and stock location

  @akinon/preparing-event @needs:events
  Rule: Each successful command sends one event package.status.transitioned

    @needs:package-waiting
    Scenario: A subscriber is told once that a prepared package is in the state 200
      Given a waiting package
      And the software has subscribed to package.status.transitioned
      When the package is prepared
      Then the command succeeds
      And the software is told once that the package is in the state 200

    @needs:package-waiting
    Scenario: A subscriber is told nothing of a refused command
      Given a waiting package
      And the package has been prepared
      And the software has subscribed to package.status.transitioned
      When the package is prepared
      Then the command is refused
      And the software is told nothing

  # Whether event and address may be left out is the target's strictness.
  @akinon/subscription-members
  Rule: A subscription may have a key, headers and a countdown

    Scenario: A subscription with only an event and an address is accepted
      When a subscription is sent with the body:
        """
        {"event_type": "package.created", "target_url": "ADDRESS"}
        """
      Then the subscription is accepted

    Scenario: A subscription with a key, headers and a countdown is accepted
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

    Scenario: A subscription is removed by its subscriber
      Given a subscription to package.created
      When the subscription is removed
      Then the call succeeds

    @needs:control
    Scenario: A subscriber is told nothing once the subscription is removed
      Given the software has subscribed to package.created
      When the subscription is removed
      And an order of "10030" comes from Omnitron
      Then the software is told nothing

  @akinon/unsubscribed-once
  Rule: Removing a subscription gets 204, and 404 when it is gone

    Scenario: Removing a subscription a second time is refused with 404
      Given a subscription to package.created
      When the subscription is removed
      Then the call is answered with 204
      When the subscription is removed once more
      Then the call is refused with 404

  @akinon/subscribed-once
  Rule: The same event and address can't be subscribed to twice

    Scenario: Sending the same subscription a second time is refused with 406
      Given a subscription to package.created
      When the subscription is sent once more
      Then the call is refused with 406

    @needs:control
    Scenario: A subscriber who subscribed twice is told once of each package
      Given the software has subscribed to package.created
      When the subscription is sent once more
      And an order of "10030" comes from Omnitron
      Then the software is told once of each package of the order

    Scenario: A subscription is accepted again once the first has been removed
      Given a subscription to package.created
      When the subscription is removed
      And the subscription is sent again
      Then the subscription is accepted

  @akinon/event-type-names
  Rule: An event is named with dots or with hyphens

    Scenario Outline: A subscription to the event <name> is accepted
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

    Scenario Outline: A subscription to the unknown event <name> is refused
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
    Scenario: A subscriber to package-created, with a hyphen, is told of new packages
      Given the software has subscribed to package-created
      When an order of "10030" comes from Omnitron
      Then the software is told once of each package of the order

  @akinon/subscription-answer
  Rule: The response to a subscription has its id, event and address, and never its key

    Scenario: A subscription with a key is answered with 201, and without the key
      When a subscription is sent with the body:
        """
        {"event_type": "package.created", "target_url": "ADDRESS", "secret_key": "not-a-real-secret"}
        """
      Then the answer is 201 with the id, the event "package.created" and the address
      And the answer does not hold "not-a-real-secret"

  @akinon/additional-headers
  Rule: Additional headers are sent with each delivery

    @needs:events @needs:package-waiting
    Scenario: The event of a prepared package carries the subscription's headers X-Store and X-Floor
      Given a waiting package
      And the software has subscribed to package.status.transitioned with:
        """
        {"additional_headers": {"X-Store": "2", "X-Floor": "ground"}}
        """
      When the package is prepared
      Then each delivery has the header X-Store: 2
      And each delivery has the header X-Floor: ground

    @needs:control
    Scenario: Each delivery carries the subscription's headers X-Store and X-Floor
      Given the software has subscribed to package.created with:
        """
        {"additional_headers": {"X-Store": "2", "X-Floor": "ground"}}
        """
      When an order of "10030" comes from Omnitron
      Then each delivery has the header X-Store: 2
      And each delivery has the header X-Floor: ground

  @akinon/delivery-signed
  Rule: Deliveries are signed with the subscription's key and name the event

    @needs:events @needs:package-waiting
    Scenario: The event of a prepared package is signed with the subscription's key
      Given a waiting package
      And the software has subscribed to package.status.transitioned with:
        """
        {"secret_key": "not-a-real-secret"}
        """
      When the package is prepared
      Then each delivery is signed with "not-a-real-secret"
      And each delivery has the header X-Whisperer-Event: package.status.transitioned

    @needs:events @needs:package-waiting
    Scenario: The event of a prepared package is not signed where the subscription has no key
      Given a waiting package
      And the software has subscribed to package.status.transitioned
      When the package is prepared
      Then no delivery is signed
      And each delivery has the header X-Whisperer-Event: package.status.transitioned

    @needs:control
    Scenario: Deliveries of a subscription with a key are signed with it
      Given the software has subscribed to package.created with:
        """
        {"secret_key": "not-a-real-secret"}
        """
      When an order of "10030" comes from Omnitron
      Then each delivery is signed with "not-a-real-secret"
      And each delivery has the header X-Whisperer-Event: package.created

    @needs:control
    Scenario: Deliveries of a subscription without a key are not signed
      Given the software has subscribed to package.created
      When an order of "10030" comes from Omnitron
      Then no delivery is signed
      And each delivery has the header X-Whisperer-Event: package.created

  @akinon/delivered-asynchronously
  Rule: A failing subscriber neither delays nor changes the response to a command

    @needs:package-waiting
    Scenario: A command succeeds while nobody listens at the subscriber's address
      Given a waiting package
      And the software has subscribed to package.status.transitioned
      When the package is prepared
      Then the command succeeds
      And the package is in the state Preparing

  @akinon/failed-delivery-retried @needs:control @needs:clock
  Rule: A failed delivery is repeated after the wait that the subscription names

    Scenario Outline: A failed delivery is repeated after a <choice> wait
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
  Rule: The countdown of a subscription sets the wait before each repeat

    Scenario Outline: With the <choice> countdown <kwargs>, repeats wait <waits> seconds
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

    Scenario: Without a countdown a failed delivery is not repeated
      Given the software has subscribed to package.created
      When an order of "10030" comes from Omnitron
      And a day passes
      Then each delivery was tried once and never again
