#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# GNU parallel: a fuzz campaign in shards on this machine or several, joined to one verdict, which is the exit code.
#
#   parallel.sh SHARDS NONESUCH-FUZZ-OPTION…     parallel.sh 4 -t target.yaml --max-time 8h --rate-limit 50/s
#
# Where shards run says the variable PARALLEL, for example `--sshloginfile hosts --workdir /shared/campaign`: a folder that all hosts
# see, since corpora, what was found and reports stay where they are written. Options are quoted for those hosts' shells.
set -eu
shards=$1
shift

# Findings (1) and doubts (4) are for the merged report to judge. A shard that ends otherwise (it broke: 3; its host went away)
# is tried again, three times in all, and goes on with its corpus; then no report is merged and the exit code is its own.
# shellcheck disable=SC2016 # for the shard's own shell
shard='
    shard=$1 shards=$2
    shift 2
    code=0
    nonesuch fuzz "$@" --no-progress --shard "$shard/$shards" --corpus "corpus-$shard" --resume --artifacts "found-$shard" \
        --report-json "shard-$shard.json" || code=$?
    case $code in 0 | 1 | 4) ;; *) exit "$code" ;; esac
'

code=0
seq "$shards" | parallel --quote --jobs "$shards" --line-buffer --tag --retries 3 --halt soon,fail=1 \
    sh -c "$shard" shard '{}' "$shards" "$@" || code=$?
[ "$code" -eq 0 ] || { echo "parallel.sh: a shard failed: its exit code is $code" >&2; exit "$code"; }

set --
for index in $(seq "$shards"); do
    set -- "$@" "shard-$index.json"
done
exec nonesuch report merge "$@" --report-json fuzz.json --report-html fuzz.html
