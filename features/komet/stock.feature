@effect:spending
Feature: Allocation from the inventory and future sales orders
  A new prebook may be allocated from the inventory, by autoAllocate, and an item
  may draw on a future sales purchase order. What is allocated can't be read at
  the vendor; a simulator shows it with the lines, and only there it is judged.

  @komet/auto-allocates @needs:control
  Rule: Items are allocated from the inventory on request

    Scenario: With autoAllocate 1 the item's boxes are allocated
      Given an inventory of:
        | product          | boxType           | vendor          | boxes | age |
        | the product's id | the box type's id | the vendor's id | 20    | 0   |
      And a prebook with:
        | autoAllocate | 1 |
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | totalBoxes | allocatedBoxes |
        | 5          | 5              |

    Scenario Outline: With autoAllocate <value> no boxes are allocated
      Given an inventory of:
        | product          | boxType           | vendor          | boxes | age |
        | the product's id | the box type's id | the vendor's id | 20    | 0   |
      And a prebook with:
        | autoAllocate | <value> |
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | totalBoxes | allocatedBoxes |
        | 5          | none           |

      Examples:
        | value      |
        | 0          |
        | (left out) |

  @komet/allocates-young-products @needs:control
  Rule: Only products of 0 to 5 days are allocated

    Scenario Outline: Of boxes <age> days old, <allocated> are allocated
      Given an inventory of:
        | product          | boxType           | vendor          | boxes | age   |
        | the product's id | the box type's id | the vendor's id | 20    | <age> |
      And a prebook with:
        | autoAllocate | 1 |
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | allocatedBoxes |
        | <allocated>    |

      Examples:
        | age | allocated |
        | 0   | 5         |
        | 5   | 5         |
        | 6   | none      |
        | 30  | none      |

    @needs:clock
    Scenario: Boxes 5 days old are not allocated a day later
      Given an inventory of:
        | product          | boxType           | vendor          | boxes | age |
        | the product's id | the box type's id | the vendor's id | 20    | 5   |
      And 1 day passes
      And a prebook with:
        | autoAllocate | 1 |
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | allocatedBoxes |
        | none           |

  @komet/allocates-what-is-there @needs:control
  Rule: A line gets the boxes there are of its product, box type and vendor

    Scenario: A line for 5 boxes gets 3 when the inventory has 3
      Given an inventory of:
        | product          | boxType           | vendor          | boxes | age |
        | the product's id | the box type's id | the vendor's id | 3     | 0   |
      And a prebook with:
        | autoAllocate | 1 |
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | totalBoxes | allocatedBoxes |
        | 5          | 3              |

    Scenario Outline: A line gets no boxes of another <what>
      Given an inventory of:
        | product   | boxType   | vendor   | boxes | age |
        | <product> | <boxType> | <vendor> | 20    | 0   |
      And a prebook with:
        | autoAllocate | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | allocatedBoxes |
        | none           |

      Examples:
        | what     | product                | boxType                 | vendor                |
        | product  | the other product's id | the box type's id       | the vendor's id       |
        | box type | the product's id       | the other box type's id | the vendor's id       |
        | vendor   | the product's id       | the box type's id       | the other vendor's id |

    Scenario: A line without a vendor gets boxes of any vendor
      Given an inventory of:
        | product          | boxType           | vendor                | boxes | age |
        | the product's id | the box type's id | the vendor's id       | 3     | 0   |
        | the product's id | the box type's id | the other vendor's id | 4     | 1   |
      And a prebook with:
        | autoAllocate | 1 |
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | allocatedBoxes |
        | 5              |

    Scenario: The second prebook gets only what the first has left
      Given an inventory of:
        | product          | boxType           | vendor          | boxes | age |
        | the product's id | the box type's id | the vendor's id | 7     | 0   |
      And a prebook with:
        | autoAllocate | 1 |
      And it has an item
      And it was created
      When it is created again
      Then it is accepted
      And its lines are listed with:
        | allocatedBoxes |
        | 2              |

  @komet/both-options @needs:control
  Rule: Purchase orders are generated for all boxes, or for those not allocated

    Scenario: With both options the boxes in the inventory are allocated
      Given an inventory of:
        | product          | boxType           | vendor          | boxes | age |
        | the product's id | the box type's id | the vendor's id | 20    | 0   |
      And a prebook with:
        | autoAllocate                | 1 |
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | allocatedBoxes |
        | 5              |

    Scenario: With both options a purchase order covers what the inventory lacks
      Given an inventory of:
        | product          | boxType           | vendor          | boxes | age |
        | the product's id | the box type's id | the vendor's id | 3     | 0   |
      And a prebook with:
        | autoAllocate                | 1 |
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And 1 purchase order is answered

    @reading:independent
    Scenario: Boxes allocated in full are ordered as well
      Given an inventory of:
        | product          | boxType           | vendor          | boxes | age |
        | the product's id | the box type's id | the vendor's id | 20    | 0   |
      And a prebook with:
        | autoAllocate                | 1 |
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And 1 purchase order is answered
      And its lines are listed with:
        | allocatedBoxes |
        | 5              |

    @reading:allocation-first
    Scenario: Boxes allocated in full are not ordered
      Given an inventory of:
        | product          | boxType           | vendor          | boxes | age |
        | the product's id | the box type's id | the vendor's id | 20    | 0   |
      And a prebook with:
        | autoAllocate                | 1 |
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And no purchase order is answered
      And its lines are listed with:
        | allocatedBoxes |
        | 5              |

  @komet/future-order-answered @needs:future-order
  Rule: A future sales order is returned with its boxes

    Scenario: An item with a future sales order gets its number and boxes back
      Given a future sales order of 10 boxes
      And a prebook
      And it has the items:
        | identifier | futureSalesPoNumber       | boxes |
        | "L1"       | the future order's number | 3     |
        | "L2"       |                           | 3     |
      When it is created
      Then it is accepted
      And the items are answered with:
        | identifier | futureSalesPoNumber       | availableBoxes |
        | "L1"       | the future order's number | (some)         |
        | "L2"       | (absent)                  | (absent)       |

  @komet/available-boxes @needs:future-order
  Rule: availableBoxes counts the boxes before or after the item

    Scenario: With 10 boxes, an item of 3 gets availableBoxes 10 or 7
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 3                         |
      When it is created
      Then it is accepted
      And the availableBoxes of item 1 are 10 or, without the item's, 7

    @reading:found
    Scenario: Boxes found: an item of 3 boxes gets availableBoxes 10
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 3                         |
      When it is created
      Then it is accepted
      And the availableBoxes of item 1 are 10

    @reading:found-and-needed
    Scenario: Boxes found and needed: an item of 3 boxes gets availableBoxes 10
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 3                         |
      When it is created
      Then it is accepted
      And the availableBoxes of item 1 are 10

    @reading:found
    Scenario: Boxes found: an item of 11 boxes succeeds with availableBoxes 10
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 11                        |
      When it is created
      Then it is accepted
      And the availableBoxes of item 1 are 10

    @reading:left
    Scenario: Boxes left: an item of 3 boxes gets availableBoxes 7
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 3                         |
      When it is created
      Then it is accepted
      And the availableBoxes of item 1 are 7

    @reading:left
    Scenario: Boxes left: an item of 11 boxes is refused
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 11                        |
      When it is created
      Then the item is refused

    @reading:found-and-needed
    Scenario: Boxes found and needed: an item of 11 boxes is refused
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 11                        |
      When it is created
      Then the item is refused

  @komet/future-order-used-up @needs:future-order
  Rule: A line takes its boxes from the future sales order

    Scenario: The second of two prebooks finds 3 boxes less than the first
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 3                         |
      And it was created
      When it is created again
      Then it is accepted
      And the second creation finds 3 boxes less than the first

  @komet/future-order-exact-number
  Rule: The number of a future sales order is compared exactly

    @needs:future-order
    Scenario Outline: An item with <number> does not draw on the order
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | <number> |
        | boxes               | 3        |
      When it is created
      Then the order is not what was drawn on

      Examples:
        | number                         |
        | that number without its letter |
        | that number in small letters   |

    @needs:control
    Scenario: Two future sales orders that differ in one letter are told apart
      Given a future sales order P057116 of 10 boxes
      And a future sales order 57116 of 40 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | "57116" |
        | boxes               | 3       |
      When it is created
      Then it is accepted
      And the boxes of the order 57116 are told, which are 40 or, without the item's, 37
