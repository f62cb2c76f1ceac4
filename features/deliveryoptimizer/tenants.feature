@effect:reversible
Feature: Tenants, their users and their stock origins
  Every call belongs to one tenant and is made by one of its users. Orders load
  the capacity of the tenant's stock origins.

  @deliveryoptimizer/basic-authentication
  Rule: Every request carries the name and password of a user

    Scenario: An upsert without credentials is refused
      Given a new order
      When the order is sent without credentials
      Then the call is refused
      And the order is not there

    Scenario: An upsert with a wrong password is refused
      Given a new order
      When the order is sent with a wrong password
      Then the call is refused
      And the order is not there

    Scenario: Reading an order without credentials is refused
      Given a new order
      And the service holds the order
      When the order is read without credentials
      Then the call is refused

  @deliveryoptimizer/user-bound-to-tenant @needs:other-tenant
  Rule: A user has no access to another tenant

    Scenario: An upsert by the user of another tenant is refused
      Given a new order
      When the order is sent by the user of another tenant
      Then the call is refused
      And the order is not there

  @deliveryoptimizer/orders-need-oms-right @needs:commerce-user
  Rule: The order operations require the right OMS

    Scenario: An upsert by a user with the right COMMERCE alone is refused
      Given a new order
      When the order is sent by a user with the right COMMERCE
      Then the call is refused
      And the order is not there

  @deliveryoptimizer/credential-statuses
  Rule: Wrong credentials are refused with 401, a wrong tenant or right with 403

    Scenario: An upsert without credentials is refused with 401
      Given a new order
      When the order is sent without credentials
      Then the answer has status 401

    @needs:other-tenant
    Scenario: An upsert by the user of another tenant is refused with 403
      Given a new order
      When the order is sent by the user of another tenant
      Then the answer has status 403

    @needs:commerce-user
    Scenario: An upsert by a user with the right COMMERCE alone is refused with 403
      Given a new order
      When the order is sent by a user with the right COMMERCE
      Then the answer has status 403

  @deliveryoptimizer/tenants-isolated @needs:other-tenant
  Rule: Tenants never see or change each other's orders

    Scenario: Two tenants each have their own order of the same GUID
      Given a new order
      And the service holds the order
      Then the order is not there for the other tenant
      When the other tenant holds the order
      Then the answer is true
      When the order is deleted from the other tenant by its own user
      Then the answer is true
      And the order reads back as the service held it

    @effect:destructive
    Scenario: Replacing all orders of one tenant keeps those of another
      Given a new order "theirs"
      And the other tenant holds the order
      And a new order "ours"
      When all orders are replaced by "ours"
      Then the call is accepted
      And the order "ours" reads back as it was sent last
      And the order "theirs" is there for the other tenant
      And the order "theirs" is not there

  @deliveryoptimizer/config-is-set
  Rule: Setting a configuration returns true

    Scenario: A tenant's configuration is set with the published defaults
      When the tenant's configuration is put with its defaults
      Then the answer is true

  @deliveryoptimizer/saturation-weights @needs:origin
  Rule: An order takes 5 points of an origin's capacity, a cart 1, an external order none

    Scenario: An order with two lines at an origin takes 5 points
      Given the capacity in use at the origin is noted
      And a new order with two lines at the origin
      When the order is sent
      Then the capacity in use at the origin has grown by 5

    Scenario: A cart with two lines at an origin takes 1 point
      Given the capacity in use at the origin is noted
      And a new cart with two lines at the origin
      When the order is sent
      Then the capacity in use at the origin has grown by 1

    Scenario: An external order with two lines at an origin takes none
      Given the capacity in use at the origin is noted
      And a new external order with two lines at the origin
      When the order is sent
      Then the capacity in use at the origin has grown by 0

  @deliveryoptimizer/delete-by-code-frees-capacity @needs:origin
  Rule: Deleting an origin's part of an order lowers its saturation

    Scenario: The capacity in use falls when the shop has shipped
      Given a new order with two lines at the origin
      And the service holds the order
      And the capacity in use at the origin is noted
      When the part of the origin is deleted
      Then the capacity in use at the origin has fallen

    Scenario: The capacity in use stays when another shop has shipped
      Given a new order with two lines at the origin and one elsewhere
      And the service holds the order
      And the capacity in use at the origin is noted
      When the part of the second origin is deleted
      Then the capacity in use at the origin has grown by 0

  @deliveryoptimizer/saturation-of-unknown-origin-is-404 @effect:read
  Rule: The saturation of an unknown origin is answered with 404

    Scenario: Reading the saturation of an unknown code is answered with 404
      When the saturation of "ZZZ:XXX:none" is read
      Then the answer has status 404

  @deliveryoptimizer/saturation-members @needs:origin @effect:read
  Rule: A saturation has documented members

    Scenario: The saturation of an origin has all eight members
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
