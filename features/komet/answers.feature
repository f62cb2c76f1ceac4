@effect:spending
Feature: What a creation is answered with
  The answer tells by its status whether the prebook was created, and of each
  item what became of it.

  @komet/answer-members-typed
  Rule: The members of the answer have their documented types and lengths

    Scenario: A creation with purchase orders
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | identifier | "02343678"      |
        | vendorId   | the vendor's id |
        | cost       | 0.70            |
      When it is created
      Then it is accepted
      And the answer has the documented members, types and lengths

    @needs:future-order
    Scenario: A creation that draws on a future sales order
      Given a future sales order of 10 boxes
      And a prebook
      And it has an item with:
        | productId           | (left out)                |
        | productCode         | the product's code        |
        | productDescription  | the product's name        |
        | futureSalesPoNumber | the future order's number |
      When it is created
      Then it is accepted
      And the answer has the documented members, types and lengths

  @komet/status-tells-success
  Rule: The status tells success from failure

    Scenario: A correct prebook
      Given a prebook
      And it has an item
      And the day's prebooks are noted
      When it is created
      Then the status tells whether the day has a new prebook

    Scenario Outline: A prebook <what>
      Given a prebook with:
        | <member> | <value> |
      And the day's prebooks are noted
      When it is created
      Then the status tells whether the day has a new prebook

      Examples:
        | what                     | member     | value       |
        | of nobody                | customerId | (left out)  |
        | for a customer of no one | customerId | nobody's id |
        | with an invented carrier | carrierId  | "AR"        |

  @komet/status-form
  Rule: The status is a number or text

    Scenario: 1 or 0, in any form
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And every status is 1 or 0

    @reading:number
    Scenario: A number
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the status at the top is a number
      And the status of each item is a number

    @reading:text
    Scenario: Text at the top, a number for each item
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the status at the top is a text
      And the status of each item is a number

    @reading:text-everywhere
    Scenario: Text at the top and for each item
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the status at the top is a text
      And the status of each item is a text

  @komet/prebook-number-form
  Rule: The number of a prebook is a number or text

    Scenario: At most ten digits, in any form
      Given a prebook
      When it is created
      Then it is accepted
      And the answer has a prebookId and a prebookNumber

    @reading:number
    Scenario: A number
      Given a prebook
      When it is created
      Then it is accepted
      And the prebookNumber is a number

    @reading:text
    Scenario: Text with leading zeros
      Given a prebook
      When it is created
      Then it is accepted
      And the prebookNumber is a text, filled with leading zeros to six digits

    @reading:plain-text
    Scenario: Text without leading zeros
      Given a prebook
      When it is created
      Then it is accepted
      And the prebookNumber is a text, without leading zeros

  @komet/success-messages
  Rule: The message of a success says what was done

    Scenario: A prebook with an item
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the message says: prebook, successfully, created
      And the message of each item says: added, order

    Scenario: With purchase orders
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And the message says: prebook, purchase orders, successfully, created

  @komet/every-item-answered
  Rule: Every item is answered

    Scenario: Three items
      Given a prebook
      And it has the items:
        | productId              |
        |                        |
        | the other product's id |
        |                        |
      When it is created
      Then it is accepted
      And 3 items are answered, each with a status and a message

  @komet/items-in-request-order
  Rule: The items are answered in the order of the request

    Scenario: Five items
      Given a prebook
      And it has the items:
        | identifier | productId              |
        | "L4"       |                        |
        | "L1"       | the other product's id |
        | "L5"       |                        |
        | "L2"       | the other product's id |
        | "L3"       |                        |
      When it is created
      Then it is accepted
      And the answered items have the identifiers: L4, L1, L5, L2, L3

  @komet/lines-have-own-ids
  Rule: Every line has an id

    Scenario: Two lines
      Given a prebook
      And it has the items:
        | boxes |
        | 5     |
        | 3     |
      When it is created
      Then it is accepted
      And every answered item has a prebookItemId

    @reading:own
    Scenario: Two prebooks of two lines, each with an id of its own
      Given a prebook with:
        | customerPO | "PO4534" |
      And it has the items:
        | boxes |
        | 5     |
        | 3     |
      And it was created
      And it has:
        | customerPO | "PO4535" |
      When it is created again
      Then it is accepted
      And every answered item of the scenario has a prebookItemId of its own

    @reading:shared
    Scenario: Two lines with one id
      Given a prebook
      And it has the items:
        | boxes |
        | 5     |
        | 3     |
      When it is created
      Then it is accepted
      And the answered items have one prebookItemId

  @komet/identifier-answered
  Rule: The identifier of an item comes back

    Scenario: With and without
      Given a prebook
      And it has the items:
        | identifier | productId              |
        | "02343678" |                        |
        |            | the other product's id |
      When it is created
      Then it is accepted
      And the items are answered with:
        | identifier |
        | "02343678" |
        | (absent)   |

  @komet/long-identifier
  Rule: An identifier of 20 characters, and one of 30

    Scenario: One of 20 comes back whole
      Given a prebook
      And it has an item with:
        | identifier | "AngFlowers-2026-12-2" |
      When it is created
      Then it is accepted
      And the items are answered with:
        | identifier             |
        | "AngFlowers-2026-12-2" |

    @reading:whole
    Scenario: It comes back whole
      Given a prebook
      And it has an item with:
        | identifier | "AngFlowers-2026-12-24-line-001" |
      When it is created
      Then it is accepted
      And the items are answered with:
        | identifier                       |
        | "AngFlowers-2026-12-24-line-001" |

    @reading:cut
    Scenario: Its first 20 characters come back
      Given a prebook
      And it has an item with:
        | identifier | "AngFlowers-2026-12-24-line-001" |
      When it is created
      Then it is accepted
      And the items are answered with:
        | identifier             |
        | "AngFlowers-2026-12-2" |

  @komet/product-answered-as-given
  Rule: The product is answered as it was given

    Scenario: By id
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the items are answered with:
        | productId        |
        | the product's id |

    @reading:as-given
    Scenario: By id, and nothing else
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the items are answered with:
        | productId        | productCode |
        | the product's id | (absent)    |

    @reading:as-given
    Scenario: By code, and nothing else
      Given a prebook
      And it has an item with:
        | productId          | (left out)         |
        | productCode        | the product's code |
        | productDescription | the product's name |
      When it is created
      Then it is accepted
      And the items are answered with:
        | productId | productCode        |
        | (absent)  | the product's code |

    @reading:id-for-code
    Scenario: The id of a product that was given by code
      Given a prebook
      And it has an item with:
        | productId          | (left out)         |
        | productCode        | the product's code |
        | productDescription | the product's name |
      When it is created
      Then it is accepted
      And the items are answered with:
        | productId        |
        | the product's id |

  @komet/failed-item
  Rule: An item that cannot be added

    Scenario: What is told as failed is no line
      Given a prebook
      And it has the items:
        | identifier | productId        |
        | "L1"       | the product's id |
        | "L2"       | nobody's id      |
      When it is created
      And the item was refused, or nothing can be said
      Then no line is listed but those that were answered as added

    @reading:others-are-added
    Scenario: The other item is
      Given a prebook
      And it has the items:
        | identifier | productId        |
        | "L1"       | the product's id |
        | "L2"       | nobody's id      |
      When it is created
      And the item was refused, or nothing can be said
      Then item 1 is answered with status 1 and a message
      And item 2 is answered with status 0 and a message
      And its lines are listed with:
        | productId        |
        | the product's id |

    @reading:others-or-nothing
    Scenario: The other item is
      Given a prebook
      And it has the items:
        | identifier | productId        |
        | "L1"       | the product's id |
        | "L2"       | nobody's id      |
      When it is created
      And the item was refused, or nothing can be said
      Then item 1 is answered with status 1 and a message
      And item 2 is answered with status 0 and a message
      And its lines are listed with:
        | productId        |
        | the product's id |

    @reading:others-are-added
    Scenario: All fail, and the header stands alone
      Given a prebook
      And it has an item with:
        | productId | nobody's id |
      When it is created
      And the item was refused, or nothing can be said
      Then item 1 is answered with status 0 and a message
      And it is listed without lines

    @reading:others-or-nothing
    Scenario: All fail, and no prebook is created
      Given a prebook
      And it has an item with:
        | productId | nobody's id |
      And the day's prebooks are noted
      When it is created
      And the item was refused, or nothing can be said
      Then it is refused
      And the day has no new prebook

    @reading:nothing-is-added
    Scenario: No prebook is created
      Given a prebook
      And it has the items:
        | identifier | productId        |
        | "L1"       | the product's id |
        | "L2"       | nobody's id      |
      And the day's prebooks are noted
      When it is created
      And the item was refused, or nothing can be said
      Then it is refused
      And the day has no new prebook
