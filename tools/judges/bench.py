#!/usr/bin/env python3
"""Runs Schemathesis, at its defaults, on the order API of examples/own-api: once as
it is, and once with each fault. What it tells of the API as it is are false
failures; a fault is found where it tells something more.

    bench.py SCHEMATHESIS OWN-API OPENAPI.YAML [FAULT…]
"""
import json
import os
import subprocess
import sys
import tempfile

TOKEN = "Authorization: Bearer token-of-anna"


def judge(schemathesis, server, document, fault):
    """The failures that are told, each by its code and its operation."""
    api = subprocess.Popen([server, "--listen", "127.0.0.1:0", "--fault", fault], stdout=subprocess.PIPE, text=True)
    with tempfile.TemporaryDirectory() as folder:  # what a run remembers would help the next one
        report = folder + "/report.json"
        try:
            base = api.stdout.readline().split()[1]
            run = subprocess.run(
                [schemathesis, "run", os.path.abspath(document), "--url", base, "-H", TOKEN, "--seed", "1", "--no-color",
                 "--report", "json", "--report-json-path", report],
                cwd=folder, capture_output=True, text=True, timeout=600,
            )
        finally:
            api.kill()
            api.wait()
        if run.returncode not in (0, 1):
            sys.exit(f"{fault}: schemathesis ended with {run.returncode}:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
        told = json.load(open(report))
    return {(operation, f["code"] + " " + f["title"]) for f in told["failures"] for operation in f["operations"]}


def main():
    schemathesis, server, document, *faults = sys.argv[1:]
    listed = subprocess.run([server, "--faults"], capture_output=True, text=True, check=True).stdout
    kinds = {line.split()[0]: line.split()[1] for line in listed.splitlines()}
    baseline = judge(schemathesis, server, document, "")
    print(f"false failures: {len(baseline)}")
    for operation, title in sorted(baseline):
        print(f"  {operation}: {title}")
    count = {}
    for fault in faults or kinds:
        more = judge(schemathesis, server, document, fault) - baseline
        kind = kinds[fault]
        n, all_ = count.get(kind, (0, 0))
        count[kind] = (n + bool(more), all_ + 1)
        print(f"{'found ' if more else 'missed'} {kind:10} {fault:28} {'; '.join(f'{o}: {t}' for o, t in sorted(more))[:160]}", flush=True)
    for kind, (n, all_) in count.items():
        print(f"{kind}: {n} of {all_}")


main()
