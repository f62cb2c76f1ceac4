@effect:spending
Feature: Refused requests and their responses
  What a target refuses is for other rules, or its own choice. Here it is judged
  that a refusal changes nothing, and how it looks.

  # Which of these the target refuses is for other rules.
  @akinon/refusal-changes-nothing @needs:package-waiting
  Rule: A refused command changes nothing

    @needs:product
    Scenario Outline: A command is not carried out in part: <parameter> with <impossible>
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
  Rule: A body that is not JSON is refused with 400

    @needs:package-waiting
    Scenario Outline: A command with <what> is refused with 400
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
    Scenario: A command without a body is refused with 400
      Given a waiting package
      When the command is sent with no body
      Then the call is refused with 400

    Scenario: A subscription with a body that is not JSON is refused with 400
      When a subscription is sent with the body:
        """
        event_type=package.created
        """
      Then the call is refused with 400, where it is offered

    @reading:400 @needs:package-waiting
    Scenario Outline: A command with <what> gets 400 where it is refused
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
    Scenario Outline: A subscription with <what> gets 400 where it is refused
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
    Scenario: Listing a page that is no number gets 400 where it is refused
      When the packages are listed with page=first
      Then the call is refused with 400, if it is refused

    @reading:422 @needs:package-waiting
    Scenario Outline: A command with <what> gets 422 where it is refused
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
    Scenario Outline: A subscription with <what> gets 422 where it is refused
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
    Scenario: Listing a page that is no number gets 422 where it is refused
      When the packages are listed with page=first
      Then the call is refused with 422, if it is refused

  @akinon/refusal-status
  Rule: A command that the package, its items or the installation do not allow is a validation error

    @reading:400 @needs:package-waiting
    Scenario: Preparing a package that is not in Waiting is refused with 400
      Given a waiting package
      And the package has been prepared
      When the package is prepared
      Then the call is refused with 400

    @reading:400 @needs:package-waiting
    Scenario Outline: A command with <what> gets 400 where it is refused
      Given a waiting package
      When the package is prepared with:
        | <parameter> | <value> |
      Then the call is refused with 400, if it is refused

      Examples:
        | what                     | parameter         | value                   |
        | An unknown item          | oos_package_items | an item that nobody has |
        | An unknown denial reason | denial_reason     | one that nobody has     |

    @reading:406 @needs:package-waiting
    Scenario: Preparing a package that is not in Waiting is refused with 406
      Given a waiting package
      And the package has been prepared
      When the package is prepared
      Then the call is refused with 406

    @reading:406 @needs:package-waiting
    Scenario Outline: A command with <what> gets 406 where it is refused
      Given a waiting package
      When the package is prepared with:
        | <parameter> | <value> |
      Then the call is refused with 406, if it is refused

      Examples:
        | what                     | parameter         | value                   |
        | An unknown item          | oos_package_items | an item that nobody has |
        | An unknown denial reason | denial_reason     | one that nobody has     |

    @reading:409-or-422 @needs:package-waiting
    Scenario: Preparing a package that is not in Waiting is refused with 409
      Given a waiting package
      And the package has been prepared
      When the package is prepared
      Then the call is refused with 409

    @reading:409-or-422 @needs:package-waiting
    Scenario Outline: A command with <what> gets 422 where it is refused
      Given a waiting package
      When the package is prepared with:
        | <parameter> | <value> |
      Then the call is refused with 422, if it is refused

      Examples:
        | what                     | parameter         | value                   |
        | An unknown item          | oos_package_items | an item that nobody has |
        | An unknown denial reason | denial_reason     | one that nobody has     |

  @akinon/refusal-body
  Rule: The response to a refused command gives the reason

    @needs:package-waiting
    Scenario: Preparing a package that is not in Waiting gets a response with the reason
      Given a waiting package
      And the package has been prepared
      When the package is prepared
      Then the command is refused
      And the answer says why, in general or under the name of a member

    @needs:package-waiting
    Scenario: A command with an unknown item gets a response with the reason
      Given a waiting package
      When the package is prepared with:
        | oos_package_items | an item that nobody has |
      Then the command is refused
      And the answer says why, in general or under the name of a member

    @needs:package-waiting
    Scenario: A command without a flag gets a response with the reason
      Given a waiting package
      When the command is sent with the body:
        """
        {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false}}
        """
      Then the command is refused
      And the answer says why, in general or under the name of a member

    @needs:package-waiting
    Scenario: A command whose body is not JSON gets a response with the reason
      Given a waiting package
      When the command is sent with the body:
        """
        transition=71
        """
      Then the command is refused
      And the answer says why, in general or under the name of a member

  # The rate has its place in the order too, and is judged where it is known.
  @akinon/refusal-order
  Rule: When several errors apply, the assumed precedence decides which is returned

    @needs:package-waiting
    Scenario: An unacceptable Accept header is refused before a missing key
      Given a waiting package
      And the caller has no key
      And the caller accepts only text/html
      When the package is prepared
      Then the call is refused with 406

    Scenario: A missing key is refused before an unknown package
      Given calls name a package that nobody has
      And the caller has no key
      When the package is prepared
      Then the call is refused with 401

    @needs:stranger
    Scenario: A missing right is refused before an unknown package
      Given calls name a package that nobody has
      And the caller has no right to packages
      When the package is prepared
      Then the call is refused with 403

    Scenario: An unknown package is refused before a malformed body
      Given calls name a package that nobody has
      When the command is sent with the body:
        """
        {"transition":
        """
      Then the call is refused with 404

    @needs:package-waiting
    Scenario: A malformed body is refused before the state of the package
      Given a waiting package
      And the package has been prepared
      When the command is sent with the body:
        """
        {"package": PACKAGE, "transition": TRANSITION, "input_parameters": {"select_items_by_omnitron_id": false}}
        """
      Then the call is refused with 400

    @needs:control @needs:stranger @needs:package-waiting
    Scenario: A missing right is refused before an exceeded rate
      Given a waiting package
      And the installation allows 2 calls a minute
      And the caller has no right to packages
      When the package is read 5 times without waiting
      Then the last call is refused with 403

    @needs:control
    Scenario: An exceeded rate is refused before an unknown package
      Given the installation allows 2 calls a minute
      And calls name a package that nobody has
      When the package is read 5 times without waiting
      Then the last call is refused with 429
