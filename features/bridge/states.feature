@effect:spending
Feature: The preconditions of each state
  Payments make an order confirmed, shipping data and label make it ready to
  pick, the warehouse takes it into a packing list and confirms its items, and
  the carrier takes it away.

  @bridge/order-enters-open @needs:order-imported @effect:read
  Rule: An imported order starts in open

    Scenario: An order that was just imported is open
      Given an order that was just imported
      Then the order is "open"

  @bridge/shortage-at-import @needs:order-short @effect:read
  Rule: An order imported without enough stock is not created, or is to be negotiated

    Scenario: An order imported without enough stock is not open
      Given an order that was imported with too little stock
      Then the order is not "open"

    @reading:not-created
    Scenario: An order imported without stock is not created
      Given an order that was imported with too little stock
      When the state of the order is read
      Then no state is told

    @reading:negotiated
    Scenario: An order imported without stock is in negotiation
      Given an order that was imported with too little stock
      Then the order is "negotiation"

  @bridge/unnumbered-states @needs:order-open
  Rule: The states without a number are accepted, or have been withdrawn

    Scenario Outline: An open order moves to <state>, or is refused and stays open
      Given an order in the state "open"
      When "<state>" is asked for
      Then the order is "<state>", or "open" where the call was refused

      Examples:
        | state       |
        | rejected    |
        | paused      |
        | negotiation |

    @reading:accepted
    Scenario Outline: An open order can be moved to <state>
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
    Scenario Outline: An open order cannot be moved to <state>, which is withdrawn
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
  Rule: Confirming an order requires its payment

    @needs:order-paid
    Scenario: An order that is reported as paid can be confirmed
      Given an order that is open and reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

    @needs:order-with-payments
    Scenario: An order with its payments delivered can be confirmed
      Given an order that is open and has its payments
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

    @reading:checked @needs:order-unpaid
    Scenario: An order without a payment is not confirmed
      Given an order that is open and of which neither a payment nor the report that it is paid has come
      When "confirmed" is asked for
      Then the call is refused
      And the order is still "open"

    @reading:not-checked @needs:order-unpaid
    Scenario: An order without a payment is confirmed where payments are not checked
      Given an order that is open and of which neither a payment nor the report that it is paid has come
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

  @bridge/garbarino-needs-default-means
  Rule: An order of Garbarino is confirmed with its default means of payment

    @needs:garbarino-with-means
    Scenario: An order of Garbarino with its default means of payment can be confirmed
      Given an order of Garbarino that has its default means of payment
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

    @reading:binds-the-customer @needs:garbarino-paid
    Scenario: An order of Garbarino without its default means is refused though reported as paid
      Given an order of Garbarino that is reported as paid and lacks its default means of payment
      When "confirmed" is asked for
      Then the call is refused
      And the order is still "open"

    @reading:is-an-example @needs:garbarino-paid
    Scenario: An order of Garbarino without its default means is confirmed when reported as paid
      Given an order of Garbarino that is reported as paid and lacks its default means of payment
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

  @bridge/garbarino-means-is-exported @needs:control @needs:garbarino-with-means
  Rule: Garbarino's default means of payment is exported as the payment

    Scenario: A confirmed order of Garbarino has the payment "TARJETA GARBARINO"
      Given an order of Garbarino that has its default means of payment
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"
      And Bridge has the payment "TARJETA GARBARINO" of the order

  @bridge/marketplace-payment-comes-later
  Rule: A marketplace's order can be confirmed before its payment arrives

    @needs:fravega-paid
    Scenario: An order of Fravega that is reported as paid can be confirmed
      Given an order of Fravega that is reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

    @needs:marketplace-paid
    Scenario: An order of MKTPlace that is reported as paid can be confirmed
      Given an order of MKTPlace that is reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

    @needs:control @needs:fravega-paid
    Scenario: A payment that arrives after the confirmation is stored with the order
      Given an order of Fravega that is reported as paid
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"
      When the payment "FRAVEGA" of the order arrives
      Then the order is still "confirmed"
      And Bridge has the payment "FRAVEGA" of the order

  @bridge/other-means-either-way
  Rule: An order paid by other means is confirmed by payment data or by a report

    @needs:rapipago-data
    Scenario: An order paid by Rapipago is confirmed with its payment data alone
      Given an order paid by Rapipago of which the data of the payment came
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

    @needs:rapipago-reported
    Scenario: An order paid by Rapipago is confirmed with the report of payment alone
      Given an order paid by Rapipago of which it was reported that it is paid
      When "confirmed" is asked for
      Then the call is executed
      And the order is "confirmed"

  @bridge/ready-needs-shipping-and-label
  Rule: Ready to pick requires the shipping data and the label

    @needs:confirmed-with-shipping-and-label
    Scenario: An order with shipping data and label is moved to readyToPick
      Given an order that is confirmed and has shipping data and label
      When "readyToPick" is asked for
      Then the call is executed
      And the order is "readyToPick"

    @reading:checked @needs:confirmed-with-shipping
    Scenario: An order without a label is not moved to readyToPick
      Given an order that is confirmed and has shipping data and no label
      When "readyToPick" is asked for
      Then the call is refused
      And the order is still "confirmed"

    @reading:not-checked @needs:confirmed-with-shipping
    Scenario: An order without a label is moved to readyToPick where that is not checked
      Given an order that is confirmed and has shipping data and no label
      When "readyToPick" is asked for
      Then the call is executed
      And the order is "readyToPick"

    @reading:checked @needs:confirmed-with-label
    Scenario: An order without shipping data is not moved to readyToPick
      Given an order that is confirmed and has a label and no shipping data
      When "readyToPick" is asked for
      Then the call is refused
      And the order is still "confirmed"

    @reading:not-checked @needs:confirmed-with-label
    Scenario: An order without shipping data is moved to readyToPick where that is not checked
      Given an order that is confirmed and has a label and no shipping data
      When "readyToPick" is asked for
      Then the call is executed
      And the order is "readyToPick"

  @bridge/picking-needs-packing-list
  Rule: Picking an order requires a packing list

    @needs:order-listed
    Scenario: An order in a packing list is picked, by the list alone or by a request
      Given an order that was ready to pick and was taken into a packing list
      When "inproc" is asked for
      Then the order is "inproc"

    @reading:list-allows @needs:order-unlisted
    Scenario: The list only allows picking: an order in no list is refused
      Given an order that is ready to pick and in no packing list
      When "inproc" is asked for
      Then the call is refused
      And the order is still "readyToPick"

    @reading:list-allows @needs:order-listed
    Scenario: The list only allows picking: an order in a list stays in readyToPick
      Given an order that was ready to pick and was taken into a packing list
      Then the order is still "readyToPick"

    @reading:list-moves @needs:order-unlisted
    Scenario: The list alone starts picking: an order in no list is refused
      Given an order that is ready to pick and in no packing list
      When "inproc" is asked for
      Then the call is refused
      And the order is still "readyToPick"

    @reading:list-moves @needs:order-listed
    Scenario: The list alone starts picking: an order in a list moves to inproc
      Given an order that was ready to pick and was taken into a packing list
      Then the order is "inproc"

    @reading:call-tells @needs:order-unlisted
    Scenario: The request alone starts picking: an order in no list moves to inproc
      Given an order that is ready to pick and in no packing list
      When "inproc" is asked for
      Then the call is executed
      And the order is "inproc"

    @reading:call-tells @needs:order-listed
    Scenario: The request alone starts picking: an order in a list stays in readyToPick
      Given an order that was ready to pick and was taken into a packing list
      Then the order is still "readyToPick"

    @reading:list-or-call @needs:order-unlisted
    Scenario: List or request starts picking: an order in no list moves to inproc
      Given an order that is ready to pick and in no packing list
      When "inproc" is asked for
      Then the call is executed
      And the order is "inproc"

    @reading:list-or-call @needs:order-listed
    Scenario: List or request starts picking: an order in a list moves to inproc
      Given an order that was ready to pick and was taken into a packing list
      Then the order is "inproc"

  @bridge/complete-needs-items
  Rule: Completing an order requires its items and their serial numbers

    @needs:order-picked
    Scenario: An order with all items and serial numbers confirmed can be completed
      Given an order that is in picking with all items and serial numbers confirmed
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"

    @reading:checked @needs:order-unpicked
    Scenario: An order with no item confirmed is not completed
      Given an order that is in picking with no item confirmed
      When "complete" is asked for
      Then the call is refused
      And the order is still "inproc"

    @reading:not-checked @needs:order-unpicked
    Scenario: An order with no item confirmed is completed where items are not checked
      Given an order that is in picking with no item confirmed
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"

    @reading:checked @needs:order-without-serials
    Scenario: An order with missing serial numbers is not completed
      Given an order that is in picking with all items confirmed and serial numbers missing
      When "complete" is asked for
      Then the call is refused
      And the order is still "inproc"

    @reading:not-checked @needs:order-without-serials
    Scenario: An order with missing serial numbers is completed where they are not checked
      Given an order that is in picking with all items confirmed and serial numbers missing
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"

  @bridge/complete-is-total
  Rule: An order is completed in full, never in part

    @needs:order-picked
    Scenario: An order with all of its items confirmed can be completed
      Given an order that is in picking with all items and serial numbers confirmed
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"

    @reading:checked @needs:order-picked-in-part
    Scenario: An order with one of two items confirmed is not completed
      Given an order that is in picking with one of two items confirmed
      When "complete" is asked for
      Then the call is refused
      And the order is still "inproc"

    @reading:not-checked @needs:order-picked-in-part
    Scenario: An order with one of two items confirmed is completed where that is not checked
      Given an order that is in picking with one of two items confirmed
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"

    @reading:checked @needs:order-picked-too-few
    Scenario: An order with one piece of two confirmed is not completed
      Given an order that is in picking with one piece of two confirmed
      When "complete" is asked for
      Then the call is refused
      And the order is still "inproc"

    @reading:not-checked @needs:order-picked-too-few
    Scenario: An order with one piece of two confirmed is completed where that is not checked
      Given an order that is in picking with one piece of two confirmed
      When "complete" is asked for
      Then the call is executed
      And the order is "complete"

  @bridge/complete-waits @needs:clock @needs:order-complete @effect:read
  Rule: A complete order waits to be picked up

    Scenario: A complete order is still complete after 30 days
      Given an order in the state "complete"
      When 30 days pass
      Then the order is still "complete"

  @bridge/transit-needs-carrier-or-hand
  Rule: An order is sent by the carrier's news or manually

    @needs:control @needs:order-complete
    Scenario: A complete order can be moved to transit manually
      Given an order in the state "complete"
      When somebody moves the order by hand to "transit"
      Then the order is "transit"

    @needs:order-with-news
    Scenario: A complete order with news of the carrier is sent, by the news or by a request
      Given an order that was complete when the carrier sent news of it
      When "transit" is asked for
      Then the order is "transit"

    @reading:news-allows @needs:order-without-news
    Scenario: News only allow sending: an order without news is refused
      Given an order that is complete and of which the carrier has sent no news
      When "transit" is asked for
      Then the call is refused
      And the order is still "complete"

    @reading:news-allows @needs:order-with-news
    Scenario: News only allow sending: an order with news stays complete
      Given an order that was complete when the carrier sent news of it
      Then the order is still "complete"

    @reading:news-moves @needs:order-without-news
    Scenario: News alone send: an order without news is refused
      Given an order that is complete and of which the carrier has sent no news
      When "transit" is asked for
      Then the call is refused
      And the order is still "complete"

    @reading:news-moves @needs:order-with-news
    Scenario: News alone send: an order with news moves to transit
      Given an order that was complete when the carrier sent news of it
      Then the order is "transit"

    @reading:call-is-news @needs:order-without-news
    Scenario: The request alone sends: an order without news moves to transit
      Given an order that is complete and of which the carrier has sent no news
      When "transit" is asked for
      Then the call is executed
      And the order is "transit"

    @reading:call-is-news @needs:order-with-news
    Scenario: The request alone sends: an order with news stays complete
      Given an order that was complete when the carrier sent news of it
      Then the order is still "complete"

    @reading:news-or-call @needs:order-without-news
    Scenario: News or request send: an order without news moves to transit
      Given an order that is complete and of which the carrier has sent no news
      When "transit" is asked for
      Then the call is executed
      And the order is "transit"

    @reading:news-or-call @needs:order-with-news
    Scenario: News or request send: an order with news moves to transit
      Given an order that was complete when the carrier sent news of it
      Then the order is "transit"

  @bridge/sent-order-is-closed-from-outside @needs:control @needs:order-transit
  Rule: A sent order is closed by the carrier or manually, not by the API

    Scenario: A sent order is closed when the carrier reports the delivery
      Given an order in the state "transit"
      When the carrier reports "delivered" of the order
      Then the order is "closed"

    Scenario: A sent order can be closed manually
      Given an order in the state "transit"
      When somebody moves the order by hand to "closed"
      Then the order is "closed"
