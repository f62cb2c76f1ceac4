@effect:spending
Feature: The products of a prebook
  An item names a product, a box type and, if it is to come from one, a vendor
  or grower. Where an item is wrong, the documentation does not say whether it
  alone is refused or the request with it; both will do.

  @komet/notes-length
  Rule: How long notes may be

    Scenario: Seven characters
      Given a prebook
      And it has an item with:
        | notes | "fragile" |
      When it is created
      Then it is accepted

    @reading:two-hundred
    Scenario Outline: <notes>, longer than the field table says
      Given a prebook
      And it has an item with:
        | notes | <notes> |
      When it is created
      Then it is accepted

      Examples:
        | notes            |
        | "text for notes" |
        | 200 characters   |

    @reading:seven
    Scenario Outline: <notes> are too long
      Given a prebook
      And it has an item with:
        | notes | <notes> |
      When it is created
      Then the item is refused

      Examples:
        | notes            |
        | 8 characters     |
        | "text for notes" |

  @komet/unit-types
  Rule: The unit is the stem or the bunch

    Scenario Outline: "<unit>" in small letters
      Given a prebook
      And it has an item with:
        | unitType | "<unit>" |
      When it is created
      Then it is accepted

      Examples:
        | unit  |
        | stem  |
        | bunch |

    @reading:any-case
    Scenario Outline: "<unit>" as well
      Given a prebook
      And it has an item with:
        | unitType | "<unit>" |
      When it is created
      Then it is accepted

      Examples:
        | unit  |
        | Stem  |
        | BUNCH |

    @reading:lower-case
    Scenario Outline: "<unit>" is another word
      Given a prebook
      And it has an item with:
        | unitType | "<unit>" |
      When it is created
      Then the item is refused

      Examples:
        | unit  |
        | Stem  |
        | BUNCH |

    @reading:as-printed
    Scenario: "Stem" as well
      Given a prebook
      And it has an item with:
        | unitType | "Stem" |
      When it is created
      Then it is accepted

    @reading:as-printed
    Scenario: "BUNCH" is another word
      Given a prebook
      And it has an item with:
        | unitType | "BUNCH" |
      When it is created
      Then the item is refused

  @komet/unit-type-decides-price
  Rule: The price is that of the unit

    Scenario Outline: 5 boxes of 10 bunches of 2 stems at 2.50 a <unit> are <total>
      Given a prebook
      And it has an item with:
        | unitType | "<unit>" |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | unitPrice | totalPrice |
        | 2.50      | <total>    |

      Examples:
        | unit  | total  |
        | stem  | 250.00 |
        | bunch | 125.00 |

  @komet/product-by-id-or-code
  Rule: The product is named by id, or by code and description

    Scenario: By id
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | productId        |
        | the product's id |

    Scenario: By code, with the description
      Given a prebook
      And it has an item with:
        | productId          | (left out)               |
        | productCode        | the other product's code |
        | productDescription | the other product's name |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | productId              |
        | the other product's id |

  @komet/box-type-by-id-or-code
  Rule: The box type is named by id, or by code and name

    Scenario: By code, with the name
      Given a prebook
      And it has an item with:
        | boxTypeId          | (left out)          |
        | boxTypeCode        | the box type's code |
        | boxTypeDescription | the box type's name |
      When it is created
      Then it is accepted

  @komet/id-with-code-in-items
  Rule: Where an item has id and code, the id decides

    Scenario: The code of another product and of another box type
      Given a prebook
      And it has an item with:
        | productCode        | the other product's code  |
        | productDescription | the other product's name  |
        | boxTypeCode        | the other box type's code |
        | boxTypeDescription | the other box type's name |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | productId        | boxType             |
        | the product's id | the box type's code |

    Scenario: The code of another vendor
      Given a prebook
      And it has an item with:
        | vendorId   | the vendor's id         |
        | vendorCode | the other vendor's code |
        | vendorName | the other vendor's name |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | vendorId        |
        | the vendor's id |

  @komet/vendor-optional
  Rule: An item may name its vendor, and need not

    Scenario: No vendor
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | vendorId |
        | none     |

    Scenario: By id
      Given a prebook
      And it has an item with:
        | vendorId | the vendor's id |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | vendorId        |
        | the vendor's id |

    Scenario: By code
      Given a prebook
      And it has an item with:
        | vendorCode | the vendor's code |
        | vendorName | the vendor's name |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | vendorId        |
        | the vendor's id |

  @komet/vendor-named-two-ways
  Rule: The vendor's name has two names

    Scenario Outline: <member>
      Given a prebook
      And it has an item with:
        | vendorCode | the vendor's code |
        | <member>   | the vendor's name |
      When it is created
      Then it is accepted

      Examples:
        | member            |
        | vendorName        |
        | vendorDescription |

  @komet/breakdown-product-by-id-or-code
  Rule: A breakdown names its product by id, or by code and description

    Scenario: By code, with the description
      Given a prebook
      And it has an item
      And the last item has a breakdown with:
        | productId          | (left out)         |
        | productCode        | the product's code |
        | productDescription | the product's name |
      When it is created
      Then it is accepted

  @komet/breakdowns-not-summed
  Rule: Breakdowns need not add up to their item

    Scenario: The figures of the first sample
      Given a prebook
      And it has an item with:
        | cost | 0.70 |
      And the last item has a breakdown with:
        | bunches    | 2    |
        | stemsBunch | 3    |
        | cost       | 0.75 |
        | price      | 1.50 |
      When it is created
      Then it is accepted

  @komet/breakdown-identifier
  Rule: An identifier in a breakdown

    Scenario: The item's own is answered
      Given a prebook
      And it has an item with:
        | identifier | "L1" |
      And the last item has a breakdown with:
        | identifier | "02343678" |
      When it is created
      Then it is accepted
      And the items are answered with:
        | identifier |
        | "L1"       |

    @reading:answered
    Scenario: It is answered for the item
      Given a prebook
      And it has an item
      And the last item has a breakdown with:
        | identifier | "02343678" |
      When it is created
      Then it is accepted
      And the items are answered with:
        | identifier |
        | "02343678" |

    @reading:ignored
    Scenario: It is not answered
      Given a prebook
      And it has an item
      And the last item has a breakdown with:
        | identifier | "02343678" |
      When it is created
      Then it is accepted
      And the items are answered with:
        | identifier |
        | (absent)   |
