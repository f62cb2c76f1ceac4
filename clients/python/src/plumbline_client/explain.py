"""Words for what the simulator decided: which rule, and where the document says so."""

from __future__ import annotations

import re
from typing import Any

from .contract import Entry


def explain_entry(entry: Entry) -> str:
    """Say why a request was answered as it was.

    Of a refusal, the rule that decided it is told in full, and the others by their names.
    """
    request, response = entry["request"], entry["response"]
    url = _WORLD.sub("/", request.get("url", ""), count=1)
    lines = [f"{request.get('method')} {url} -> {response.get('status', 'no answer')} (journal {entry['id']})"]
    refused_by = entry.get("refusedBy")
    others = []
    for text in entry["explanation"]:
        rule = _DECIDED.match(text)
        if rule and refused_by and rule[1] != refused_by:
            others.append(rule[1])
        elif not text.startswith(_PLAIN):
            lines.append(f"  {text}")
    if others:
        lines.append(f"  Other rules that had a part: {', '.join(others)}.")
    return "\n".join(lines)


_WORLD = re.compile(r"^/@[^/]+/")
_DECIDED = re.compile(r"^The rule (\S+) decided: ")
_PLAIN = ("The request is the operation ", "The answer was ")


def broken_rules(report: dict[str, Any], level: str = "broken") -> list[dict[str, Any]]:
    """List the rules that the callers of a world broke, from its client report.

    Rules that the document only recommends, or that no document states, are left
    out. With level "not-seen" the rules that were never put to the test are listed, too.
    """
    found = []
    for vendor in report["vendors"]:
        for rule in vendor["rules"]:
            broken = rule["standing"] == "broken" and rule["level"] == "must" and rule["basis"] != "assumed"
            if broken or (level == "not-seen" and rule["standing"] == "not-seen"):
                found.append(rule)
    return found


def explain_rule(rule: dict[str, Any]) -> str:
    """Say how a rule of the caller was broken, and where the document states it."""
    source = rule["source"]
    lines = [
        f"{rule['id']}: {rule['standing']}",
        f"  {rule['text']}",
        f"  {rule['reason']}",
        f"  {rule['basis']}: document {source['document']}, {source['place']}, {source['url']}",
    ]
    entries = rule.get("brokenBy")
    if entries:
        more = f" and {rule['more']} more" if rule.get("more") else ""
        lines.append("  journal " + ", ".join(str(entry) for entry in entries) + more)
    return "\n".join(lines)
