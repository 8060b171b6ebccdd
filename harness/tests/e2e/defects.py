# SPDX-License-Identifier: Apache-2.0
"""The detection rate of the lab's defects: whether each is found, as the kind of finding and at the surfaces that the
table (`nonesuch lab --list-defects`) names, and nothing anywhere else.

    only     each alone on the surfaces that it names
    batches  those that touch disjoint surfaces together, on the whole pack: nothing elsewhere
    whole    each alone on the whole pack; nothing inconclusive elsewhere either (hours)
    fuzz     each of the class fuzz, and of the parser, by `nonesuch fuzz` within 50 000 requests

Usage: defects.py NONESUCH only|batches|whole|fuzz [INDEX/COUNT]
Environment: DEFECTS="id id" takes these alone; SEED is that of the fuzzer.
"""
import fnmatch
import json
import os
import re
import subprocess
import sys

# A third tenant takes part with all variations alone; of a few surfaces a variation is sent once per kind of request.
ALL_VARIATIONS = ("--variations", "all")
FUZZ_LIMITS = ("--max-failures", "1", "--max-requests", "50000", "--request-timeout", "1s")
FOUND_BEHIND_CHECKS = "fuzz-chain"  # takes more requests: fuzz_chain
FRAMED = "fuzz-desync-"  # shows only with what has to be allowed


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
        chosen = os.environ.get("DEFECTS", "").split()
        return [defect for defect in table if not chosen or defect["id"] in chosen]

    def run(self, command, defects, *arguments):
        """Exit code, report, and what was said on stderr."""
        switches = [word for defect in defects for word in ("--lab-defect", defect["id"])]
        line = [self.path, command, "-q", "--no-progress", *switches, *arguments, "--report-json", "report.json"]
        done = subprocess.run(line, capture_output=True, text=True)
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


def doubts_elsewhere(report, defects):
    """A surface that fails leaves its variations without a plain request to compare with; any other has no excuse."""
    for check in report["checks"]:
        is_there = any(matches(check["surface"], defect["surfaces"]) for defect in defects)
        if check["verdict"] == "inconclusive" and not is_there:
            yield "inconclusive: {id}".format(**check)


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


def work_of(program, mode):
    """Command, defects and arguments of each run."""
    table = program.defects()
    if mode == "fuzz":
        seed = ("--seed", os.environ.get("SEED", "5"))
        mine = [defect for defect in table if defect["class"] in ("fuzz", "parser") and defect["id"] != FOUND_BEHIND_CHECKS]
        work = []
        for defect in mine:
            allowed = ("--http-desync",) if defect["id"].startswith(FRAMED) else ()
            # What is found is told at a surface of its own below the one that is named.
            below = {**defect, "surfaces": defect["surfaces"] + "*"}
            work.append(("fuzz", [below], (*seed, *FUZZ_LIMITS, *allowed)))
        return work
    defects = [defect for defect in table if defect["class"] != "fuzz"]
    if mode == "only":
        # What hides in noise shows against the answers of a whole run: the batches have those.
        wide = {"variations": ALL_VARIATIONS, "tenants": ALL_VARIATIONS}
        loud = [defect for defect in defects if defect["class"] != "noise"]
        return [("run", [one], ("--only", one["surfaces"], *wide.get(one["class"], ()))) for one in loud]
    if mode == "whole":
        return [("run", [one], ALL_VARIATIONS if one["class"] == "tenants" else ()) for one in defects]
    surfaces = {line.split()[0] for line in program.lines("plan") if line.strip()}
    plain = [defect for defect in defects if defect["class"] != "tenants"]
    return [("run", batch, ()) for batch in batches_of(plain, surfaces)]


def main(path, mode, share="1/1"):
    program = Program(path)
    first, step = (int(part) for part in share.split("/"))
    mine = work_of(program, mode)[first - 1 :: step]
    wrong = 0
    for command, defects, arguments in mine:
        code, report, errors = program.run(command, defects, *arguments)
        said = list(complaints(report, defects))
        if mode == "whole":
            said += doubts_elsewhere(report, defects)
        if code != 1:
            said.append("exit {}: {}".format(code, errors.strip()[-300:]))
        wrong += bool(said)
        found = "found, {} requests".format(report["ledger"]["requests"]) if mode == "fuzz" and not said else "found"
        names = " ".join(defect["id"] for defect in defects)
        print("{}: {}".format(names, "; ".join(sorted(set(said))) if said else found), flush=True)
    print("{} of {} {}".format(len(mine) - wrong, len(mine), "batches as they must be" if mode == "batches" else "defects found"))
    return 1 if wrong or not mine else 0


sys.exit(main(*sys.argv[1:]))
