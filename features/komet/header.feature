@effect:spending
Feature: The header of a prebook
  The field table has a type, a length or values for every member. What keeps to
  them is accepted; what becomes of the rest is not said, and is tried one by one
  besides these scenarios.

  @komet/ids-fit-64-bits @needs:control
  Rule: Ids go up to the greatest unsigned number of 64 bits

    Scenario: A prebook for a customer with the greatest id is accepted
      Given a customer whose id is 18446744073709551615
      And a prebook
      When it is created
      Then it is accepted
      And the prebook is listed with:
        | customerId | 18446744073709551615 |

  @komet/ship-via
  Rule: Products ship from the warehouse, 0, or from the grower, 1

    Scenario Outline: A prebook with shipViaId <value> is accepted
      Given a prebook with:
        | shipViaId | <value> |
      When it is created
      Then it is accepted

      Examples:
        | value |
        | 0     |
        | 1     |

    Scenario: Two prebooks with different shipViaId are listed with different shipVia
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
  Rule: isEcommerce is 1 for a web order, and 0 otherwise

    Scenario Outline: A prebook with isEcommerce <value> is accepted
      Given a prebook with:
        | isEcommerce | <value> |
      When it is created
      Then it is accepted

      Examples:
        | value |
        | 0     |
        | 1     |

  @komet/auto-allocate-values
  Rule: autoAllocate is 1 for automatic allocation, and 0 otherwise

    Scenario Outline: A prebook with autoAllocate <value> is accepted
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

    Scenario: A prebook with an address of its customer is accepted
      Given a customer with a delivery address
      And a prebook with:
        | shipToId | the customer's address |
      When it is created
      Then it is accepted

  @komet/ship-to-of-customer
  Rule: The delivery address must be one of the prebook's customer

    Scenario: A prebook with an unknown delivery address is refused
      Given a prebook with:
        | shipToId | nobody's id |
      When it is created
      Then it is refused

    @needs:control @needs:ship-to
    Scenario: A prebook with the address of another customer is refused
      Given a customer with a delivery address
      And a prebook with:
        | shipToId | the other customer's address |
      When it is created
      Then it is refused

  @komet/ship-to-as-text @needs:ship-to
  Rule: The id of a delivery address may be written as text

    Scenario: A prebook with the id of its address as text is accepted
      Given a customer with a delivery address
      And a prebook with:
        | shipToId | the customer's address as text |
      When it is created
      Then it is accepted
