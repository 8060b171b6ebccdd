#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 120
#
# Command lines that are wrong: exit 2, and words that help. Those that only tell something: exit 0.
source "$SOURCE/harness/tests/e2e/common.bash"

# refuse 'ARGUMENTS' WORDS…
refuse() {
    local arguments=$1
    shift
    eval "expect_code 2 \"\$NONESUCH\" $arguments"
    expect_words "$@"
    [ ! -s out.txt ] || fail "$arguments: says something on stdout"
    count=$((count + 1))
}
count=0

mkdir directory
echo 'base_url: [' >broken.yaml
printf 'pack: x\n' >pack.yaml
printf 'nonesuch: 1\n' >neither.yaml
printf 'base_url: http://127.0.0.1:9\nprincipals: {}\n' >no_variable.yaml
printf 'base_url: http://127.0.0.1:9\nprincipals: { alice: { bearer: t } }\n' >alice.yaml

refuse '' 'usage: nonesuch COMMAND' 'Examples'
refuse 'rnu' "no command 'rnu'" "did you mean 'run'" 'nonesuch help'
refuse '-v run' 'the command comes first'
refuse 'help rum' "did you mean 'run'"
refuse 'run --jbos 3' "'--jbos'" "did you mean '--jobs'" 'nonesuch help run'
refuse 'run --frobnicate' "no option '--frobnicate'"
refuse 'run -z' "no option '-z'"
refuse 'run --jobs' '--jobs wants N behind it'
refuse 'run --jobs 0' "'0' is not a number from 1 to 256"
refuse 'run --jobs many' "'many' is not a number"
refuse 'run --keep=yes' '--keep takes no value'
refuse 'run --max-time 20' "'20' is not a time with a unit"
refuse 'run --rate-limit 200' "'200' is not a rate" '200/s'
refuse 'run --seed xyz' 'hexadecimal'
refuse 'run --variable acp_url' '--variable takes NAME=VALUE'
refuse 'run -H nothing' '--header takes NAME: VALUE'
refuse 'run -v -q' 'exclude each other'
refuse 'run --allow-inconclusive=control' "'control' proves nothing" 'unstable'
refuse 'run --allow-inconclusive=stable' "'stable'" 'unstable'
refuse 'run --listen 127.0.0.1:1' 'takes no --listen'
refuse 'run one two' 'one pack at a time'
refuse 'run agentx' "no pack 'agentx'" "did you mean 'agentex'"
refuse 'run ./absent.yaml' './absent.yaml' 'No such file'
refuse 'run -u http://127.0.0.1:9' '-t FILE'
refuse 'run -t absent.yaml' 'absent.yaml' 'No such file'
refuse 'run -t broken.yaml' 'broken.yaml:'
refuse 'run -t no_variable.yaml' 'acp_url'
refuse 'run -t no_variable.yaml --lab-defect status-403-by-id' 'leave -t out'
refuse 'run -t no_variable.yaml --variable acp_url=x -u ftp://host' '--url'
refuse 'run -t alice.yaml --variable acp_url=x -H "authorization: x"' "'alice' has the header 'authorization' already"
refuse 'run --lab-defect status-403-by-idd' "status-403-by-id"
refuse 'run --only no.such.surface' 'nonesuch plan'
refuse 'run --as nobodyy' '--as nobodyy'
refuse 'run --max-requests 10' '--max-requests'
refuse 'run --max-fixtures 1' '--max-fixtures'
refuse 'run --report-json directory' 'it is a directory'
refuse 'run --report-json absent/report.json' 'cannot write absent/report.json: No such file'
refuse 'run --report-junit absent/report.xml' 'cannot write absent/report.xml: No such file'
refuse 'run --journal absent/j' 'cannot write absent/j: No such file'
refuse 'run --journal neither.yaml' 'there already'
refuse 'plan one two' 'one pack at a time'
refuse 'plan --keep' 'takes no --keep'
refuse 'check absent.yaml' 'No such file'
refuse 'check neither.yaml' 'neither a pack'
refuse 'check broken.yaml pack.yaml' 'broken.yaml:' 'pack.yaml:'
refuse 'cleanup' 'one JOURNAL'
refuse 'cleanup journal' '-t FILE'
refuse 'run --report-sarif absent/report.sarif' 'cannot write absent/report.sarif: No such file'
refuse 'run --curl directory' 'it is a directory'
refuse 'run --report-sarf -' "did you mean '--report-sarif'"
refuse 'explain statsu' "no topic 'statsu'" "did you mean 'status'" 'nonesuch explain'
refuse 'explain status frobnicate' "no topic 'frobnicate'"
refuse 'run --shard 4/3' "'4/3' is not one of N shards"
refuse 'run --fail-on-new' '--baseline FILE'
refuse 'run --waivers absent.yaml' 'absent.yaml' 'No such file'
refuse 'run --baseline absent.json' 'absent.json' 'No such file'
refuse 'report' 'report takes one FILE'
refuse 'report neither.yaml' 'neither.yaml:'
refuse 'report one two' 'report takes one FILE'
refuse 'report merge' 'the JSON reports of all shards'
refuse 'report diff one' 'two JSON reports'
refuse 'report waive one' 'fingerprint'
refuse 'lab nothing' "no part 'nothing'"
refuse 'lab agent provider' 'one part at most'
refuse 'lab auth-provider' '--principals FILE'
refuse 'lab reference' '--auth-provider URL'
refuse 'lab reference --auth-provider nowhere' '--auth-provider' 'nowhere'
refuse 'lab --listen nowhere' 'HOST:PORT'
refuse 'lab --defect no-such-defect' 'no-such-defect'
refuse 'lab --write-target absent/t.yaml' 'cannot write absent/t.yaml'
NONESUCH_JOBS=many refuse 'run' 'the variable NONESUCH_JOBS' "'many'"
NONESUCH_KEEP=perhaps refuse 'run' 'the variable NONESUCH_KEEP' '1 or 0'

