@effect:spending
Feature: What the states of an order presuppose
  Payments make an order confirmed, shipping data and label make it ready to
  pick, the warehouse takes it into a packing list and confirms its items, and
  the carrier takes it away.

  @bridge/order-enters-open @needs:order-imported @effect:read
  Rule: An order enters Bridge open

    Scenario: Just imported
      Given an order that was just imported
      Then the order is "open"

  @bridge/shortage-at-import @needs:order-short @effect:read
  Rule: Too little stock at the import

    Scenario: It does not wait to be handled like any other
      Given an order that was imported with too little stock
      Then the order is not "open"

    @reading:not-created
    Scenario: There is no such order
      Given an order that was imported with too little stock
      When the state of the order is read
      Then no state is told

    @reading:negotiated
    Scenario: The order is to be negotiated with the customer
      Given an order that was imported with too little stock
      Then the order is "negotiation"

  @bridge/unnumbered-states @needs:order-open
  Rule: The states without a number

    Scenario Outline: <state>, whether or not it is a state
      Given an order in the state "open"
      When "<state>" is asked for
      Then the order is "<state>", or "open" where the call was refused

      Examples:
        | state       |
        | rejected    |
        | paused      |
        | negotiation |

    @reading:accepted
    Scenario Outline: An order is <state>
      Given an order in the state "open"
      When "<state>" is asked for
      Then the call is executed
      And the order is "<state>"

      Examples:
        | state       |
        | rejected    |
        | paused      |
        | negotiation |

    @reading:withdrawn
    Scenario Outline: <state> is no state any more
      Given an order in the state "open"
      When "<state>" is asked for
      Then the call is refused
      And the order is still "open"

      Examples:
        | state       |
        | rejected    |
        | paused      |
        | negotiation |

  @bridge/confirmed-needs-payment
  Rule: Confirmed needs the payment

    @needs:order-paid
    Scenario: The integrator told that the order is paid
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

    @needs:order-with-payments
    Scenario: The integrator delivered the payments
      Given an order that is open and has its payments
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

    @reading:checked @needs:order-unpaid
    Scenario: Neither
      Given an order that is open and of which neither a payment nor the report that it is paid has come
      When "confirmed" is asked for
      Then the call is refused
      And the order is still "open"

    @reading:not-checked @needs:order-unpaid
    Scenario: Neither
      Given an order that is open and of which neither a payment nor the report that it is paid has come
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

  @bridge/garbarino-needs-default-means
  Rule: Garbarino's orders are confirmed with their default means of payment

    @needs:garbarino-with-means
    Scenario: The default means was reported
      Given an order of Garbarino that has its default means of payment
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

    @reading:binds-the-customer @needs:garbarino-paid
    Scenario: The report that it is paid does not suffice
      Given an order of Garbarino that is reported as paid and lacks its default means of payment
      When "confirmed" is asked for
      Then the call is refused
      And the order is still "open"

    @reading:is-an-example @needs:garbarino-paid
    Scenario: The report that it is paid suffices
      Given an order of Garbarino that is reported as paid and lacks its default means of payment
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

  @bridge/garbarino-means-is-exported @needs:control @needs:garbarino-with-means
  Rule: The default means of payment is passed on as the payment

    Scenario: The confirmation
      Given an order of Garbarino that has its default means of payment
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"
      And Bridge has the payment "TARJETA GARBARINO" of the order

  @bridge/marketplace-payment-comes-later
  Rule: The marketplace's payment comes later

    @needs:fravega-paid
    Scenario: Fravega tells that the order is paid
      Given an order of Fravega that is reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

    @needs:marketplace-paid
    Scenario: The marketplace tells that the order is paid
      Given an order of MKTPlace that is reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

    @needs:control @needs:fravega-paid
    Scenario: The payment arrives after the confirmation
      Given an order of Fravega that is reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"
      When the payment "FRAVEGA" of the order arrives
      Then the order is still "confirmed"
      And Bridge has the payment "FRAVEGA" of the order

  @bridge/other-means-either-way
  Rule: Rapipago and the other means of payment

    @needs:rapipago-data
    Scenario: The data of the payment alone
      Given an order paid by Rapipago of which the data of the payment came
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

    @needs:rapipago-reported
    Scenario: The bare report that it was paid
      Given an order paid by Rapipago of which it was reported that it is paid
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

  @bridge/ready-needs-shipping-and-label
  Rule: Ready to pick needs the shipping data and the label

    @needs:confirmed-with-shipping-and-label
    Scenario: Both have come
      Given an order that is confirmed and has shipping data and label
      When "readyToPick" is asked for
      Then the call is executed
      And the order is "readyToPick"

    @reading:checked @needs:confirmed-with-shipping
    Scenario: The label is missing
      Given an order that is confirmed and has shipping data and no label
      When "readyToPick" is asked for
      Then the call is refused
      And the order is still "confirmed"

    @reading:not-checked @needs:confirmed-with-shipping
    Scenario: The label is missing
      Given an order that is confirmed and has shipping data and no label
      When "readyToPick" is asked for
      Then the call is executed
      And the order is "readyToPick"

    @reading:checked @needs:confirmed-with-label
    Scenario: The shipping data are missing
      Given an order that is confirmed and has a label and no shipping data
      When "readyToPick" is asked for
      Then the call is refused
      And the order is still "confirmed"

    @reading:not-checked @needs:confirmed-with-label
    Scenario: The shipping data are missing
      Given an order that is confirmed and has a label and no shipping data
      When "readyToPick" is asked for
      Then the call is executed
      And the order is "readyToPick"

  @bridge/picking-needs-packing-list
  Rule: Picking needs a packing list

    @needs:order-listed
    Scenario: What is in a packing list is picked, by that alone or by a call
      Given an order that was ready to pick and was taken into a packing list
      When "inproc" is asked for
      Then the order is "inproc"

    @reading:list-allows @needs:order-unlisted
    Scenario: No packing list has the order
      Given an order that is ready to pick and in no packing list
      When "inproc" is asked for
      Then the call is refused
      And the order is still "readyToPick"

    @reading:list-allows @needs:order-listed
    Scenario: The packing list leaves the order where it is
      Given an order that was ready to pick and was taken into a packing list
      Then the order is still "readyToPick"

    @reading:list-moves @needs:order-unlisted
    Scenario: No packing list has the order
      Given an order that is ready to pick and in no packing list
      When "inproc" is asked for
      Then the call is refused
      And the order is still "readyToPick"

    @reading:list-moves @needs:order-listed
    Scenario: The packing list moves the order
      Given an order that was ready to pick and was taken into a packing list
      Then the order is "inproc"

    @reading:call-tells @needs:order-unlisted
    Scenario: No packing list has the order
      Given an order that is ready to pick and in no packing list
      When "inproc" is asked for
      Then the call is executed
      And the order is "inproc"

    @reading:call-tells @needs:order-listed
    Scenario: The packing list leaves the order where it is
      Given an order that was ready to pick and was taken into a packing list
      Then the order is still "readyToPick"

    @reading:list-or-call @needs:order-unlisted
    Scenario: No packing list has the order
      Given an order that is ready to pick and in no packing list
      When "inproc" is asked for
      Then the call is executed
      And the order is "inproc"

    @reading:list-or-call @needs:order-listed
    Scenario: The packing list moves the order
      Given an order that was ready to pick and was taken into a packing list
      Then the order is "inproc"

  @bridge/complete-needs-items
  Rule: Complete needs the items and their serial numbers

    @needs:order-picked
    Scenario: All items are confirmed, with their serial numbers
      Given an order that is in picking with all items and serial numbers confirmed
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"

    @reading:checked @needs:order-unpicked
    Scenario: No item is confirmed
      Given an order that is in picking with no item confirmed
      When "complete" is asked for
      Then the call is refused
      And the order is still "inproc"

    @reading:not-checked @needs:order-unpicked
    Scenario: No item is confirmed
      Given an order that is in picking with no item confirmed
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"

    @reading:checked @needs:order-without-serials
    Scenario: Serial numbers are missing
      Given an order that is in picking with all items confirmed and serial numbers missing
      When "complete" is asked for
      Then the call is refused
      And the order is still "inproc"

    @reading:not-checked @needs:order-without-serials
    Scenario: Serial numbers are missing
      Given an order that is in picking with all items confirmed and serial numbers missing
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"

  @bridge/complete-is-total
  Rule: Completion is never partial

    @needs:order-picked
    Scenario: The whole order is complete
      Given an order that is in picking with all items and serial numbers confirmed
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"

    @reading:checked @needs:order-picked-in-part
    Scenario: One of two items is confirmed
      Given an order that is in picking with one of two items confirmed
      When "complete" is asked for
      Then the call is refused
      And the order is still "inproc"

    @reading:not-checked @needs:order-picked-in-part
    Scenario: One of two items is confirmed
      Given an order that is in picking with one of two items confirmed
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"

    @reading:checked @needs:order-picked-too-few
    Scenario: One piece of two is confirmed
      Given an order that is in picking with one piece of two confirmed
      When "complete" is asked for
      Then the call is refused
      And the order is still "inproc"

    @reading:not-checked @needs:order-picked-too-few
    Scenario: One piece of two is confirmed
      Given an order that is in picking with one piece of two confirmed
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"

  @bridge/complete-waits @needs:clock @needs:order-complete @effect:read
  Rule: A complete order waits

    Scenario: The parcel waits in the shop for a month
      Given an order in the state "complete"
      When 30 days pass
      Then the order is still "complete"

  @bridge/transit-needs-carrier-or-hand
  Rule: Sent by the carrier's news or by hand

    @needs:control @needs:order-complete
    Scenario: The warehouse hands the packing list over
      Given an order in the state "complete"
      When somebody moves the order by hand to "transit"
      Then the order is "transit"

    @needs:order-with-news
    Scenario: What the carrier has sent news of is sent, by that alone or by a call
      Given an order that was complete when the carrier sent news of it
      When "transit" is asked for
      Then the order is "transit"

    @reading:news-allows @needs:order-without-news
    Scenario: Without news
      Given an order that is complete and of which the carrier has sent no news
      When "transit" is asked for
      Then the call is refused
      And the order is still "complete"

    @reading:news-allows @needs:order-with-news
    Scenario: The news leave the order where it is
      Given an order that was complete when the carrier sent news of it
      Then the order is still "complete"

    @reading:news-moves @needs:order-without-news
    Scenario: Without news
      Given an order that is complete and of which the carrier has sent no news
      When "transit" is asked for
      Then the call is refused
      And the order is still "complete"

    @reading:news-moves @needs:order-with-news
    Scenario: The news move the order
      Given an order that was complete when the carrier sent news of it
      Then the order is "transit"

    @reading:call-is-news @needs:order-without-news
    Scenario: Without news
      Given an order that is complete and of which the carrier has sent no news
      When "transit" is asked for
      Then the call is executed
      And the order is "transit"

    @reading:call-is-news @needs:order-with-news
    Scenario: The news leave the order where it is
      Given an order that was complete when the carrier sent news of it
      Then the order is still "complete"

    @reading:news-or-call @needs:order-without-news
    Scenario: Without news
      Given an order that is complete and of which the carrier has sent no news
      When "transit" is asked for
      Then the call is executed
      And the order is "transit"

    @reading:news-or-call @needs:order-with-news
    Scenario: The news move the order
      Given an order that was complete when the carrier sent news of it
      Then the order is "transit"

  @bridge/sent-order-is-closed-from-outside @needs:control @needs:order-transit
  Rule: A sent order is closed from outside

    Scenario: The carrier reports the delivery
      Given an order in the state "transit"
      When the carrier reports "delivered" of the order
      Then the order is "closed"

    Scenario: Somebody closes it by hand
      Given an order in the state "transit"
      When somebody moves the order by hand to "closed"
      Then the order is "closed"
