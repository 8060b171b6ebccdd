#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 3600
# labels: long
#
# Each defect of the lab alone: exit 1, a finding of its kind at its surface, and nothing anywhere else. SHARD=I/N takes
# every N-th defect, from the I-th on; DEFECTS="id id" takes these.
source "$SOURCE/harness/tests/e2e/common.bash"
shard=${SHARD:-1/1}

# Those of class fuzz are for `nonesuch fuzz` (fuzz_defects).
"$NONESUCH" lab --list-defects | awk -F '  +' '$2 != "fuzz" { print $1 "\t" $3 "\t" $4 }' >table.txt
awk -v first="${shard%/*}" -v step="${shard#*/}" 'NR % step == first % step' table.txt >chosen.txt
if [ -n "${DEFECTS:-}" ]; then
    : >chosen.txt
    for id in $DEFECTS; do
        awk -F '\t' -v id="$id" '$1 == id' table.txt >>chosen.txt
    done
fi

cat >judge.py <<'END'
"""Says what is wrong with the report of one defect; nothing when all is well."""
import fnmatch
import json
import re
import sys


def alternatives(pattern):
    """The shell's {a,b}, not nested."""
    found = re.search(r"\{([^{}]*)\}", pattern)
    if not found:
        return [pattern]
    head, tail = pattern[: found.start()], pattern[found.end() :]
    return [one for part in found.group(1).split(",") for one in alternatives(head + part + tail)]


def main(path, kind, glob):
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    globs = alternatives(glob)
    findings = report["findings"]

    def is_elsewhere(surface):
        return not any(fnmatch.fnmatchcase(surface, one) for one in globs)

    for finding in findings:
        if is_elsewhere(finding["surface"]):
            print("also at {surface}: {kind}".format(**finding))
    kinds = sorted({finding["kind"] for finding in findings})
    if kind not in kinds:
        print("no finding of kind {}, but {}".format(kind, ", ".join(kinds) or "none"))
    # A surface that fails leaves its variations without a plain request to compare with; any other has no excuse.
    for check in report["checks"]:
        if check["verdict"] == "inconclusive" and is_elsewhere(check["surface"]):
            print("inconclusive: {id}".format(**check))


main(*sys.argv[1:])
END

found=0
wrong=0
while IFS=$'\t' read -r id kind glob; do
    code=0
    "$NONESUCH" run -q --no-progress --lab-defect "$id" --report-json report.json >out.txt 2>err.txt || code=$?
    said=$(python3 judge.py report.json "$kind" "$glob" 2>&1 || true)
    [ $code -eq 1 ] || said="exit $code; $said"
    if [ -z "$said" ]; then
        found=$((found + 1))
        echo "$id: found"
    else
        wrong=$((wrong + 1))
        echo "$id: WRONG: $(echo "$said" | sort -u | paste -s -d ';')"
        tail -n 3 err.txt
    fi
    rm -f report.json
done <chosen.txt

echo "$found of $((found + wrong)) defects found, each alone and nowhere else"
[ $wrong -eq 0 ] && [ $found -gt 0 ]
