# SPDX-License-Identifier: Apache-2.0
"""Prints the commands of the README's sections that stand in the arguments, one a line: CODE, a tab, the command.

A command ends with 0, or with what a comment `# exit code N` behind it says."""

import re
import sys


def section(text, title):
    match = re.search(rf"^## {re.escape(title)}\n(.*?)^## ", text, re.DOTALL | re.MULTILINE)
    assert match, f"no section '{title}'"
    return match.group(1)


def commands(block):
    for line in re.sub(r" *\\\n *", " ", block).splitlines():
        command, _, code = line.partition("# exit code ")
        yield int(code or 0), command.strip()


def main():
    readme, *titles = sys.argv[1:]
    with open(readme, encoding="utf-8") as file:
        text = file.read()
    for title in titles:
        blocks = re.findall(r"^```sh\n(.*?)^```", section(text, title), re.DOTALL | re.MULTILINE)
        assert blocks, f"no command in '{title}'"
        for block in blocks:
            for code, command in commands(block):
                print(code, command, sep="\t")


main()
