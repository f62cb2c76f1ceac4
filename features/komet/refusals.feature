@effect:spending
Feature: Refused creations and their responses
  The documentation has no sample of a failure. All of this is assumed; where a
  target does otherwise it gets a warning and no more.

  @komet/refused-with-200
  Rule: Every refusal is a response with status 0

    Scenario Outline: A creation with <which> is refused with HTTP 200 and status 0
      Given calls carry <which>
      And a prebook
      When it is created
      And it was refused, or nothing can be said
      Then a refusal has HTTP status 200, status 0 and a message

      Examples:
        | which                      |
        | no token                   |
        | a token that nobody issued |

    Scenario Outline: A prebook with <what> gets HTTP 200 and status 0 if refused
      Given a prebook with:
        | <member> | <value> |
      When it is created
      Then a refusal has HTTP status 200, status 0 and a message

      Examples:
        | what                | member       | value               |
        | no ship date        | shipDate     | (left out)          |
        | a wrong ship date   | shipDate     | "yesterday"         |
        | no customer         | customerId   | (left out)          |
        | two names of one    | customerCode | the customer's code |
        | an unknown customer | customerId   | nobody's id         |
        | a number as comment | comments     | 5                   |

    Scenario: A body that is not JSON gets HTTP 200 and status 0 if refused
      When a creation is sent with the body {"authenticationToken": "TOKEN",
      Then a refusal has HTTP status 200, status 0 and a message

    Scenario: A body that is too large gets HTTP 200 and status 0 if refused
      Given a prebook
      When it is created with 65537 bytes of body
      Then a refusal has HTTP status 200, status 0 and a message

  @komet/refusal-changes-nothing
  Rule: A refused creation changes nothing

    Scenario Outline: A refused prebook <what> is not stored
      Given a prebook with:
        | <member> | <value> |
      And it has an item
      And the day's prebooks are noted
      When it is created
      Then if the whole was refused, the day has no new prebook

      Examples:
        | what                        | member     | value       |
        | without a customer          | customerId | (left out)  |
        | of a customer of no one     | customerId | nobody's id |
        | whose carrier is a text     | carrierId  | "AR"        |
        | for an address that is none | shipToId   | nobody's id |

    Scenario Outline: A prebook that is refused whole for its <which> item is not stored
      Given a prebook
      And it has the items:
        | identifier | boxes    |
        | "L1"       | <first>  |
        | "L2"       | <second> |
      And the day's prebooks are noted
      When it is created
      Then if the whole was refused, the day has no new prebook

      Examples:
        | which  | first      | second     |
        | second | 5          | (left out) |
        | first  | (left out) | 5          |

    Scenario: A refused prebook with an invented token is not stored
      Given calls carry a token that nobody issued
      And a prebook
      And it has an item
      And the day's prebooks are noted
      When it is created
      Then if the whole was refused, the day has no new prebook

    @needs:control
    Scenario: A refused prebook leaves no purchase orders and no allocations
      Given an inventory of:
        | product          | boxType           | vendor          | boxes | age |
        | the product's id | the box type's id | the vendor's id | 10    | 0   |
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1           |
        | autoAllocate                | 1           |
        | shipToId                    | nobody's id |
      And it has an item with:
        | vendorId | the vendor's id |
        | cost     | 0.70            |
      When it is created
      And it was refused, or nothing can be said
      Then 10 boxes of the inventory are left
      And the company has no purchase orders

  @komet/keeps-what-it-accepts @needs:control
  Rule: Members that no list shows are stored too

    Scenario: A prebook is stored with its creator, shipping and web order flag
      Given a company with one location
      And a prebook with:
        | createdBy   | 4711 |
        | shipViaId   | 1    |
        | isEcommerce | 1    |
      When it is created
      Then it is accepted
      And the simulator keeps the prebook with:
        | createdBy | 4711     |
        | shipVia   | "Grower" |
        | ecommerce | true     |

    Scenario: An item is stored with its cost and notes
      Given a company with one location
      And a prebook
      And it has an item with:
        | cost  | 0.70      |
        | notes | "fragile" |
      When it is created
      Then it is accepted
      And the simulator keeps the prebook's line with:
        | cost  | 0.70      |
        | notes | "fragile" |

  @komet/breach-refuses-whole
  Rule: An item that breaks the field table refuses the whole request

    Scenario Outline: A prebook whose second item has <what> is refused whole
      Given a prebook
      And it has the items:
        | identifier | <member> |
        | "L1"       |          |
        | "L2"       | <value>  |
      And the day's prebooks are noted
      When it is created
      And the item was refused, or nothing can be said
      Then it is refused
      And the day has no new prebook

      Examples:
        | what         | member   | value      |
        | no boxes     | boxes    | (left out) |
        | another unit | unitType | "box"      |

  @komet/unknown-header-reference
  Rule: An unknown customer, carrier or location is refused

    Scenario Outline: A prebook with an unknown <member> is refused
      Given a prebook with:
        | <member> | <value> |
      When it is created
      Then it is refused

      Examples:
        | member              | value         |
        | customerId          | nobody's id   |
        | carrierId           | nobody's id   |
        | companyLocationCode | nobody's code |

    Scenario Outline: A prebook with an unknown <kind>Code is refused
      Given a prebook with:
        | <kind>Id          | (left out)        |
        | <kind>Code        | nobody's code     |
        | <kind>Description | the <kind>'s name |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

  @komet/unknown-item-reference
  Rule: An unknown product, box type, vendor or future sales order is refused

    Scenario Outline: An item with an unknown <member> is refused
      Given a prebook
      And it has an item with:
        | <member> | <value> |
      When it is created
      Then the item is refused

      Examples:
        | member              | value       |
        | productId           | nobody's id |
        | boxTypeId           | nobody's id |
        | vendorId            | nobody's id |
        | futureSalesPoNumber | "~?"        |

    Scenario Outline: An item with an unknown <kind>Code is refused
      Given a prebook
      And it has an item with:
        | <kind>Id          | (left out)    |
        | <kind>Code        | nobody's code |
        | <kind>Description | "XX"          |
      When it is created
      Then the item is refused

      Examples:
        | kind    |
        | product |
        | boxType |

    Scenario: An item with an unknown vendorCode is refused
      Given a prebook
      And it has an item with:
        | vendorCode | nobody's code |
        | vendorName | "No Flores"   |
      When it is created
      Then the item is refused

    Scenario: A breakdown with an unknown product is refused
      Given a prebook
      And it has an item
      And the last item has a breakdown with:
        | productId | nobody's id |
      When it is created
      Then the item is refused
