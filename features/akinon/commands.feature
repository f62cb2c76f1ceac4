@effect:spending @needs:package-waiting
Feature: The Prepare Package command and its answer
  The command is sent to the path of a package. In a body, PACKAGE stands for
  the id of the package, TRANSITION and SLUG for the names under which the
  installation knows the command, and SHIRT for the id of the first item. Where
  a scenario gives no body, the package, both names and both flags are sent.

  @akinon/transition-or-slug
  Rule: The command is named by its transition id or by its slug

    Scenario Outline: <name>
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
  Rule: A transition id and a slug are accepted of one command, and refused of two

    Scenario: Both names of the command
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
    Scenario Outline: <name>
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
  Rule: A name that no command has is refused

    Scenario Outline: <name>
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
  Rule: The body may name the package

    Scenario: It does
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
    Scenario: It need not
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
    Scenario: It has to
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
  Rule: The package that a body names and the path does not is never changed

    Scenario: The body names another package
      Given a waiting package
      And another waiting package
      When the package is prepared with the other package in the body
      Then the other package stays as it was

    @reading:refused
    Scenario: Such a command is refused
      Given a waiting package
      And another waiting package
      When the package is prepared with the other package in the body
      Then the command is refused
      And the package stays as it was
      And the other package stays as it was

    @reading:path-decides
    Scenario: The package of the path is prepared
      Given a waiting package
      And another waiting package
      When the package is prepared with the other package in the body
      Then the command succeeds
      And the package is in the state Preparing
      And the other package stays as it was

  @akinon/parameters-nested
  Rule: The parameters stand in the object input_parameters

    Scenario: As in the document's request
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
    Scenario: At the top of the body they are refused
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
    Scenario: At the top of the body they are read as well
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

    Scenario Outline: <select> and <create>
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
  Rule: A list that is left out touches no item

    Scenario: No list at all
      Given a waiting package
      When the package is prepared
      Then the command succeeds
      And the package is in the state Preparing
      And no item of the package has changed

    Scenario: Only missing items
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the belt |
      Then the command succeeds
      And no item of the package has changed but the belt

    @needs:product
    Scenario: Only replaced products
      Given a waiting package
      When the package is prepared with:
        | replacement_products | the shirt: a new product |
      Then the command succeeds
      And no item of the package has changed but the shirt

    Scenario: Only barcodes
      Given a waiting package
      When the package is prepared with:
        | barcodes | the socks: 8690526010024 |
      Then the command succeeds
      And no item of the package has changed but the socks

  @akinon/unknown-members-ignored
  Rule: Members that the contract does not name are ignored, and empty lists are as good as none

    Scenario: Unknown members
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

    Scenario: Empty lists
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
  Rule: The answer names the package and its stock location, and lists its items

    Scenario: A complete package
      Given a waiting package
      When the package is prepared
      Then the command succeeds
      And the answer has the id and number of the package, the id of its stock location and a list of items

  @akinon/remaining-items
  Rule: The answer lists what remains in the package

    Scenario: Nothing is missing
      Given a waiting package
      When the package is prepared
      Then the command succeeds
      And the answer lists every item

    Scenario: An item is missing
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the belt |
      Then the command succeeds
      And the answer lists every item but the belt

    Scenario: An item is missing and has a package of its own
      Given a waiting package
      When the package is prepared with:
        | oos_package_items         | the belt |
        | create_manual_oos_package | true     |
      Then the command succeeds
      And the answer lists every item but the belt

    @reading:left-in-package @needs:product
    Scenario: An item with a new product remains
      Given a waiting package
      When the package is prepared with:
        | oos_package_items    | the belt                 |
        | replacement_products | the shirt: a new product |
      Then the command succeeds
      And the answer lists every item but the belt, the shirt perhaps under a new id

    @reading:untouched @needs:product
    Scenario: An item with a new product does not remain
      Given a waiting package
      When the package is prepared with:
        | oos_package_items    | the belt                 |
        | replacement_products | the shirt: a new product |
      Then the command succeeds
      And the answer lists every item but the shirt and the belt
