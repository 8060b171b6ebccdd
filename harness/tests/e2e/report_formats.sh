#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The golden reports in the formats of others, judged by others: SARIF and HAR by their schemas (OASIS, har-schema) and
# python3-jsonschema, NDJSON by the published schema, TAP by perl's TAP::Parser and a YAML parser, the script by sh, dash and
# shellcheck where they are installed, and by running it against a server that is not there.
set -euo pipefail
golden=${SOURCE:?}/reports/golden

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

python3 - "$SOURCE" "$golden" <<'END'
import glob
import json
import sys

from jsonschema import Draft4Validator, Draft6Validator, Draft202012Validator
from referencing import Registry, Resource

source, golden = sys.argv[1:]


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def reports(name):
    paths = sorted(glob.glob(f"{golden}/*/{name}"))
    assert paths, f"no golden {name}"
    return paths


sarif = Draft4Validator(load(f"{source}/harness/tests/golden/sarif-2.1.0.schema.json"))
for path in reports("report.sarif"):
    report = load(path)
    sarif.validate(report)
    (run,) = report["runs"]
    rules = run["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]
    assert len(set(ids)) == len(ids), f"{path}: rules of one id"
    for rule in rules:
        assert 0 < float(rule["properties"]["security-severity"]) < 10
        assert any(tag.startswith("external/cwe/cwe-") for tag in rule["properties"]["tags"])
        assert rule["help"]["text"] and rule["help"]["markdown"]
    taxa = {taxon["id"] for taxon in run["taxonomies"][0]["taxa"]}
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert {taxon["id"] for taxon in result["taxa"]} <= taxa
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == "scenarios/agentex/pack.yaml", uri
    fingerprints = [result["partialFingerprints"]["nonesuch/v1"] for result in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints)

har = Draft6Validator(load(f"{source}/harness/tests/golden/har-1.2.schema.json"))
for path in reports("report.har"):
    report = load(path)
    har.validate(report)
    pages = {page["id"] for page in report["log"]["pages"]}
    assert {entry["pageref"] for entry in report["log"]["entries"]} <= pages

schemas = [load(f"{source}/reports/schema/{name}-1.schema.json") for name in ("report", "event")]
registry = Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in schemas)
Draft202012Validator.check_schema(schemas[1])
event_schema = Draft202012Validator(schemas[1], registry=registry)
for path in reports("report.ndjson"):
    with open(path, encoding="utf-8") as file:
        events = [json.loads(line) for line in file]
    for event in events:
        event_schema.validate(event)
    assert events[0]["event"] == "run" and events[-1]["event"] == "summary", path
    assert events[-1]["checks"] == sum(event["event"] == "check" for event in events), path
END

# Perl's parser knows versions up to 13, of which 14 is an extension that it reads as comments.
cat >parse_tap.pl <<'END'
use strict;
use warnings;
use TAP::Parser;
my ($path, %wanted) = @ARGV;
open my $file, '<', $path or die "$path: $!";
my $tap = join '', <$file>;
$tap =~ s/\ATAP version 14\n/TAP version 13\n/ or die "$path: no version 14\n";
my $parser = TAP::Parser->new({tap => $tap});
$parser->run;
die "$path: ", join("\n", $parser->parse_errors), "\n" if $parser->parse_errors;
my %got = (passed => scalar $parser->passed, failed => scalar $parser->failed, skipped => scalar $parser->skipped);
for (sort keys %wanted) {
    die "$path: $got{$_} $_, not $wanted{$_}\n" if $got{$_} != $wanted{$_};
}
END
perl parse_tap.pl "$golden/pass/report.tap" passed 7 failed 0 skipped 2
perl parse_tap.pl "$golden/findings/report.tap" passed 2 failed 12 skipped 0
perl parse_tap.pl "$golden/hostile/report.tap" passed 1 failed 3 skipped 0

python3 - "$golden"/*/report.tap <<'END'
import re
import sys

import yaml

for path in sys.argv[1:]:
    with open(path, encoding="utf-8", newline="\n") as file:
        text = file.read()
    blocks = re.findall(r"^  ---\n(.*?)^  \.\.\.\n", text, re.DOTALL | re.MULTILINE)
    assert len(blocks) == text.count("\nnot ok "), path
    for block in blocks:
        diagnostic = yaml.safe_load(block)
        assert diagnostic["severity"] in ("fail", "inconclusive") and diagnostic["message"], path
END

for page in "$golden"/*/report.md; do
    [ "$(wc -l <"$page")" -le 60 ] || fail "$page: more than 60 lines"
done

for script in "$golden"/*/replay.sh; do
    sh -n "$script"
    for judge in 'dash -n' 'busybox sh -n' 'shellcheck -s sh'; do
        ! command -v "${judge%% *}" >/dev/null || $judge "$script" || fail "$judge $script"
    done
done

code=0
sh "$golden/findings/replay.sh" >out.txt 2>err.txt || code=$?
[ "$code" -ne 0 ] || fail 'a token is missing, and nothing says so'
grep -q 'MALLORY_X_API_KEY.*is not set' err.txt || fail 'nothing says which token is missing'
code=0
sh "$golden/findings/replay.sh" 0123 2>err.txt || code=$?
[ "$code" -eq 2 ] || fail "exit $code for a finding that is not there"

# What curl is handed: the arguments, one a line.
mkdir -p bin
printf '#!/bin/sh\nprintf "%%s\\n" "$@" >>"$ARGUMENTS"\n' >bin/curl
chmod +x bin/curl
ARGUMENTS=$PWD/arguments.txt MALLORY_X_API_KEY="it's \$secret" PATH="$PWD/bin:$PATH" \
    sh "$golden/findings/replay.sh" 1122334455667788 >out.txt
grep -qFx "x-api-key: it's \$secret" arguments.txt || fail 'the token did not arrive as it is'
[ "$(grep -cFx -- --url arguments.txt)" -eq 2 ] || fail 'two requests were not sent'
grep -qFx 'http://127.0.0.1:5003/tasks/name/quiet-otter-7' arguments.txt || fail 'the URL did not arrive'
