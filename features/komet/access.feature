@effect:read
Feature: Tokens and limits
  A token belongs to a company, to one of its customers or to one of its vendors.
  It travels in the body of a creation and in the address of a list.

  @komet/login-gives-token @needs:user
  Rule: Logging in gives a token

    Scenario: A user of the company logs in and gets a token
      Given a user of the company
      When the user logs in
      Then the answer has status 1 and an apiKey
      And the apiKey is a token

  @komet/wrong-login
  Rule: A wrong log-in is refused

    @needs:user
    Scenario: A user with a wrong password gets no token
      Given a user of the company
      When the user logs in with another password
      Then the log-in is refused, without an apiKey

    Scenario: An unknown user gets no token
      When a user that nobody knows logs in
      Then the log-in is refused, without an apiKey

  @komet/token-is-checked
  Rule: Every request requires a token that was issued

    Scenario Outline: The company's token gives access to <method>
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

    Scenario Outline: A request to <method> with <which> is refused
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
  Rule: A token does not expire

    Scenario: A token is still valid after a second log-in
      Given a user of the company
      And the user has logged in
      When the user logs in
      Then the first apiKey is still a token

    @needs:clock
    Scenario: A token is still valid after two years
      Given a user of the company
      And the user has logged in
      When 730 days pass
      Then the first apiKey is still a token

  @komet/token-kinds @effect:spending
  Rule: Companies and vendors create prebooks, customers do not

    Scenario: A company creates a prebook with its token
      Given calls carry the company's token
      And a prebook
      When it is created
      Then it is accepted

    @needs:vendor-token
    Scenario: A vendor creates a prebook with its token
      Given a company and a token of one of its vendors
      And calls carry that token
      And a prebook
      When it is created
      Then it is accepted

    @needs:customer-token
    Scenario: A customer's token cannot create a prebook
      Given a company and a token of one of its customers
      And calls carry that token
      And a prebook
      When it is created
      Then it is refused

  @komet/token-limited-to-methods @needs:limited-token
  Rule: A token may be limited to some methods

    Scenario Outline: A token limited to two methods gives access to <method>
      Given a company and a token that is limited to customer.list and carrier.list
      And calls carry that token
      When <method> is called
      Then the call is not refused

      Examples:
        | method        |
        | customer.list |
        | carrier.list  |

    Scenario Outline: A token limited to two methods is refused by <method>
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
  Rule: A prebook sent by a vendor ignores its prices and vendors

    @needs:vendor-token
    Scenario Outline: A vendor's prebook that names another vendor by <member> ignores it and the price
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
    Scenario: A vendor's price counts where its company allows that
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
  Rule: The lines of a vendor's prebook belong to that vendor

    Scenario: A line sent by a vendor belongs to it and has no price
      Given a company and a token of one of its vendors
      And calls carry that token
      And a prebook
      And it has an item
      When it is created
      Then it is accepted
      And its lines are listed with:
        | vendorId        | unitPrice |
        | the vendor's id | none      |

    Scenario: A purchase order is generated for the vendor that sends the prebook
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

    Scenario: A vendor lists a shared prebook with its own line alone
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
  Rule: A token gives access to its own company only

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
    Scenario: A prebook for a customer of another company is refused
      Given another company
      And a prebook with:
        | customerId | the other company's customer's id |
      When it is created
      Then it is refused

    @effect:spending @needs:other-company
    Scenario: A prebook is not listed with another company's token
      Given another company
      And a prebook
      And it was created
      And calls carry the other company's token
      When its ship date is listed
      Then no prebook that was created is listed

  @komet/daily-limit @needs:control @needs:clock
  Rule: A company makes 1,000 requests a day for each user that it pays for

    Scenario: A company that pays for one user is refused after 1,000 requests
      Given a company that pays for 1 user
      And it is 600 minutes before midnight, UTC
      And 700 calls with the company's token are not refused
      And 300 calls with another token of the company are not refused
      Then the next call is refused
      When 1 day passes
      Then the next call is not refused

    Scenario: A company that pays for two users is refused after 2,000 requests
      Given a company that pays for 2 users
      And it is 600 minutes before midnight, UTC
      And 2000 calls with the company's token are not refused
      Then the next call is refused

  @komet/day-is-utc @needs:control @needs:clock
  Rule: The day begins at midnight UTC, and refused requests count

    Scenario: A company beyond its limit is refused until midnight UTC
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
  Rule: A request body has at most 64 KB

    Scenario: A body of 65,536 bytes is accepted
      Given a prebook
      When it is created with 65536 bytes of body
      Then it is accepted

    Scenario: A body of 65,537 bytes is refused
      Given a prebook
      When it is created with 65537 bytes of body
      Then it is refused
