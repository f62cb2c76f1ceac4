@effect:spending
Feature: How a call is refused
  A refused command changes nothing, which other rules judge. Here it is judged
  how the refusal looks.

  @akinon/malformed-is-400
  Rule: A malformed request is refused with 400

    @needs:package-waiting
    Scenario Outline: A command, <what>
      Given a waiting package
      When the command is sent with the body:
        """
        <body>
        """
      Then the call is refused with 400

      Examples:
        | what                           | body                                                                                                                                               |
        | a body that is no JSON         | transition=71                                                                                                                                      |
        | a body that is cut off         | {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {                                                                               |
        | a flag left out                | {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false}}                                         |
        | a flag that is text            | {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": "maybe"}}   |
        | a list that is an object       | {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": false, "barcodes": {}}} |

    @needs:package-waiting
    Scenario: A command with no body
      Given a waiting package
      When the command is sent with no body
      Then the call is refused with 400

    Scenario Outline: A subscription, <what>
      When a subscription is sent with the body:
        """
        <body>
        """
      Then the call is refused with 400

      Examples:
        | what                     | body                                                              |
        | a body that is no JSON   | event_type=package.created                                        |
        | no address               | {"event_type": "package.created"}                                 |
        | an address that is none  | {"event_type": "package.created", "target_url": "the back room"}  |

    @effect:read
    Scenario: A page that is no number
      When the packages are listed with page=first
      Then the call is refused with 400

  @akinon/refusal-status
  Rule: What the package, its items or the installation do not allow is a validation error

    @reading:400 @needs:package-waiting
    Scenario Outline: <what> is refused with 400
      Given a waiting package
      And <state>
      When the package is prepared with:
        | <parameter> | <value> |
      Then the call is refused with 400

      Examples:
        | what                     | state                         | parameter                 | value                   |
        | A package that was ready | the package has been prepared | create_manual_oos_package | false                   |
        | An unknown item          | the package has not been prepared | oos_package_items     | an item that nobody has |
        | An unknown denial reason | the package has not been prepared | denial_reason         | one that nobody has     |

    @reading:406 @needs:package-waiting
    Scenario Outline: <what> is refused with 406
      Given a waiting package
      And <state>
      When the package is prepared with:
        | <parameter> | <value> |
      Then the call is refused with 406

      Examples:
        | what                     | state                         | parameter                 | value                   |
        | A package that was ready | the package has been prepared | create_manual_oos_package | false                   |
        | An unknown item          | the package has not been prepared | oos_package_items     | an item that nobody has |
        | An unknown denial reason | the package has not been prepared | denial_reason         | one that nobody has     |

  @akinon/refusal-body
  Rule: A refused command says why

    @needs:package-waiting
    Scenario: The package is not in Waiting
      Given a waiting package
      And the package has been prepared
      When the package is prepared
      Then the command is refused
      And the answer says why, in general or under the name of a member

    @needs:package-waiting
    Scenario: An item that nobody has
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | an item that nobody has |
      Then the command is refused
      And the answer says why, in general or under the name of a member

    @needs:package-waiting
    Scenario: A flag that is left out
      Given a waiting package
      When the command is sent with the body:
        """
        {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false}}
        """
      Then the command is refused
      And the answer says why, in general or under the name of a member

    @needs:package-waiting
    Scenario: A body that is no JSON
      Given a waiting package
      When the command is sent with the body:
        """
        transition=71
        """
      Then the command is refused
      And the answer says why, in general or under the name of a member

  # The rate has its place in the order too, and is judged where it is known.
  @akinon/refusal-order
  Rule: Of several refusals the first holds

    @needs:package-waiting
    Scenario: The Accept header comes before the key
      Given a waiting package
      And the caller has no key
      And the caller accepts only text/html
      When the package is prepared
      Then the call is refused with 406

    Scenario: The key comes before the package
      Given calls name a package that nobody has
      And the caller has no key
      When the package is prepared
      Then the call is refused with 401

    @needs:stranger
    Scenario: The right comes before the package
      Given calls name a package that nobody has
      And the caller has no right to packages
      When the package is prepared
      Then the call is refused with 403

    Scenario: The package comes before the form of the body
      Given calls name a package that nobody has
      When the command is sent with the body:
        """
        {"transition":
        """
      Then the call is refused with 404

    @needs:package-waiting
    Scenario: The form of the body comes before the state of the package
      Given a waiting package
      And the package has been prepared
      When the command is sent with the body:
        """
        {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false}}
        """
      Then the call is refused with 400

    @needs:control @needs:stranger @needs:package-waiting
    Scenario: The right comes before the rate
      Given a waiting package
      And the installation allows 2 calls a minute
      And the caller has no right to packages
      When the package is read 5 times without waiting
      Then the last call is refused with 403

    @needs:control
    Scenario: The rate comes before the package
      Given the installation allows 2 calls a minute
      And calls name a package that nobody has
      When the package is read 5 times without waiting
      Then the last call is refused with 429
