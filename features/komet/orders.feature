@effect:spending
Feature: Purchase orders that come with a prebook
  A creation may ask for the purchase orders of its products, by
  autoGeneratePOsfromPrebooks. Every product then has a vendor and a cost.

  @komet/purchase-orders-generated
  Rule: Purchase orders are generated when they are asked for

    Scenario: With 1
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And 1 purchase order is answered

    Scenario Outline: With <value> there are none
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | <value> |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And no purchase order is answered

      Examples:
        | value      |
        | 0          |
        | (left out) |

  @komet/auto-generate-form
  Rule: The wish is a number, or text

    Scenario: The number 1
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And 1 purchase order is answered

    @reading:number-or-text
    Scenario: The text of the second sample is understood
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | "1" |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And 1 purchase order is answered

    @reading:number-only
    Scenario: The text of the second sample is refused
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | "1" |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is refused

  @komet/vendor-and-costs
  Rule: Products that are to be ordered have a vendor and a cost

    Scenario: Both are there
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted

    Scenario: Without the wish neither is needed
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted

    @reading:future-order-stands-in @needs:future-order
    Scenario: A future sales order stands in for the vendor
      Given a future sales order of 10 boxes
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | cost                | 0.70                      |
      When it is created
      Then it is accepted

    @reading:always @needs:future-order
    Scenario: A future sales order does not stand in for the vendor
      Given a future sales order of 10 boxes
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | cost                | 0.70                      |
      When it is created
      Then the item is refused

  @komet/vendor-and-costs-demanded
  Rule: Products that are to be ordered are refused without vendor or cost

    Scenario Outline: The <what> of the second is missing
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      And it has an item with:
        | vendorId | <vendor> |
        | cost     | <cost>   |
      When it is created
      Then the item is refused

      Examples:
        | what   | vendor          | cost       |
        | vendor | (left out)      | 0.70       |
        | cost   | the vendor's id | (left out) |

  @komet/purchase-orders-approved
  Rule: Generated purchase orders are left as Approved

    Scenario: They are found in that state, and in no other
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And each of them is listed among those in the state "Approved"
      And none of them is listed among those in the state "Pending Approval"

  @komet/one-purchase-order-per-vendor
  Rule: Every vendor gets one purchase order

    Scenario: Three items of two vendors
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has the items:
        | vendorId              | cost |
        | the vendor's id       | 0.70 |
        | the other vendor's id | 0.80 |
        | the vendor's id       | 0.90 |
      When it is created
      Then it is accepted
      And 2 purchase orders are answered

    @needs:future-order
    Scenario: An item without a vendor counts for the vendor of its future sales order
      Given a future sales order of 10 boxes
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has the items:
        | vendorId                  | futureSalesPoNumber       | cost |
        | the future order's vendor |                           | 0.70 |
        |                           | the future order's number | 0.80 |
      When it is created
      And it is accepted
      Then 1 purchase order is answered

  @komet/no-purchase-order-numbers
  Rule: Where none was asked for

    Scenario: There is no number
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And no purchase order is answered

    @reading:empty-text
    Scenario: purchaseOrderNumbers is empty
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the answer has an empty purchaseOrderNumbers

    @reading:left-out
    Scenario: purchaseOrderNumbers is left out
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the answer has no purchaseOrderNumbers

  @komet/purchase-order-separator
  Rule: Several numbers are separated by commas

    Scenario: With a space or without
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has the items:
        | vendorId              | cost |
        | the vendor's id       | 0.70 |
        | the other vendor's id | 0.80 |
      When it is created
      Then it is accepted
      And the numbers are separated by commas

    @reading:comma-and-space
    Scenario: With a space after each
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has the items:
        | vendorId              | cost |
        | the vendor's id       | 0.70 |
        | the other vendor's id | 0.80 |
      When it is created
      Then it is accepted
      And the numbers are separated by ", "

    @reading:comma
    Scenario: Without a space
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has the items:
        | vendorId              | cost |
        | the vendor's id       | 0.70 |
        | the other vendor's id | 0.80 |
      When it is created
      Then it is accepted
      And the numbers are separated by ","

  @komet/purchase-orders-over-200 @needs:control
  Rule: The orders of forty vendors, whose numbers need more than 200 characters

    Scenario: What is told is whole
      Given a company with 40 vendors
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item of each vendor
      When it is created
      Then it is accepted
      And no number is cut

    @reading:within-200
    Scenario: The numbers that fit are told, each of them whole
      Given a company with 40 vendors
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item of each vendor
      When it is created
      Then it is accepted
      And the purchaseOrderNumbers have at most 200 characters and whole numbers only

    @reading:complete
    Scenario: All numbers are told
      Given a company with 40 vendors
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item of each vendor
      When it is created
      Then it is accepted
      And 40 purchase orders are answered
      And each of them is listed

  @komet/purchase-orders-listed
  Rule: Purchase orders are found by their numbers

    Scenario: Several at once, one alone, and by state
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has the items:
        | vendorId              | cost |
        | the vendor's id       | 0.70 |
        | the other vendor's id | 0.80 |
      When it is created
      Then it is accepted
      And each of them is listed
      And the first of them alone is listed when it is asked for alone
      And those of the ship date are listed with each of them
      And none of them is listed among those in the state "Cancelled"
