@effect:reversible
Feature: Orders, carts and external orders
  An OMS tells Delivery Optimizer which orders load which stock origins, and
  takes parts away as they are shipped. Reading an order shows what is left.

  @deliveryoptimizer/upsert-tells-added-from-modified
  Rule: The upsert tells whether the order is new

    Scenario: An order is sent twice
      Given a new order
      When the order is sent
      Then the answer is true
      When the order is sent
      Then the answer is false

  @deliveryoptimizer/upsert-redefines-entirely
  Rule: An upsert redefines the order entirely

    Scenario: Lines that are not sent again are gone
      Given a new order with the lines:
        | code         | article | qty |
        | FRA:MAG:0125 | coat    | 1   |
        | FRA:MAG:0953 | boots   | 2   |
      And the service holds the order
      When the order is sent again with the lines:
        | code         | article | qty |
        | FRA:MAG:0953 | gloves  | 3   |
      Then the order reads back as it was sent last

    Scenario: An expiry that is not sent again is gone
      Given a new order that expires in 25 hours
      And the service holds the order
      When the order is sent again without its expiry
      Then the order reads back as it was sent last

  @deliveryoptimizer/expiry-optional
  Rule: An order needs no expiry

    Scenario: An order without expiresAt
      Given a new order without expiry
      When the order is sent
      Then the answer is true
      And the order reads back as it was sent last

  @deliveryoptimizer/three-types
  Rule: An order is of one of three types

    Scenario: An order
      Given a new order
      When the order is sent
      Then the answer is true
      And the order reads back as it was sent last

    Scenario: A cart
      Given a new cart
      When the order is sent
      Then the answer is true
      And the order reads back as it was sent last

    Scenario: An order of another system
      Given a new external order
      When the order is sent
      Then the answer is true
      And the order reads back as it was sent last

    Scenario: An e-resa is no type
      Given a new order of type "EResa"
      When the order is sent
      Then the call is refused

  @deliveryoptimizer/path-tenant-decides
  Rule: The tenant of the path and the tenant of the body

    @reading:path-decides
    Scenario: The example of the document, whose body says tenant 0
      Given a new order whose body names tenant 0
      When the order is sent
      Then the answer is true
      And the order reads back as it was sent last

    @reading:must-match
    Scenario: A body that names another tenant than the path
      Given a new order whose body names tenant 0
      When the order is sent
      Then the call is refused
      And the order is not there

  @deliveryoptimizer/lines-kept-as-sent
  Rule: Lines are kept as they are sent

    Scenario: Two lines of one origin and one article, and an origin that nobody knows
      Given a new order with the lines:
        | code         | article | qty |
        | FRA:MAG:0125 | coat    | 1   |
        | FRA:MAG:0125 | coat    | 4   |
        | ZZZ:XXX:none | boots   | 1   |
      And the service holds the order
      Then the order reads back as it was sent last

  @deliveryoptimizer/empty-lines
  Rule: An order that is sent with no lines

    @reading:stored
    Scenario: It is stored without lines
      Given a new order
      And the service holds the order
      When the order is sent again without lines
      Then the answer is false
      And the order reads back as it was sent last

    @reading:refused
    Scenario: It is refused
      Given a new order
      And the service holds the order
      When the order is sent again without lines
      Then the call is refused
      And the order reads back as the service held it

    @reading:removed
    Scenario: It is accepted and not kept
      Given a new order
      And the service holds the order
      When the order is sent again without lines
      Then the call is accepted
      And the order is not there

  @deliveryoptimizer/last-write-wins
  Rule: The last upsert holds, whatever its date

    Scenario: An upsert that is dated before the stored order
      Given a new order
      And the service holds the order
      When the order is sent again, dated a day earlier, with the lines:
        | code         | article | qty |
        | FRA:MAG:0953 | boots   | 7   |
      Then the order reads back as it was sent last

  @deliveryoptimizer/expiry
  Rule: What a date of expiry does

    @reading:stored-only
    Scenario: A cart whose date has passed stays
      Given a new cart that expired an hour ago
      When the order is sent
      Then the order reads back as it was sent last

    @reading:service-expires-carts
    Scenario: A cart whose date has passed goes, an order stays
      Given a new cart that expired an hour ago
      And the order is sent
      Then the order is not there
      Given a new order that expired an hour ago
      And the order is sent
      Then the order reads back as it was sent last

    @reading:service-expires-carts @needs:clock
    Scenario: A cart without a date goes after its life span
      Given a new cart without expiry
      And the service holds the order
      When 14 minutes pass
      Then the order reads back as it was sent last
      When 2 minutes pass
      Then the order is not there

  @deliveryoptimizer/bare-booleans
  Rule: The writes on one order answer a bare JSON boolean

    Scenario: Adding, modifying, shrinking and deleting
      Given a new order
      When the order is sent
      Then the answer is a bare boolean
      When the order is sent
      Then the answer is a bare boolean
      When the part of "FRA:MAG:0125" is deleted
      Then the answer is a bare boolean
      When the order is deleted
      Then the answer is a bare boolean
      When the order is deleted
      Then the answer is a bare boolean

  @deliveryoptimizer/delete-removes
  Rule: A deleted order is gone

    Scenario: A customer abandons a cart
      Given a new cart
      And the service holds the order
      When the order is deleted
      Then the answer is true
      And the order is not there

  @deliveryoptimizer/delete-unknown-answers-false
  Rule: Deleting an order that is not there answers false

    Scenario: An order that was never sent
      Given a new order
      When the order is deleted
      Then the answer is false

    Scenario: An order that was deleted before
      Given a new order
      And the service holds the order
      And the order is deleted
      When the order is deleted
      Then the answer is false

  @deliveryoptimizer/delete-by-code-removes-lines
  Rule: Deleting by origin code removes all lines of that origin

    Scenario: A shop ships its part, which is two lines
      Given a new order with the lines:
        | code         | article | qty |
        | FRA:MAG:0125 | coat    | 1   |
        | FRA:MAG:0953 | boots   | 2   |
        | FRA:MAG:0125 | gloves  | 1   |
      And the service holds the order
      When the part of "FRA:MAG:0125" is deleted
      Then the answer is true
      And the order reads back with the lines:
        | code         | article | qty |
        | FRA:MAG:0953 | boots   | 2   |

  @deliveryoptimizer/delete-by-code-unknown-order-answers-false
  Rule: Deleting by origin code from an order that is not there answers false

    Scenario: An order that was never sent
      Given a new order
      When the part of "FRA:MAG:0125" is deleted
      Then the answer is false

  @deliveryoptimizer/delete-by-code-without-such-line
  Rule: Deleting by a code that no line of the order has changes nothing

    @reading:false
    Scenario: The answer is false
      Given a new order
      And the service holds the order
      When the part of "BEL:MAG:0265" is deleted
      Then the answer is false
      And the order reads back as it was sent last

    @reading:true
    Scenario: The answer is true
      Given a new order
      And the service holds the order
      When the part of "BEL:MAG:0265" is deleted
      Then the answer is true
      And the order reads back as it was sent last

  @deliveryoptimizer/order-without-lines-is-deleted
  Rule: An order that loses its last line is deleted

    Scenario: Both shops have shipped
      Given a new order
      And the service holds the order
      When the part of "FRA:MAG:0125" is deleted
      And the part of "FRA:MAG:0953" is deleted
      Then the order is not there

  @deliveryoptimizer/code-is-percent-encoded
  Rule: An origin code in a path is percent-encoded

    Scenario: A code with encoded colons
      Given a new order
      And the service holds the order
      When the part of "FRA:MAG:0125" is deleted, the colons percent-encoded
      Then the answer is true
      And the order reads back with the lines:
        | code         | article | qty |
        | FRA:MAG:0953 | boots   | 2   |

  @deliveryoptimizer/get-returns-order
  Rule: Reading an order returns it as it stands

    Scenario: The example of the document
      Given a new order that expires in 25 hours
      And the service holds the order
      Then the order reads back as it was sent last

  @deliveryoptimizer/unknown-order-is-404
  Rule: Reading an order that is not there answers 404

    Scenario: An order that was never sent
      Given a new order
      When the order is read
      Then the answer has status 404

  @deliveryoptimizer/refused-is-400
  Rule: A refused call answers 400 and changes nothing

    Scenario: An upsert of a type that does not exist
      Given a new order
      And the service holds the order
      When the order is sent again as type "EResa"
      Then the answer has status 400
      And the order reads back as the service held it

  @deliveryoptimizer/replace-all-replaces @effect:destructive
  Rule: Replacing all orders leaves those that were sent, and no others

    Scenario: One order gives way to two
      Given a new order "old"
      And the service holds the order
      And a new order "first"
      And a new cart "second"
      When all orders are replaced by "first" and "second"
      Then the call is accepted
      And the order "first" reads back as it was sent last
      And the order "second" reads back as it was sent last
      And the order "old" is not there

    Scenario: An empty array leaves no order
      Given a new order "old"
      And the service holds the order
      When all orders are replaced by none
      Then the call is accepted
      And the order "old" is not there

  @deliveryoptimizer/replace-all-answers-true @effect:destructive
  Rule: Replacing all orders answers true

    Scenario: One order
      Given a new order "only"
      When all orders are replaced by "only"
      Then the answer is true

  @deliveryoptimizer/replace-all-last-duplicate-wins @effect:destructive
  Rule: Of two orders with one GUID in the array the last is kept

    Scenario: The same order twice, with other lines
      Given a new order "first" with the lines:
        | code         | article | qty |
        | FRA:MAG:0125 | coat    | 1   |
      And the order "twin" with the GUID of "first" and the lines:
        | code         | article | qty |
        | FRA:MAG:0953 | boots   | 2   |
      When all orders are replaced by "first" and "twin"
      Then the order "twin" reads back as it was sent last
