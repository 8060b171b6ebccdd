#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 900
# labels: heavy
#
# Each defect of the lab that only made-up bodies bring out, and each of its parser, alone: `nonesuch fuzz` finds it
# within 50 000 requests, of the kind and at the surface that the table names. (The one behind five checks: fuzz_chain.)
source "$SOURCE/harness/tests/e2e/common.bash"

cat >judge.py <<'END'
"""Says what is wrong with the report of one defect; nothing when all is well."""
import fnmatch
import json
import re
import sys


def alternatives(pattern):
    found = re.search(r"\{([^{}]*)\}", pattern)
    if not found:
        return [pattern]
    head, tail = pattern[: found.start()], pattern[found.end() :]
    return [one for part in found.group(1).split(",") for one in alternatives(head + part + tail)]


def main(path, kind, glob):
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    kinds = set()
    for finding in report["findings"]:
        if any(fnmatch.fnmatchcase(finding["surface"], one + "*") for one in alternatives(glob)):
            kinds.add(finding["kind"])
            kinds.update(finding["also"])
        else:
            print("also at {surface}: {kind}".format(**finding))
    if kind not in kinds:
        print("no finding of kind {}, but {}".format(kind, ", ".join(sorted(kinds)) or "none"))


main(*sys.argv[1:])
END

wrong=0 found=0
while IFS=$'\t' read -r id kind glob; do
    code=0
    "$NONESUCH" fuzz -q --no-progress --lab-defect "$id" --seed "${SEED:-5}" --max-failures 1 --max-requests 50000 \
        --request-timeout 1s --report-json report.json >out.txt 2>err.txt || code=$?
    said=$(python3 judge.py report.json "$kind" "$glob" 2>&1 || true)
    [ $code -eq 1 ] || said="exit $code; $said"
    if [ -z "$said" ]; then
        found=$((found + 1))
        echo "$id: found, $(field report.json 'r["ledger"]["requests"]') requests"
    else
        wrong=$((wrong + 1))
        echo "$id: WRONG: $said"
        tail -n 3 err.txt
    fi
    rm -f report.json
done < <("$NONESUCH" lab --list-defects |
    awk -F '  +' '($2 == "fuzz" || $2 == "parser") && $1 != "fuzz-chain" { print $1 "\t" $3 "\t" $4 }')

echo "$found of $((found + wrong)) defects found"
[ $wrong -eq 0 ] && [ $found -ge 20 ]
