# SPDX-License-Identifier: Apache-2.0
#
# same_report.py ONE OTHER: two JSON reports say the same but for what differs from run to run: times, ids, seeds, ports and
# references, the command line, how many requests it took, and how often something was seen.
import json
import re
import sys

PRIVATE = {"id", "seed", "started", "duration_ms", "options", "requests", "groups", "seen", "tried", "ledger", "noise", "curl"}
RANDOM = [
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
    (r"127\.0\.0\.1:\d+", "ADDRESS"),
]


def settle(text):
    for pattern, name in RANDOM:
        text = re.sub(pattern, name, text)
    return text


def settled(value, key=""):
    if isinstance(value, dict):
        own_id = key in ("checks", "controls")
        return {k: settled(v, k) for k, v in value.items() if k not in PRIVATE or (own_id and k == "id")}
    if isinstance(value, list):
        return [settled(v, key) for v in value]
    return settle(value) if isinstance(value, str) else value


# Of the evidence, what it is about; the answers hold names, times and lengths of their own.
def load(path):
    with open(path, encoding="utf-8") as file:
        report = settled(json.load(file))
    for finding in report["findings"]:
        finding["evidence"] = [side["label"] for side in finding["evidence"]]
        del finding["left"], finding["right"]
    for control in report["controls"]:
        control.pop("request", None)
        control.pop("response", None)
    return report


one, other = (json.dumps(load(path), indent=1).splitlines() for path in sys.argv[1:3])
if one != other:
    import difflib

    print("\n".join(list(difflib.unified_diff(one, other, sys.argv[1], sys.argv[2], lineterm=""))[:60]))
    sys.exit(1)
