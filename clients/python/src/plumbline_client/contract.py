# Code generated from specs/control/openapi.yaml by tools/clients. DO NOT EDIT.
"""The types and operations of Plumbline's control API, as its contract has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict
from urllib.parse import quote


class Health(TypedDict):
    status: Literal["ok"]
    #: Of the simulator.
    version: str
    #: What keeps the state of worlds, such as store and redis, or archive and mongodb. Omitted where it is not stated.
    backends: NotRequired[dict[str, str]]
    #: Of the vendors' APIs, where the simulator knows it.
    address: NotRequired[str]
    vendors: list[HealthVendor]


class HealthVendor(TypedDict):
    name: str
    #: What each action does, by its name.
    actions: dict[str, str]


class Clock(TypedDict):
    now: str
    frozen: bool
    #: Virtual seconds for each real second.
    scale: float
    #: What happened until then, in order; at most the first 1,000.
    fired: NotRequired[list[Fired]]
    #: How many timers fired in all.
    firedCount: NotRequired[int]


class Fired(TypedDict):
    at: str
    vendor: str
    #: The vendor's name of the timer, or "delivery" for an attempt to deliver a notification.
    timer: str
    #: For a delivery attempt, the number of the delivery.
    delivery: NotRequired[int]
    consulted: NotRequired[list[Consultation]]


class ClockChange(TypedDict):
    #: A duration such as 10m or 1h30m.
    advance: NotRequired[str]
    #: A time that is not in the past.
    set: NotRequired[str]
    freeze: NotRequired[bool]
    #: Run at the pace of real time again, from the time reached.
    resume: NotRequired[bool]
    scale: NotRequired[float]


Faults = list["Fault"]

Fault = TypedDict(
    "Fault",
    {
        #: Unique in the list; a number where it is omitted.
        "id": "NotRequired[str]",
        #: Any, if omitted.
        "vendor": "NotRequired[str]",
        #: An operationId of the vendor; any request, if omitted.
        "operation": "NotRequired[str]",
        "when": "NotRequired[Condition]",
        #: Apply from the n-th matching request on.
        "from": "NotRequired[int]",
        #: 1 if omitted; drawn from the world's random seed.
        "probability": "NotRequired[float]",
        #: Maximum number of times it applies; no limit if omitted.
        "count": "NotRequired[int]",
        "effect": "Effect",
        #: How many requests it matched; read-only.
        "matched": "NotRequired[int]",
        #: How many requests it applied to; read-only.
        "struck": "NotRequired[int]",
    },
)

class Condition(TypedDict):
    """A header or a place in a JSON body, and its required value."""

    header: NotRequired[str]
    #: JSON pointer into the body, such as /lines/0/code.
    pointer: NotRequired[str]
    #: Any JSON value. If omitted, the place only has to exist.
    value: NotRequired[Any]


class Effect(TypedDict):
    """Effects that begin with refuse happen before the service, those that begin with answer after it."""

    kind: Literal["refuse-status", "refuse-documented", "refuse-reset", "answer-latency", "answer-virtual-latency", "answer-status", "answer-reset", "answer-truncated", "answer-malformed", "answer-content-type", "answer-slow"]
    #: A duration such as 250ms.
    delay: NotRequired[str]
    #: For answer-slow, the bytes sent at once.
    chunk: NotRequired[int]
    status: NotRequired[int]
    header: NotRequired[dict[str, str]]
    body: NotRequired[str]
    contentType: NotRequired[str]
    #: For refuse-documented, the rule whose refusal is returned.
    rule: NotRequired[str]
    #: For refuse-documented, the vendor's own error code.
    code: NotRequired[str]


class Task(TypedDict):
    vendor: str
    #: The vendor's name of the work.
    name: str


class Latitude(TypedDict):
    hostile: bool


class Disturbance(TypedDict):
    #: The probability that a notification is sent twice.
    duplicate: NotRequired[float]
    #: The probability that a notification is held back, so that later ones overtake it.
    reorder: NotRequired[float]


class Delivery(TypedDict):
    """A notification and its delivery."""

    id: int
    #: Virtual time of the event.
    at: str
    vendor: str
    #: The content that is sent.
    event: DeliveryEvent
    state: str
    #: Virtual time of the next attempt.
    next: NotRequired[str]
    tried: int
    #: The delivery that this one duplicates, because of a disturbance.
    copyOf: NotRequired[int]
    #: The tracing headers sent with it, which lead to the request that caused it.
    cause: NotRequired[dict[str, list[str]]]
    attempts: NotRequired[list[dict[str, Any]]]
    #: Rules that decided whether to try again.
    consulted: NotRequired[list[Consultation]]


class DeliveryEvent(TypedDict):
    """The content that is sent."""

    name: str
    method: str
    url: str
    header: NotRequired[dict[str, list[str]]]
    #: The body if it is text, which is UTF-8 without control characters.
    body: NotRequired[str]
    #: The body if it is not text.
    bodyBase64: NotRequired[str]


Dialect = dict[str, str]

class Entry(TypedDict):
    id: int
    #: Virtual time.
    at: str
    vendor: str
    #: Omitted where no operation matched.
    operation: NotRequired[str]
    request: Message
    response: Message
    breaches: NotRequired[list[Breach]]
    consulted: NotRequired[list[Consultation]]
    #: The rule that decided a refusal. Omitted where no rule did.
    refusedBy: NotRequired[str]
    #: The fault that applied, with its effect.
    fault: NotRequired[str]
    #: Rules that decided and that no document states.
    assumed: NotRequired[list[str]]
    #: Operations that may have been meant where none matched.
    nearest: NotRequired[list[str]]
    #: The vendor's entities before and after.
    changes: NotRequired[list[Change]]
    #: An explanation in words, with citations.
    explanation: list[str]


class Message(TypedDict):
    method: NotRequired[str]
    url: NotRequired[str]
    status: NotRequired[int]
    header: NotRequired[dict[str, list[str]]]
    #: The body if it is text, which is UTF-8 without control characters.
    body: NotRequired[str]
    #: The body if it is not text.
    bodyBase64: NotRequired[str]
    #: The body is not kept, or only in part.
    truncated: NotRequired[bool]
    #: Bytes read of a body that was processed element by element and is not kept.
    size: NotRequired[int]
    #: The number of these elements.
    elements: NotRequired[int]
    #: The algorithm and the hexadecimal digest of such a body, if it was read to its end.
    digest: NotRequired[str]


class Change(TypedDict):
    kind: str
    key: str
    #: Omitted where there was none; a text that says so where it is too long to be kept.
    before: NotRequired[Any]
    #: Omitted where it no longer exists; a text that says so where it is too long to be kept.
    after: NotRequired[Any]


class Breach(TypedDict):
    #: JSON pointer into the vendor's openapi.yaml.
    pointer: NotRequired[str]
    at: str
    message: str


class Consultation(TypedDict):
    rule: str
    outcome: Literal["held", "decided", "looked-away"]
    #: The rule's statement. This and the following members are part of a single entry, not of listings.
    text: NotRequired[str]
    #: Where the statement comes from, such as documented or assumed.
    basis: NotRequired[str]
    document: NotRequired[str]
    #: The passage, by heading, paragraph, row and line.
    place: NotRequired[str]
    #: The document's public address.
    url: NotRequired[str]


class Problem(TypedDict):
    title: str
    status: int
    detail: NotRequired[str]


class ForkWorldBody(TypedDict):
    #: The new world. Anything that it held is deleted.
    to: str


class BindCredentialBody(TypedDict):
    vendor: str
    #: As the vendor's clients send it, such as the whole value of the header Authorization. Only its digest is kept.
    credential: str


class CountJournalResult(TypedDict):
    count: int


#: The operationIds of the contract.
OPERATIONS = (
    "getHealth",
    "getReady",
    "getMetrics",
    "listWorlds",
    "dropWorld",
    "forkWorld",
    "listSnapshots",
    "takeSnapshot",
    "dropSnapshot",
    "restoreSnapshot",
    "bindCredential",
    "getClock",
    "changeClock",
    "listJournal",
    "countJournal",
    "streamJournal",
    "getEntry",
    "getDialect",
    "changeDialect",
    "listTasks",
    "getStrictness",
    "listFaults",
    "setFaults",
    "getLatitude",
    "setLatitude",
    "listDeliveries",
    "redeliver",
    "setDisturbance",
    "getClientReport",
    "seedVendor",
    "getState",
    "getSample",
    "getDiagram",
    "act",
)


def _part(value: object) -> str:
    """Write a value as one part of a path."""
    return quote(str(value), safe="")


class Operations:
    """A method for each operation. A subclass says how they are sent."""

    def _send(
        self, method: str, path: str, *, query: dict[str, Any] | None = None, body: Any = None, form: str = "none"
    ) -> Any:
        raise NotImplementedError

    def get_health(self) -> Health:
        """Check that the simulator is running, and list its vendors."""
        result: Health = self._send("GET", "/health", form="json")
        return result

    def get_ready(self) -> None:
        """Check that requests can be served now. The store must answer and accept writes; it is written to at most every five seconds."""
        self._send("GET", "/ready")

    def get_metrics(self) -> str:
        """Read the counters of this process, for Prometheus."""
        result: str = self._send("GET", "/metrics", form="text")
        return result

    def list_worlds(self) -> list[str]:
        """List the worlds in use."""
        result: list[str] = self._send("GET", "/worlds", form="json")
        return result

    def drop_world(self, world: str) -> None:
        """Delete a world. Its next use creates it again, with the sample."""
        self._send("DELETE", f"/worlds/{_part(world)}")

    def fork_world(self, world: str, body: ForkWorldBody) -> None:
        """Copy a world with everything in it, including pending notifications. Afterwards the two are independent."""
        self._send("POST", f"/worlds/{_part(world)}/fork", body=body)

    def list_snapshots(self, world: str) -> list[str]:
        """List the snapshots of a world."""
        result: list[str] = self._send("GET", f"/worlds/{_part(world)}/snapshots", form="json")
        return result

    def take_snapshot(self, world: str, snapshot: str) -> None:
        """Save the current world as a named snapshot; an existing one of that name is replaced. Deleting the world deletes its snapshots."""
        self._send("PUT", f"/worlds/{_part(world)}/snapshots/{_part(snapshot)}")

    def drop_snapshot(self, world: str, snapshot: str) -> None:
        """Delete a snapshot."""
        self._send("DELETE", f"/worlds/{_part(world)}/snapshots/{_part(snapshot)}")

    def restore_snapshot(self, world: str, snapshot: str) -> None:
        """Restore the world from a snapshot, including its clock and its journal. The snapshot remains."""
        self._send("POST", f"/worlds/{_part(world)}/snapshots/{_part(snapshot)}/restore")

    def bind_credential(self, world: str, body: BindCredentialBody) -> None:
        """Let a credential select this world when a request names none, for clients whose base URL cannot have a path."""
        self._send("PUT", f"/worlds/{_part(world)}/credentials", body=body)

    def get_clock(self, world: str) -> Clock:
        """Read the virtual clock."""
        result: Clock = self._send("GET", f"/worlds/{_part(world)}/clock", form="json")
        return result

    def change_clock(self, world: str, body: ClockChange) -> Clock:
        """Advance, set, freeze or scale the virtual clock. Everything that becomes due happens, in order."""
        result: Clock = self._send("POST", f"/worlds/{_part(world)}/clock", body=body, form="json")
        return result

    def list_journal(self, world: str, *, vendor: str | None = None, operation: str | None = None, method: str | None = None, url: str | None = None, status: int | None = None, rule: str | None = None, body: str | None = None, after: int | None = None, before: int | None = None, at_least: int | None = None, within: str | None = None, limit: int | None = None) -> list[Entry]:
        """List the journal, what the simulator saw and decided, newest first."""
        result: list[Entry] = self._send("GET", f"/worlds/{_part(world)}/journal", query={"vendor": vendor, "operation": operation, "method": method, "url": url, "status": status, "rule": rule, "body": body, "after": after, "before": before, "atLeast": at_least, "within": within, "limit": limit}, form="json")
        return result

    def count_journal(self, world: str, *, vendor: str | None = None, operation: str | None = None, method: str | None = None, url: str | None = None, status: int | None = None, rule: str | None = None, body: str | None = None, after: int | None = None, at_least: int | None = None, within: str | None = None) -> CountJournalResult:
        """Count the journal entries that match."""
        result: CountJournalResult = self._send("GET", f"/worlds/{_part(world)}/journal-count", query={"vendor": vendor, "operation": operation, "method": method, "url": url, "status": status, "rule": rule, "body": body, "after": after, "atLeast": at_least, "within": within}, form="json")
        return result

    def stream_journal(self, world: str, *, after: int | None = None) -> Iterator[Any]:
        """Follow the journal as server-sent events, until the client disconnects."""
        result: Iterator[Any] = self._send("GET", f"/worlds/{_part(world)}/journal-stream", query={"after": after}, form="events")
        return result

    def get_entry(self, world: str, id: int) -> Entry:
        """Explain one response in words, with the rules and their citations."""
        result: Entry = self._send("GET", f"/worlds/{_part(world)}/journal/{_part(id)}", form="json")
        return result

    def get_dialect(self, world: str) -> Dialect:
        """Read the world's dialect, which is its reading of each rule that has several."""
        result: Dialect = self._send("GET", f"/worlds/{_part(world)}/dialect", form="json")
        return result

    def change_dialect(self, world: str, body: Dialect) -> Dialect:
        """Change the world's readings. Rules that are not named keep theirs."""
        result: Dialect = self._send("PATCH", f"/worlds/{_part(world)}/dialect", body=body, form="json")
        return result

    def list_tasks(self, world: str) -> list[Task]:
        """List the vendors' unfinished work, such as a copy to the archive."""
        result: list[Task] = self._send("GET", f"/worlds/{_part(world)}/tasks", form="json")
        return result

    def get_strictness(self, world: str) -> Dialect:
        """Read the world's strictness, what it does with contract violations that no document settles. PATCH of the dialect changes it."""
        result: Dialect = self._send("GET", f"/worlds/{_part(world)}/strictness", form="json")
        return result

    def list_faults(self, world: str) -> Faults:
        """List the faults of the world, and how often each matched and took effect."""
        result: Faults = self._send("GET", f"/worlds/{_part(world)}/faults", form="json")
        return result

    def set_faults(self, world: str, body: Faults) -> Faults:
        """Set the faults of the world. The first that applies to a request takes effect. An empty list removes all."""
        result: Faults = self._send("PUT", f"/worlds/{_part(world)}/faults", body=body, form="json")
        return result

    def get_latitude(self, world: str) -> Latitude:
        """Read whether the world varies what the contracts leave free."""
        result: Latitude = self._send("GET", f"/worlds/{_part(world)}/latitude", form="json")
        return result

    def set_latitude(self, world: str, body: Latitude) -> None:
        """Vary whatever the contracts leave free, or stop varying it."""
        self._send("PUT", f"/worlds/{_part(world)}/latitude", body=body)

    def list_deliveries(self, world: str, *, vendor: str | None = None, event: str | None = None, before: int | None = None, limit: int | None = None) -> list[Delivery]:
        """List the vendors' notifications with every delivery attempt, newest first."""
        result: list[Delivery] = self._send("GET", f"/worlds/{_part(world)}/deliveries", query={"vendor": vendor, "event": event, "before": before, "limit": limit}, form="json")
        return result

    def redeliver(self, world: str, id: int) -> Delivery:
        """Send a notification again, whatever its state."""
        result: Delivery = self._send("POST", f"/worlds/{_part(world)}/deliveries/{_part(id)}/redeliver", form="json")
        return result

    def set_disturbance(self, world: str, body: Disturbance) -> None:
        """Send some notifications twice, or out of order."""
        self._send("PUT", f"/worlds/{_part(world)}/disturbance", body=body)

    def get_client_report(self, world: str) -> Any:
        """Report what the callers of the world did right and wrong, and which vendor behaviour they have met."""
        result: Any = self._send("GET", f"/worlds/{_part(world)}/client-report", form="json")
        return result

    def seed_vendor(self, world: str, vendor: str, body: dict[str, Any]) -> None:
        """Add entities in the form of the vendor's seed document."""
        self._send("POST", f"/worlds/{_part(world)}/vendors/{_part(vendor)}/seed", body=body)

    def get_state(self, world: str, vendor: str, *, from_: int | None = None) -> Any:
        """Read the vendor's entities. A page ends after about 4 MB; the header Link leads to the next one."""
        result: Any = self._send("GET", f"/worlds/{_part(world)}/vendors/{_part(vendor)}/state", query={"from": from_}, form="json")
        return result

    def get_sample(self, world: str, vendor: str) -> Any:
        """Describe how to use the vendor here, with its credentials, entities and error codes."""
        result: Any = self._send("GET", f"/worlds/{_part(world)}/vendors/{_part(vendor)}/sample", form="json")
        return result

    def get_diagram(self, world: str, vendor: str, entity: str) -> str:
        """Draw the states of an entity, with the number of entities in each."""
        result: str = self._send("GET", f"/worlds/{_part(world)}/vendors/{_part(vendor)}/diagrams/{_part(entity)}", form="text")
        return result

    def act(self, world: str, vendor: str, action: str) -> None:
        """Run an action in the vendor's system, outside its API."""
        self._send("POST", f"/worlds/{_part(world)}/vendors/{_part(vendor)}/actions/{_part(action)}")
