@effect:spending
Feature: Who a prebook is for, and who carries it
  Customer and carrier are named by id, or by code and name. A company with
  several locations says which of them a prebook belongs to.

  @komet/customer-by-id-or-code
  Rule: The customer is named by id or by code

    Scenario: By id
      Given a prebook
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | customerId | the customer's id |

    Scenario: By code, with the name
      Given a prebook with:
        | customerId          | (left out)          |
        | customerCode        | the customer's code |
        | customerDescription | the customer's name |
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | customerId | the customer's id |

  @komet/carrier-by-id-or-code
  Rule: The carrier is named by id or by code

    Scenario: By id
      Given a prebook
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | carrierId | the carrier's id |

    Scenario: By code, with the name
      Given a prebook with:
        | carrierId          | (left out)         |
        | carrierCode        | the carrier's code |
        | carrierDescription | the carrier's name |
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | carrierId | the carrier's id |

  @komet/naming-enforced
  Rule: What is named in no way, in two or by half is refused

    Scenario Outline: A <kind> in neither way
      Given a prebook with:
        | <kind>Id | (left out) |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

    Scenario Outline: A <kind> by name alone
      Given a prebook with:
        | <kind>Id          | (left out)        |
        | <kind>Description | the <kind>'s name |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

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

    Scenario Outline: A <kind> in both ways
      Given a prebook with:
        | <kind>Code        | the <kind>'s code |
        | <kind>Description | the <kind>'s name |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

    Scenario Outline: The <kind> of the second item in neither way
      Given a prebook
      And it has an item
      And it has an item with:
        | <member>Id | (left out) |
      When it is created
      Then the item is refused

      Examples:
        | kind     | member  |
        | product  | product |
        | box type | boxType |

    Scenario Outline: The <kind> of the second item by code alone
      Given a prebook
      And it has an item
      And it has an item with:
        | <member>Id   | (left out)        |
        | <member>Code | the <kind>'s code |
      When it is created
      Then the item is refused

      Examples:
        | kind     | member  |
        | product  | product |
        | box type | boxType |

    Scenario: The product of the second breakdown in neither way
      Given a prebook
      And it has an item
      And the last item has a breakdown
      And the last item has a breakdown with:
        | productId | (left out) |
      When it is created
      Then the item is refused

    Scenario: The product of the second breakdown by code alone
      Given a prebook
      And it has an item
      And the last item has a breakdown
      And the last item has a breakdown with:
        | productId   | (left out)         |
        | productCode | the product's code |
      When it is created
      Then the item is refused

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

    @reading:vendors-only
    Scenario: A vendor of no characters is none
      Given a prebook
      And it has an item with:
        | vendorCode | "" |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | vendorId |
        | none     |

    @reading:vendors-only
    Scenario Outline: A <kind> of no characters is one besides the id
      Given a prebook with:
        | <kind>Code | "" |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

  @komet/location-demanded @needs:several-locations
  Rule: A company with several locations has to say which

    Scenario: Without a location
      Given a company with several locations
      And a prebook with:
        | companyLocationCode | (left out) |
      When it is created
      Then it is refused

  @komet/company-location
  Rule: A prebook belongs to the location that was sent

    @needs:several-locations
    Scenario: The first of several
      Given a company with several locations
      And a prebook with:
        | companyLocationCode | the location |
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | locationCode | the location |

    @needs:several-locations
    Scenario: The second of several
      Given a company with several locations
      And a prebook with:
        | companyLocationCode | the other location |
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | locationCode | the other location |

    @needs:control
    Scenario: A company with one location need not
      Given a company with one location
      And a prebook
      When it is created
      Then it is accepted
