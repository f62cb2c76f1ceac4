"""What the tests share."""

import os
from pathlib import Path

import pytest
from plumbline_client import PlumblineError, Simulator
from plumbline_client.process import find_binary

ROOT = Path(__file__).resolve().parents[3]


def pytest_collection_modifyitems(items):
    """Say at once what is missing, once for all tests."""
    try:
        os.environ["PLUMBLINE_BIN"] = find_binary()
    except PlumblineError as err:
        raise pytest.UsageError(str(err)) from None


@pytest.fixture(scope="session")
def simulator():
    with Simulator.start(["altazion", "deliveryoptimizer"]) as running:
        yield running


@pytest.fixture
def world(simulator, request):
    world = simulator.world(request.node.name)
    yield world
    world.drop()


@pytest.fixture
def read():
    """Read a picking order of Altazion, and return the status and the response."""
    return _read


def _read(base, number="BP-1001", key="sample-key"):
    import base64
    import urllib.error
    import urllib.request

    proof = base64.b64encode(f"sample-app:{key}".encode()).decode()
    request = urllib.request.Request(
        f"{base}/api/logistique/preparation/{number}", headers={"Authorization": f"Basic {proof}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused
