"""The pytest plugin: the fixture `plumbline` is a world of the simulator for each test.

A failed test shows which requests the simulator refused, by which rule, and where the document says so.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from ._http import PlumblineError
from .explain import broken_rules, explain_entry, explain_rule
from .process import Simulator
from .world import RuleBroken, World

_world = pytest.StashKey[World]()
_failed = pytest.StashKey[bool]()

#: So many refusals are shown with a failed test, the last ones.
_SHOWN = 5


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the plugin's options."""
    group = parser.getgroup("plumbline", "tests against Plumbline's simulator")
    for name, text in {
        "bin": "the plumbline binary; PLUMBLINE_BIN, or plumbline on the PATH, unless given",
        "vendors-url": "address of the vendors of a simulator that runs already, such as http://127.0.0.1:4010",
        "control-url": "address of its control API, such as http://127.0.0.1:4011",
    }.items():
        group.addoption(f"--plumbline-{name}", help=text)
    parser.addini("plumbline_vendors", "vendors to simulate; all when it is left out", type="args", default=[])
    parser.addini("plumbline_arguments", "further flags of plumbline simulate", type="args", default=[])
    parser.addini(
        "plumbline_fail_on", "fail a test whose client breaks a rule (broken), or also leaves one untested (not-seen)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and refuse a setting that would mean nothing."""
    config.addinivalue_line("markers", "plumbline(fail_on=...): of this test, in place of plumbline_fail_on")
    _checked(config.getini("plumbline_fail_on"), "plumbline_fail_on")
    if bool(config.getoption("--plumbline-vendors-url")) != bool(config.getoption("--plumbline-control-url")):
        raise pytest.UsageError("--plumbline-vendors-url and --plumbline-control-url are given together")


@pytest.fixture(scope="session")
def plumbline_simulator(pytestconfig: pytest.Config) -> Iterator[Simulator]:
    """The simulator of the whole run."""
    vendors_url = pytestconfig.getoption("--plumbline-vendors-url")
    if vendors_url:
        control_url = pytestconfig.getoption("--plumbline-control-url")
        yield Simulator(vendors_url, control_url, os.environ.get("PLUMBLINE_CONTROL_TOKEN"))
        return
    try:
        simulator = Simulator.start(
            pytestconfig.getini("plumbline_vendors"),
            binary=pytestconfig.getoption("--plumbline-bin"),
            arguments=pytestconfig.getini("plumbline_arguments"),
        )
    except PlumblineError as err:
        pytest.fail(str(err), pytrace=False)
    with simulator:
        yield simulator


@pytest.fixture
def plumbline(plumbline_simulator: Simulator, request: pytest.FixtureRequest) -> Iterator[World]:
    """A world of the simulator for this test alone."""
    world = plumbline_simulator.world(_world_name(request.node.nodeid))
    request.node.stash[_world] = world
    yield world
    # The world of a failed test stays, to be looked at where the simulator does.
    if request.node.stash.get(_failed, False):
        world.close()
    else:
        world.drop()


def _world_name(nodeid: str) -> str:
    """Name a world so that it can be read, and is no other test's or run's."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", nodeid.rpartition("::")[2]).strip("-")[:40]
    unique = hashlib.sha256(f"{nodeid} {uuid.uuid4()}".encode()).hexdigest()[:8]
    return f"t-{readable}-{unique}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Fail a test that passes although its client broke a rule, where that was asked for."""
    yield
    world = item.stash.get(_world, None)
    fail_on = _fail_on(item)
    if world is None or not fail_on:
        return
    broken = broken_rules(world.client_report(), fail_on)
    if broken:
        pytest.fail(str(RuleBroken(broken)), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Attach what the simulator knows to a failed test."""
    report = yield
    world = item.stash.get(_world, None)
    if report.failed and world is not None and report.when == "call":
        item.stash[_failed] = True
        try:
            text = _explanation(world, shown=str(report.longrepr))
        except PlumblineError as err:
            text = f"the journal can't be read: {err}"
        if text:
            report.sections.append((f"plumbline, world {world.name}", text))
    return report


def _explanation(world: World, shown: str) -> str:
    refusals = world.refusals()
    parts = []
    if len(refusals) > _SHOWN:
        parts.append(f"{len(refusals)} requests were refused; the last {_SHOWN}:")
    parts += [explain_entry(entry) for entry in refusals[-_SHOWN:]]
    broken = broken_rules(world.client_report())
    # What the failure itself says is not said twice.
    parts += [explain_rule(rule) for rule in broken if rule["id"] not in shown]
    if not refusals and not broken:
        parts.append("The simulator refused no request of this test, and its client broke no rule.")
    return "\n".join(parts)


def _fail_on(item: pytest.Item) -> str:
    marker = item.get_closest_marker("plumbline")
    if marker is not None and "fail_on" in marker.kwargs:
        return _checked(marker.kwargs["fail_on"] or "", "the marker's fail_on")
    return _checked(item.config.getini("plumbline_fail_on"), "plumbline_fail_on")


def _checked(value: Any, name: str) -> str:
    if value not in ("", "broken", "not-seen", None):
        raise pytest.UsageError(f"{name} is {value!r}: it is broken, not-seen, or left out")
    return value or ""
