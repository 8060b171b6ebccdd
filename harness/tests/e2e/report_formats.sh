#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
#
# The golden reports and those of a live run in the formats of others, judged by others: SARIF and HAR by their schemas
# (OASIS, har-schema), JUnit by the XSD of Jenkins, JSON and NDJSON by the published schemas, HTML by html5lib and tidy, TAP by perl's
# TAP::Parser and a YAML parser, the script by sh, dash, busybox and shellcheck where they are installed, and by what it sends.
source "$SOURCE/harness/tests/e2e/common.bash"
source "$SOURCE/harness/tests/e2e/html.bash"
golden=$SOURCE/reports/golden

judge() {
    python3 "$SOURCE/harness/tests/e2e/judge_reports.py" "$SOURCE" "$@" || fail "$*"
}

# judge_tap FILE [WHAT COUNT]…: perl's parser knows versions up to 13, of which 14 is an extension that it reads as comments.
judge_tap() {
    judge tap "$1"
    perl -MTAP::Parser -e '
        my ($path, %wanted) = @ARGV;
        open my $file, "<", $path or die "$path: $!";
        my $tap = join "", <$file>;
        $tap =~ s/\ATAP version 14\n/TAP version 13\n/ or die "$path: no version 14\n";
        my $parser = TAP::Parser->new({tap => $tap});
        $parser->run;
        die "$path: ", join("\n", $parser->parse_errors), "\n" if $parser->parse_errors;
        my %got = (passed => scalar $parser->passed, failed => scalar $parser->failed,
                   skipped => scalar $parser->skipped);
        $got{$_} == $wanted{$_} or die "$path: $got{$_} $_, not $wanted{$_}\n" for keys %wanted;
    ' "$@" || fail "TAP::Parser: $*"
}

judge_script() {
    local judge
    for judge in 'sh -n' 'dash -n' 'busybox sh -n' 'shellcheck -s sh'; do
        ! command -v "${judge%% *}" >/dev/null || $judge "$1" || fail "$judge $1"
    done
}

judge_page() {
    [ "$(wc -l <"$1")" -le 60 ] || fail "$1: more than 60 lines"
}

judge sarif "$golden"/*/report.sarif
judge har "$golden"/*/report.har
judge ndjson "$golden"/*/report.ndjson
judge_tap "$golden/pass/report.tap" passed 7 failed 0 skipped 2
judge_tap "$golden/findings/report.tap" passed 2 failed 12 skipped 0
judge_tap "$golden/hostile/report.tap" passed 1 failed 3 skipped 0
for case in pass findings hostile campaign; do
    expect_well_formed "$golden/$case/report.html"
    judge_page "$golden/$case/report.md"
    judge_script "$golden/$case/replay.txt"
done

# A token that is missing is named; a finding that is not there is refused.
script=$golden/findings/replay.txt
code=0
sh "$script" >out.txt 2>err.txt || code=$?
[ "$code" -ne 0 ] || fail 'a token is missing, and nothing says so'
grep -q 'MALLORY_X_API_KEY.*is not set' err.txt || fail 'nothing says which token is missing'
expect_code 2 sh "$script" 0123

# What curl is handed: the arguments, one a line.
mkdir bin
# shellcheck disable=SC2016
printf '#!/bin/sh\nprintf "%%s\\n" "$@" >>"$ARGUMENTS"\n' >bin/curl
chmod +x bin/curl
ARGUMENTS=$PWD/arguments.txt MALLORY_X_API_KEY="it's \$secret" PATH="$PWD/bin:$PATH" sh "$script" 1122334455667788 >out.txt
grep -qFx "x-api-key: it's \$secret" arguments.txt || fail 'the token did not arrive as it is'
[ "$(grep -cFx -- --url arguments.txt)" -eq 2 ] || fail 'two requests were not sent'
grep -qFx 'http://127.0.0.1:5003/tasks/name/quiet-otter-7' arguments.txt || fail 'the URL did not arrive'

# A live run: all formats at once, and the script reproduces what was found.
start_lab --defect status-403-by-id
expect_code 1 "$NONESUCH" run -q -t lab.yaml --keep --journal kept.journal --only get.tasks.by_id --as mallory \
    --report-sarif live.sarif --report-har live.har --report-ndjson live.ndjson --report-tap live.tap \
    --report-markdown live.md --curl live.txt --report-json live.json --report-junit live.xml --report-html live.html
judge sarif live.sarif
judge har live.har
judge ndjson live.ndjson
judge json live.json
xmllint --noout --schema "$SOURCE/harness/tests/golden/junit-10.xsd" live.xml
expect_well_formed live.html
[ "$(sed -n 1p live.ndjson | cut -c1-14)" = '{"event":"run"' ] || fail 'the first event is not run'
grep -q '"event":"verdict"' live.ndjson || fail 'no verdict was told meanwhile'
grep -q '"event":"sighting"' live.ndjson || fail 'no finding was told meanwhile'
grep -q '"startLine": 1$' live.sarif && fail 'the line of the surface is not known'
judge_tap live.tap
judge_page live.md
judge_script live.txt
token=$(sed -n 's/.*mallory:.*bearer: "\([^"]*\)".*/\1/p' lab.yaml)
! grep -qF "$token" live.* || fail 'a token is in a report'

# expect_difference COMMAND…: it sends both, and only the denied one is answered 403.
expect_difference() {
    MALLORY_AUTHORIZATION="Bearer $token" "$@" >out.txt 2>err.txt || { cat out.txt err.txt; fail "$*"; }
    [ "$(grep -o 'HTTP/1.1 403' out.txt | wc -l)" -eq 1 ] || { cat out.txt err.txt; fail "$*: the denied one is not answered 403"; }
    [ "$(grep -o 'HTTP/1.1 404' out.txt | wc -l)" -eq 1 ] || { cat out.txt err.txt; fail "$*: the absent one is not answered 404"; }
}

# The script works by itself, also the one that is made of the JSON report later, and so does the finding's one line.
expect_difference sh live.txt 1
expect_code 0 "$NONESUCH" report live.json -q --curl later.txt
judge_script later.txt
expect_difference sh later.txt
field live.json 'r["findings"][0]["curl"]' >line.txt
[ "$(wc -l <line.txt)" -eq 1 ] || fail 'the command of a finding is not one line'
expect_difference sh line.txt

# Events are told while a run goes on: one that is killed leaves whole lines.
"$NONESUCH" run -t lab.yaml --no-progress --rate-limit 1000/s --only 'get.tasks.*' --journal killed.journal \
    --report-ndjson killed.ndjson >out.txt 2>err.txt &
run=$!
started+=("$run")
wait_until 'a verdict' grep -q '"event":"verdict"' killed.ndjson
kill -KILL "$run"
wait "$run" 2>/dev/null || true
judge killed killed.ndjson
expect_code 0 "$NONESUCH" cleanup -q -t lab.yaml killed.journal

# One pair has no pack, and so no file that a finding could be shown in.
known=$(curl -sS -H "$(sed -n 's/.*alice:.*bearer: "\([^"]*\)".*/Authorization: Bearer \1/p' lab.yaml)" "$lab_url/tasks" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])')
expect_code 1 "$NONESUCH" probe -q -u "$lab_url" -H "Authorization: Bearer $token" 'GET /tasks/{ref}' --denied "$known" \
    --report-sarif pair.sarif --report-ndjson pair.ndjson
judge sarif pair.sarif
judge ndjson pair.ndjson
