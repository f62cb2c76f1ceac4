@effect:reversible
Feature: Tenants, their users and their stock origins
  Every call belongs to one tenant and is made by one of its users. Orders load
  the capacity of the tenant's stock origins.

  @deliveryoptimizer/basic-authentication
  Rule: Every call carries the name and password of a user

    Scenario: An upsert without credentials
      Given a new order
      When the order is sent without credentials
      Then the call is refused
      And the order is not there

    Scenario: An upsert with a wrong password
      Given a new order
      When the order is sent with a wrong password
      Then the call is refused
      And the order is not there

    Scenario: Reading without credentials
      Given a new order
      And the service holds the order
      When the order is read without credentials
      Then the call is refused

  @deliveryoptimizer/user-bound-to-tenant @needs:other-tenant
  Rule: A user is refused at the path of another tenant

    Scenario: The user of another tenant
      Given a new order
      When the order is sent by the user of another tenant
      Then the call is refused
      And the order is not there

  @deliveryoptimizer/orders-need-oms-right @needs:commerce-user
  Rule: The order operations need the right OMS

    Scenario: A user with the right COMMERCE alone
      Given a new order
      When the order is sent by a user with the right COMMERCE
      Then the call is refused
      And the order is not there

  @deliveryoptimizer/credential-statuses
  Rule: Wrong credentials answer 401, a lacking tenant or right 403

    Scenario: An upsert without credentials
      Given a new order
      When the order is sent without credentials
      Then the answer has status 401

    @needs:other-tenant
    Scenario: The user of another tenant
      Given a new order
      When the order is sent by the user of another tenant
      Then the answer has status 403

    @needs:commerce-user
    Scenario: A user with the right COMMERCE alone
      Given a new order
      When the order is sent by a user with the right COMMERCE
      Then the answer has status 403

  @deliveryoptimizer/tenants-isolated @needs:other-tenant
  Rule: Tenants never reach each other's orders

    Scenario: One GUID, two tenants
      Given a new order
      And the service holds the order
      Then the order is not there for the other tenant
      When the other tenant holds the order
      Then the answer is true
      When the order is deleted from the other tenant by its own user
      Then the answer is true
      And the order reads back as the service held it

    @effect:destructive
    Scenario: Replacing all orders of a tenant spares those of another
      Given a new order "theirs"
      And the other tenant holds the order
      And a new order "ours"
      When all orders are replaced by "ours"
      Then the call is accepted
      And the order "ours" reads back as it was sent last
      And the order "theirs" is there for the other tenant
      And the order "theirs" is not there

  @deliveryoptimizer/config-is-set
  Rule: Putting a configuration answers true

    Scenario: The published defaults
      When the tenant's configuration is put with its defaults
      Then the answer is true

  @deliveryoptimizer/saturation-weights @needs:origin
  Rule: An order takes 5 points of an origin, a cart 1, an external order none

    Scenario: An order with two lines at one origin
      Given the capacity in use at the origin is noted
      And a new order with two lines at the origin
      When the order is sent
      Then the capacity in use at the origin has grown by 5

    Scenario: A cart
      Given the capacity in use at the origin is noted
      And a new cart with two lines at the origin
      When the order is sent
      Then the capacity in use at the origin has grown by 1

    Scenario: An external order
      Given the capacity in use at the origin is noted
      And a new external order with two lines at the origin
      When the order is sent
      Then the capacity in use at the origin has grown by 0

  @deliveryoptimizer/delete-by-code-frees-capacity @needs:origin
  Rule: Deleting an origin's part of an order lowers its saturation

    Scenario: The shop has shipped
      Given a new order with two lines at the origin
      And the service holds the order
      And the capacity in use at the origin is noted
      When the part of the origin is deleted
      Then the capacity in use at the origin has fallen

    Scenario: Another shop has shipped
      Given a new order with two lines at the origin and one elsewhere
      And the service holds the order
      And the capacity in use at the origin is noted
      When the part of the second origin is deleted
      Then the capacity in use at the origin has grown by 0

  @deliveryoptimizer/saturation-of-unknown-origin-is-404 @effect:read
  Rule: The saturation of an origin that does not exist answers 404

    Scenario: A code that nobody has
      When the saturation of "ZZZ:XXX:none" is read
      Then the answer has status 404

  @deliveryoptimizer/saturation-members @needs:origin @effect:read
  Rule: How the members of a saturation are named

    Scenario: The origin of the profile
      When the saturation of the origin is read
      Then the answer has the members:
        | code              |
        | maxCapacity       |
        | usedCapacity      |
        | remainingCapacity |
        | saturationPercent |
        | isSaturated       |
        | cartsCount        |
        | ordersCount       |
