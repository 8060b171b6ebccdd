# SPDX-License-Identifier: Apache-2.0
#
# detection.py README MATRIX < defects: writes what the lab's defects show into two pages, between the comments
# `<!-- detection -->` and `<!-- end of detection -->`: a row for each class into README, one for each defect into MATRIX.
# Defects are as `nonesuch lab --list-defects` prints them. With --check first nothing is written: exit 1 when a page says
# anything else.
import difflib
import re
import sys
from pathlib import Path

PLACE = re.compile(r"(?<=<!-- detection -->\n)(.*?)(?=<!-- end of detection -->$)", re.M | re.S)


def cell(text):
    return text.replace("|", "\\|")


def code(text):
    return f"`{cell(text)}`"


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def unique(items):
    return list(dict.fromkeys(items))


def read_defects(lines):
    defects = [re.split(r" {2,}", line.rstrip("\n"), maxsplit=4) for line in lines]
    if not defects or any(len(defect) != 5 for defect in defects):
        sys.exit("these are no lines of `nonesuch lab --list-defects`")
    return defects


def summary(defects):
    names = unique(own for _, own, *_ in defects)
    rows = []
    for name in names:
        ours = [defect for defect in defects if defect[1] == name]
        kinds = unique(kind for _, _, kind, _, _ in ours)
        rows.append([name, str(len(ours)), " ".join(sorted(kinds)), cell(ours[0][4])])
    return (
        f"\n{len(defects)} defects in {len(names)} classes:\n\n"
        + table(["class", "defects", "found as", "for example"], rows)
        + "\n"
    )


def matrix(defects):
    rows = [[code(own), name, kind, code(surfaces), cell(title)] for own, name, kind, surfaces, title in defects]
    return "\n" + table(["defect", "class", "found as", "at", "what it does"], rows) + "\n"


def settle(path, text, is_check):
    page = Path(path).read_text(encoding="utf-8")
    if len(PLACE.findall(page)) != 1:
        sys.exit(f"{path}: the comments `<!-- detection -->` and `<!-- end of detection -->` do not stand there once")
    new = PLACE.sub(lambda unused: text, page)
    if is_check and new != page:
        sys.stdout.writelines(difflib.unified_diff(page.splitlines(True), new.splitlines(True), path, "as it is", n=0))
        return False
    if not is_check:
        Path(path).write_text(new, encoding="utf-8")
    return True


def main(*words):
    is_check = words[0] == "--check"
    readme, other = words[is_check:]
    defects = read_defects(sys.stdin)
    fits = [settle(readme, summary(defects), is_check), settle(other, matrix(defects), is_check)]
    sys.exit(0 if all(fits) else "stale: `cmake --build --preset release --target detection` writes them anew")


main(*sys.argv[1:])
