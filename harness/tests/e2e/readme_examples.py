# SPDX-License-Identifier: Apache-2.0
#
# readme_examples.py PAGE FOLDER: writes the YAML examples of a page as files and prints a line for each: what it is, where,
# and what belongs to it, tabs between.
#
#   run FILE          a pack to run against the lab
#   check FILE        a file to check only: a pack or waivers
#   target FILE PACK  a target file for that pack
#
# A comment before each fence says what it holds: `<!-- example: pack -->` a whole pack; `keys` keys of a pack, laid over
# what stands above; `target of PACK`; `waivers`. Behind a comma: `not run: why`, `at most N lines`. Texts are taken as
# they stand, never parsed: it is the program that reads them. `${env:NAME}` is set by the script, `${file:path}` is written
# here. Exit 1 with a message when an example is not marked, or there is none.
import re
import sys
from pathlib import Path

ALONE = ("surfaces", "flows", "unknown_methods")  # an example stands for these itself
FENCE = re.compile(r"^(?P<mark><!-- example: (?P<what>.*?) -->\n)?```(?P<language>[a-z]*)\n(?P<text>.*?)^```$", re.M | re.S)


def parts(text, indent):
    """The members of a block mapping that starts at so many blanks: name -> lines."""
    found = {}
    for line in text.splitlines(keepends=True):
        head = re.match(" " * indent + r"([a-z_]+):", line)
        if head:
            found[head[1]] = line
        elif found:
            found[next(reversed(found))] += line
    return found


def laid_over(below, above, indent=0):
    """The mapping `below` with the members of `above`; maps of block form are joined one level down."""
    out = dict(below)
    for name, text in above.items():
        own = text.split("\n", 1)[0].split(":", 1)[1].split("#")[0].strip()
        is_map = own == "" and indent < 4 and parts(text, indent + 2) and name in out
        if is_map and not text.split("\n", 1)[1].lstrip().startswith("- "):
            inner = laid_over(parts(out[name], indent + 2), parts(text, indent + 2), indent + 2)
            out[name] = " " * indent + name + ":\n" + "".join(inner.values())
        else:
            out[name] = text
    return out


class Page:
    def __init__(self, folder):
        self.folder, self.pack = folder, {}

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        for path in re.findall(r"\$\{file:([^}]+)\}", text):
            (self.folder / path).write_text("token\n", encoding="utf-8")
        return str(self.folder / name)

    def lay(self, text):
        above = parts(text, 0)
        if any(name in above for name in ALONE):
            self.pack = {name: own for name, own in self.pack.items() if name not in ALONE}
        self.pack = laid_over(self.pack, above)
        return "".join(self.pack.values())

    def take(self, name, what, text):
        kind, *rest = what.split(", ", 1)
        extra = rest[0] if rest else ""
        most = re.fullmatch(r"at most (\d+) lines", extra)
        if extra and not most and not extra.startswith("not run: "):
            raise ValueError(f"'{extra}' is no remark on an example")
        if most and text.count("\n") > int(most[1]):
            raise ValueError(f"it has {text.count(chr(10))} lines, not {extra}")
        if kind == "waivers" or kind.startswith("target of "):
            path = self.write(name, text)
            return ("check", path) if kind == "waivers" else ("target", path, kind.removeprefix("target of "))
        if kind not in ("pack", "keys"):
            raise ValueError(f"'{kind}' is no kind of example")
        is_run = not extra.startswith("not run: ")
        if kind == "keys":
            kept = dict(self.pack)
            text = self.lay(text)
            self.pack = self.pack if is_run else kept  # what does not fit the lab is no base for others
        elif not self.pack:
            self.pack = parts(text, 0)
        return ("run" if is_run else "check", self.write(name, text))


def main(path, folder):
    text = Path(path).read_text(encoding="utf-8")
    page, count = Page(Path(folder)), 0
    for fence in FENCE.finditer(text):
        line = text.count("\n", 0, fence.start("text"))
        if fence["language"] not in ("yaml", "yml"):
            continue
        count += 1
        try:
            if not fence["what"]:
                raise ValueError("no comment before it says what it is: <!-- example: … -->")
            print("\t".join(page.take(f"line_{line}.yaml", fence["what"], fence["text"])))
        except ValueError as fault:
            sys.exit(f"{path}:{line}: {fault}")
    if count == 0 or count != len(re.findall(r"^\s*(?:```|~~~)+\s*ya?ml", text, re.M | re.I)):
        sys.exit(f"{path}: {count} examples were found, and that is not all or nothing at all")


main(*sys.argv[1:])
