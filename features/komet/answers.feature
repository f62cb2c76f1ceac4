@effect:spending
Feature: The response to a creation
  The answer tells by its status whether the prebook was created, and of each
  item what became of it.

  @komet/answer-members-typed
  Rule: The members of the response have their documented types and lengths

    Scenario: A creation with purchase orders returns members of the documented types
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
    Scenario: A creation with a future sales order returns members of the documented types
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

    Scenario: The status of a correct prebook tells whether it was created
      Given a prebook
      And it has an item
      And the day's prebooks are noted
      When it is created
      Then the status tells whether the day has a new prebook

    Scenario Outline: The status of a prebook <what> tells whether it was created
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

    Scenario: Each status in the response is 1 or 0
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And every status is 1 or 0

    @reading:number
    Scenario: The status is a number at the top and for each item
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the status at the top is a number
      And the status of each item is a number

    @reading:text
    Scenario: The status is text at the top and a number for each item
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the status at the top is a text
      And the status of each item is a number

    @reading:text-everywhere
    Scenario: The status is text at the top and for each item
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the status at the top is a text
      And the status of each item is a text

  @komet/prebook-number-form
  Rule: The number of a prebook is a JSON number or text

    Scenario: The number of a prebook has at most ten digits
      Given a prebook
      When it is created
      Then it is accepted
      And the answer has a prebookId and a prebookNumber

    @reading:number
    Scenario: The number of a prebook is a JSON number
      Given a prebook
      When it is created
      Then it is accepted
      And the prebookNumber is a number

    @reading:text
    Scenario: The number of a prebook is text with leading zeros
      Given a prebook
      When it is created
      Then it is accepted
      And the prebookNumber is a text, filled with leading zeros to six digits

    @reading:plain-text
    Scenario: The number of a prebook is text without leading zeros
      Given a prebook
      When it is created
      Then it is accepted
      And the prebookNumber is a text, without leading zeros

  @komet/success-messages
  Rule: The message of a success says what was created

    Scenario: A created prebook has a message for itself and for its item
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the message says: prebook, successfully, created
      And the message of each item says: added, order

    Scenario: A created prebook has a message that names its purchase orders
      Given a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And the message says: prebook, purchase orders, successfully, created

  @komet/every-item-answered
  Rule: The response has a status and a message for every item

    Scenario: Each of three items has a status and a message
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
  Rule: The items of the response are in the order of the request

    Scenario: Five items are returned in the order of the request
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
  Rule: Each line has an id, of its own or shared

    Scenario: Each of two lines has an id
      Given a prebook
      And it has the items:
        | boxes |
        | 5     |
        | 3     |
      When it is created
      Then it is accepted
      And every answered item has a prebookItemId

    @reading:own
    Scenario: The four lines of two prebooks have an id of their own
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
    Scenario: The two lines of a prebook share one id
      Given a prebook
      And it has the items:
        | boxes |
        | 5     |
        | 3     |
      When it is created
      Then it is accepted
      And the answered items have one prebookItemId

  @komet/identifier-answered
  Rule: The identifier of an item is returned

    Scenario: An item with an identifier gets it back, and one without gets none
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
  Rule: An identifier of more than 20 characters is returned whole or cut

    Scenario: An identifier of 20 characters is returned whole
      Given a prebook
      And it has an item with:
        | identifier | "AngFlowers-2026-12-2" |
      When it is created
      Then it is accepted
      And the items are answered with:
        | identifier             |
        | "AngFlowers-2026-12-2" |

    @reading:whole
    Scenario: An identifier of 30 characters is returned whole
      Given a prebook
      And it has an item with:
        | identifier | "AngFlowers-2026-12-24-line-001" |
      When it is created
      Then it is accepted
      And the items are answered with:
        | identifier                       |
        | "AngFlowers-2026-12-24-line-001" |

    @reading:cut
    Scenario: An identifier of 30 characters is cut to its first 20
      Given a prebook
      And it has an item with:
        | identifier | "AngFlowers-2026-12-24-line-001" |
      When it is created
      Then it is accepted
      And the items are answered with:
        | identifier             |
        | "AngFlowers-2026-12-2" |

  @komet/product-answered-as-given
  Rule: A product is returned by the name it was given, or always by its id

    Scenario: A product named by id is returned by id
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the items are answered with:
        | productId        |
        | the product's id |

    @reading:as-given
    Scenario: A product named by id is returned by id, without its code
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And the items are answered with:
        | productId        | productCode |
        | the product's id | (absent)    |

    @reading:as-given
    Scenario: A product named by code is returned by code, without its id
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
    Scenario: A product named by code is returned by id
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
  Rule: If an item cannot be added, the others are, or nothing is

    Scenario: A failed item has no line in the prebook
      Given a prebook
      And it has the items:
        | identifier | productId        |
        | "L1"       | the product's id |
        | "L2"       | nobody's id      |
      When it is created
      And the item was refused, or nothing can be said
      Then no line is listed but those that were answered as added

    @reading:others-are-added
    Scenario: Others are added: an item beside a failed one has its line
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
    Scenario: Others or nothing: an item beside a failed one has its line
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
    Scenario: Others are added: a prebook whose only item fails has no lines
      Given a prebook
      And it has an item with:
        | productId | nobody's id |
      When it is created
      And the item was refused, or nothing can be said
      Then item 1 is answered with status 0 and a message
      And it is listed without lines

    @reading:others-or-nothing
    Scenario: Others or nothing: a prebook whose only item fails is not created
      Given a prebook
      And it has an item with:
        | productId | nobody's id |
      And the day's prebooks are noted
      When it is created
      And the item was refused, or nothing can be said
      Then it is refused
      And the day has no new prebook

    @reading:nothing-is-added
    Scenario: Nothing is added: a prebook with a failed item is not created
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
