@effect:spending
Feature: What the header of a prebook has to be
  The field table has a type, a length or values for every member. A request that
  breaks one of them is refused; lengths and types are tried one by one besides
  these scenarios.

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
