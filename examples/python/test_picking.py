"""The tests of the picking station, against Plumbline's simulator of Altazion."""

import pytest
from picking import Bon, Refused


def test_a_bon_is_picked_and_shipped(plumbline):
    bon = Bon(plumbline.url("altazion"), "BP-1001")
    bon.pick("REF-A", 2)
    bon.pick("REF-A", 1)
    bon.pick("REF-B", 1.5)
    plumbline.clock.advance("3s")  # Altazion prepares after a moment
    assert bon.read()["Etat"] == "Préparé"
    bon.ship()
    plumbline.clock.advance("3s")
    assert bon.read()["EstTermine"]


def test_more_than_the_bon_contains_is_refused(plumbline):
    bon = Bon(plumbline.url("altazion"), "BP-1001")
    with pytest.raises(Refused):
        bon.pick("REF-A", 99)


def test_the_station_survives_a_busy_server(plumbline):
    plumbline.faults.add({"kind": "refuse-status", "status": 503, "body": '{"Message": "busy"}'}, vendor="altazion", count=1)
    bon = Bon(plumbline.url("altazion"), "BP-1001")
    with pytest.raises(Refused, match="503"):
        bon.read()
    assert bon.read()["Numero"] == "BP-1001"


def test_a_subscriber_hears_of_the_preparation(plumbline):
    received = plumbline.webhooks()
    plumbline.seed("altazion", {"handlers": [{"name": "oms", "url": received.url, "events": ["PreparationBpr"]}]})
    bon = Bon(plumbline.url("altazion"), "BP-1001")
    bon.pick("REF-A", 3)
    bon.pick("REF-B", 1.5)
    plumbline.clock.advance("3s")
    (notification,) = received.wait(1)
    assert notification.method == "POST"
