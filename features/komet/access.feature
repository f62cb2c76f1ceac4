@effect:read
Feature: Tokens and limits
  A token belongs to a company, to one of its customers or to one of its vendors.
  It travels in the body of a creation and in the address of a list.

  @komet/login-gives-token @needs:user
  Rule: Logging in gives a token

    Scenario: A user of the company
      Given a user of the company
      When the user logs in
      Then the answer has status 1 and an apiKey
      And the apiKey is a token

  @komet/wrong-login
  Rule: A wrong log-in is refused

    @needs:user
    Scenario: The password of somebody else
      Given a user of the company
      When the user logs in with another password
      Then the log-in is refused, without an apiKey

    Scenario: A user that nobody knows
      When a user that nobody knows logs in
      Then the log-in is refused, without an apiKey

  @komet/token-is-checked
  Rule: Every call needs a token that was issued

    Scenario Outline: <method> with the company's token
      Given calls carry the company's token
      When <method> is called
      Then the call is not refused

      Examples:
        | method               |
        | customer.list        |
        | carrier.list         |
        | product.list         |
        | boxtype.list         |
        | vendor.list          |
        | prebook.details.list |
        | purchase.order.list  |

    Scenario Outline: <method> with <which>
      Given calls carry <which>
      When <method> is called
      Then it is refused

      Examples:
        | method               | which                      |
        | prebook.create       | no token                   |
        | customer.list        | no token                   |
        | carrier.list         | no token                   |
        | product.list         | no token                   |
        | boxtype.list         | no token                   |
        | vendor.list          | no token                   |
        | prebook.details.list | no token                   |
        | purchase.order.list  | no token                   |
        | prebook.create       | a token that nobody issued |
        | customer.list        | a token that nobody issued |
        | carrier.list         | a token that nobody issued |
        | product.list         | a token that nobody issued |
        | boxtype.list         | a token that nobody issued |
        | vendor.list          | a token that nobody issued |
        | prebook.details.list | a token that nobody issued |
        | purchase.order.list  | a token that nobody issued |

  @komet/tokens-do-not-expire @needs:user
  Rule: A token stays valid

    Scenario: After a second log-in
      Given a user of the company
      And the user has logged in
      When the user logs in
      Then the first apiKey is still a token

    @needs:clock
    Scenario: After two years
      Given a user of the company
      And the user has logged in
      When 730 days pass
      Then the first apiKey is still a token

  @komet/token-kinds @effect:spending
  Rule: Companies and vendors create, customers do not

    Scenario: The company
      Given calls carry the company's token
      And a prebook
      When it is created
      Then it is accepted

    @needs:vendor-token
    Scenario: A vendor
      Given a company and a token of one of its vendors
      And calls carry that token
      And a prebook
      When it is created
      Then it is accepted

    @needs:customer-token
    Scenario: A customer
      Given a company and a token of one of its customers
      And calls carry that token
      And a prebook
      When it is created
      Then it is refused

  @komet/token-limited-to-methods @needs:limited-token
  Rule: A token may be limited to some methods

    Scenario Outline: <method> is one of them
      Given a company and a token that is limited to customer.list and carrier.list
      And calls carry that token
      When <method> is called
      Then the call is not refused

      Examples:
        | method        |
        | customer.list |
        | carrier.list  |

    Scenario Outline: <method> is none of them
      Given a company and a token that is limited to customer.list and carrier.list
      And calls carry that token
      When <method> is called
      Then it is refused

      Examples:
        | method               |
        | prebook.create       |
        | product.list         |
        | boxtype.list         |
        | vendor.list          |
        | prebook.details.list |
        | purchase.order.list  |

  @komet/vendor-token-ignores @effect:spending
  Rule: What a vendor says of price and vendor is ignored

    @needs:vendor-token
    Scenario Outline: Another vendor, by <member>
      Given a company and a token of one of its vendors
      And calls carry that token
      And a prebook
      And it has an item with:
        | <member> | the other vendor's <part> |
      When it is created
      Then it is accepted
      And no line shows the other vendor
      And no line has the price 2.50

      Examples:
        | member     | part |
        | vendorId   | id   |
        | vendorCode | code |

    @needs:control @needs:vendor-token
    Scenario: A company may let the price count
      Given a company that lets the prices of vendors count
      And a company and a token of one of its vendors
      And calls carry that token
      And a prebook
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | unitPrice |
        | 2.50      |

  @komet/vendor-token-is-the-vendor @effect:spending @needs:vendor-token
  Rule: A vendor's prebook has that vendor's lines

    Scenario: Without a vendor, and at no price
      Given a company and a token of one of its vendors
      And calls carry that token
      And a prebook
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | vendorId        | unitPrice |
        | the vendor's id | none      |

    Scenario: Purchase orders find their vendor
      Given a company and a token of one of its vendors
      And calls carry that token
      And a prebook with:
        | autoGeneratePOsfromPrebooks | 1 |
      And it has an item with:
        | cost | 0.70 |
      When it is created
      Then it is accepted
      And 1 purchase order is answered

  @komet/vendor-token-sees-own-lines @effect:spending @needs:vendor-token
  Rule: A vendor sees its own lines, and neither customers nor prices

    Scenario: One line of its own and one of another vendor
      Given a company and a token of one of its vendors
      And a prebook
      And it has the items:
        | vendorId              | boxes |
        | the vendor's id       | 5     |
        | the other vendor's id | 3     |
      And it was created
      And calls carry that token
      When its ship date is listed
      Then it is listed there with the lines:
        | totalBoxes | unitPrice | totalPrice |
        | 5          | none      | none       |
      And it is listed there with:
        | customerId   | none |
        | customerCode | none |
        | customerName | none |

  @komet/companies-apart
  Rule: A token reaches its own company only

    @needs:other-company
    Scenario Outline: The <kind>s of another company are not listed
      Given another company
      When the list of <kind>s is read
      Then it has none of the other company's <kind>s

      Examples:
        | kind     |
        | customer |
        | product  |

    @effect:spending @needs:other-company
    Scenario: The customer of another company is none
      Given another company
      And a prebook with:
        | customerId | the other company's customer's id |
      When it is created
      Then it is refused

    @effect:spending @needs:other-company
    Scenario: The prebook of another company is not listed
      Given another company
      And a prebook
      And it was created
      And calls carry the other company's token
      When its ship date is listed
      Then no prebook that was created is listed

  @komet/daily-limit @needs:control @needs:clock
  Rule: A company makes 1,000 calls a day for each user that it pays for

    Scenario: A company that pays for one user, with two of its tokens
      Given a company that pays for 1 user
      And it is 600 minutes before midnight, UTC
      And 700 calls with the company's token are not refused
      And 300 calls with another token of the company are not refused
      Then the next call is refused
      When 1 day passes
      Then the next call is not refused

    Scenario: A company that pays for two users
      Given a company that pays for 2 users
      And it is 600 minutes before midnight, UTC
      And 2000 calls with the company's token are not refused
      Then the next call is refused

  @komet/day-is-utc @needs:control @needs:clock
  Rule: The day begins at midnight, UTC, and refused calls count

    Scenario: The last minutes of a day and the first of the next
      Given a company that pays for 1 user
      And it is 10 minutes before midnight, UTC
      And 990 calls with the company's token are not refused
      And 10 calls with the company's token are refused for another reason
      Then the next call is refused
      When 9 minutes pass
      Then the next call is refused
      When 2 minutes pass
      Then the next call is not refused

  @komet/size-limit @effect:spending
  Rule: A request has at most 64 KB of body

    Scenario: 65,536 bytes
      Given a prebook
      When it is created with 65536 bytes of body
      Then it is accepted

    Scenario: One byte more
      Given a prebook
      When it is created with 65537 bytes of body
      Then it is refused
