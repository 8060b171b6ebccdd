# SPDX-License-Identifier: Apache-2.0
#
# judge_scenarios.py SCHEMAS PAGE FILE…: the published schemas, by other people's reader and validator: each is a schema, each
# file fits its own (a pack has `pack`, a target `base_url`, waivers are a list), and each key that a schema knows is shown
# by the page, in an example or between backticks. Keys that are reserved are left out.
import json
import re
import sys
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator


class Reader(yaml.SafeLoader):
    """YAML's core schema: no days, and no `yes` that means true."""


Reader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in found if not tag.endswith((":timestamp", ":bool"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Reader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), "tf")


def keys(schema):
    if isinstance(schema, list):
        return [key for part in schema for key in keys(part)]
    if not isinstance(schema, dict):
        return []
    named = schema.get("properties", {})
    used = {name: part for name, part in named.items() if not part.get("description", "").startswith("Reserved")}
    others = [part for name, part in schema.items() if name != "properties"]
    return [*used, *keys(list(used.values())), *keys(others)]


def name_of(document):
    return "waivers" if isinstance(document, list) else "pack" if "pack" in document else "target"


def main(folder, page, *files):
    schemas = {name: json.loads(Path(folder, f"{name}.schema.json").read_text("utf-8")) for name in ("pack", "target", "waivers")}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    faults = []
    for file in files:
        document = yaml.load(Path(file).read_text("utf-8"), Reader)
        for fault in Draft202012Validator(schemas[name_of(document)]).iter_errors(document):
            faults.append(f"{file}: {fault.json_path}: {fault.message}")
    text = Path(page).read_text("utf-8")
    fences = re.findall(r"^```yaml\n(.*?)^```$", text, re.M | re.S)
    shown = " ".join(fences + re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)))
    known = sorted({key for schema in schemas.values() for key in keys(schema)})
    faults += [f"{page}: '{key}' is not shown" for key in known if not re.search(rf"(?<![\w-]){key}(?![\w-])", shown)]
    sys.exit("\n".join(faults) or 0)


main(*sys.argv[1:])
