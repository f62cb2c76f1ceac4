@effect:spending
Feature: Where the boxes come from
  A new prebook may be allocated from the inventory, by autoAllocate, and an item
  may draw on a future sales purchase order. What is allocated can't be read at
  the vendor; a simulator shows it with the lines, and only there it is judged.

  @komet/auto-allocates @needs:control
  Rule: Products of the inventory are allocated when that is asked for

    Scenario: With 1
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

    Scenario Outline: With <value> nothing is
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

    Scenario Outline: Boxes of <age> days
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
    Scenario: A day later they are too old
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
  Rule: A line gets what there is of its product, box type and vendor

    Scenario: Less than it asks for
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

    Scenario Outline: What is there is of another <what>
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

    Scenario: A line without a vendor takes those of any
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

    Scenario: What one prebook got the next does not find
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
  Rule: Allocation and purchase orders together

    Scenario: What is there is allocated
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

    Scenario: What the inventory lacks is ordered
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
    Scenario: What is allocated in full is ordered all the same
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
    Scenario: What is allocated in full is not ordered
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
  Rule: A future sales order is answered with its boxes

    Scenario: One item that names it and one that does not
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
  Rule: What availableBoxes count

    Scenario: The boxes of the order, with the item's or without
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 3                         |
      When it is created
      Then it is accepted
      And the availableBoxes of item 1 are 10 or, without the item's, 7

    @reading:found
    Scenario: What the item found
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 3                         |
      When it is created
      Then it is accepted
      And the availableBoxes of item 1 are 10

    @reading:found-and-needed
    Scenario: What the item found
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 3                         |
      When it is created
      Then it is accepted
      And the availableBoxes of item 1 are 10

    @reading:found
    Scenario: An item of more is a success all the same
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 11                        |
      When it is created
      Then it is accepted
      And the availableBoxes of item 1 are 10

    @reading:left
    Scenario: What the item leaves
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 3                         |
      When it is created
      Then it is accepted
      And the availableBoxes of item 1 are 7

    @reading:left
    Scenario: An item of more fails
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 11                        |
      When it is created
      Then the item is refused

    @reading:found-and-needed
    Scenario: An item of more fails
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | the future order's number |
        | boxes               | 11                        |
      When it is created
      Then the item is refused

  @komet/future-order-used-up @needs:future-order
  Rule: A line takes its boxes from the future sales order

    Scenario: Two prebooks of 3 boxes
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
  Rule: The number of a future sales order is taken exactly

    @needs:future-order
    Scenario Outline: <number>
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
    Scenario: Two orders that a letter tells apart
      Given a future sales order P057116 of 10 boxes
      And a future sales order 57116 of 40 boxes
      And a prebook
      And it has an item with:
        | futureSalesPoNumber | "57116" |
        | boxes               | 3       |
      When it is created
      Then it is accepted
      And the boxes of the order 57116 are told, which are 40 or, without the item's, 37
