@effect:spending
Feature: Creating a prebook
  A prebook is what a customer books ahead: a header that names the customer, the
  carrier and the day of shipping, and the products, each by the box. A prebook
  in these scenarios names the first customer and carrier of the company by id and
  has a ship date; an item names its first product and box type by id, and has 5
  boxes of 10 bunches of 2 stems at 2.50 a stem. What a scenario says comes in
  addition, or in place of it.

  @komet/creates-prebook
  Rule: A creation adds one prebook, with what its header says

    Scenario: The header is read back
      Given a prebook with:
        | customerPO | "PO4534"                             |
        | comments   | "Comments or special instructions" |
      And the day's prebooks are noted
      When it is created
      Then it is accepted
      And the answer has a prebookId and a prebookNumber
      And the day has one new prebook
      And the prebook is listed with:
        | customerId       | the customer's id                    |
        | carrierId        | the carrier's id                     |
        | truckDate        | the ship date                        |
        | customerPONumber | "PO4534"                             |
        | comments         | "Comments or special instructions" |

    Scenario: Customer and carrier by their codes
      Given a prebook with:
        | customerId          | (left out)          |
        | customerCode        | the customer's code |
        | customerDescription | the customer's name |
        | carrierId           | (left out)          |
        | carrierCode         | the carrier's code  |
        | carrierDescription  | the carrier's name  |
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | customerId | the customer's id |
        | carrierId  | the carrier's id  |

  @komet/header-only
  Rule: A prebook may be a header without products

    Scenario: There are no lines
      Given a prebook
      When it is created
      Then it is accepted
      And it is listed without lines

    @reading:empty-items
    Scenario: The answer has an empty array
      Given a prebook
      When it is created
      Then it is accepted
      And the answer has an empty array of items

    @reading:no-items
    Scenario: The answer has none at all
      Given a prebook
      When it is created
      Then it is accepted
      And the answer has no items

  @komet/empty-items-are-none
  Rule: An empty array of products is a header alone

    Scenario: prebookItems is empty
      Given a prebook
      And it has prebookItems []
      When it is created
      Then it is accepted
      And it is listed without lines

  @komet/header-with-products
  Rule: Every product becomes a line, as it was sent

    Scenario: Two products
      Given a prebook
      And it has the items:
        | productId              | boxTypeId               | boxes | bunches | stemsBunch | unitType | price | markCode             |
        |                        |                         | 5     | 10      | 2          | "stem"   | 2.50  | "text for mark code" |
        | the other product's id | the other box type's id | 3     | 12      | 25         | "bunch"  | 7.15  | "BLM 2"              |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | productId              | boxType                   | totalBoxes | bunches | stemsBunch | unitType | unitPrice | markCode             |
        | the product's id       | the box type's code       | 5          | 10      | 2          | "stem"   | 2.50      | "text for mark code" |
        | the other product's id | the other box type's code | 3          | 12      | 25         | "bunch"  | 7.15      | "BLM 2"              |

    Scenario: A product and a box type by their codes
      Given a prebook
      And it has an item with:
        | productId          | (left out)                |
        | productCode        | the other product's code  |
        | productDescription | the other product's name  |
        | boxTypeId          | (left out)                |
        | boxTypeCode        | the other box type's code |
        | boxTypeDescription | the other box type's name |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | productId              | boxType                   |
        | the other product's id | the other box type's code |

  @komet/header-with-breakdowns
  Rule: A product may have breakdowns, and its line then has each of them

    Scenario: A box of two products
      Given a prebook
      And it has an item
      And the last item has a breakdown with:
        | bunches    | 6    |
        | stemsBunch | 2    |
        | price      | 1.50 |
      And the last item has a breakdown with:
        | productId  | the other product's id |
        | bunches    | 4                      |
        | stemsBunch | 3                      |
        | price      | 1.75                   |
      When it is created
      Then it is accepted
      And the breakdowns of its line are listed with:
        | productId              | bunches | stemsBunch | price |
        | the product's id       | 6       | 2          | 1.50  |
        | the other product's id | 4       | 3          | 1.75  |

  @komet/optional-members
  Rule: What is optional may be left out

    Scenario: Only what is required, in the header, an item and its breakdown
      Given a prebook
      And it has an item
      And the last item has a breakdown
      When it is created
      Then it is accepted

  @komet/use-existing
  Rule: With useExisting 1 the items go into a prebook that is there already

    Scenario: Without it there is a new prebook
      Given a prebook with:
        | customerPO | "PO4534" |
        | comments   | "first"  |
      And it has an item
      And it was created
      And it has:
        | comments | "second" |
      When it is created
      Then it is accepted
      And the prebook is another one than before

    @reading:appends
    Scenario: The same location, carrier, date, customer and purchase order
      Given a prebook with:
        | customerPO | "PO4534" |
      And it has an item
      And it was created
      And it has:
        | useExisting | 1 |
      When it is created
      Then it is accepted
      And the prebook is the same one as before
      And its lines are listed with:
        | productId        | totalBoxes |
        | the product's id | 5          |
        | the product's id | 5          |

    @reading:appends
    Scenario Outline: Another <member> is another prebook
      Given a prebook with:
        | customerPO | "PO4534" |
      And it has an item
      And it was created
      And it has:
        | useExisting | <useExisting> |
        | <member>    | <value>       |
      When it is created
      Then it is accepted
      And the prebook is another one than before

      Examples:
        | member     | value                   | useExisting |
        | comments   | "second"                | 0           |
        | customerPO | "PO4535"                | 1           |
        | customerId | the other customer's id | 1           |
        | carrierId  | the other carrier's id  | 1           |

    @reading:unknown
    Scenario: It is refused, or there is a new prebook
      Given a prebook with:
        | customerPO | "PO4534" |
      And it has an item
      And it was created
      And it has:
        | useExisting | 1        |
        | comments    | "second" |
      When it is created
      Then it is refused, or the prebook is another one than before

  @komet/repeats-are-separate
  Rule: Nothing makes a repeat known as one

    Scenario: A request sent twice
      Given a prebook with:
        | customerPO | "PO4534" |
      And it has an item
      And the day's prebooks are noted
      And it was created
      When it is created again
      Then it is accepted
      And the prebook is another one than before
      And the day has two new prebooks

    Scenario: Items with one identifier and one product
      Given a prebook
      And it has the items:
        | identifier |
        | "02343678" |
        | "02343678" |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | productId        | totalBoxes |
        | the product's id | 5          |
        | the product's id | 5          |

  @komet/past-ship-date
  Rule: A day in the past is accepted

    Scenario: That of the first sample
      Given a prebook with:
        | shipDate | "2014-04-10" |
      When it is created
      Then it is accepted

  @komet/unknown-members-ignored
  Rule: A member that is not known is ignored, and names count letter by letter

    Scenario: A member that nobody knows
      Given a prebook with:
        | plumblineColour | "red" |
      And it has an item with:
        | plumblineColour | "red" |
      When it is created
      Then it is accepted

    Scenario: Purchase orders are wanted with a capital F
      Given a prebook with:
        | autoGeneratePOsFromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And no purchase order is answered

    Scenario: A customer under a name in other letters is no customer
      Given a prebook with:
        | customerId | (left out)        |
        | CustomerID | the customer's id |
      When it is created
      Then it is refused
