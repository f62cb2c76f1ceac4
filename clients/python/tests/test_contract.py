"""The generated methods send what specs/control/openapi.yaml says."""

import inspect
import re

import pytest
from conftest import ROOT
from plumbline_client.contract import OPERATIONS, Operations


def contract():
    """Yield method, path and operationId of each operation, read without the generator's help."""
    path = method = None
    for line in (ROOT / "specs/control/openapi.yaml").read_text().splitlines():
        if found := re.match(r"^  (/\S*):$", line):
            path = found[1]
        elif found := re.match(r"^    (get|put|post|patch|delete):$", line):
            method = found[1].upper()
        elif found := re.match(r"^      operationId: (\w+)$", line):
            yield method, path, found[1]


class Recorder(Operations):
    def _send(self, method, path, **_):
        self.sent = (method, path)


def test_there_is_a_contract():
    assert len(list(contract())) > 20
    assert sorted(OPERATIONS) == sorted(name for _, _, name in contract())


@pytest.mark.parametrize(("method", "path", "operation"), list(contract()))
def test_an_operation_is_a_method(method, path, operation):
    api = Recorder()
    send = getattr(api, re.sub(r"([a-z])([A-Z])", r"\1_\2", operation).lower())
    needed = [p for p in inspect.signature(send).parameters.values() if p.default is p.empty]
    # Names in the path come first and in its order; one needs to be escaped.
    names = re.findall(r"{(\w+)}", path)
    values = [f"{name}/1" for name in names]
    send(*values, *[{} for _ in needed[len(names) :]])
    want = path
    for name in names:
        want = want.replace("{" + name + "}", f"{name}%2F1")
    assert api.sent == (method, want)
