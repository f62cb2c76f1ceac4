"""A world, against the built binary."""

import pytest
from plumbline_client import PlumblineError, Problem, RuleBroken, Simulator


def test_two_worlds_are_apart(simulator, world, read):
    world.seed("altazion", {"handlers": [{"name": "mine", "url": "http://127.0.0.1:9/hook", "events": ["PreparationBpr"]}]})
    read(world.url("altazion"))
    other = simulator.world("another")
    assert [h["name"] for h in world.state("altazion")["handlers"]] == ["mine"]
    assert not other.state("altazion").get("handlers")
    assert len(world.journal()) == 1
    assert other.journal() == []
    other.drop()


def test_a_refusal_is_explained(world, read):
    answer = read(world.url("altazion"), "BP-9999")
    assert answer.status == 404
    text = world.explain(answer)
    assert "altazion/read-unknown-is-404" in text
    assert "document hub/api/index.md, Codes d'erreurs, row 404" in text
    assert [entry["response"]["status"] for entry in world.refusals()] == [404]
    assert world.journal(status=200) == []


def test_the_clock_moves(world):
    before = world.clock.freeze()
    assert before["frozen"]
    after = world.clock.advance("10m")
    assert after["now"][:13] >= before["now"][:13]
    assert world.clock.set("2030-01-01T08:00:00Z")["now"] == "2030-01-01T08:00:00Z"
    assert world.clock.scale(60)["scale"] == 60
    assert world.clock.resume()["scale"] == 1
    with pytest.raises(Problem) as refused:
        world.clock.set("2001-01-01T00:00:00Z")
    assert refused.value.status == 400


def test_faults_strike_in_their_order(world, read):
    world.faults.add({"kind": "refuse-status", "status": 503}, vendor="altazion", count=1)
    world.faults.add({"kind": "refuse-status", "status": 500}, vendor="altazion", from_=2)
    assert [read(world.url("altazion")).status for _ in range(4)] == [503, 200, 500, 500]
    assert [fault["struck"] for fault in world.faults.list()] == [1, 2]
    world.faults.clear()
    assert read(world.url("altazion")).status == 200


def test_a_misspelt_fault_is_refused(world):
    with pytest.raises(Problem, match="effect/kind"):
        world.faults.add("answer-resets")


def test_snapshots_bring_back_what_was(world, read):
    world.snapshot("before")
    read(world.url("altazion"))
    world.restore("before")
    assert world.journal() == []
    assert world.control.list_snapshots(world.name) == ["before"]


def test_a_reading_is_chosen(world):
    assert world.dialect()["deliveryoptimizer/expiry"] == "stored-only"
    changed = world.dialect({"deliveryoptimizer/expiry": "service-expires-carts"})
    assert changed["deliveryoptimizer/expiry"] == "service-expires-carts"


def test_waiting_for_a_request_ends(world, read):
    read(world.url("altazion"))
    assert len(world.journal(method="GET", at_least=1, within="5s")) == 1
    with pytest.raises(Problem) as late:
        world.journal(method="DELETE", within="10ms")
    assert late.value.status == 408


def test_notifications_are_received(world):
    received = world.webhooks()
    world.seed("altazion", {"handlers": [{"name": "oms", "url": received.url, "events": ["PreparationBpr"]}]})
    prepare(world, {"REF-A": 3, "REF-B": 1.5})
    world.clock.advance("3s")
    (notification,) = received.wait(1)
    assert notification.method == "POST"
    (delivery,) = world.deliveries(vendor="altazion", event="PreparationBpr")
    assert delivery["state"] == "delivered"
    assert delivery["event"]["body"].encode() == notification.body


def test_what_never_comes_is_missed(world):
    with pytest.raises(AssertionError, match="0 of 1 notifications"):
        world.webhooks().wait(1, seconds=0.05)


def test_a_broken_rule_is_told_with_its_passage(world):
    prepare(world, {"REF-A": 2})
    world.check()
    prepare(world, {"REF-A": 1})  # a part, not the total
    with pytest.raises(RuleBroken) as broken:
        world.check()
    assert broken.value.rules == ["altazion/caller-sends-totals"]
    assert "document 000, Remarques, paragraph on combined and repeated calls, line 15" in str(broken.value)


def test_metrics_are_text(simulator):
    assert "plumbline_build_info" in simulator.control.get_metrics()


def test_the_token_is_sent():
    with Simulator.start(["bridge"], arguments=["--control-token", "not-a-real-token"]) as running:
        with pytest.raises(Problem) as refused:
            running.control.list_worlds()
        assert refused.value.status == 401
        told = Simulator(running.vendors_url, running.control.url, "not-a-real-token")
        assert told.control.list_worlds() == ["default"]


def test_a_start_that_fails_says_why():
    with pytest.raises(PlumblineError, match='unknown vendor "altazio"'):
        Simulator.start(["altazio"])
    with pytest.raises(PlumblineError, match="PLUMBLINE_BIN"):
        Simulator.start(binary="no-such-program")


def test_a_simulator_that_is_gone_is_named():
    with Simulator.start(["bridge"]) as running:
        pass
    with pytest.raises(PlumblineError, match="no simulator answers at http://127.0.0.1:"):
        running.control.list_worlds()


def prepare(world, picked):
    import base64
    import json
    import urllib.request

    lines = [{"Reference": reference, "QtePreparee": quantity} for reference, quantity in picked.items()]
    proof = base64.b64encode(b"sample-app:sample-key").decode()
    request = urllib.request.Request(
        world.url("altazion") + "/api/logistique/preparation/prepa/BP-1001",
        data=json.dumps({"Lignes": lines}).encode(),
        headers={"Authorization": f"Basic {proof}", "Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=10).close()
