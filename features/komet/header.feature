@effect:spending
Feature: What the header of a prebook may hold
  The field table has a type, a length or values for every member. What keeps to
  them is accepted; what becomes of the rest is not said, and is tried one by one
  besides these scenarios.

  @komet/ids-fit-64-bits @needs:control
  Rule: Ids go up to the greatest unsigned number of 64 bits

    Scenario: A customer of the greatest id
      Given a customer whose id is 18446744073709551615
      And a prebook
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | customerId | 18446744073709551615 |

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

    Scenario: The two are told apart
      Given a prebook with:
        | customerPO | "PO4534" |
        | shipViaId  | 0        |
      And it was created
      And it has:
        | customerPO | "PO4535" |
        | shipViaId  | 1        |
      When it is created
      Then it is accepted
      And the two prebooks are not listed with one shipVia

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

  @komet/ship-to-as-text @needs:ship-to
  Rule: A delivery address may be written as text

    Scenario: The id of an address as text
      Given a customer with a delivery address
      And a prebook with:
        | shipToId | the customer's address as text |
      When it is created
      Then it is accepted
