#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The golden reports, judged by other people's validators: JSON by python3-jsonschema (the published schema, which must be a
# schema itself), JUnit by xmllint (the XSD of Jenkins).
set -euo pipefail
golden=${SOURCE:?}/reports/golden

python3 - "$SOURCE/reports/schema/report-1.schema.json" "$golden"/*/report.json <<'END'
import json
import sys

from jsonschema import Draft202012Validator

schema_path, *report_paths = sys.argv[1:]
with open(schema_path, encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
if not report_paths:
    sys.exit("no golden report")
for path in report_paths:
    with open(path, encoding="utf-8") as file:
        Draft202012Validator(schema).validate(json.load(file))
    print(path, "validates")
END

xmllint --noout --schema "$SOURCE/harness/tests/golden/junit-10.xsd" "$golden"/*/junit.xml
