#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: heavy
#
# The examples for CI systems: valid for the schemas of others, and their shell, as it stands there, judges the lab: three shards,
# one verdict.
source "$SOURCE/harness/tests/e2e/common.bash"

python3 "$SOURCE/harness/tests/e2e/ci_examples.py" "$SOURCE" || fail 'an example is not valid'
rules='{extends: default, rules: {line-length: {max: 130}, truthy: {check-keys: false}}}'
! command -v yamllint >/dev/null || yamllint -s -d "$rules" "$SOURCE"/scenarios/ci/*.y*ml || fail 'yamllint'
if command -v shellcheck >/dev/null; then
    shellcheck -s bash github.*.sh gitlab.*.sh || fail 'shellcheck'
    shellcheck -s sh kubernetes.*.sh || fail 'shellcheck'
fi

mkdir bin
ln -s "$NONESUCH" bin/nonesuch
export PATH="$PWD/bin:$PATH"

# The same with fewer surfaces.
export NONESUCH_ONLY='get.tasks.*' NONESUCH_PROGRESS=0

# judge SYSTEM CODE: runs the shards in a directory of their own, then the merge, which ends with CODE. The target file is where the
# example looks for it.
judge() {
    local system=$1 wanted=$2 shard code=0
    rm -rf work
    mkdir work
    sed "s,/etc/nonesuch/target.yaml,target.yaml,g" "$system.shard.sh" >work/shard.sh
    cp "$system.merge.sh" work/merge.sh
    cp lab.yaml work/target.yaml
    cd work
    for shard in 1 2 3; do
        code=0
        SHARD=$shard CI_NODE_INDEX=$shard CI_NODE_TOTAL=3 JOB_COMPLETION_INDEX=$((shard - 1)) \
            bash -e shard.sh >"$shard.out" 2>&1 || code=$?
        case $code in
        0) ;;
        1 | 4) [ "$system" = gitlab ] || { cat "$shard.out"; fail "$system: a shard with findings ends with $code"; } ;;
        *) cat "$shard.out"; fail "$system: a shard ends with $code" ;;
        esac
    done
    code=0
    (unset NONESUCH_ONLY && GITHUB_STEP_SUMMARY=summary.md bash -e merge.sh) >merge.out 2>&1 || code=$?
    [ "$code" -eq "$wanted" ] || { cat merge.out; fail "$system: the merge ends with $code, not $wanted"; }
    [ -s nonesuch.json ] && [ -s nonesuch.html ] || fail "$system: no report"
    cd ..
}

start_lab
for system in github gitlab kubernetes; do
    judge $system 0
done
end_started

start_lab --defect status-403-by-id
for system in github gitlab kubernetes; do
    judge $system 1
    case $system in
    github) grep -q 'get.tasks.by_id' work/summary.md && grep -q 'get.tasks.by_id' work/nonesuch.sarif ;;
    gitlab) xmllint --noout --schema "$SOURCE/harness/tests/golden/junit-10.xsd" work/nonesuch.xml ;;
    esac || fail "$system: its report"
done

# A shard that cannot reach its target fails; one that is missing fails the merge.
end_started
rm work/shard-2.json
code=0
(cd work && SHARD=2 bash -e ../github.shard.sh) >out.txt 2>&1 || code=$?
[ "$code" -eq 3 ] || fail "a shard that reaches nobody ends with $code"
code=0
(cd work && unset NONESUCH_ONLY && GITHUB_STEP_SUMMARY=summary.md bash -e ../github.merge.sh) >out.txt 2>&1 || code=$?
[ "$code" -eq 2 ] && grep -q 'shards are missing: 2/3' out.txt || fail "a merge without a shard ends with $code"
