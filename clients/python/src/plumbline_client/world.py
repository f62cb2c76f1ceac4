"""A world of the simulator, and what a test does to it beside the vendors' own APIs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._http import Control, PlumblineError
from .contract import Clock, ClockChange, Delivery, Effect, Entry, Fault
from .explain import broken_rules, explain_entry, explain_rule
from .webhooks import Receiver


class World:
    """An isolated copy of all vendors, with a clock, a journal and faults of its own."""

    def __init__(self, control: Control, vendors_url: str, name: str) -> None:
        self.control = control
        self.name = name
        self.clock = WorldClock(self)
        self.faults = Faults(self)
        self._vendors_url = vendors_url
        self._receivers: list[Receiver] = []

    def url(self, vendor: str) -> str:
        """Return the base URL of a vendor in this world."""
        return f"{self._vendors_url}/@{self.name}/{vendor}"

    def seed(self, vendor: str, document: Mapping[str, Any]) -> None:
        """Add entities, by the vendor's seed document."""
        self.control.seed_vendor(self.name, vendor, dict(document))

    def state(self, vendor: str) -> dict[str, Any]:
        """Read the vendor's entities, in the form of its seed document: of more than some 4 MB the first page."""
        state: dict[str, Any] = self.control.get_state(self.name, vendor)
        return state

    def act(self, vendor: str, action: str) -> None:
        """Let something happen to the vendor's system from outside its API."""
        self.control.act(self.name, vendor, action)

    def journal(self, **filters: Any) -> list[Entry]:
        """List what was requested and decided, the newest first.

        The filters are those of `Control.list_journal`: vendor, operation, method, url, status, rule, body, after,
        limit; `at_least` and `within` wait for requests.
        """
        return self.control.list_journal(self.name, **filters)

    def explain(self, answer: Any) -> str:
        """Say which rules decided an answer, and where the document says so.

        `answer` is the number of a journal entry, or the response of any HTTP library that has `headers`.
        """
        return explain_entry(self.control.get_entry(self.name, _number(answer)))

    def refusals(self) -> list[Entry]:
        """List the requests that were refused or not answered, the oldest first."""
        entries = self.journal(limit=1000)
        return [entry for entry in reversed(entries) if not 0 < entry["response"].get("status", 0) < 400]

    def client_report(self) -> dict[str, Any]:
        """Tell what the callers of this world did right and wrong."""
        report: dict[str, Any] = self.control.get_client_report(self.name)
        return report

    def check(self, fail_on: str = "broken") -> None:
        """Fail when a caller broke a rule; with "not-seen" also when a rule was never put to the test."""
        broken = broken_rules(self.client_report(), fail_on)
        if broken:
            raise RuleBroken(broken)

    def webhooks(self, status: int = 200) -> Receiver:
        """Start an address on this machine that receives notifications, and answers them with the status."""
        receiver = Receiver(status)
        self._receivers.append(receiver)
        return receiver

    def deliveries(self, **filters: Any) -> list[Delivery]:
        """List the vendors' notifications with every attempt to deliver them; filters: vendor, event, limit."""
        return self.control.list_deliveries(self.name, **filters)

    def dialect(self, changes: Mapping[str, str] | None = None) -> dict[str, str]:
        """Choose readings of rules, and return those that the world speaks."""
        if changes:
            return self.control.change_dialect(self.name, dict(changes))
        return self.control.get_dialect(self.name)

    def snapshot(self, name: str) -> None:
        """Keep the world as it is now under a name."""
        self.control.take_snapshot(self.name, name)

    def restore(self, name: str) -> None:
        """Make the world what it was at a snapshot, its clock and its journal included."""
        self.control.restore_snapshot(self.name, name)

    def drop(self) -> None:
        """Forget the world, and close what receives its notifications."""
        self.close()
        self.control.drop_world(self.name)

    def close(self) -> None:
        """Close what receives its notifications, and leave the world alone."""
        for receiver in self._receivers:
            receiver.close()
        self._receivers.clear()


class WorldClock:
    """The virtual clock of a world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def read(self) -> Clock:
        """Return the time, and how it passes."""
        return self._world.control.get_clock(self._world.name)

    def advance(self, duration: str) -> Clock:
        """Pass virtual time, such as "10m" or "1h30m". What becomes due happens, notifications included."""
        return self._change({"advance": duration})

    def set(self, time: str) -> Clock:
        """Jump to a time that is not past, such as "2030-01-01T08:00:00Z"."""
        return self._change({"set": time})

    def freeze(self) -> Clock:
        """Stand still until told otherwise."""
        return self._change({"freeze": True})

    def scale(self, factor: float) -> Clock:
        """Let so many virtual seconds pass in a real one."""
        return self._change({"scale": factor})

    def resume(self) -> Clock:
        """Follow real time again, from the time reached."""
        return self._change({"resume": True})

    def _change(self, change: ClockChange) -> Clock:
        return self._world.control.change_clock(self._world.name, change)


class Faults:
    """The faults of a world; the first that strikes a request wins."""

    def __init__(self, world: World) -> None:
        self._world = world

    def list(self) -> list[Fault]:
        """Return the faults, with how often each matched and struck."""
        return self._world.control.list_faults(self._world.name)

    def add(self, effect: Effect | str, **selection: Any) -> None:
        """Add a fault: `add("refuse-reset", vendor="altazion", count=1)`.

        The effect is a kind, or an object such as `{"kind": "refuse-status", "status": 503}`. The selection has the
        members of a fault: vendor, operation, when, probability, count, and `from_` for from.
        """
        fault = {name.rstrip("_"): value for name, value in selection.items()}
        fault["effect"] = {"kind": effect} if isinstance(effect, str) else effect
        told = [{k: v for k, v in old.items() if k not in ("matched", "struck")} for old in self.list()]
        self._world.control.set_faults(self._world.name, [*told, fault])  # type: ignore[list-item]

    def clear(self) -> None:
        """End all faults."""
        self._world.control.set_faults(self._world.name, [])


class RuleBroken(AssertionError):
    """Callers broke rules; the text has each rule with the passage behind it."""

    def __init__(self, rules: list[dict[str, Any]]) -> None:
        super().__init__("the client breaks the document:\n" + "\n".join(explain_rule(rule) for rule in rules))
        self.rules = [rule["id"] for rule in rules]


def _number(answer: Any) -> int:
    if isinstance(answer, int):
        return answer
    number = answer.headers.get("Plumbline-Journal")
    if number is None:
        raise PlumblineError("the answer has no header Plumbline-Journal: it is not the simulator's")
    return int(number)
