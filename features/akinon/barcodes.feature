@effect:spending @needs:package-waiting
Feature: Barcodes, weights, denial reasons and new products in a command
  Items are called the shirt, the belt and the socks. Barcodes and weights are
  given by the order item that an item carries out.

  @akinon/barcodes-need-not-differ
  Rule: Several items may get the same barcode

    Scenario: The same barcode is stored for three items
      Given a waiting package
      When the package is prepared with:
        | barcodes | the shirt: 123, the belt: 123, the socks: 123 |
      Then the command succeeds
      And the shirt has the barcode "123"
      And the belt has the barcode "123"
      And the socks have the barcode "123"

  @akinon/barcode-of-marked-item
  Rule: A command never stores a barcode for an item that it marks as out of stock

    Scenario: An item marked as out of stock keeps the barcode that it had
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items | the shirt                |
        | barcodes          | the shirt: 8690526010017 |
      Then the shirt keeps its barcode, where it is listed

    Scenario: An item moved to an out-of-stock package keeps the barcode that it had
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items         | the shirt                |
        | create_manual_oos_package | true                     |
        | barcodes                  | the shirt: 8690526010017 |
      Then the shirt keeps its barcode, where it is listed

    @reading:ignored
    Scenario: A command with a barcode for an item out of stock succeeds
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the shirt                |
        | barcodes          | the shirt: 8690526010017 |
      Then the command succeeds

    @reading:refused
    Scenario: A command with a barcode for an item out of stock is refused
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the shirt                |
        | barcodes          | the shirt: 8690526010017 |
      Then the command is refused
      And the package stays as it was

  @akinon/unit-weights-kept
  Rule: An item shows the unit weight that it was given, with all its digits

    Scenario Outline: The socks get the unit weight <weight> with all its digits
      Given a waiting package
      When the package is prepared with:
        | unit_weights | the socks: <weight> |
      Then the command succeeds
      And the socks have the unit weight <weight>
      And the shirt keeps its unit weight

      Examples:
        | weight                 |
        | 0                      |
        | 0.15                   |
        | 12345678.0123456789    |

    Scenario: An item marked as out of stock keeps the unit weight that it had
      Given a waiting package
      And the packages of its order are noted
      When the package is prepared with:
        | oos_package_items | the shirt       |
        | unit_weights      | the shirt: 9.75 |
      Then the command succeeds
      And the shirt keeps its unit weight, where it is listed

  @akinon/denial-reason-optional
  Rule: A denial reason may be given and may be left out

    Scenario: Items are marked as out of stock without a denial reason
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the belt |
      Then the command succeeds

    @needs:denial-reason
    Scenario: Items are marked as out of stock with a denial reason
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the belt                |
        | denial_reason     | one of the installation |
      Then the command succeeds
      And the belt is out of stock

  @akinon/denial-reason-known
  Rule: A denial reason that the installation does not use is refused

    Scenario: A command with an unknown denial reason is refused
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the belt            |
        | denial_reason     | one that nobody has |
      Then the command is refused
      And the package stays as it was

    @needs:denial-reason-inactive
    Scenario: A command with an inactive denial reason is refused
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | the belt           |
        | denial_reason     | one that is inactive |
      Then the command is refused
      And the package stays as it was

  @akinon/new-product-known
  Rule: A SKU that no product has is refused

    Scenario: A replacement by an unknown SKU is refused
      Given a waiting package
      When the package is prepared with:
        | replacement_products | the shirt: a product that nobody has |
      Then the command is refused
      And the package stays as it was

    @needs:product
    Scenario: A replacement by a known SKU succeeds
      Given a waiting package
      When the package is prepared with:
        | replacement_products | the shirt: a new product |
      Then the command succeeds
