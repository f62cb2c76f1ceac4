@effect:spending
Feature: The customer, the carrier and the location of a prebook
  Customer and carrier are named by id, or by code and name. A company with
  several locations says which of them a prebook belongs to.

  @komet/customer-by-id-or-code
  Rule: The customer is named by id or by code

    Scenario: The customer of a prebook is found by its id
      Given a prebook
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | customerId | the customer's id |

    Scenario: The customer of a prebook is found by its code and name
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

    Scenario: The carrier of a prebook is found by its id
      Given a prebook
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | carrierId | the carrier's id |

    Scenario: The carrier of a prebook is found by its code and name
      Given a prebook with:
        | carrierId          | (left out)         |
        | carrierCode        | the carrier's code |
        | carrierDescription | the carrier's name |
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | carrierId | the carrier's id |

  @komet/naming-enforced
  Rule: Each party and product is named in exactly one complete way

    Scenario Outline: A prebook without a <kind> is refused
      Given a prebook with:
        | <kind>Id | (left out) |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

    Scenario Outline: A prebook that names its <kind> by name alone is refused
      Given a prebook with:
        | <kind>Id          | (left out)        |
        | <kind>Description | the <kind>'s name |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

    Scenario Outline: A prebook that names its <kind> by code alone is refused
      Given a prebook with:
        | <kind>Id   | (left out)        |
        | <kind>Code | the <kind>'s code |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

    Scenario Outline: A prebook that names its <kind> by id and by code is refused
      Given a prebook with:
        | <kind>Code        | the <kind>'s code |
        | <kind>Description | the <kind>'s name |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

    Scenario Outline: A second item without a <kind> is refused
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

    Scenario Outline: A second item that names its <kind> by code alone is refused
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

    Scenario: A second breakdown without a product is refused
      Given a prebook
      And it has an item
      And the last item has a breakdown
      And the last item has a breakdown with:
        | productId | (left out) |
      When it is created
      Then the item is refused

    Scenario: A second breakdown that names its product by code alone is refused
      Given a prebook
      And it has an item
      And the last item has a breakdown
      And the last item has a breakdown with:
        | productId   | (left out)         |
        | productCode | the product's code |
      When it is created
      Then the item is refused

  @komet/code-goes-with-name
  Rule: A code comes with a description, or also with a name

    Scenario: Codes with customerDescription and carrierDescription are accepted
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
    Scenario Outline: A code with <kind>Name is refused
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
    Scenario Outline: A code with <kind>Name is accepted
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
  Rule: The code decides, whatever name comes with it

    Scenario: Customer and carrier are found by their codes under other names
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

    Scenario: Product and vendor are found by their codes under other names
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

    Scenario: A box type is found by its code under another name
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
  Rule: An empty code counts as omitted, or as unknown

    @reading:not-given
    Scenario: Empty codes count as omitted: customer and item are accepted
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
    Scenario: Empty codes are unknown: an empty vendorCode is refused
      Given a prebook
      And it has an item with:
        | vendorCode | "" |
      When it is created
      Then the item is refused

    @reading:given
    Scenario Outline: Empty codes are unknown: an empty <kind>Code beside the id is refused
      Given a prebook with:
        | <kind>Code | "" |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

    @reading:vendors-only
    Scenario: Only vendors' empty codes count as omitted: an empty vendorCode is accepted
      Given a prebook
      And it has an item with:
        | vendorCode | "" |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | vendorId |
        | none     |

    @reading:vendors-only
    Scenario Outline: Only vendors' empty codes count as omitted: an empty <kind>Code is refused
      Given a prebook with:
        | <kind>Code | "" |
      When it is created
      Then it is refused

      Examples:
        | kind     |
        | customer |
        | carrier  |

  @komet/location-demanded @needs:several-locations
  Rule: A company with several locations must name one in each prebook

    Scenario: A prebook without a location is refused for a company with several
      Given a company with several locations
      And a prebook with:
        | companyLocationCode | (left out) |
      When it is created
      Then it is refused

  @komet/company-location
  Rule: A prebook belongs to the location that was sent

    @needs:several-locations
    Scenario: A prebook sent with the first location belongs to it
      Given a company with several locations
      And a prebook with:
        | companyLocationCode | the location |
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | locationCode | the location |

    @needs:several-locations
    Scenario: A prebook sent with the second location belongs to it
      Given a company with several locations
      And a prebook with:
        | companyLocationCode | the other location |
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | locationCode | the other location |

    @needs:control
    Scenario: A company with one location may omit it
      Given a company with one location
      And a prebook
      When it is created
      Then it is accepted
