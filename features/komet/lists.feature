@effect:read
Feature: The lists of customers, carriers, products, box types, vendors and prebooks
  Customers, carriers, products, box types and vendors are listed with the ids and
  codes that a creation names them by; prebooks are listed by their truck date.

  @komet/customers-listed
  Rule: Customers are listed with id, code and name

    Scenario: Every listed customer has id, code and name
      When the list of customers is read
      Then it has status 1 and at least one customer, each with id, code and name

    @needs:control
    Scenario: The list has the company's customers and no others
      Given a company with one location
      When the company's list of customers is read
      Then it has status 1 and just the customers of the company

  @komet/carriers-listed
  Rule: Carriers are listed with id, code and name

    Scenario: Every listed carrier has id, code and name
      When the list of carriers is read
      Then it has status 1 and at least one carrier, each with id, code and name

    @needs:control
    Scenario: The list has the company's carriers and no others
      Given a company with one location
      When the company's list of carriers is read
      Then it has status 1 and just the carriers of the company

  @komet/products-listed
  Rule: Products are listed with id and description, and their code as legacyCode

    Scenario: Every listed product has an id and a description
      When the list of products is read
      Then it has status 1 and at least one product, each with id and description

    @needs:control
    Scenario: The list has the company's products and no others
      Given a company with one location
      When the company's list of products is read
      Then it has status 1 and just the products of the company

  @komet/box-types-listed
  Rule: Box types are listed with id and code

    Scenario: Every listed box type has id and code
      When the list of box types is read
      Then it has status 1 and at least one box type, each with id and code

    @needs:control
    Scenario: The list has the company's box types and no others
      Given a company with one location
      When the company's list of box types is read
      Then it has status 1 and just the box types of the company

  @komet/vendors-listed
  Rule: Vendors are listed with id, code and name

    Scenario: Every listed vendor has id, code and name
      When the list of vendors is read
      Then it has status 1 and at least one vendor, each with id, code and name

    @needs:control
    Scenario: The list has the company's vendors and no others
      Given a company with one location
      When the company's list of vendors is read
      Then it has status 1 and just the vendors of the company

  @komet/lists-filter-exactly
  Rule: Ids and codes filter exactly, in upper and lower case

    Scenario Outline: A <kind> is found by its whole <by>
      When the list of <kind>s is read by the <by> of the second
      Then it has the second <kind> and no other

      Examples:
        | kind     | by   |
        | customer | id   |
        | customer | code |
        | carrier  | id   |
        | carrier  | code |
        | product  | id   |
        | product  | code |
        | box type | id   |
        | box type | code |
        | vendor   | id   |
        | vendor   | code |

    Scenario Outline: A <kind> is found by its code in other case
      When the list of <kind>s is read by the code of the second, in other letters
      Then it has the second <kind> and no other

      Examples:
        | kind     |
        | customer |
        | carrier  |
        | product  |
        | box type |
        | vendor   |

    Scenario Outline: A <kind> is not found by a part of its code
      When the list of <kind>s is read by a part of the code of the second
      Then it does not have the second <kind>

      Examples:
        | kind     |
        | customer |
        | carrier  |
        | product  |
        | box type |
        | vendor   |

  @komet/lists-filter-by-part
  Rule: Names filter by a part of the name

    Scenario Outline: A <kind> is found by a part of its name
      When the list of <kind>s is read by a part of the name of the second
      Then it has the second <kind>, and only <kind>s with that part in the name
      When the list of <kind>s is read by a part of the name of the second, in other letters
      Then it has the second <kind>, and only <kind>s with that part in the name

      Examples:
        | kind     |
        | customer |
        | carrier  |
        | vendor   |

  @komet/nothing-found
  Rule: A list without entries has status 1, or status 0 and a message

    @reading:success
    Scenario Outline: An unknown id of a <kind> gives an empty list with status 1
      When the list of <kind>s is read by an id that nobody has
      Then it has no entry, with status 1

      Examples:
        | kind     |
        | customer |
        | carrier  |
        | product  |
        | box type |
        | vendor   |

    @reading:success
    Scenario: An unknown prebook number gives an empty list with status 1
      When the list of prebooks is read for what nobody has
      Then it has no entry, with status 1

    @reading:failure
    Scenario Outline: An unknown id of a <kind> gives status 0 and "not found."
      When the list of <kind>s is read by an id that nobody has
      Then it has no entry, with status 0 and a message that ends in "not found."

      Examples:
        | kind     |
        | customer |
        | carrier  |
        | product  |
        | box type |
        | vendor   |

    @reading:failure
    Scenario: An unknown prebook number gives status 0 and "not found."
      When the list of prebooks is read for what nobody has
      Then it has no entry, with status 0 and a message that ends in "not found."

  @komet/details-by-truck-date @effect:spending
  Rule: Prebooks are listed on the day on which they ship

    Scenario: A prebook is listed on its ship date and not the day after
      Given a prebook
      And it has an item
      And it was created
      When its ship date is listed
      Then prebook 1 is listed, of those that were created
      When the day after is listed
      Then no prebook that was created is listed

  @komet/details-filter @effect:spending
  Rule: Prebooks are filtered by number, customer, carrier and purchase order

    Scenario Outline: Each of two prebooks is found by its <filter>
      Given a prebook with:
        | customerPO | "PO4534" |
      And it was created
      And a prebook with:
        | customerPO | "PO45345"               |
        | customerId | the other customer's id |
        | carrierId  | the other carrier's id  |
      And it was created
      When its ship date is listed by <filter> <first>
      Then prebook 1 is listed, of those that were created
      When its ship date is listed by <filter> <second>
      Then prebook 2 is listed, of those that were created

      Examples:
        | filter           | first                   | second                  |
        | prebook          | the number of prebook 1 | the number of prebook 2 |
        | customerId       | the customer's id       | the other customer's id |
        | carrierId        | the carrier's id        | the other carrier's id  |
        | customerPONumber | "PO4534"                | "PO45345"               |
