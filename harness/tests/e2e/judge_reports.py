# SPDX-License-Identifier: Apache-2.0
"""Judges reports by the schemas and parsers of others: judge_reports.py SOURCE FORMAT FILE..."""

import json
import re
import sys

import yaml
from jsonschema import Draft4Validator, Draft6Validator, Draft202012Validator


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def judge_sarif(source, path):
    """The schema of OASIS, and what code scanning wants beyond it."""
    report = load(path)
    Draft4Validator(load(f"{source}/harness/tests/golden/sarif-2.1.0.schema.json")).validate(report)
    (run,) = report["runs"]
    rules = run["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]
    assert len(set(ids)) == len(ids), "two rules of one id"
    for rule in rules:
        assert 0 < float(rule["properties"]["security-severity"]) < 10
        assert any(tag.startswith("external/cwe/cwe-") for tag in rule["properties"]["tags"])
        assert rule["help"]["text"] and rule["help"]["markdown"]
    taxa = {taxon["id"] for taxon in run["taxonomies"][0]["taxa"]}
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert {taxon["id"] for taxon in result["taxa"]} <= taxa
        judge_location(source, result["locations"][0], run["automationDetails"]["id"])
    fingerprints = [result["partialFingerprints"]["nonesuch/v1"] for result in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints), "two results of one fingerprint"


def judge_location(source, location, run_name):
    """The file is there, and holds the surface at the line, where one is known. `probe` has no file."""
    place = location.get("physicalLocation")
    if run_name.startswith("nonesuch/probe/"):
        assert place is None, place
        return
    line = place["region"]["startLine"]
    with open(f"{source}/{place['artifactLocation']['uri']}", encoding="utf-8") as file:
        text = file.read().splitlines()[line - 1]
    path = location["logicalLocations"][0]["name"].split(".")[1]
    assert line == 1 or path in text, (line, text, path)


def judge_har(source, path):
    report = load(path)
    Draft6Validator(load(f"{source}/harness/tests/golden/har-1.2.schema.json")).validate(report)
    pages = [page["id"] for page in report["log"]["pages"]]
    assert len(set(pages)) == len(pages)
    assert {entry["pageref"] for entry in report["log"]["entries"]} <= set(pages)


def judge_json(source, path):
    Draft202012Validator(load(f"{source}/reports/schema/report-1.schema.json")).validate(load(path))


def load_event_schema(source):
    """The schema of events with that of reports, which it refers to, inside."""
    event = load(f"{source}/reports/schema/event-1.schema.json")
    report = load(f"{source}/reports/schema/report-1.schema.json")
    Draft202012Validator.check_schema(event)
    inner = json.dumps(report).replace('"#/', '"#/$defs/report/')
    outer = json.dumps(event).replace(f'"{report["$id"]}#/', '"#/$defs/report/')
    schema, schema_of_reports = json.loads(outer), json.loads(inner)
    del schema["$id"], schema_of_reports["$id"]
    schema["$defs"]["report"] = schema_of_reports
    return schema


def judge_ndjson(source, path):
    validator = Draft202012Validator(load_event_schema(source))
    with open(path, encoding="utf-8", newline="\n") as file:
        events = [json.loads(line) for line in file]
    for event in events:
        validator.validate(event)
    assert events[0]["event"] == "run" and events[-1]["event"] == "summary"
    assert events[-1]["checks"] == sum(event["event"] == "check" for event in events)
    judge_provisional(events)


def judge_killed(source, path):
    """What is left of a run that was killed: whole lines, the first of them `run`, no end."""
    validator = Draft202012Validator(load_event_schema(source))
    with open(path, encoding="utf-8", newline="\n") as file:
        text = file.read()
    assert text.endswith("\n")
    events = [json.loads(line) for line in text.splitlines()]
    for event in events:
        validator.validate(event)
    names = {event["event"] for event in events}
    assert events[0]["event"] == "run" and "summary" not in names
    assert {"progress", "verdict"} <= names, names


def judge_provisional(events):
    """What was told meanwhile, the last of each check, is what is said at the end, but for what is waived."""
    told = {event["check"]: event["verdict"] for event in events if event["event"] == "verdict"}
    final = {event["id"]: event["verdict"] for event in events if event["event"] == "check"}
    for check, verdict in told.items():
        assert final[check] in (verdict, "waived"), (check, verdict, final[check])


def judge_tap(_source, path):
    """The diagnostics; the rest is the work of perl's TAP::Parser."""
    with open(path, encoding="utf-8", newline="\n") as file:
        text = file.read()
    blocks = re.findall(r"^  ---\n(.*?)^  \.\.\.\n", text, re.DOTALL | re.MULTILINE)
    assert len(blocks) == text.count("\nnot ok ")
    for block in blocks:
        diagnostic = yaml.safe_load(block)
        assert diagnostic["severity"] in ("fail", "inconclusive") and diagnostic["message"]


def main():
    source, name, *paths = sys.argv[1:]
    assert paths, "no report"
    for path in paths:
        globals()[f"judge_{name}"](source, path)
        print(path, "is valid", name)


main()
