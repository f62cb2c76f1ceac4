"""A running simulator: one that this process starts, or one that runs already."""

from __future__ import annotations

import collections
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterable
from typing import IO

from ._http import Control, PlumblineError
from .world import World

_READY = re.compile(r"^ready vendors=(\S+) control=(\S+)")


class Simulator:
    """A simulator with the addresses of its two ports. Use it as a context manager."""

    def __init__(self, vendors_url: str, control_url: str, token: str | None = None) -> None:
        """Reach a simulator that runs already."""
        self.vendors_url = vendors_url.rstrip("/")
        self.control = Control(control_url, token)
        self._process: subprocess.Popen[str] | None = None

    @classmethod
    def start(
        cls,
        vendors: Iterable[str] = (),
        *,
        binary: str | None = None,
        arguments: Iterable[str] = (),
        patience: float = 60,
    ) -> Simulator:
        """Start `plumbline simulate` on two free ports of this machine; all vendors when none is named.

        The binary is the one given, else that of PLUMBLINE_BIN, else plumbline on the PATH.
        `arguments` are further flags, `patience` the seconds that the start may take.
        Notifications to this machine are delivered, so that a test can receive them.
        """
        command = [
            find_binary(binary), "simulate", *vendors,
            "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0",
            "--allow-private-webhooks", "--client-report", "off", *arguments,
        ]  # fmt: skip
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")
        last: collections.deque[str] = collections.deque(maxlen=20)
        ready = threading.Event()
        found: list[re.Match[str]] = []
        assert process.stdout and process.stderr

        # Both pipes are read to their ends: a full one would stop the simulator.
        def read(pipe: IO[str], addresses: bool) -> None:
            for line in pipe:
                match = _READY.match(line) if addresses and not found else None
                if match:
                    found.append(match)
                    ready.set()
                elif not addresses:
                    last.append(line)
            if addresses:
                ready.set()

        readers = [
            threading.Thread(target=read, args=(process.stdout, True), daemon=True),
            threading.Thread(target=read, args=(process.stderr, False), daemon=True),
        ]
        for reader in readers:
            reader.start()
        ready.wait(patience)
        if not found:
            process.kill()
            process.wait()
            readers[1].join(5)
            raise PlumblineError(f"{' '.join(command)} did not start:\n{''.join(last).strip()}")
        simulator = cls(found[0][1], found[0][2])
        simulator._process = process
        return simulator

    def world(self, name: str = "default") -> World:
        """Return a world: an isolated copy of all vendors, made on first use."""
        return World(self.control, self.vendors_url, name)

    def stop(self) -> None:
        """End a simulator that was started here; one that ran already is left alone."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def __enter__(self) -> Simulator:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def find_binary(given: str | None = None) -> str:
    """Find the plumbline binary, or say how to name it."""
    wanted = given or os.environ.get("PLUMBLINE_BIN") or "plumbline"
    found = shutil.which(wanted)
    if found is None:
        raise PlumblineError(f"there is no program {wanted}: put plumbline on the PATH, or its path into PLUMBLINE_BIN")
    return found
