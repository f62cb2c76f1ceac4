@effect:spending
Feature: Purchase orders that are generated with a prebook
  A creation may ask for the purchase orders of its products, by
  autoGeneratePOsfromPrebooks. Every product then has a vendor and a cost.

  @komet/purchase-orders-generated
  Rule: Purchase orders are generated on request

    Scenario: With autoGeneratePOsfromPrebooks 1 a purchase order is generated
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And 1 purchase order is answered

    Scenario Outline: With autoGeneratePOsfromPrebooks <value> no purchase order is generated
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
  Rule: autoGeneratePOsfromPrebooks is a number, or also text

    Scenario: The number 1 in autoGeneratePOsfromPrebooks generates a purchase order
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And 1 purchase order is answered

    @reading:number-or-text
    Scenario: The text "1" in autoGeneratePOsfromPrebooks generates a purchase order
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | "1" |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And 1 purchase order is answered

    @reading:number-only
    Scenario: The text "1" in autoGeneratePOsfromPrebooks is refused
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | "1" |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is refused

  @komet/vendor-and-costs
  Rule: Items for purchase orders have a vendor and a cost

    Scenario: An item with vendor and cost is accepted for a purchase order
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted

    Scenario: An item without vendor and cost is accepted without purchase orders
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted

    @reading:future-order-stands-in @needs:future-order
    Scenario: An item without a vendor is accepted with a future sales order
      Given a future sales order of 10 boxes
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | cost                | 0.70                      |
      When it is created
      Then it is accepted

    @reading:always @needs:future-order
    Scenario: An item without a vendor is refused even with a future sales order
      Given a future sales order of 10 boxes
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | cost                | 0.70                      |
      When it is created
      Then the item is refused

  @komet/vendor-and-costs-demanded
  Rule: Items for purchase orders are refused without vendor or cost

    Scenario Outline: An item without <what> is refused for a purchase order
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
  Rule: Generated purchase orders are in the state Approved

    Scenario: A generated purchase order is listed as Approved, not as Pending Approval
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
  Rule: Each vendor gets one purchase order

    Scenario: Three items of two vendors generate two purchase orders
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
    Scenario: An item without a vendor joins the order of its future sales order's vendor
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
  Rule: Without purchase orders, purchaseOrderNumbers is empty or omitted

    Scenario: A prebook without purchase orders gets no purchase order number
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And no purchase order is answered

    @reading:empty-text
    Scenario: A prebook without purchase orders gets an empty purchaseOrderNumbers
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the answer has an empty purchaseOrderNumbers

    @reading:left-out
    Scenario: A prebook without purchase orders gets no purchaseOrderNumbers
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the answer has no purchaseOrderNumbers

  @komet/purchase-order-separator
  Rule: Purchase order numbers are separated by commas

    Scenario: Two numbers are separated by a comma, with or without a space
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
    Scenario: Two numbers are separated by a comma and a space
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
    Scenario: Two numbers are separated by a comma without a space
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
  Rule: purchaseOrderNumbers has at most 200 characters, or all numbers

    Scenario: The numbers of forty purchase orders are never cut
      Given a company with 40 vendors
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item of each vendor
      When it is created
      Then it is accepted
      And no number is cut

    @reading:within-200
    Scenario: Of forty purchase orders, those whose numbers fit 200 characters are returned
      Given a company with 40 vendors
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item of each vendor
      When it is created
      Then it is accepted
      And the purchaseOrderNumbers have at most 200 characters and whole numbers only

    @reading:complete
    Scenario: The numbers of all forty purchase orders are returned
      Given a company with 40 vendors
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item of each vendor
      When it is created
      Then it is accepted
      And 40 purchase orders are answered
      And each of them is listed

  @komet/purchase-orders-listed
  Rule: Purchase orders are listed by number, state and date

    Scenario: Two purchase orders are listed together, alone and by ship date
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
