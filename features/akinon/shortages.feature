@effect:spending @needs:package-waiting
Feature: Where items out of stock go, and what is left
  With create_manual_oos_package the items that a command marks as out of stock
  get a package of their own. It is looked for among the packages of the order.

  @akinon/manual-out-of-stock-package
  Rule: create_manual_oos_package decides whether a package is created

    Scenario: With true the missing item gets a package
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items         | the belt |
        | create_manual_oos_package | true     |
      Then the command succeeds
      And a new package of the order holds the belt

    Scenario: With false no package is created
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items         | the belt |
        | create_manual_oos_package | false    |
      Then the command succeeds
      And the order has no new package

  @akinon/manual-package-contents
  Rule: The new package holds exactly the items just marked

    Scenario: Two items are missing
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items         | the belt, the socks |
        | create_manual_oos_package | true                |
      Then the command succeeds
      And the new package of the order holds the belt and the socks and nothing else
      And it has an id and a number of its own, and the stock location of the first
      And it is in the state 920

    Scenario: No item is missing
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | create_manual_oos_package | true |
      Then the command succeeds
      And the order has no new package

  @akinon/marked-item-state
  Rule: Without a package of its own a marked item is still listed, in the state 920

    Scenario: The belt is missing
      Given a waiting package
      When the package is prepared with:
        | oos_package_items         | the belt |
        | create_manual_oos_package | false    |
      Then the command succeeds
      And the belt is listed in the state 920

  @akinon/replaced-and-out-of-stock @needs:product
  Rule: An item can't be replaced and out of stock

    @reading:refused
    Scenario: Who asks for both is refused
      Given a waiting package
      When the package is prepared with:
        | oos_package_items    | the shirt                |
        | replacement_products | the shirt: a new product |
      Then the command is refused
      And the package stays as it was

    @reading:out-of-stock-wins
    Scenario: Out of stock wins
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items    | the shirt                |
        | replacement_products | the shirt: a new product |
      Then the command succeeds
      And the shirt is out of stock
      And the shirt keeps its product, where it is listed

  @akinon/all-items-out-of-stock
  Rule: When every item is out of stock nothing is left to prepare

    @reading:preparing
    Scenario: The package is Preparing all the same
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | every item |
      Then the command succeeds
      And the answer lists no item
      And the package is in the state Preparing

    @reading:out-of-stock
    Scenario: The package is Out of Stock
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | every item |
      Then the command succeeds
      And the answer lists no item
      And the package is in the state Out of Stock

    @reading:refused
    Scenario: Such a command is refused
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | every item |
      Then the command is refused
      And the package stays as it was
