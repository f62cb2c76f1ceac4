@effect:spending @needs:package-waiting
Feature: What preparing a package does to its items
  Missing or defective items are marked as out of stock, products are replaced,
  and barcodes are stored. Items are named by their own ids, except where a
  scenario says otherwise, and barcodes by the order item that an item carries
  out. The items are called the shirt, the belt and the socks; other items that
  a package may hold are never named.

  @akinon/out-of-stock-marked
  Rule: Items named in oos_package_items are out of stock, and no others

    Scenario: A missing belt is marked as out of stock, and no other item
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the belt |
      Then the command succeeds
      And the belt is out of stock
      And the shirt is not out of stock
      And the socks are not out of stock

    Scenario: Two missing items are marked as out of stock, and no other item
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the belt, the socks |
      Then the command succeeds
      And the belt is out of stock
      And the socks are out of stock
      And the shirt is not out of stock

  @akinon/out-of-stock-needs-command @needs:control
  Rule: Without DETECTED_OUT_OF_STOCK_ITEM no item is marked as out of stock

    Scenario: A missing belt is not marked where the command lacks DETECTED_OUT_OF_STOCK_ITEM
      Given the installation has not added DETECTED_OUT_OF_STOCK_ITEM to the command
      And a waiting package
      When the package is prepared with:
        | oos_package_items | the belt |
      Then the belt is not out of stock

  @akinon/product-replaced @needs:product
  Rule: Items named in replacement_products get the new product, and no others

    Scenario: The product of the shirt is replaced, and of no other item
      Given a waiting package
      When the package is prepared with:
        | replacement_products | the shirt: a new product |
      Then the command succeeds
      And the shirt has the new product
      And the belt keeps its product
      And the socks keep their product

    Scenario: The products of two items are replaced by two new products
      Given a waiting package
      When the package is prepared with:
        | replacement_products | the shirt: a new product, the socks: another new product |
      Then the command succeeds
      And the shirt has the new product
      And the socks have the other new product
      And the belt keeps its product

  @akinon/replacement-needs-command @needs:product @needs:control
  Rule: Without REPLACE_PRODUCT every item keeps its product

    Scenario: The shirt keeps its product where the command lacks REPLACE_PRODUCT
      Given the installation has not added REPLACE_PRODUCT to the command
      And a waiting package
      When the package is prepared with:
        | replacement_products | the shirt: a new product |
      Then the shirt keeps its product

  @akinon/barcodes-updated
  Rule: Items named in barcodes get their barcode, and no others

    Scenario: The shirt and the socks get their new barcodes
      Given a waiting package
      When the package is prepared with:
        | barcodes | the shirt: 8690526010017, the socks: 8690526010024 |
      Then the command succeeds
      And the shirt has the barcode "8690526010017"
      And the socks have the barcode "8690526010024"
      And the belt keeps its barcode

    Scenario: The shirt keeps its barcode when only the socks are given one
      Given a waiting package
      When the package is prepared with:
        | barcodes | the socks: 8690526010024 |
      Then the command succeeds
      And the socks have the barcode "8690526010024"
      And the shirt keeps its barcode

  @akinon/barcodes-need-command @needs:control
  Rule: Without PKG_STATE_TRANSITION no barcode is stored

    Scenario: Items keep their barcodes where the command lacks PKG_STATE_TRANSITION
      Given the installation has not added PKG_STATE_TRANSITION to the command
      And a waiting package
      When the package is prepared with:
        | barcodes | the shirt: 8690526010017, the socks: 8690526010024 |
      Then the shirt keeps its barcode
      And the socks keep their barcode

    @reading:barcodes
    Scenario: A command without PKG_STATE_TRANSITION still moves the package to Preparing
      Given the installation has not added PKG_STATE_TRANSITION to the command
      And a waiting package
      When the package is prepared
      Then the package is in the state Preparing

    @reading:barcodes-and-state
    Scenario: A command without PKG_STATE_TRANSITION leaves the package in Waiting
      Given the installation has not added PKG_STATE_TRANSITION to the command
      And a waiting package
      When the package is prepared
      Then the package is in the state Waiting

  @akinon/missing-sub-command @needs:control @needs:product
  Rule: A parameter whose sub-command is not installed is refused or ignored

    @reading:refused
    Scenario Outline: Where the command lacks <sub-command>, <parameter> is refused
      Given the installation has not added <sub-command> to the command
      And a waiting package
      When the package is prepared with:
        | <parameter> | <value> |
      Then the command is refused
      And the package stays as it was

      Examples:
        | sub-command                | parameter            | value                    |
        | DETECTED_OUT_OF_STOCK_ITEM | oos_package_items    | the belt                 |
        | REPLACE_PRODUCT            | replacement_products | the shirt: a new product |
        | PKG_STATE_TRANSITION       | barcodes             | the socks: 8690526010024 |

    @reading:left-out
    Scenario Outline: Where the command lacks <sub-command>, <parameter> is ignored and the command succeeds
      Given the installation has not added <sub-command> to the command
      And a waiting package
      When the package is prepared with:
        | <parameter> | <value> |
      Then the command succeeds
      And no item of the package has changed

      Examples:
        | sub-command                | parameter            | value                    |
        | DETECTED_OUT_OF_STOCK_ITEM | oos_package_items    | the belt                 |
        | REPLACE_PRODUCT            | replacement_products | the shirt: a new product |
        | PKG_STATE_TRANSITION       | barcodes             | the socks: 8690526010024 |

  @akinon/select-by-omnitron-id @needs:product
  Rule: select_items_by_omnitron_id decides by which id items are named

    Scenario: With false, items are named by their own ids
      Given a waiting package
      When the package is prepared with:
        | select_items_by_omnitron_id | false                                           |
        | oos_package_items           | the belt by its package item id                 |
        | replacement_products        | the shirt by its package item id: a new product |
        | barcodes                    | the socks by its order item id: 8690526010024   |
      Then the command succeeds
      And the belt is out of stock
      And the shirt has the new product
      And the socks have the barcode "8690526010024", where barcodes are shown

    @reading:package-items
    Scenario: With true, Omnitron ids take the place of package item ids
      Given a waiting package
      When the package is prepared with:
        | select_items_by_omnitron_id | true                                          |
        | oos_package_items           | the belt by its Omnitron id                   |
        | replacement_products        | the shirt by its Omnitron id: a new product   |
        | barcodes                    | the socks by its order item id: 8690526010024 |
      Then the command succeeds
      And the belt is out of stock
      And the shirt has the new product
      And the socks have the barcode "8690526010024", where barcodes are shown

    @reading:order-items
    Scenario: With true, Omnitron ids take the place of order item ids
      Given a waiting package
      When the package is prepared with:
        | select_items_by_omnitron_id | true                                            |
        | oos_package_items           | the belt by its package item id                 |
        | replacement_products        | the shirt by its package item id: a new product |
        | barcodes                    | the socks by its Omnitron id: 8690526010024     |
      Then the command succeeds
      And the belt is out of stock
      And the shirt has the new product
      And the socks have the barcode "8690526010024", where barcodes are shown

    @reading:all
    Scenario: With true, all ids are Omnitron ids
      Given a waiting package
      When the package is prepared with:
        | select_items_by_omnitron_id | true                                        |
        | oos_package_items           | the belt by its Omnitron id                 |
        | replacement_products        | the shirt by its Omnitron id: a new product |
        | barcodes                    | the socks by its Omnitron id: 8690526010024 |
      Then the command succeeds
      And the belt is out of stock
      And the shirt has the new product
      And the socks have the barcode "8690526010024", where barcodes are shown

  @akinon/unknown-item-refused @needs:product
  Rule: An item that is not in the package is refused

    Scenario Outline: A command with <item> in <parameter> is refused
      Given a waiting package
      And another waiting package
      When the package is prepared with:
        | <parameter> | <item><what> |
      Then the command is refused
      And the package stays as it was
      And the other package stays as it was

      Examples:
        | parameter            | item                      | what            |
        | oos_package_items    | an item that nobody has   |                 |
        | oos_package_items    | the other package's shirt |                 |
        | replacement_products | an item that nobody has   | : a new product |
        | replacement_products | the other package's shirt | : a new product |
        | barcodes             | an item that nobody has   | : 8690526010031 |
        | barcodes             | the other package's shirt | : 8690526010031 |
        | unit_weights         | an item that nobody has   | : 0.25          |
        | unit_weights         | the other package's shirt | : 0.25          |

  @akinon/named-twice
  Rule: An item that is named twice counts once, and its last value is stored

    Scenario: A belt listed twice as out of stock is moved to the new package once
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items         | the belt, the belt |
        | create_manual_oos_package | true               |
      Then the command succeeds
      And the belt is out of stock
      And the new package of the order holds the belt and nothing else

    Scenario: Of two barcodes for the same item the last is stored
      Given a waiting package
      When the package is prepared with:
        | barcodes | the socks: 8690526010017, the socks: 8690526010024 |
      Then the command succeeds
      And the socks have the barcode "8690526010024"

    Scenario: Of two unit weights for the same item the last is stored
      Given a waiting package
      When the package is prepared with:
        | unit_weights | the socks: 0.25, the socks: 0.15 |
      Then the command succeeds
      And the socks have the unit weight 0.15

    @needs:product
    Scenario: Of two new products for the same item the last is stored
      Given a waiting package
      When the package is prepared with:
        | replacement_products | the shirt: another new product, the shirt: a new product |
      Then the command succeeds
      And the shirt has the new product

  @akinon/items-are-whole
  Rule: An item is marked or replaced with its whole quantity

    Scenario: Two pairs of socks in one item are marked as out of stock together
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items | the socks |
      Then the command succeeds
      And the socks are out of stock
      And the quantity of the socks is what it was, where they are listed

    Scenario: Two pairs of socks in one item move to a package of their own together
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items         | the socks |
        | create_manual_oos_package | true      |
      Then the command succeeds
      And the quantity of the socks is what it was, where they are listed

    @needs:product
    Scenario: Two pairs of socks in one item are replaced together
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | replacement_products | the socks: a new product |
      Then the command succeeds
      And the socks have the new product
      And the quantity of the socks is what it was, where they are listed
