@effect:spending
Feature: The life of a packaging order
  An order comes from Omnitron and is distributed to packaging orders, each
  assigned to a store or a warehouse. There a packaging order waits until it is
  prepared. Every package that a scenario is given holds at least three items,
  which are called the shirt, the belt and the socks, in the order of their ids;
  the socks are two pairs. On a simulator the shirt has a barcode and a weight
  from the start.

  @akinon/distributed-to-packages @needs:control
  Rule: Each product of an order lies in one package, and each package at one location

    Scenario: An order with one product in the warehouse is split between warehouse and shop
      Given the installation keeps "10029" in the warehouse and all else in the shop
      When an order of "10029", "10030" and "10031" comes from Omnitron
      Then each product of the order lies in exactly one of its packages
      And each package of the order is assigned to one stock location
      And "10029" is assigned to the warehouse, "10030" and "10031" to the shop

  @akinon/commences-in-waiting @needs:control
  Rule: A packaging order starts in Waiting

    Scenario: The packages of a new order are in the state 100
      When an order of "10029", "10030" and "10031" comes from Omnitron
      Then each package of the order is in the state 100

  @akinon/only-from-waiting
  Rule: Only a package in Waiting can be prepared

    @needs:package-waiting
    Scenario: A package in Waiting can be prepared
      Given a waiting package
      When the package is prepared
      Then the command succeeds

    @needs:package-waiting
    Scenario: A package that was prepared before cannot be prepared again
      Given a waiting package
      And the package has been prepared
      When the package is prepared
      Then the command is refused
      And the package stays as it was

    @needs:package-ready-for-packaging
    Scenario: A package in Ready for Packaging cannot be prepared
      Given a package in Ready for Packaging
      When the package is prepared
      Then the command is refused
      And the package stays as it was

    @needs:package-packed
    Scenario: A package in Packed cannot be prepared
      Given a package in Packed
      When the package is prepared
      Then the command is refused
      And the package stays as it was

    @needs:package-out-of-stock
    Scenario: A package in Out of Stock cannot be prepared
      Given a package in Out of Stock
      When the package is prepared
      Then the command is refused
      And the package stays as it was

  @akinon/becomes-preparing @needs:package-waiting
  Rule: A prepared package is in the state Preparing

    Scenario: A complete package is in Preparing after the command
      Given a waiting package
      When the package is prepared
      Then the command succeeds
      And the package is in the state Preparing

    Scenario: Preparing one package leaves another waiting package as it was
      Given a waiting package
      And another waiting package
      When the package is prepared
      Then the command succeeds
      And the package is in the state Preparing
      And the other package stays as it was

    Scenario: A package with a missing item is in Preparing after the command
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the belt |
      Then the command succeeds
      And the package is in the state Preparing

  @akinon/one-indivisible-change @needs:package-waiting
  Rule: One command makes all of its changes at once

    @needs:product
    Scenario: A command with missing items, new products and barcodes makes all these changes
      Given a waiting package
      When the package is prepared with:
        | oos_package_items    | the belt                                                |
        | replacement_products | the shirt: a new product                                |
        | barcodes             | the shirt: 8690526010017, the socks: 8690526010024      |
      Then the command succeeds
      And the package is in the state Preparing
      And the belt is out of stock
      And the shirt has the new product
      And the shirt has the barcode "8690526010017", where barcodes are shown
      And the socks have the barcode "8690526010024", where barcodes are shown

  @akinon/reads-package @effect:read @needs:package-waiting
  Rule: A package is read with its state, its location and its available commands

    Scenario: A waiting package is read with all its documented members
      Given a waiting package
      When the package is read
      Then the call succeeds
      And the answer has the id, number, state, order, stock location, dates and commands of the package

  @akinon/item-members @needs:package-waiting
  Rule: An item shows its id, its order item, its state and its quantity

    @effect:read
    Scenario: Each item of a package that is read has its id, order item, state and quantity
      Given a waiting package
      When the package is read
      Then the call succeeds
      And each item of the answer has its id, its order item, its state and its quantity

    @effect:read @needs:control
    Scenario: A package of three items is read with each of them once
      Given a package of three items, of which no call has told yet
      When the package is read
      Then the answer lists its three items, each once

    @reading:objects
    Scenario: The response to the command lists items as objects with the same members
      Given a waiting package
      When the package is prepared
      Then the command succeeds
      And each item of the answer has its id, its order item, its state and its quantity

    @reading:ids
    Scenario: The response to the command lists a text or a number for each item
      Given a waiting package
      When the package is prepared
      Then the command succeeds
      And each item of the answer is a text or a number

  @akinon/item-details @effect:read @needs:package-waiting
  Rule: An item shows its barcode, both ids of its order item and its SKU

    Scenario: Each item of a waiting package has its barcode, order item ids and SKU
      Given a waiting package
      When the package is read
      Then the call succeeds
      And each item of the answer has its barcode, the ids of its order item and its SKU

  @akinon/state-numbers
  Rule: A package's state is an object with its number

    @needs:package-waiting
    Scenario: The state has the number 100 before preparing and 200 after it
      Given a waiting package
      Then the state of the package is of PackageStatus with the number 100
      When the package is prepared
      Then the command succeeds
      And the state of the package is of PackageStatus with the number 200

    @needs:package-out-of-stock @effect:read
    Scenario: The state of a package in Out of Stock has the number 920
      Given a package in Out of Stock
      Then the state of the package is of PackageStatus with the number 920

    @reading:text @needs:package-waiting @effect:read
    Scenario: The number of a state is written as a JSON string
      Given a waiting package
      Then the number of the state is a text

    @reading:number @needs:package-waiting @effect:read
    Scenario: The number of a state is written as a JSON number
      Given a waiting package
      Then the number of the state is a number

  @akinon/runnable-commands @needs:package-waiting
  Rule: A package lists the commands that its state allows

    Scenario: Preparing is listed for a waiting package and no longer when it is prepared
      Given a waiting package
      Then preparing is among the commands of the package
      When the package is prepared
      Then the command succeeds
      And preparing is not among the commands of the package

  @akinon/runnable-command-members @effect:read @needs:package-waiting
  Rule: Each listed command has its transition id and its slug

    Scenario: The commands of a waiting package have ids, slugs and PREPARE_PACKAGE_COMMAND among them
      Given a waiting package
      Then each command of the package has a transition id and a slug
      And "PREPARE_PACKAGE_COMMAND" is among the slugs of its commands

  @akinon/lists-packages @effect:read
  Rule: Packages are listed page by page

    Scenario: A page holds 20 packages unless page_size asks otherwise, and 100 at most
      Given more than 100 packages
      When the packages are listed
      Then the page holds 20 packages
      When the packages are listed with page_size=3
      Then the page holds 3 packages
      When the packages are listed with page_size=100
      Then the page holds 100 packages
      When the packages are listed with page_size=250
      Then the page holds 100 packages, or the call is refused

    Scenario: Pages are counted from 1 and linked to the next and the previous one
      Given more than 100 packages
      When the packages are listed with page_size=3
      Then the page is noted
      When the packages are listed with page=1&page_size=3
      Then the page holds the same packages as noted
      And there is no page before and one after
      And following the address of the next page leads to other packages
      And following the address of the page before leads to those noted

    Scenario: Each page gives the count of all packages
      Given more than 100 packages
      When the packages are listed with page=2&page_size=100
      Then there are as many packages on the pages as the count says

  @akinon/lists-packages-of-order @effect:read @needs:package-waiting
  Rule: Packages are filtered by the beginning of their order's number

    Scenario Outline: Filtering by <what> lists the package and none whose number starts otherwise
      Given a waiting package
      And another waiting package
      When the packages are listed with order_number=<text>
      Then the page holds the package and no package whose order number starts otherwise

      Examples:
        | what                                | text              |
        | The whole number                    | ORDER             |
        | All but the last digit of it        | ORDER_BUT_ONE     |

    Scenario: Filtering by a text that no order number starts with lists nothing
      Given a waiting package
      When the packages are listed with order_number=PLUMBLINE-NO-SUCH-ORDER
      Then the page holds 0 packages

  @akinon/unknown-package-is-404
  Rule: An unknown package is answered with 404

    @effect:read
    Scenario: Reading an unknown package is answered with 404
      Given calls name a package that nobody has
      When the package is read
      Then the call is refused with 404

    @effect:read
    Scenario: Reading a package under an id that is no number is answered with 404
      When the path "api/v1/oms/packages/P3/" is read
      Then the call is refused with 404

    Scenario: Preparing an unknown package is answered with 404
      Given calls name a package that nobody has
      When the package is prepared
      Then the call is refused with 404
