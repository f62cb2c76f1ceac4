@effect:reversible
Feature: Orders, carts and external orders
  An OMS tells Delivery Optimizer which orders load which stock origins, and
  takes parts away as they are shipped. Reading an order shows what is left.

  @deliveryoptimizer/upsert-tells-added-from-modified
  Rule: The response to an upsert tells whether the order is new

    Scenario: The first upsert of an order returns true, and the second false
      Given a new order
      When the order is sent
      Then the answer is true
      When the order is sent
      Then the answer is false

  @deliveryoptimizer/upsert-redefines-entirely
  Rule: An upsert replaces the whole order

    Scenario: Lines that the second upsert omits are removed
      Given a new order with the lines:
        | origin | article | qty |
        | first  | coat    | 1   |
        | second | boots   | 2   |
      And the service holds the order
      When the order is sent again with the lines:
        | origin | article | qty |
        | second | gloves  | 3   |
      Then the order reads back as it was sent last

    Scenario: An expiry that the second upsert omits is removed
      Given a new order that expires in 25 hours
      And the service holds the order
      When the order is sent again without its expiry
      Then the order reads back as it was sent last

    Scenario: A cart that is sent again as an order is stored as an order
      Given a new cart
      And the service holds the order
      When the order is sent again as an order, dated a minute later
      Then the order reads back as it was sent last

  @deliveryoptimizer/expiry-optional
  Rule: The expiry of an order may be omitted

    Scenario: An order without expiresAt is stored as it was sent
      Given a new order without expiry
      When the order is sent
      Then the answer is true
      And the order reads back as it was sent last

  @deliveryoptimizer/three-types
  Rule: An order has one of three types: order, cart or external

    Scenario: An upsert of an order is stored as it was sent
      Given a new order
      When the order is sent
      Then the answer is true
      And the order reads back as it was sent last

    Scenario: An upsert of a cart is stored as it was sent
      Given a new cart
      When the order is sent
      Then the answer is true
      And the order reads back as it was sent last

    Scenario: An upsert of an external order is stored as it was sent
      Given a new external order
      When the order is sent
      Then the answer is true
      And the order reads back as it was sent last

    Scenario: An e-resa is an order with the lines of one shop
      Given a new order whose only line is at the first origin
      And the service holds the order
      When the part of the first origin is deleted
      Then the answer is true

  @deliveryoptimizer/path-tenant-decides
  Rule: The tenant in the path decides, or must match the tenant in the body

    Scenario: An accepted order whose body names another tenant is found at its path
      Given a new order whose body names tenant 0
      When the order is sent
      Then the order is there unless it was refused

    @reading:path-decides
    Scenario: An order whose body names tenant 0 is stored as it was sent
      Given a new order whose body names tenant 0
      When the order is sent
      Then the answer is true
      And the order reads back as it was sent last

    @reading:must-match
    Scenario: An order whose body names another tenant than the path is refused
      Given a new order whose body names tenant 0
      When the order is sent
      Then the call is refused
      And the order is not there

    @reading:path-overwrites
    Scenario: An order whose body names another tenant is stored with the tenant of the path
      Given a new order whose body names tenant 0
      When the order is sent
      Then the answer is true
      And the order reads back with the tenant of the path

  @deliveryoptimizer/lines-kept-as-sent
  Rule: Lines are stored as they are sent

    Scenario: Two lines with the same origin and article are kept apart
      Given a new order with the lines:
        | origin | article | qty |
        | second | boots   | 1   |
        | first  | coat    | 1   |
        | first  | coat    | 4   |
      And the service holds the order
      Then the order reads back line by line as it was sent last

  @deliveryoptimizer/unknown-origin-is-taken
  Rule: A line may name an unknown origin

    Scenario: An order with an unknown origin is stored as it was sent
      Given a new order whose only line is at the origin "ZZZ:XXX:none"
      When the order is sent
      Then the call is accepted
      And the order reads back as it was sent last

  @deliveryoptimizer/empty-lines
  Rule: An order without lines is stored, refused or removed

    Scenario: An order sent again without lines loses its lines or is refused
      Given a new order
      And the service holds the order
      When the order is sent again without lines
      Then no line of it is left unless that was refused

    @reading:stored
    Scenario: An order sent again without lines is stored without lines
      Given a new order
      And the service holds the order
      When the order is sent again without lines
      Then the answer is false
      And the order reads back as it was sent last

    @reading:refused
    Scenario: An order sent again without lines is refused and stays as it was
      Given a new order
      And the service holds the order
      When the order is sent again without lines
      Then the call is refused
      And the order reads back as the service held it

    @reading:removed
    Scenario: An order sent again without lines is removed
      Given a new order
      And the service holds the order
      When the order is sent again without lines
      Then the call is accepted
      And the order is not there

  @deliveryoptimizer/last-write-wins
  Rule: The last upsert wins, whatever its date

    Scenario: An upsert dated a day before the stored order replaces it
      Given a new order
      And the service holds the order
      When the order is sent again, dated a day earlier, with the lines:
        | origin | article | qty |
        | second | boots   | 7   |
      Then the call is accepted
      And the order reads back as it was sent last

  @deliveryoptimizer/expiry
  Rule: The service stores an expiry, removes what has expired, or refuses a past expiry

    Scenario: An order that expires in 25 hours is stored as it was sent
      Given a new order that expires in 25 hours
      And the service holds the order
      Then the order reads back as it was sent last

    @reading:stored-only
    Scenario: An expired cart and an expired order are kept
      Given a new cart that expired an hour ago
      When the order is sent
      And some moments pass
      Then the order reads back as it was sent last
      Given a new order that expired an hour ago
      When the order is sent
      And some moments pass
      Then the order reads back as it was sent last

    @reading:service-expires-carts
    Scenario: An expired cart is removed, and an expired order is kept
      Given a new cart that expired an hour ago
      When the order is sent
      Then the call is accepted
      When some moments pass
      Then the order is not there
      Given a new order that expired an hour ago
      When the order is sent
      And some moments pass
      Then the order reads back as it was sent last

    @reading:service-expires-carts @needs:clock
    Scenario: A cart without an expiry is removed after its default life span
      Given a new cart without expiry
      And the service holds the order
      When 14 minutes pass
      Then the order reads back as it was sent last
      When 2 minutes pass
      Then the order is not there

    @reading:service-expires-all
    Scenario: An expired cart and an expired order are both removed
      Given a new cart that expired an hour ago
      When the order is sent
      Then the call is accepted
      When some moments pass
      Then the order is not there
      Given a new order that expired an hour ago
      When the order is sent
      Then the call is accepted
      When some moments pass
      Then the order is not there

    @reading:past-is-refused
    Scenario: An order whose expiry is past is refused
      Given a new order that expired an hour ago
      When the order is sent
      Then the call is refused
      And the order is not there

  @deliveryoptimizer/bare-booleans
  Rule: Writes to one order return a bare boolean

    Scenario: Adding, modifying, reducing and deleting an order return a bare boolean
      Given a new order
      When the order is sent
      Then the answer is a bare boolean
      When the order is sent
      Then the answer is a bare boolean
      When the part of the first origin is deleted
      Then the answer is a bare boolean
      When the order is deleted
      Then the answer is a bare boolean
      When the order is deleted
      Then the answer is a bare boolean

    @reading:json
    Scenario: The boolean is written in JSON, as true and false
      Given a new order
      When the order is sent
      Then the answer is written "true"
      When the order is sent
      Then the answer is written "false"
      When the order is deleted
      Then the answer is written "true"

    @reading:as-printed
    Scenario: The boolean is written as the document prints it, as True
      Given a new order
      When the order is sent
      Then the answer is written "True"
      When the order is sent
      Then the answer is written "false" or "False"
      When the order is deleted
      Then the answer is written "True"

  @deliveryoptimizer/delete-removes
  Rule: A deleted order can no longer be read

    Scenario: An abandoned cart is deleted and can no longer be read
      Given a new cart
      And the service holds the order
      When the order is deleted
      Then the answer is true
      And the order is not there

  @deliveryoptimizer/delete-unknown-answers-false
  Rule: Deleting an order that is not there returns false

    Scenario: Deleting an order that was never sent returns false
      Given a new order
      When the order is deleted
      Then the answer is false

    Scenario: Deleting an order for the second time returns false
      Given a new order
      And the service holds the order
      And the order is deleted
      When the order is deleted
      Then the answer is false

  @deliveryoptimizer/delete-by-code-removes-lines
  Rule: Deleting by origin code removes all lines of that origin

    Scenario: A shop that has shipped two lines deletes both by its origin code
      Given a new order with the lines:
        | origin | article | qty |
        | first  | coat    | 1   |
        | second | boots   | 2   |
        | first  | gloves  | 1   |
      And the service holds the order
      When the part of the first origin is deleted
      Then the answer is true
      And the order reads back with the lines:
        | origin | article | qty |
        | second | boots   | 2   |

  @deliveryoptimizer/delete-by-code-unknown-order-answers-false
  Rule: Deleting by origin code from an order that is not there returns false

    Scenario: Deleting by origin code from an order never sent returns false
      Given a new order
      When the part of the first origin is deleted
      Then the answer is false

  @deliveryoptimizer/delete-by-code-without-such-line
  Rule: Deleting by a code that no line has changes nothing

    Scenario: Deleting by a code that no line has keeps all lines
      Given a new order
      And the service holds the order
      When the part of the third origin is deleted
      Then the order keeps its lines

    @reading:false
    Scenario: Deleting by a code that no line has returns false
      Given a new order
      And the service holds the order
      When the part of the third origin is deleted
      Then the answer is false

    @reading:true
    Scenario: Deleting by a code that no line has returns true
      Given a new order
      And the service holds the order
      When the part of the third origin is deleted
      Then the answer is true

    @reading:refused
    Scenario: Deleting by a code that no line has is refused
      Given a new order
      And the service holds the order
      When the part of the third origin is deleted
      Then the call is refused without a boolean

  @deliveryoptimizer/order-without-lines-is-deleted
  Rule: An order that loses its last line is deleted

    Scenario: An order is deleted once both of its shops have shipped
      Given a new order
      And the service holds the order
      When the part of the first origin is deleted
      And the part of the second origin is deleted
      Then the order is not there

  @deliveryoptimizer/code-is-percent-encoded
  Rule: An origin code in a path is percent-encoded

    Scenario: Deleting by an origin code with encoded colons removes its line
      Given a new order
      And the service holds the order
      When the part of the first origin is deleted, the colons percent-encoded
      Then the answer is true
      And the order reads back with the lines:
        | origin | article | qty |
        | second | boots   | 2   |

  @deliveryoptimizer/get-returns-order
  Rule: Reading an order returns it as it was stored last

    Scenario: The document's example, under an id of its own and with dates of today, is returned as it was sent
      Given a new order that expires in 25 hours with the lines:
        | origin | article                              | qty |
        | first  | c420a0b0-fd50-446a-b2e0-18ab3bf4c460 | 1   |
        | second | 4128d10e-1594-42a7-8c79-bde5181a20f5 | 2   |
      And the service holds the order
      Then the order reads back as it was sent last

    Scenario: Each of two orders is returned as it was sent
      Given a new order "first"
      And the service holds the order
      And a new cart "second"
      And the service holds the order
      Then the order "second" reads back as it was sent last
      And the order "first" reads back as it was sent last

  @deliveryoptimizer/unknown-order-is-404
  Rule: An unknown order is answered with 404, with null or with no content

    @reading:not-found
    Scenario: Reading an order that was never sent is answered with 404
      Given a new order
      When the order is read
      Then the answer has status 404

    @reading:null
    Scenario: Reading an order that was never sent is answered with null
      Given a new order
      When the order is read
      Then the answer has no order but null

    @reading:no-content
    Scenario: Reading an order that was never sent is answered with 204
      Given a new order
      When the order is read
      Then the answer has status 204

  @deliveryoptimizer/refused-is-400
  Rule: A body that is not JSON is refused with 400

    Scenario: An upsert whose body is not JSON is refused with 400
      Given a new order
      When a body that is no JSON is sent
      Then the answer has status 400

  @deliveryoptimizer/replace-all-replaces @effect:destructive
  Rule: Replacing all orders keeps those that were sent, and no others

    Scenario: One order is replaced by two others
      Given a new order "old"
      And the service holds the order
      And a new order "first"
      And a new cart "second"
      When all orders are replaced by "first" and "second"
      Then the call is accepted
      And the order "first" reads back as it was sent last
      And the order "second" reads back as it was sent last
      And the order "old" is not there

    Scenario: Replacing all orders a second time keeps the second set alone
      Given a new order "first"
      And a new order "second"
      When all orders are replaced by "first"
      Then the call is accepted
      When all orders are replaced by "second"
      Then the call is accepted
      And the order "second" reads back as it was sent last
      And the order "first" is not there

    Scenario: An order that is sent again is replaced whole
      Given a new order "old" with the lines:
        | origin | article | qty |
        | first  | coat    | 1   |
        | second | boots   | 2   |
      And the service holds the order
      And the order "again" with the GUID of "old" and the lines:
        | origin | article | qty |
        | second | gloves  | 3   |
      When all orders are replaced by "again"
      Then the call is accepted
      And the order "again" reads back as it was sent last

  @deliveryoptimizer/replace-all-by-none @effect:destructive
  Rule: Replacing all orders by an empty array removes them all or is refused

    Scenario: An accepted empty array removes the tenant's order
      Given a new order "old"
      And the service holds the order
      When all orders are replaced by none
      Then the order is not there unless that was refused

    @reading:none-left
    Scenario: An empty array is accepted and removes the tenant's order
      Given a new order "old"
      And the service holds the order
      When all orders are replaced by none
      Then the call is accepted
      And the order "old" is not there

    @reading:refused
    Scenario: An empty array is refused and the tenant's order stays
      Given a new order "old"
      And the service holds the order
      When all orders are replaced by none
      Then the call is refused
      And the order "old" reads back as it was sent last

  @deliveryoptimizer/replace-all-answers-true @effect:destructive
  Rule: Replacing all orders returns true

    Scenario: Replacing all orders by one order returns true
      Given a new order "only"
      When all orders are replaced by "only"
      Then the answer is true

  @deliveryoptimizer/replace-all-last-duplicate-wins @effect:destructive
  Rule: Of two orders with the same GUID in the array the last is stored

    Scenario: An order duplicated in the array with other lines is stored with the last lines
      Given a new order "first" with the lines:
        | origin | article | qty |
        | first  | coat    | 1   |
      And the order "twin" with the GUID of "first" and the lines:
        | origin | article | qty |
        | second | boots   | 2   |
      When all orders are replaced by "first" and "twin"
      Then the call is accepted
      And the order "twin" reads back as it was sent last
