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

# 1. critical access: A stranger reads another tenant's task
# at get.tasks.by_id as mallory
finding_1() {
    printf '\n== %s\n' '1. critical access: A stranger reads another tenant'\''s task'
    printf '\n-- %s\n' 'denied: 5b1d'
    : "${MALLORY_X_API_KEY:?is not set: export it, the whole value of the header}"
    send -X 'GET' \
        -H 'user-agent: nonesuch/1 run-0001' \
        -H 'x-api-key: '"$MALLORY_X_API_KEY" \
        -H 'Accept-Encoding: identity' \
        --url 'http://127.0.0.1:5003/tasks/5b1d'
    printf '\n-- %s\n' 'absent: 0e7a'
    send -X 'GET' \
        -H 'user-agent: nonesuch/1 run-0001' \
        -H 'x-api-key: '"$MALLORY_X_API_KEY" \
        -H 'Accept-Encoding: identity' \
        --url 'http://127.0.0.1:5003/tasks/0e7a'
}

# 2. high status: The status tells a denied task from an absent one
# at delete.tasks.by_name as mallory, nick
finding_2() {
    printf '\n== %s\n' '2. high status: The status tells a denied task from an absent one'
    printf '\n-- %s\n' 'denied: quiet-otter-7'
    : "${MALLORY_X_API_KEY:?is not set: export it, the whole value of the header}"
    send -X 'DELETE' \
        -H 'user-agent: nonesuch/1 run-0001' \
        -H 'x-api-key: '"$MALLORY_X_API_KEY" \
        -H 'Accept-Encoding: identity' \
        --url 'http://127.0.0.1:5003/tasks/name/quiet-otter-7'
    printf '\n-- %s\n' 'absent: brave-heron-2'
    send -X 'DELETE' \
        -H 'user-agent: nonesuch/1 run-0001' \
        -H 'x-api-key: '"$MALLORY_X_API_KEY" \
        -H 'Accept-Encoding: identity' \
        --url 'http://127.0.0.1:5003/tasks/name/brave-heron-2'
}

# 3. high reveal: A list shows the name of another tenant's task
# at get.tasks as mallory
finding_3() {
    printf '\n== %s\n' '3. high reveal: A list shows the name of another tenant'\''s task'
    printf '\n-- %s\n' 'answer'
    : "${MALLORY_X_API_KEY:?is not set: export it, the whole value of the header}"
    send -X 'GET' \
        -H 'user-agent: nonesuch/1 run-0001' \
        -H 'x-api-key: '"$MALLORY_X_API_KEY" \
        -H 'Accept-Encoding: identity' \
        --url 'http://127.0.0.1:5003/tasks'
}

# 4. medium header: A header stands in the answer for a denied agent alone
# at get.agents.by_id as mallory
finding_4() {
    printf '\n== %s\n' '4. medium header: A header stands in the answer for a denied agent alone'
    printf '\n-- %s\n' 'denied: 5b1d'
    : "${MALLORY_X_API_KEY:?is not set: export it, the whole value of the header}"
    send --head \
        -H 'user-agent: nonesuch/1 run-0001' \
        -H 'x-api-key: '"$MALLORY_X_API_KEY" \
        -H 'Accept-Encoding: identity' \
        --url 'http://127.0.0.1:5003/tasks/0e7a'
    printf '\n-- %s\n' 'absent: 0e7a'
    send --head \
        -H 'user-agent: nonesuch/1 run-0001' \
        -H 'x-api-key: '"$MALLORY_X_API_KEY" \
        -H 'Accept-Encoding: identity' \
        --url 'http://127.0.0.1:5003/tasks/0e7a'
}

if [ $# -eq 0 ]; then
    set -- 1 2 3 4
fi
for finding in "$@"; do
    case $finding in
    1 | '00112233445566aa') finding_1 ;;
    2 | '1122334455667788') finding_2 ;;
    3 | 'ffeeddccbbaa0099') finding_3 ;;
    4 | '99aabbccddeeff00') finding_4 ;;
    *)
        printf 'there is no finding %s\n' "$finding" >&2
        exit 2
        ;;
    esac
done
