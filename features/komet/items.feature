@effect:spending
Feature: The items of a prebook
  An item names a product, a box type and, if it is to come from one, a vendor
  or grower. Where an item is wrong, the documentation does not say whether it
  alone is refused or the request with it; both will do.

  @komet/notes-length
  Rule: Notes have at most 7 or at most 200 characters

    Scenario: An item with notes of seven characters is accepted
      Given a prebook
      And it has an item with:
        | notes | "fragile" |
      When it is created
      Then it is accepted

    @reading:two-hundred
    Scenario Outline: An item with the notes <notes> is accepted
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
    Scenario Outline: An item with the notes <notes> is refused
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
  Rule: The unit is stem or bunch

    Scenario Outline: An item with the unit "<unit>" is accepted
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
    Scenario Outline: Any case counts: an item with the unit "<unit>" is accepted
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
    Scenario Outline: Only lower case counts: an item with the unit "<unit>" is refused
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
    Scenario: Spelt as in the samples: an item with the unit "Stem" is accepted
      Given a prebook
      And it has an item with:
        | unitType | "Stem" |
      When it is created
      Then it is accepted

    @reading:as-printed
    Scenario: Spelt as in the samples: an item with the unit "BUNCH" is refused
      Given a prebook
      And it has an item with:
        | unitType | "BUNCH" |
      When it is created
      Then the item is refused

  @komet/unit-type-decides-price
  Rule: The price is that of one unit

    Scenario Outline: 5 boxes of 10 bunches of 2 stems at 2.50 a <unit> cost <total>
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
  Rule: A product is named by id, or by code and description

    Scenario: A product is found by its id
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | productId        |
        | the product's id |

    Scenario: A product is found by its code and description
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
  Rule: A box type is named by id, or by code and name

    Scenario: A box type is found by its code and name
      Given a prebook
      And it has an item with:
        | boxTypeId          | (left out)          |
        | boxTypeCode        | the box type's code |
        | boxTypeDescription | the box type's name |
      When it is created
      Then it is accepted

  @komet/id-with-code-in-items
  Rule: When an item has id and code, the id decides

    Scenario: Product and box type are those of the id, whatever the code
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

    Scenario: The vendor is that of the id, whatever the code
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
  Rule: The vendor of an item may be omitted

    Scenario: An item without a vendor has a line without a vendor
      Given a prebook
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | vendorId |
        | none     |

    Scenario: The vendor of an item is found by its id
      Given a prebook
      And it has an item with:
        | vendorId | the vendor's id |
      When it is created
      Then it is accepted
      And its lines are listed with:
        | vendorId        |
        | the vendor's id |

    Scenario: The vendor of an item is found by its code
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
  Rule: The name of the vendor is given as vendorName or vendorDescription

    Scenario Outline: A vendor's code with its name as <member> is accepted
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

    Scenario: A breakdown with a product's code and description is accepted
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

    Scenario: An item and a breakdown with the figures of the first sample are accepted
      Given a prebook
      And it has an item with:
        | boxes      | 5                    |
        | bunches    | 10                   |
        | stemsBunch | 2                    |
        | cost       | 0.70                 |
        | price      | 2.50                 |
        | markCode   | "text for mark code" |
      And the last item has a breakdown with:
        | bunches    | 2    |
        | stemsBunch | 3    |
        | cost       | 0.75 |
        | price      | 1.50 |
      When it is created
      Then it is accepted

  @komet/breakdown-identifier
  Rule: The identifier of a breakdown is returned for the item, or ignored

    Scenario: An item with an identifier gets its own back, not its breakdown's
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
    Scenario: An item without an identifier gets back its breakdown's
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
    Scenario: An item without an identifier gets none back, whatever its breakdown has
      Given a prebook
      And it has an item
      And the last item has a breakdown with:
        | identifier | "02343678" |
      When it is created
      Then it is accepted
      And the items are answered with:
        | identifier |
        | (absent)   |
