@effect:reversible
Feature: Orders
  What the document says in words, and what its schemas can't say.

  @total-is-the-sum
  Rule: The total of an order is the sum of its lines, quantity times price

    Scenario: Two lines are added up
      When createOrder is called with
        | /lines | [{"sku": "TEA-100", "quantity": 3, "price": 450}, {"sku": "CUP-7", "quantity": 2, "price": 1290}] |
      Then the response's /total is 3930

    Scenario: An order of one piece costs its price
      When createOrder is called with
        | /lines | [{"sku": "CUP-7", "quantity": 1, "price": 1290}] |
      Then the response's /total is 1290

  @reference-is-unique
  Rule: A reference names one order of a caller

    Scenario: A second order of the same reference is refused
      Given createOrder was called
      When the call is repeated
      Then the call is refused with 409

    @needs:other
    Scenario: Another caller may use the reference too
      Given createOrder was called
      When the call is repeated as "other"
      Then the status is 201

  @newest-first
  Rule: The list begins with the newest order

    Scenario: The order that was created last comes first
      Given createOrder was called, remembered as "older"
      And createOrder was called, remembered as "newer"
      When listOrders is called
      Then the response's /items/0/id is {newer/id}
      And the response's /items/1/id is {older/id}
      And the list at /items is ordered by /createdAt, descending

  @pages
  Rule: A page has as many orders as its limit, and the next page goes on behind it

    Scenario: Two pages of one order each
      Given createOrder was called, remembered as "older"
      And createOrder was called, remembered as "newer"
      When listOrders is called with
        | query limit | 1 |
      Then the list at /items has 1 element
      And the response's /items/0/id is {newer/id}
      When the response's /next is remembered as "next"
      And listOrders is called with
        | query limit  | 1      |
        | query cursor | {next} |
      Then the response's /items/0/id is {older/id}

  @open-orders-change
  Rule: Only an open order can be updated

    Scenario: A confirmed order can't be updated
      Given createOrder was called, remembered as "order"
      And confirmOrder was called
      When updateOrder is called with
        | /note | too late |
      Then the call is refused with 409
      When getOrder is called
      Then the response's /note is {order/note}

  @confirmed-once
  Rule: An open order is confirmed once

    Scenario: A second confirmation is refused
      Given createOrder was called
      And confirmOrder was called
      When confirmOrder is called
      Then the call is refused with 409

    Scenario: Of several confirmations at once one succeeds
      Given createOrder was called
      When confirmOrder is called 4 times at once
      Then exactly 1 of the calls is accepted

    Scenario: A cancelled order can't be confirmed
      Given createOrder was called
      And cancelOrder was called
      When confirmOrder is called
      Then the call is refused with 409

  @confirmed-orders-stay
  Rule: A confirmed order can't be cancelled

    Scenario: Cancelling a confirmed order is refused
      Given createOrder was called
      And confirmOrder was called
      When cancelOrder is called
      Then the call is refused with 409

  @shipped-after-confirmation
  Rule: A confirmed order is shipped some moments later

    Scenario: The order is shipped within five seconds
      Given createOrder was called
      And confirmOrder was called
      Then within 5 seconds getOrder answers with
        | /status | shipped |

  @own-orders-only @needs:other
  Rule: A caller sees its own orders alone

    Scenario: Another caller can't read an order
      Given createOrder was called
      When getOrder is called as "other"
      Then the call is refused with 404

    Scenario: Another caller's list does not have it
      Given createOrder was called, remembered as "order"
      When listOrders is called as "other"
      Then the list at /items has no element with
        | /id | {order/id} |

  @filter-by-status
  Rule: The list can be narrowed to one status

    Scenario: Cancelled orders alone
      Given createOrder was called
      And createOrder was called, remembered as "cancelled"
      And cancelOrder was called
      When listOrders is called with
        | query status | cancelled |
      Then every element of the list at /items has
        | /status | cancelled |
      And the list at /items has an element with
        | /id | {cancelled/id} |

  @confirmed-orders-are-kept
  Rule: An order that is confirmed can't be deleted

    Scenario: Deleting a confirmed order is refused
      Given createOrder was called
      And confirmOrder was called
      When deleteOrder is called
      Then the call is refused with 409
