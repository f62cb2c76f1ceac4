@effect:spending @needs:package-waiting
Feature: The Prepare Package command and its response
  The command is sent to the path of a package. In a body, PACKAGE stands for
  the id of the package, TRANSITION and SLUG for the names under which the
  installation knows the command, and SHIRT for the id of the first item. Where
  a scenario gives no body, the package, both names and both flags are sent.

  @akinon/transition-or-slug
  Rule: A command is named by its transition id or by its slug

    Scenario Outline: A command with <name> and nothing else to name it succeeds
      Given a waiting package
      When the command is sent with the body:
        """
        {
          "package": PACKAGE, <members>
          "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": false}
        }
        """
      Then the command succeeds
      And the package is in the state Preparing

      Examples:
        | name                | members                                  |
        | Only its transition | "transition": TRANSITION,                |
        | Only its slug       | "slug": "SLUG",                          |

  @akinon/transition-and-slug-agree
  Rule: A transition id and a slug must name the same command

    Scenario: A command with the transition id and the slug of one command succeeds
      Given a waiting package
      When the command is sent with the body:
        """
        {
          "package": PACKAGE, "transition": TRANSITION, "slug": "SLUG",
          "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": false}
        }
        """
      Then the command succeeds

    @needs:other-command
    Scenario Outline: A command with <name> is refused
      Given a waiting package
      When the command is sent with the body:
        """
        {
          "package": PACKAGE, <members>
          "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": false}
        }
        """
      Then the command is refused
      And the package stays as it was

      Examples:
        | name                                 | members                                              |
        | This transition and another's slug   | "transition": TRANSITION, "slug": "OTHER_SLUG",      |
        | Another's transition and this slug   | "transition": OTHER_TRANSITION, "slug": "SLUG",      |

  @akinon/unknown-command-refused
  Rule: A command with an unknown transition id or slug is refused

    Scenario Outline: A command with <name> is refused
      Given a waiting package
      When the command is sent with the body:
        """
        {
          "package": PACKAGE, <members>
          "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": false}
        }
        """
      Then the command is refused
      And the package stays as it was

      Examples:
        | name         | members                                |
        | A transition | "transition": 2000000017,              |
        | A slug       | "slug": "PLUMBLINE_NO_SUCH_COMMAND",   |

  @akinon/package-in-body
  Rule: The package id may be given in the body

    Scenario: A command with the package id in its body succeeds
      Given a waiting package
      When the command is sent with the body:
        """
        {
          "package": PACKAGE, "transition": TRANSITION,
          "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": false}
        }
        """
      Then the command succeeds

    @reading:optional
    Scenario: The package id may be omitted: a command without it succeeds
      Given a waiting package
      When the command is sent with the body:
        """
        {
          "transition": TRANSITION,
          "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": false}
        }
        """
      Then the command succeeds

    @reading:mandatory
    Scenario: The package id is required: a command without it is refused
      Given a waiting package
      When the command is sent with the body:
        """
        {
          "transition": TRANSITION,
          "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": false}
        }
        """
      Then the command is refused
      And the package stays as it was

  @akinon/package-in-body-agrees
  Rule: A package that only the body names is never changed

    Scenario: A package named in the body of another package's command stays as it was
      Given a waiting package
      And another waiting package
      When the package is prepared with the other package in the body
      Then the other package stays as it was

    @reading:refused
    Scenario: A command whose body names another package than its path is refused
      Given a waiting package
      And another waiting package
      When the package is prepared with the other package in the body
      Then the command is refused
      And the package stays as it was
      And the other package stays as it was

    @reading:path-decides
    Scenario: A command whose body names another package prepares the package of its path
      Given a waiting package
      And another waiting package
      When the package is prepared with the other package in the body
      Then the command succeeds
      And the package is in the state Preparing
      And the other package stays as it was

  @akinon/parameters-nested
  Rule: The parameters are members of the object input_parameters

    Scenario: A command with the parameters in input_parameters marks the item
      Given a waiting package
      When the command is sent with the body:
        """
        {
          "package": PACKAGE, "transition": TRANSITION,
          "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": false, "oos_package_items": [SHIRT]}
        }
        """
      Then the command succeeds
      And the shirt is out of stock

    @reading:nested
    Scenario: A command with the parameters at the top of the body is refused
      Given a waiting package
      When the command is sent with the body:
        """
        {
          "package": PACKAGE, "transition": TRANSITION,
          "select_items_by_omnitron_id": false, "create_manual_oos_package": false, "oos_package_items": [SHIRT]
        }
        """
      Then the command is refused
      And the package stays as it was

    @reading:nested-or-flat
    Scenario: A command with the parameters at the top of the body marks the item
      Given a waiting package
      When the command is sent with the body:
        """
        {
          "package": PACKAGE, "transition": TRANSITION,
          "select_items_by_omnitron_id": false, "create_manual_oos_package": false, "oos_package_items": [SHIRT]
        }
        """
      Then the command succeeds
      And the shirt is out of stock

  # Whether either may be left out is the target's strictness.
  @akinon/flags-either-way
  Rule: Each flag may be true or false

    Scenario Outline: A command with select_items_by_omnitron_id <select> and create_manual_oos_package <create> succeeds
      Given a waiting package
      When the package is prepared with:
        | select_items_by_omnitron_id | <select> |
        | create_manual_oos_package   | <create> |
      Then the command succeeds

      Examples:
        | select | create |
        | false  | false  |
        | false  | true   |
        | true   | false  |
        | true   | true   |

  @akinon/lists-optional
  Rule: An omitted list leaves the items as they are

    Scenario: A command without any list changes no item
      Given a waiting package
      When the package is prepared
      Then the command succeeds
      And the package is in the state Preparing
      And no item of the package has changed

    Scenario: A command with oos_package_items alone changes only the item listed there
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the belt |
      Then the command succeeds
      And no item of the package has changed but the belt

    @needs:product
    Scenario: A command with replacement_products alone changes only the item listed there
      Given a waiting package
      When the package is prepared with:
        | replacement_products | the shirt: a new product |
      Then the command succeeds
      And no item of the package has changed but the shirt

    Scenario: A command with barcodes alone changes only the item listed there
      Given a waiting package
      When the package is prepared with:
        | barcodes | the socks: 8690526010024 |
      Then the command succeeds
      And no item of the package has changed but the socks

  @akinon/unknown-members-ignored
  Rule: Unknown members are ignored, and an empty list counts as omitted

    Scenario: A command with unknown members succeeds and stores the barcode
      Given a waiting package
      When the command is sent with the body:
        """
        {
          "package": PACKAGE, "transition": TRANSITION, "comment": "from the back room",
          "input_parameters": {
            "select_items_by_omnitron_id": false, "create_manual_oos_package": false,
            "oos_package_items": [], "picker": {"name": "Example"},
            "barcodes": [{"order_item": SHIRT_ORDER_ITEM, "barcode": "8690526010017", "kind": "EAN"}]
          }
        }
        """
      Then the command succeeds
      And the shirt has the barcode "8690526010017"

    Scenario: A command with empty lists changes no item and creates no package
      Given a waiting package
      And the packages of its order are noted
      When the command is sent with the body:
        """
        {
          "package": PACKAGE, "transition": TRANSITION,
          "input_parameters": {
            "select_items_by_omnitron_id": false, "create_manual_oos_package": true,
            "oos_package_items": [], "replacement_products": [], "barcodes": [], "unit_weights": []
          }
        }
        """
      Then the command succeeds
      And no item of the package has changed
      And the order has no new package

  @akinon/answers-package
  Rule: The response names the package and its stock location, and lists its items

    Scenario: A prepared package is returned with its id, number, stock location and items
      Given a waiting package
      When the package is prepared
      Then the command succeeds
      And the answer has the id and number of the package, the id of its stock location and a list of items

  @akinon/remaining-items
  Rule: The response lists the items that remain in the package

    Scenario: With no item missing, the response lists every item
      Given a waiting package
      When the package is prepared
      Then the command succeeds
      And the answer lists every item

    Scenario: A missing item is not listed in the response
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the belt |
      Then the command succeeds
      And the answer lists every item but the belt

    Scenario: A missing item with a package of its own is not listed in the response
      Given a waiting package
      When the package is prepared with:
        | oos_package_items         | the belt |
        | create_manual_oos_package | true     |
      Then the command succeeds
      And the answer lists every item but the belt

    @reading:left-in-package @needs:product
    Scenario: An item whose product is replaced remains in the response
      Given a waiting package
      When the package is prepared with:
        | oos_package_items    | the belt                 |
        | replacement_products | the shirt: a new product |
      Then the command succeeds
      And the answer lists every item but the belt, the shirt perhaps under a new id

    @reading:untouched @needs:product
    Scenario: An item whose product is replaced is not listed in the response
      Given a waiting package
      When the package is prepared with:
        | oos_package_items    | the belt                 |
        | replacement_products | the shirt: a new product |
      Then the command succeeds
      And the answer lists every item but the shirt and the belt
