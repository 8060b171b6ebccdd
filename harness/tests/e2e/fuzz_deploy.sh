#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: heavy
#
# The ready files of fuzz/deploy: valid for the schemas of others, and their shell, as it stands there, fuzzes the lab in shards to
# one verdict.
source "$SOURCE/harness/tests/e2e/common.bash"
deploy=$SOURCE/fuzz/deploy

python3 - "$SOURCE" <<'END' || fail 'the example is not valid'
import json
import sys

import yaml
from jsonschema import Draft7Validator

with open(f"{sys.argv[1]}/harness/tests/golden/kubernetes-job.schema.json", encoding="utf-8") as file:
    validator = Draft7Validator(json.load(file))
with open(f"{sys.argv[1]}/fuzz/deploy/kubernetes-job.yaml", encoding="utf-8") as file:
    documents = list(yaml.safe_load_all(file))
for document in documents:
    validator.validate(document)
    (container,) = document["spec"]["template"]["spec"]["containers"]
    shell, flag, script = container["command"]
    assert (shell, flag) == ("sh", "-c")
    with open(f"kubernetes.{container['name']}.sh", "w", encoding="utf-8") as file:
        file.write(script)
job = documents[0]["spec"]
(environment,) = job["template"]["spec"]["containers"][0]["env"]
assert environment == {"name": "JOB_COMPLETIONS", "value": str(job["completions"])}
END
rules='{extends: default, rules: {line-length: {max: 140}, truthy: {check-keys: false}}}'
! command -v yamllint >/dev/null || yamllint -s -d "$rules" "$deploy/kubernetes-job.yaml" || fail 'yamllint'
! command -v shellcheck >/dev/null || shellcheck -s sh kubernetes.*.sh "$deploy/parallel.sh" || fail 'shellcheck'

mkdir bin
ln -s "$NONESUCH" bin/nonesuch
export PATH="$PWD/bin:$PATH" NONESUCH_MAX_REQUESTS=1500 NONESUCH_JOBS=1 NONESUCH_SEED=1 NONESUCH_QUIET=1

enter() {
    rm -rf work
    mkdir work
    cp lab.yaml work/target.yaml
    cd work
}

# kubernetes CODE: the shards one after the other, the second one twice as after a lost pod, then the merge.
kubernetes() {
    local wanted=$1 index
    enter
    for index in 0 1 1 2; do
        sed 's,/etc/nonesuch/target.yaml,target.yaml,g; s/--rate-limit 50.s//' ../kubernetes.shard.sh >shard.sh
        JOB_COMPLETIONS=3 JOB_COMPLETION_INDEX=$index expect_code 0 sh -e shard.sh
    done
    expect_code "$wanted" sh -e ../kubernetes.merge.sh
    [ "$(field fuzz.json 'r["campaign"]["sums"]["requests"]')" -ge 4500 ] && [ -s fuzz.html ] || fail 'no report'
    cd ..
}

# parallel CODE OPTION…: the script, from a folder that is awkward for a shell.
parallel_script() {
    local wanted=$1
    shift
    enter
    expect_code "$wanted" sh "$deploy/parallel.sh" 2 -t target.yaml "$@"
    cd ..
}

start_lab
kubernetes 0
end_started
start_lab --defect status-403-one-method
kubernetes 1

# One that is configured wrongly, or reaches nobody, fails as such: the engine can tell.
enter
cp ../kubernetes.shard.sh shard.sh
JOB_COMPLETIONS=3 JOB_COMPLETION_INDEX=0 expect_code 2 sh -e shard.sh
cd ..

if ! { command -v parallel && parallel --version | grep -q '^GNU'; } >/dev/null 2>&1; then
    echo 'GNU parallel is not installed: its script was only linted'
    exit 0
fi
export PARALLEL_HOME=$PWD/parallel-home
mkdir "$PARALLEL_HOME"
touch "$PARALLEL_HOME/will-cite"
parallel_script 1 -H "X-Note: a'b \$(touch pwned) ; \"c\""
grep -q '"fingerprint"' work/fuzz.json || fail 'no finding in the merged report'
[ -z "$(find . -name pwned)" ] || fail 'an option reached a shell'
[ -d work/corpus-2/queue ] || fail 'no corpus of the second shard'
parallel_script 2 --no-such-option
end_started
parallel_script 3