expect_code 0 "$NONESUCH" --version
expect_words 'nonesuch ' 'agentex'
expect_code 0 "$NONESUCH" help
expect_words 'Commands' 'Exit codes'
for command in run plan check lab cleanup explain report; do
    expect_code 0 "$NONESUCH" help $command
    expect_words "usage: nonesuch $command"
    cp out.txt help.txt
    expect_code 0 "$NONESUCH" $command --help
    cmp -s out.txt help.txt || fail "help $command and $command --help differ"
done
expect_code 0 "$NONESUCH" check
expect_words 'agentex: ok (agentex: '
expect_code 0 "$NONESUCH" check "$SOURCE/scenarios/agentex/pack.yaml"
expect_words 'pack.yaml: ok (agentex: '
NONESUCH_VARIABLE=$'acp_url=http://127.0.0.1:9\nother=1' expect_code 0 "$NONESUCH" check no_variable.yaml
expect_words 'ok (target of agentex: http://127.0.0.1:9, 1 of 9 principals)'
expect_code 0 "$NONESUCH" explain
expect_words 'Kinds of finding' 'Exit codes' 'unknown_method'
expect_code 0 "$NONESUCH" explain reveal 4
expect_words 'Kinds of finding' 'Properties' 'CWE-200' 'What to do'
expect_code 0 "$NONESUCH" plan -q
[ "$(wc -l <out.txt)" -eq 1 ] || fail 'plan -q says more than the counts'
expect_code 0 "$NONESUCH" plan --only get.tasks.by_id --as mallory
expect_words 'SURFACE' 'get.tasks.by_id' 'mallory' 'hidden'
cp out.txt plan.txt
expect_code 0 "$NONESUCH" run --dry-run --only get.tasks.by_id --as mallory
cmp -s out.txt plan.txt || fail 'run --dry-run and plan differ'
[ -z "$(find . -name '*.check*' -o -name '*.new' -o -name '*.journal')" ] || fail 'a file was left behind'

echo "$count command lines refused"
