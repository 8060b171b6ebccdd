#!/bin/sh
# shellcheck disable=SC2016
# The findings of run run-0001 by nonesuch 1.2.3 against http://127.0.0.1:5003.
#
# Without arguments all are sent again, else those that are named by number or fingerprint.
# Secrets are not in here: each is taken from a variable of the environment.
# The things named are deleted when a run ends, unless it was told to --keep them.
set -eu

send() {
    curl --http1.1 -sS -i -g --path-as-is --max-time 30 "$@" ||
        printf 'no answer: curl ended with %s\n' "$?"
    echo
}

echo 'nothing was found'
