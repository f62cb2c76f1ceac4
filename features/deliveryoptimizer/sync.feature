@effect:reversible @needs:control @needs:clock
Feature: The live tier and its archive
  Orders live in Redis. Every ten minutes a batch saves them to MongoDB, tenant
  by tenant, and a live tier that stopped is refilled from there.

  @deliveryoptimizer/batch-every-ten-minutes
  Rule: Every ten minutes a batch saves the live orders

    Scenario: An order saved by the batch is still there after the live tier stops
      Given the tenant's synchronisation is on
      And a new order
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order reads back as it was sent last

    Scenario: An order sent after the first batch is saved by the second
      Given the tenant's synchronisation is on
      And 10 minutes pass
      And a new order
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order reads back as it was sent last

  @deliveryoptimizer/batch-skips-switched-off-tenant
  Rule: The batch skips a tenant whose synchronisation is off

    Scenario: An order of a tenant without synchronisation is lost with the live tier
      Given the tenant's synchronisation is off
      And a new order
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order is not there

    Scenario: An order sent after the synchronisation is switched off is not saved
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
    Scenario: The batch saves the next tenant after it skips one
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
  Rule: Synchronisation is off unless the configuration switches it on

    Scenario: An order is lost where the configuration omits the switch
      Given the tenant's configuration is put with its defaults
      And a new order
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order is not there

  @deliveryoptimizer/batch-saves-live-orders
  Rule: The batch saves all live orders, or all but carts

    Scenario: A live order is saved by the batch
      Given the tenant's synchronisation is on
      And a new order
      And the service holds the order
      When 10 minutes pass
      And the live tier stops and comes back
      Then the order reads back as it was sent last

    @reading:every-order
    Scenario: Orders, carts and external orders are saved
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
    Scenario: Orders and external orders are saved, and carts are not
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
  Rule: A deleted order stays in the archive, or is deleted there by the next batch

    Scenario: An order that was not deleted stays in the archive
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
    Scenario: A deleted order comes back when the live tier is refilled
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
    Scenario: A deleted order does not come back when the live tier is refilled
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

    Scenario: A saved order comes back after a stop, and an unsaved one is lost
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

    Scenario: An order that only the archive has is deleted as unknown and added as new
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
  Rule: Replacing all orders changes the archive immediately

    Scenario: Replacing all orders changes the archive while synchronisation is off
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
