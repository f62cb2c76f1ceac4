@effect:reversible @needs:control @needs:clock
Feature: The live tier and its archive
  Orders live in Redis. Every ten minutes a batch saves them to MongoDB, tenant
  by tenant, and a live tier that stopped is refilled from there.

  @deliveryoptimizer/batch-every-ten-minutes
  Rule: Every ten minutes a batch saves the live orders

    Scenario: An order outlives a stop once the batch has run
      Given the tenant's synchronisation is on
      And a new order
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order reads back as it was sent last

    Scenario: The batch comes again
      Given the tenant's synchronisation is on
      And 10 minutes pass
      And a new order
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order reads back as it was sent last

  @deliveryoptimizer/batch-skips-switched-off-tenant
  Rule: A tenant that has switched the synchronisation off is passed over

    Scenario: Its order is lost with the live tier
      Given the tenant's synchronisation is off
      And a new order
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order is not there

    Scenario: What was saved before is kept, what changes afterwards is not
      Given the tenant's synchronisation is on
      And a new order "saved"
      And the service holds the order
      And 10 minutes pass
      And the tenant's synchronisation is off
      And a new order "unsaved"
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order "saved" reads back as it was sent last
      And the order "unsaved" is not there

    @needs:other-tenant
    Scenario: The batch goes on with the next tenant
      Given the tenant's synchronisation is off
      And the other tenant's synchronisation is on
      And a new order "ours"
      And the service holds the order
      And a new order "theirs"
      And the other tenant holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order "theirs" is there for the other tenant
      And the order "ours" is not there

  @deliveryoptimizer/sync-off-by-default
  Rule: The synchronisation is off unless it is switched on

    Scenario: A configuration that does not name the switch
      Given the tenant's configuration is put with its defaults
      And a new order
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order is not there

  @deliveryoptimizer/batch-saves-live-orders
  Rule: Which orders the batch saves

    Scenario: An order is saved
      Given the tenant's synchronisation is on
      And a new order
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order reads back as it was sent last

    @reading:every-order
    Scenario: Orders, carts and external orders
      Given the tenant's synchronisation is on
      And a new order "order"
      And the service holds the order
      And a new cart "cart"
      And the service holds the order
      And a new external order "external"
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order "order" reads back as it was sent last
      And the order "cart" reads back as it was sent last
      And the order "external" reads back as it was sent last

    @reading:no-carts
    Scenario: Orders and external orders, but no carts
      Given the tenant's synchronisation is on
      And a new order "order"
      And the service holds the order
      And a new cart "cart"
      And the service holds the order
      And a new external order "external"
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order "order" reads back as it was sent last
      And the order "cart" is not there
      And the order "external" reads back as it was sent last

  @deliveryoptimizer/batch-only-saves
  Rule: What becomes of a deleted order in the archive

    Scenario: An order that was not deleted stays there
      Given the tenant's synchronisation is on
      And a new order "kept"
      And the service holds the order
      And a new order "deleted"
      And the service holds the order
      And 10 minutes pass
      And the order "deleted" is deleted
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order "kept" reads back as it was sent last

    @reading:only-saves
    Scenario: It comes back with the refilling
      Given the tenant's synchronisation is on
      And a new order "kept"
      And the service holds the order
      And a new order "deleted"
      And the service holds the order
      And 10 minutes pass
      And the order "deleted" is deleted
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order "deleted" reads back as it was sent last
      And the order "kept" reads back as it was sent last

    @reading:mirrors
    Scenario: It is gone from the archive after the next batch
      Given the tenant's synchronisation is on
      And a new order "kept"
      And the service holds the order
      And a new order "deleted"
      And the service holds the order
      And 10 minutes pass
      And the order "deleted" is deleted
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order "deleted" is not there
      And the order "kept" reads back as it was sent last

  @deliveryoptimizer/refilled-from-archive
  Rule: A live tier that stopped is refilled from the archive

    Scenario: What was saved comes back, what was not is lost
      Given the tenant's synchronisation is on
      And a new order "saved"
      And the service holds the order
      And 10 minutes pass
      And a new order "unsaved"
      And the service holds the order
      When the live tier stops and comes back
      Then the order "saved" reads back as it was sent last
      And the order "unsaved" is not there

  @deliveryoptimizer/live-tier-decides
  Rule: The live tier decides whether an order is there

    Scenario: An order that only the archive still holds
      Given the tenant's synchronisation is on
      And a new order
      And the service holds the order
      And 10 minutes pass
      And the order is deleted
      When the order is deleted
      Then the answer is false
      When the order is sent
      Then the answer is true

  @deliveryoptimizer/replace-all-reaches-archive @effect:destructive
  Rule: Replacing all orders reaches the archive at once

    Scenario: With the synchronisation off
      Given the tenant's synchronisation is on
      And a new order "old"
      And the service holds the order
      And 10 minutes pass
      And the tenant's synchronisation is off
      And a new order "sent"
      When all orders are replaced by "sent"
      And the live tier stops and comes back
      Then the order "sent" reads back as it was sent last
      And the order "old" is not there
