@effect:spending
Feature: How a call is refused
  What a target refuses is for other rules, or its own choice. Here it is judged
  that a refusal changes nothing, and how it looks.

  # Which of these the target refuses is for other rules.
  @akinon/refusal-changes-nothing @needs:package-waiting
  Rule: A refused command changes nothing

    @needs:product
    Scenario Outline: One part of the command can't be done: <impossible>
      Given a waiting package
      When the package is prepared with:
        | oos_package_items    | the belt                     |
        | replacement_products | the shirt: a new product     |
        | barcodes             | the socks: 8690526010024     |
        | <parameter>          | <impossible>                 |
      Then the package stays as it was, if the command was refused

      Examples:
        | parameter            | impossible                                                   |
        | oos_package_items    | the belt, an item that nobody has                            |
        | oos_package_items    | an item that nobody has, the belt                            |
        | replacement_products | an item that nobody has: a new product, the shirt: a new product |
        | replacement_products | the shirt: a new product, an item that nobody has: a new product |
        | replacement_products | the shirt: a product that nobody has                         |
        | barcodes             | the socks: 8690526010024, an item that nobody has: 8690526010031 |
        | unit_weights         | the socks: 0.15, an item that nobody has: 0.15               |
        | denial_reason        | one that nobody has                                          |

  @akinon/malformed-is-400
  Rule: What is no JSON is refused with 400

    @needs:package-waiting
    Scenario Outline: A command, <what>
      Given a waiting package
      When the command is sent with the body:
        """
        <body>
        """
      Then the call is refused with 400

      Examples:
        | what                           | body                                                                  |
        | a body that is no JSON         | transition=71                                                         |
        | a body that is cut off         | {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {  |

    @needs:package-waiting
    Scenario: A command with no body
      Given a waiting package
      When the command is sent with no body
      Then the call is refused with 400

    Scenario: A subscription, a body that is no JSON
      When a subscription is sent with the body:
        """
        event_type=package.created
        """
      Then the call is refused with 400, where it is offered

    @reading:400 @needs:package-waiting
    Scenario Outline: A command with a status of 400, <what>
      Given a waiting package
      When the command is sent with the body:
        """
        <body>
        """
      Then the call is refused with 400, if it is refused

      Examples:
        | what                           | body                                                                                                                                               |
        | a flag left out                | {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false}}                                         |
        | a flag that is text            | {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": "maybe"}}   |
        | a list that is an object       | {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": false, "barcodes": {}}} |

    @reading:400
    Scenario Outline: A subscription with a status of 400, <what>
      When a subscription is sent with the body:
        """
        <body>
        """
      Then the call is refused with 400, if it is refused

      Examples:
        | what                     | body                                                              |
        | no address               | {"event_type": "package.created"}                                 |
        | an address that is none  | {"event_type": "package.created", "target_url": "the back room"}  |

    @reading:400 @effect:read
    Scenario: A page that is no number, with a status of 400
      When the packages are listed with page=first
      Then the call is refused with 400, if it is refused

    @reading:422 @needs:package-waiting
    Scenario Outline: A command with a status of 422, <what>
      Given a waiting package
      When the command is sent with the body:
        """
        <body>
        """
      Then the call is refused with 422, if it is refused

      Examples:
        | what                           | body                                                                                                                                               |
        | a flag left out                | {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false}}                                         |
        | a flag that is text            | {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": "maybe"}}   |
        | a list that is an object       | {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false, "create_manual_oos_package": false, "barcodes": {}}} |

    @reading:422
    Scenario Outline: A subscription with a status of 422, <what>
      When a subscription is sent with the body:
        """
        <body>
        """
      Then the call is refused with 422, if it is refused

      Examples:
        | what                     | body                                                              |
        | no address               | {"event_type": "package.created"}                                 |
        | an address that is none  | {"event_type": "package.created", "target_url": "the back room"}  |

    @reading:422 @effect:read
    Scenario: A page that is no number, with a status of 422
      When the packages are listed with page=first
      Then the call is refused with 422, if it is refused

  @akinon/refusal-status
  Rule: What the package, its items or the installation do not allow is a validation error

    @reading:400 @needs:package-waiting
    Scenario: A package that is not in Waiting is refused with 400
      Given a waiting package
      And the package has been prepared
      When the package is prepared
      Then the call is refused with 400

    @reading:400 @needs:package-waiting
    Scenario Outline: <what> is refused with 400, if it is refused
      Given a waiting package
      When the package is prepared with:
        | <parameter> | <value> |
      Then the call is refused with 400, if it is refused

      Examples:
        | what                     | parameter         | value                   |
        | An unknown item          | oos_package_items | an item that nobody has |
        | An unknown denial reason | denial_reason     | one that nobody has     |

    @reading:406 @needs:package-waiting
    Scenario: A package that is not in Waiting is refused with 406
      Given a waiting package
      And the package has been prepared
      When the package is prepared
      Then the call is refused with 406

    @reading:406 @needs:package-waiting
    Scenario Outline: <what> is refused with 406, if it is refused
      Given a waiting package
      When the package is prepared with:
        | <parameter> | <value> |
      Then the call is refused with 406, if it is refused

      Examples:
        | what                     | parameter         | value                   |
        | An unknown item          | oos_package_items | an item that nobody has |
        | An unknown denial reason | denial_reason     | one that nobody has     |

    @reading:409-or-422 @needs:package-waiting
    Scenario: A package that is not in Waiting is refused with 409
      Given a waiting package
      And the package has been prepared
      When the package is prepared
      Then the call is refused with 409

    @reading:409-or-422 @needs:package-waiting
    Scenario Outline: <what> is refused with 422, if it is refused
      Given a waiting package
      When the package is prepared with:
        | <parameter> | <value> |
      Then the call is refused with 422, if it is refused

      Examples:
        | what                     | parameter         | value                   |
        | An unknown item          | oos_package_items | an item that nobody has |
        | An unknown denial reason | denial_reason     | one that nobody has     |

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
