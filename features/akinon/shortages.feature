@effect:spending @needs:package-waiting
Feature: Packages for items that are out of stock
  With create_manual_oos_package the items that a command marks as out of stock
  get a package of their own. It is looked for among the packages of the order.

  @akinon/manual-out-of-stock-package
  Rule: create_manual_oos_package decides whether a package is created

    Scenario: With create_manual_oos_package true a missing item gets a package of its own
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items         | the belt |
        | create_manual_oos_package | true     |
      Then the command succeeds
      And a new package of the order holds the belt

    Scenario: With create_manual_oos_package false a missing item gets no package
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items         | the belt |
        | create_manual_oos_package | false    |
      Then the command succeeds
      And the order has no new package

  @akinon/manual-package-contents
  Rule: The new package holds exactly the items that the command marks

    Scenario: Two missing items are moved to one new package in the state 920
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items         | the belt, the socks |
        | create_manual_oos_package | true                |
      Then the command succeeds
      And the new package of the order holds the belt and the socks and nothing else
      And it has an id and a number of its own, and the stock location of the first
      And it is in the state 920

    Scenario: A command without missing items creates no package
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | create_manual_oos_package | true |
      Then the command succeeds
      And the order has no new package

  @akinon/marked-item-state
  Rule: Without a package of its own a marked item is still listed, in the state 920

    Scenario: A missing belt without a package of its own is listed in the state 920
      Given a waiting package
      When the package is prepared with:
        | oos_package_items         | the belt |
        | create_manual_oos_package | false    |
      Then the command succeeds
      And the belt is listed in the state 920

  @akinon/replaced-and-out-of-stock @needs:product
  Rule: An item can't be both replaced and out of stock

    @reading:refused
    Scenario: A command that replaces an item and marks it as out of stock is refused
      Given a waiting package
      When the package is prepared with:
        | oos_package_items    | the shirt                |
        | replacement_products | the shirt: a new product |
      Then the command is refused
      And the package stays as it was

    @reading:out-of-stock-wins
    Scenario: An item that is replaced and out of stock keeps its product and is marked
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items    | the shirt                |
        | replacement_products | the shirt: a new product |
      Then the command succeeds
      And the shirt is out of stock
      And the shirt keeps its product, where it is listed

  @akinon/all-items-out-of-stock
  Rule: A package whose items are all out of stock has nothing left to prepare

    @reading:preparing
    Scenario: A package whose items are all out of stock is in Preparing
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | every item |
      Then the command succeeds
      And the answer lists no item
      And the package is in the state Preparing

    @reading:out-of-stock
    Scenario: A package whose items are all out of stock is in Out of Stock
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | every item |
      Then the command succeeds
      And the answer lists no item
      And the package is in the state Out of Stock

    @reading:refused
    Scenario: A command that marks every item as out of stock is refused
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | every item |
      Then the command is refused
      And the package stays as it was
