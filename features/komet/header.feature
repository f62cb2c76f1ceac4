@effect:spending
Feature: What the header of a prebook has to be
  Customer and carrier are named by id, or by code and name. The field table has
  a type, a length or values for every member.

  @komet/request-is-json-object
  Rule: The request is a JSON object

    Scenario Outline: <what> is refused
      When a creation is sent with the body <body>
      Then it is refused

      Examples:
        | what           | body                                          |
        | a web form     | authenticationToken=TOKEN&shipDate=2026-12-24 |
        | a text         | "prebook"                                     |
        | a list         | [{"authenticationToken": "TOKEN"}]            |
        | half an object | {"authenticationToken": "TOKEN",              |

  @komet/ids-are-whole-numbers
  Rule: Ids are whole JSON numbers

    Scenario Outline: <member> as text
      Given a prebook with:
        | <member> | the <kind>'s id as text |
      When it is created
      Then it is refused

      Examples:
        | member     | kind     |
        | customerId | customer |
        | carrierId  | carrier  |

    Scenario Outline: <member> of an item as text
      Given a prebook
      And it has an item with:
        | <member> | the <kind>'s id as text |
      When it is created
      Then the item is refused

      Examples:
        | member    | kind     |
        | productId | product  |
        | boxTypeId | box type |
        | vendorId  | vendor   |

  @komet/ids-fit-64-bits @needs:control
  Rule: Ids go up to the greatest unsigned number of 64 bits

    Scenario: A customer of the greatest id
      Given a customer whose id is 18446744073709551615
      And a prebook
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | customerId | 18446744073709551615 |

  @komet/ship-date-format
  Rule: The ship date is a day that exists, written YYYY-MM-DD

    Scenario Outline: <date> is refused
      Given a prebook with:
        | shipDate | "<date>" |
      When it is created
      Then it is refused

      Examples:
        | date                 |
        | 12/24/2027           |
        | 24.12.2027           |
        | 20271224             |
        | 2027-2-3             |
        | 2027-02-29           |
        | 2027-12-24T00:00:00Z |
        | 2027-12-24 10:00     |

  @komet/ship-via
  Rule: Products ship from the warehouse, 0, or from the grower, 1

    Scenario Outline: shipViaId <value>
      Given a prebook with:
        | shipViaId | <value> |
      When it is created
      Then it is accepted

      Examples:
        | value |
        | 0     |
        | 1     |

    Scenario Outline: shipViaId <value> is refused
      Given a prebook with:
        | shipViaId | <value> |
      When it is created
      Then it is refused

      Examples:
        | value |
        | 2     |
        | -1    |

  @komet/ecommerce-values
  Rule: A web order is 1, and another one 0

    Scenario Outline: isEcommerce <value>
      Given a prebook with:
        | isEcommerce | <value> |
      When it is created
      Then it is accepted

      Examples:
        | value |
        | 0     |
        | 1     |

    Scenario Outline: isEcommerce <value> is refused
      Given a prebook with:
        | isEcommerce | <value> |
      When it is created
      Then it is refused

      Examples:
        | value |
        | 2     |
        | -1    |

  @komet/auto-allocate-values
  Rule: Automatic allocation is 1, and none 0

    Scenario Outline: autoAllocate <value>
      Given a prebook with:
        | autoAllocate | <value> |
      When it is created
      Then it is accepted

      Examples:
        | value |
        | 0     |
        | 1     |

    Scenario Outline: autoAllocate <value> is refused
      Given a prebook with:
        | autoAllocate | <value> |
      When it is created
      Then it is refused

      Examples:
        | value |
        | 2     |
        | -1    |

  @komet/use-existing-values
  Rule: A prebook that is there already is 1, and a new one 0

    Scenario Outline: useExisting <value>
      Given a prebook with:
        | useExisting | <value> |
      When it is created
      Then it is accepted

      Examples:
        | value |
        | 0     |
        | 1     |

    Scenario Outline: useExisting <value> is refused
      Given a prebook with:
        | useExisting | <value> |
      When it is created
      Then it is refused

      Examples:
        | value |
        | 2     |
        | -1    |

  @komet/ship-to-accepted @needs:ship-to
  Rule: A prebook may go to a delivery address of its customer

    Scenario: An address of the customer
      Given a customer with a delivery address
      And a prebook with:
        | shipToId | the customer's address |
      When it is created
      Then it is accepted

  @komet/ship-to-of-customer
  Rule: A delivery address is one of the prebook's customer

    Scenario: An address that nobody has
      Given a prebook with:
        | shipToId | nobody's id |
      When it is created
      Then it is refused

    @needs:control @needs:ship-to
    Scenario: An address of another customer
      Given a customer with a delivery address
      And a prebook with:
        | shipToId | the other customer's address |
      When it is created
      Then it is refused

  @komet/customer-by-id-or-code
  Rule: The customer is named by id or by code

    Scenario: By id
      Given a prebook
      When it is created
      Then it is accepted

    Scenario: By code, with the name
      Given a prebook with:
        | customerId          | (left out)          |
        | customerCode        | the customer's code |
        | customerDescription | the customer's name |
      When it is created
      Then it is accepted

    Scenario: In neither way
      Given a prebook with:
        | customerId | (left out) |
      When it is created
      Then it is refused

    Scenario: By name alone
      Given a prebook with:
        | customerId          | (left out)          |
        | customerDescription | the customer's name |
      When it is created
      Then it is refused

    Scenario: In both ways
      Given a prebook with:
        | customerCode        | the customer's code |
        | customerDescription | the customer's name |
      When it is created
      Then it is refused

  @komet/carrier-by-id-or-code
  Rule: The carrier is named by id or by code

    Scenario: By id
      Given a prebook
      When it is created
      Then it is accepted

    Scenario: By code, with the name
      Given a prebook with:
        | carrierId          | (left out)         |
        | carrierCode        | the carrier's code |
        | carrierDescription | the carrier's name |
      When it is created
      Then it is accepted

    Scenario: In neither way
      Given a prebook with:
        | carrierId | (left out) |
      When it is created
      Then it is refused

    Scenario: In both ways
      Given a prebook with:
        | carrierCode        | the carrier's code |
        | carrierDescription | the carrier's name |
      When it is created
      Then it is refused

  @komet/code-goes-with-name
  Rule: A code comes with the name

    Scenario: With customerDescription and carrierDescription
      Given a prebook with:
        | customerId          | (left out)          |
        | customerCode        | the customer's code |
        | customerDescription | the customer's name |
        | carrierId           | (left out)          |
        | carrierCode         | the carrier's code  |
        | carrierDescription  | the carrier's name  |
      When it is created
      Then it is accepted

    Scenario Outline: A <kind> by code alone
      Given a prebook with:
        | <kind>Id   | (left out)        |
        | <kind>Code | the <kind>'s code |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

    @reading:description
    Scenario Outline: <kind>Name does not count
      Given a prebook with:
        | <kind>Id   | (left out)        |
        | <kind>Code | the <kind>'s code |
        | <kind>Name | the <kind>'s name |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

    @reading:name-too
    Scenario Outline: <kind>Name will do
      Given a prebook with:
        | <kind>Id   | (left out)        |
        | <kind>Code | the <kind>'s code |
        | <kind>Name | the <kind>'s name |
      When it is created
      Then it is accepted

      Examples:
        | kind     |
        | customer |
        | carrier  |

  @komet/code-identifies
  Rule: The code identifies, whatever name comes with it

    Scenario: A customer and a carrier under other names
      Given a prebook with:
        | customerId          | (left out)          |
        | customerCode        | the customer's code |
        | customerDescription | "Somebody Else"     |
        | carrierId           | (left out)          |
        | carrierCode         | the carrier's code  |
        | carrierDescription  | "Anybody"           |
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | customerName | the customer's name |
        | carrierName  | the carrier's name  |

    Scenario: A product and a vendor under other names
      Given a prebook
      And it has an item with:
        | productId          | (left out)         |
        | productCode        | the product's code |
        | productDescription | "Weeds"            |
        | vendorCode         | the vendor's code  |
        | vendorName         | "No Flores"        |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | productDescription | vendorName        |
        | the product's name | the vendor's name |

    Scenario: A box type under another name
      Given a prebook
      And it has an item with:
        | boxTypeId          | (left out)          |
        | boxTypeCode        | the box type's code |
        | boxTypeDescription | "XX"                |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | boxType             |
        | the box type's code |

  @komet/empty-text-is-not-given
  Rule: A code of no characters

    @reading:not-given
    Scenario: It is as if it were not there
      Given a prebook with:
        | customerCode | "" |
      And it has an item with:
        | vendorCode | "" |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | vendorId |
        | none     |

    @reading:given
    Scenario: It names a vendor that nobody is
      Given a prebook
      And it has an item with:
        | vendorCode | "" |
      When it is created
      Then the item is refused

    @reading:given
    Scenario Outline: It names a <kind> besides the id
      Given a prebook with:
        | <kind>Code | "" |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

  @komet/company-location
  Rule: A company with several locations says which

    @needs:several-locations
    Scenario: Without a location
      Given a company with several locations
      And a prebook with:
        | companyLocationCode | (left out) |
      When it is created
      Then it is refused

    @needs:several-locations
    Scenario: With one
      Given a company with several locations
      And a prebook with:
        | companyLocationCode | the location |
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | locationCode | the location |

    @needs:control
    Scenario: A company with one location need not
      Given a company with one location
      And a prebook
      When it is created
      Then it is accepted
