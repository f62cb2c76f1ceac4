@effect:read
Feature: The lists that a prebook refers to
  Customers, carriers, products, box types and vendors are listed with the ids and
  codes that a creation names them by; prebooks are listed by their truck date.

  @komet/customers-listed
  Rule: Customers are listed with id, code and name

    Scenario: Every customer has them
      When the list of customers is read
      Then it has status 1 and at least one customer, each with id, code and name

    @needs:control
    Scenario: The company's customers and no other
      Given a company with one location
      When the company's list of customers is read
      Then it has status 1 and just the customers of the company

  @komet/carriers-listed
  Rule: Carriers are listed with id, code and name

    Scenario: Every carrier has them
      When the list of carriers is read
      Then it has status 1 and at least one carrier, each with id, code and name

    @needs:control
    Scenario: The company's carriers and no other
      Given a company with one location
      When the company's list of carriers is read
      Then it has status 1 and just the carriers of the company

  @komet/products-listed
  Rule: Products are listed with id and description, and their code as legacyCode

    Scenario: Every product has an id and a description
      When the list of products is read
      Then it has status 1 and at least one product, each with id and description

    @needs:control
    Scenario: The company's products and no other
      Given a company with one location
      When the company's list of products is read
      Then it has status 1 and just the products of the company

  @komet/box-types-listed
  Rule: Box types are listed with id and code

    Scenario: Every box type has them
      When the list of box types is read
      Then it has status 1 and at least one box type, each with id and code

    @needs:control
    Scenario: The company's box types and no other
      Given a company with one location
      When the company's list of box types is read
      Then it has status 1 and just the box types of the company

  @komet/vendors-listed
  Rule: Vendors are listed with id, code and name

    Scenario: Every vendor has them
      When the list of vendors is read
      Then it has status 1 and at least one vendor, each with id, code and name

    @needs:control
    Scenario: The company's vendors and no other
      Given a company with one location
      When the company's list of vendors is read
      Then it has status 1 and just the vendors of the company

  @komet/lists-filter-exactly
  Rule: Ids and codes filter exactly, in small letters and in capitals

    Scenario Outline: The second of the <kind>s by its <by>
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

    Scenario Outline: The second of the <kind>s by its code in other letters
      When the list of <kind>s is read by the code of the second, in other letters
      Then it has the second <kind> and no other

      Examples:
        | kind     |
        | customer |
        | carrier  |
        | product  |
        | box type |
        | vendor   |

    Scenario Outline: A part of the code finds no <kind>
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
  Rule: A part of the name is enough

    Scenario Outline: A part of the second <kind>'s name
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
  Rule: A list without entries

    @reading:success
    Scenario Outline: No <kind> has that id
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
    Scenario: No prebook has that number
      When the list of prebooks is read for what nobody has
      Then it has no entry, with status 1

    @reading:failure
    Scenario Outline: No <kind> is found by that id
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
    Scenario: No prebook is found by that number
      When the list of prebooks is read for what nobody has
      Then it has no entry, with status 0 and a message that ends in "not found."

  @komet/details-by-truck-date @effect:spending
  Rule: Prebooks are listed on the day on which they ship

    Scenario: That day and the day after
      Given a prebook
      And it has an item
      And it was created
      When its ship date is listed
      Then prebook 1 is listed, of those that were created
      When the day after is listed
      Then no prebook that was created is listed

  @komet/details-filter @effect:spending
  Rule: Prebooks are found by number, customer, carrier and purchase order

    Scenario Outline: By <filter>
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
