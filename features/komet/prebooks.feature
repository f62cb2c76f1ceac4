@effect:spending
Feature: Creating a prebook
  A prebook is what a customer books ahead: a header that names the customer, the
  carrier and the day of shipping, and the products, each by the box. A prebook
  in these scenarios names the first customer and carrier of the company by id and
  has a ship date; an item names its first product and box type by id, and has 5
  boxes of 10 bunches of 2 stems at 2.50 a stem. What a scenario says comes in
  addition, or in place of it.

  @komet/creates-prebook
  Rule: A creation adds one prebook with the header that was sent

    Scenario: A created prebook is listed with its header
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

    Scenario: A prebook created with codes is listed with customer and carrier ids
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
  Rule: A prebook may be a header without items

    Scenario: A prebook without items is listed without lines
      Given a prebook
      When it is created
      Then it is accepted
      And it is listed without lines

    @reading:empty-items
    Scenario: A prebook without items is answered with an empty array
      Given a prebook
      When it is created
      Then it is accepted
      And the answer has an empty array of items

    @reading:no-items
    Scenario: A prebook without items is answered without the array
      Given a prebook
      When it is created
      Then it is accepted
      And the answer has no items

  @komet/empty-items-are-none
  Rule: An empty array of items counts as a header alone

    Scenario: A prebook with an empty prebookItems is listed without lines
      Given a prebook
      And it has prebookItems []
      When it is created
      Then it is accepted
      And it is listed without lines

  @komet/header-with-products
  Rule: Each item becomes a line, as it was sent

    Scenario: Two items are listed as two lines
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

    Scenario: An item with codes is listed with its product and box type
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
  Rule: An item may have breakdowns, and its line then lists each of them

    Scenario: A box of two products is listed with two breakdowns
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
  Rule: Optional members may be omitted

    Scenario: A prebook with only the required members is accepted
      Given a prebook
      And it has an item
      And the last item has a breakdown
      When it is created
      Then it is accepted

  @komet/use-existing
  Rule: With useExisting 1 the items are added to an existing prebook

    Scenario: Without useExisting the second request creates another prebook
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
    Scenario: With useExisting a prebook with the same header gets the new items
      Given a prebook with:
        | customerPO | an order number of its own |
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
    Scenario Outline: With useExisting <useExisting>, another <member> creates another prebook
      Given a prebook with:
        | customerPO | an order number of its own |
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
    Scenario: With useExisting unknown, the request is refused or creates another prebook
      Given a prebook with:
        | customerPO | an order number of its own |
      And it has an item
      And it was created
      And it has:
        | useExisting | 1        |
        | comments    | "second" |
      When it is created
      Then it is refused, or the prebook is another one than before

  @komet/repeats-are-separate
  Rule: Sending the same request twice creates two prebooks

    Scenario: A request sent twice creates two prebooks
      Given a prebook with:
        | customerPO | "PO4534" |
      And it has an item
      And the day's prebooks are noted
      And it was created
      When it is created again
      Then it is accepted
      And the prebook is another one than before
      And the day has two new prebooks

    Scenario: Two items with the same identifier create two lines
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
  Rule: A ship date in the past is accepted

    Scenario: A prebook with the ship date of the first sample is accepted
      Given a prebook with:
        | shipDate | "2014-04-10" |
      When it is created
      Then it is accepted

  @komet/unknown-members-ignored
  Rule: Unknown members are ignored, and member names are case-sensitive

    Scenario: An unknown member in the header and in an item is ignored
      Given a prebook with:
        | plumblineColour | "red" |
      And it has an item with:
        | plumblineColour | "red" |
      When it is created
      Then it is accepted

    Scenario: autoGeneratePOsFromPrebooks with a capital F generates no purchase order
      Given a prebook with:
        | autoGeneratePOsFromPrebooks | 1 |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      Then it is accepted
      And no purchase order is answered

    Scenario: CustomerID in other letters names no customer: the prebook is refused
      Given a prebook with:
        | customerId | (left out)        |
        | CustomerID | the customer's id |
      When it is created
      Then it is refused
