"""The code under test: a picking station that reports to Altazion what was taken from the shelves."""

import base64
import json
import urllib.error
import urllib.request


class Refused(Exception):
    """Altazion refused a call."""


class Bon:
    """A picking order (bon de préparation), as the station works on it."""

    def __init__(self, base: str, number: str) -> None:
        self._path = f"{base}/api/logistique/preparation"
        self._number = number
        self._picked: dict[str, float] = {}

    def pick(self, reference: str, quantity: float) -> None:
        """Take articles from the shelf, and report the total that has been taken so far."""
        self._picked[reference] = self._picked.get(reference, 0) + quantity
        self._call(f"prepa/{self._number}", [{"Reference": r, "QtePreparee": q} for r, q in self._picked.items()])

    def ship(self) -> None:
        """Hand over to the carrier all that was picked."""
        lines = [{"Reference": r, "QtePreparee": q, "QteExpediee": q} for r, q in self._picked.items()]
        self._call(f"expe/{self._number}", lines)

    def read(self) -> dict:
        """Read the bon as Altazion has it."""
        return self._call(self._number)

    def _call(self, path: str, lines: list | None = None) -> dict:
        request = urllib.request.Request(f"{self._path}/{path}", method="GET" if lines is None else "POST")
        request.add_header("Authorization", "Basic " + base64.b64encode(b"sample-app:sample-key").decode())
        if lines is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps({"Lignes": lines}).encode()
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                raise Refused(f"{refused.code}: {json.load(refused)['Message']}") from None
