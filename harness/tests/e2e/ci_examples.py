# SPDX-License-Identifier: Apache-2.0
"""Judges the examples for CI systems by the schemas of others, and takes out the shell that they run:
ci_examples.py SOURCE writes github.shard.sh, github.merge.sh, gitlab.shard.sh … into the working directory."""

import json
import sys

import yaml
from jsonschema import Draft7Validator

SCHEMAS = {"github": "github-workflow", "gitlab": "gitlab-ci", "kubernetes": "kubernetes-job"}
FILES = {"github": "github-actions.yml", "gitlab": "gitlab-ci.yml", "kubernetes": "kubernetes-job.yaml"}


def load_example(source, system):
    """YAML 1.1 takes `on` for a truth value; the systems do not."""
    with open(f"{source}/scenarios/ci/{FILES[system]}", encoding="utf-8") as file:
        documents = list(yaml.safe_load_all(file))
    for document in documents:
        if True in document:
            document["on"] = document.pop(True)
    return documents


def github_scripts(documents):
    for name, job in documents[0]["jobs"].items():
        yield name, "\n".join(step["run"] for step in job["steps"] if "run" in step)


def gitlab_scripts(documents):
    for name in ("shard", "merge"):
        yield name, "\n".join(documents[0][name]["script"])


def kubernetes_scripts(documents):
    for document in documents:
        (container,) = document["spec"]["template"]["spec"]["containers"]
        shell, flag, script = container["command"]
        assert (shell, flag) == ("sh", "-c")
        yield container["name"], script


def main():
    source = sys.argv[1]
    for system, schema in SCHEMAS.items():
        with open(f"{source}/harness/tests/golden/{schema}.schema.json", encoding="utf-8") as file:
            validator = Draft7Validator(json.load(file))
        documents = load_example(source, system)
        for document in documents:
            validator.validate(document)
        for name, script in globals()[f"{system}_scripts"](documents):
            with open(f"{system}.{name}.sh", "w", encoding="utf-8") as file:
                file.write(script.rstrip("\n") + "\n")
        print(FILES[system], "is valid")


main()
