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
        | origin | article | qty |
        | first  | coat    | 1   |
        | second | boots   | 2   |
      And the service holds the order
      When the order is sent again with the lines:
        | origin | article | qty |
        | second | gloves  | 3   |
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

    Scenario: An e-resa, which is no type, is an order that one shop serves
      Given a new order whose only line is at the first origin
      And the service holds the order
      When the part of the first origin is deleted
      Then the answer is true

  @deliveryoptimizer/path-tenant-decides
  Rule: The tenant of the path and the tenant of the body

    Scenario: What is accepted at a path is found there
      Given a new order whose body names tenant 0
      When the order is sent
      Then the order is there unless it was refused

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

    @reading:path-overwrites
    Scenario: The tenant of the path takes the place of the body's
      Given a new order whose body names tenant 0
      When the order is sent
      Then the answer is true
      And the order reads back with the tenant of the path

  @deliveryoptimizer/lines-kept-as-sent
  Rule: Lines are kept as they are sent

    Scenario: Two lines of one origin and one article
      Given a new order with the lines:
        | origin | article | qty |
        | second | boots   | 1   |
        | first  | coat    | 1   |
        | first  | coat    | 4   |
      And the service holds the order
      Then the order reads back line by line as it was sent last

  @deliveryoptimizer/unknown-origin-is-taken
  Rule: A line may name an origin that nobody knows

    Scenario: An order of an origin that does not exist
      Given a new order whose only line is at the origin "ZZZ:XXX:none"
      When the order is sent
      Then the call is accepted
      And the order reads back as it was sent last

  @deliveryoptimizer/empty-lines
  Rule: An order that is sent with no lines

    Scenario: The lines it had are gone
      Given a new order
      And the service holds the order
      When the order is sent again without lines
      Then no line of it is left unless that was refused

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
        | origin | article | qty |
        | second | boots   | 7   |
      Then the call is accepted
      And the order reads back as it was sent last

  @deliveryoptimizer/expiry
  Rule: What a date of expiry does

    Scenario: A date to come is kept
      Given a new order that expires in 25 hours
      And the service holds the order
      Then the order reads back as it was sent last

    @reading:stored-only
    Scenario: A cart and an order whose date has passed stay
      Given a new cart that expired an hour ago
      When the order is sent
      And some moments pass
      Then the order reads back as it was sent last
      Given a new order that expired an hour ago
      When the order is sent
      And some moments pass
      Then the order reads back as it was sent last

    @reading:service-expires-carts
    Scenario: A cart whose date has passed goes, an order stays
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
    Scenario: A cart without a date goes after its life span
      Given a new cart without expiry
      And the service holds the order
      When 14 minutes pass
      Then the order reads back as it was sent last
      When 2 minutes pass
      Then the order is not there

    @reading:service-expires-all
    Scenario: An order whose date has passed goes, as a cart does
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
    Scenario: An order whose date has passed is refused
      Given a new order that expired an hour ago
      When the order is sent
      Then the call is refused
      And the order is not there

  @deliveryoptimizer/bare-booleans
  Rule: The writes on one order answer with a bare boolean

    Scenario: Adding, modifying, shrinking and deleting
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
    Scenario: As JSON has it
      Given a new order
      When the order is sent
      Then the answer is written "true"
      When the order is sent
      Then the answer is written "false"
      When the order is deleted
      Then the answer is written "true"

    @reading:as-printed
    Scenario: As the document prints it
      Given a new order
      When the order is sent
      Then the answer is written "True"
      When the order is sent
      Then the answer is written "false" or "False"
      When the order is deleted
      Then the answer is written "True"

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
  Rule: Deleting by origin code from an order that is not there answers false

    Scenario: An order that was never sent
      Given a new order
      When the part of the first origin is deleted
      Then the answer is false

  @deliveryoptimizer/delete-by-code-without-such-line
  Rule: Deleting by a code that no line of the order has leaves its lines

    Scenario: The lines stay
      Given a new order
      And the service holds the order
      When the part of the third origin is deleted
      Then the order keeps its lines

    @reading:false
    Scenario: The answer is false
      Given a new order
      And the service holds the order
      When the part of the third origin is deleted
      Then the answer is false

    @reading:true
    Scenario: The answer is true
      Given a new order
      And the service holds the order
      When the part of the third origin is deleted
      Then the answer is true

    @reading:refused
    Scenario: The call is refused
      Given a new order
      And the service holds the order
      When the part of the third origin is deleted
      Then the call is refused without a boolean

  @deliveryoptimizer/order-without-lines-is-deleted
  Rule: An order that loses its last line is deleted

    Scenario: Both shops have shipped
      Given a new order
      And the service holds the order
      When the part of the first origin is deleted
      And the part of the second origin is deleted
      Then the order is not there

  @deliveryoptimizer/code-is-percent-encoded
  Rule: An origin code in a path is percent-encoded

    Scenario: A code with encoded colons
      Given a new order
      And the service holds the order
      When the part of the first origin is deleted, the colons percent-encoded
      Then the answer is true
      And the order reads back with the lines:
        | origin | article | qty |
        | second | boots   | 2   |

  @deliveryoptimizer/get-returns-order
  Rule: Reading an order returns it as it stands

    Scenario: An order like the document's example
      Given a new order that expires in 25 hours
      And the service holds the order
      Then the order reads back as it was sent last

    Scenario: The second of two orders
      Given a new order "first"
      And the service holds the order
      And a new cart "second"
      And the service holds the order
      Then the order "second" reads back as it was sent last
      And the order "first" reads back as it was sent last

  @deliveryoptimizer/unknown-order-is-404
  Rule: How the absence of an order is told

    @reading:not-found
    Scenario: By 404
      Given a new order
      When the order is read
      Then the answer has status 404

    @reading:null
    Scenario: By null
      Given a new order
      When the order is read
      Then the answer has no order but null

    @reading:no-content
    Scenario: By an answer without content
      Given a new order
      When the order is read
      Then the answer has status 204

  @deliveryoptimizer/refused-is-400
  Rule: What can't be understood is refused with 400

    Scenario: A body that is no JSON
      Given a new order
      When a body that is no JSON is sent
      Then the answer has status 400

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

    Scenario: An order that is sent again is redefined
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
  Rule: Replacing all orders by none

    Scenario: An empty array that is accepted leaves no order
      Given a new order "old"
      And the service holds the order
      When all orders are replaced by none
      Then the order is not there unless that was refused

    @reading:none-left
    Scenario: An empty array leaves no order
      Given a new order "old"
      And the service holds the order
      When all orders are replaced by none
      Then the call is accepted
      And the order "old" is not there

    @reading:refused
    Scenario: An empty array is refused
      Given a new order "old"
      And the service holds the order
      When all orders are replaced by none
      Then the call is refused
      And the order "old" reads back as it was sent last

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
        | origin | article | qty |
        | first  | coat    | 1   |
      And the order "twin" with the GUID of "first" and the lines:
        | origin | article | qty |
        | second | boots   | 2   |
      When all orders are replaced by "first" and "twin"
      Then the call is accepted
      And the order "twin" reads back as it was sent last
