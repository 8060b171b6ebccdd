# SPDX-License-Identifier: Apache-2.0
"""The detection rate of the lab's defects, as continuous integration can afford it.

First each defect on the surfaces that it names: exit 1 and a finding of its kind there. Then batches of defects whose
surfaces are disjoint, each batch on the whole pack: every defect has its finding, and no other surface fails. (Each
alone on the whole pack is `defects_whole.sh`.) Usage: defects.py NONESUCH only|batches [INDEX/COUNT]
"""
import fnmatch
import json
import re
import subprocess
import sys


def alternatives(pattern):
    """The shell's {a,b}, not nested."""
    found = re.search(r"\{([^{}]*)\}", pattern)
    if not found:
        return [pattern]
    head, tail = pattern[: found.start()], pattern[found.end() :]
    return [one for part in found.group(1).split(",") for one in alternatives(head + part + tail)]


def matches(surface, pattern):
    return any(fnmatch.fnmatchcase(surface, one) for one in alternatives(pattern))


class Program:
    def __init__(self, path):
        self.path = path

    def lines(self, *arguments):
        return subprocess.run([self.path, *arguments], check=True, capture_output=True, text=True).stdout.splitlines()

    def defects(self):
        rows = (re.split(r"  +", line) for line in self.lines("lab", "--list-defects"))
        names = ("id", "class", "kind", "surfaces")
        table = [dict(zip(names, row)) for row in rows if len(row) >= 4]
        # What only made-up bodies bring out is for `nonesuch fuzz` (fuzz_defects).
        return [defect for defect in table if defect["class"] != "fuzz"]

    def run(self, defects, *arguments):
        switches = [word for defect in defects for word in ("--lab-defect", defect["id"])]
        command = [self.path, "run", "-q", "--no-progress", *switches, *arguments, "--report-json", "report.json"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in (0, 1, 4):
            return done.returncode, {"findings": [], "checks": []}, done.stderr
        with open("report.json", encoding="utf-8") as file:
            return done.returncode, json.load(file), done.stderr


def kinds_at(report, pattern):
    kinds = set()
    for finding in report["findings"]:
        if matches(finding["surface"], pattern):
            kinds.add(finding["kind"])
            kinds.update(finding["also"].split() if isinstance(finding["also"], str) else finding["also"])
    return kinds


def complaints(report, defects):
    for defect in defects:
        kinds = kinds_at(report, defect["surfaces"])
        if defect["kind"] not in kinds:
            yield "{}: no finding of kind {}, but {}".format(defect["id"], defect["kind"], ", ".join(sorted(kinds)) or "none")
    for finding in report["findings"]:
        if not any(matches(finding["surface"], defect["surfaces"]) for defect in defects):
            yield "also at {surface}: {kind}, {title}".format(**finding)


def batches_of(defects, surfaces):
    """Greedy: each defect into the first batch none of whose surfaces it touches."""
    batches = []
    for defect in defects:
        touched = {surface for surface in surfaces if matches(surface, defect["surfaces"])}
        for batch in batches:
            if not batch["touched"] & touched:
                break
        else:
            batch = {"touched": set(), "defects": []}
            batches.append(batch)
        batch["touched"] |= touched
        batch["defects"].append(defect)
    return [batch["defects"] for batch in batches]


def judge(program, defects, *arguments):
    code, report, errors = program.run(defects, *arguments)
    wrong = list(complaints(report, defects))
    if code != 1:
        wrong.append("exit {}: {}".format(code, errors.strip()[-300:]))
    return wrong


def main(path, mode, share="1/1"):
    program = Program(path)
    first, step = (int(part) for part in share.split("/"))
    defects = program.defects()
    if mode == "only":
        # What hides in noise shows against the answers of a whole run: the batches have those. A variation is sent once
        # per kind of request, so that of a few surfaces all are asked for.
        # A third tenant takes part with all of them alone.
        wide = {"variations": ("--variations", "all"), "tenants": ("--variations", "all")}
        work = [
            ([defect], ("--only", defect["surfaces"], *wide.get(defect["class"], ())))
            for defect in defects
            if defect["class"] != "noise"
        ]
    else:
        surfaces = {line.split()[0] for line in program.lines("plan") if line.strip()}
        plain = [defect for defect in defects if defect["class"] != "tenants"]
        work = [(batch, ()) for batch in batches_of(plain, surfaces)]
    wrong = 0
    mine = work[first - 1 :: step]
    for batch, arguments in mine:
        said = judge(program, batch, *arguments)
        wrong += bool(said)
        names = " ".join(defect["id"] for defect in batch)
        print("{}: {}".format(names, "; ".join(sorted(set(said))) if said else "found"), flush=True)
    print("{} of {} {}".format(len(mine) - wrong, len(mine), "defects found" if mode == "only" else "batches as they must be"))
    return 1 if wrong or not mine else 0


sys.exit(main(*sys.argv[1:]))
