"""The control API over HTTP, with the standard library alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from .contract import Operations


class PlumblineError(Exception):
    """What went wrong, and what to do."""


class Problem(PlumblineError):
    """The control API refused a request. The text says how to fix the request."""

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(f"{status} {title}: {detail}" if detail else f"{status} {title}")
        self.status = status
        self.title = title
        self.detail = detail


class Control(Operations):
    """The control API of a running simulator: one method for each operation of its contract."""

    def __init__(self, url: str, token: str | None = None, timeout: float = 60) -> None:
        self.url = url.rstrip("/")
        self._token = token
        self._timeout = timeout
        # A proxy of the environment has no way to a simulator on this machine.
        self._opener = build_opener(ProxyHandler({}))

    def _send(
        self, method: str, path: str, *, query: dict[str, Any] | None = None, body: Any = None, form: str = "none"
    ) -> Any:
        given = {name: value for name, value in (query or {}).items() if value is not None}
        request = Request(self.url + path + ("?" + urlencode(given) if given else ""), method=method)
        if method != "GET":  # the control API takes writes from programs only, which say what they send
            request.add_header("Content-Type", "application/json")
        if body is not None:
            request.data = json.dumps(body).encode()
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            answer = self._opener.open(request, timeout=self._timeout)
        except HTTPError as refused:
            raise _problem(refused) from None
        except URLError as gone:
            raise PlumblineError(f"no simulator answers at {self.url}: {gone.reason}") from None
        if form == "events":
            return _events(answer)
        with answer:
            content = answer.read()
        if form == "json":
            return json.loads(content)
        return content.decode() if form == "text" else None


def _problem(refused: HTTPError) -> Problem:
    with refused:
        content = refused.read()
    try:
        problem = json.loads(content)
        return Problem(refused.code, str(problem["title"]), str(problem.get("detail", "")))
    except (ValueError, KeyError, TypeError):
        return Problem(refused.code, refused.reason, content.decode(errors="replace")[:500])


def _events(answer: Any) -> Iterator[Any]:
    """Yield the data of server-sent events."""
    with answer:
        for line in answer:
            if line.startswith(b"data:"):
                yield json.loads(line[5:])
