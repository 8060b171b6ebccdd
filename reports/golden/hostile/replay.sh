#!/bin/sh
# shellcheck disable=SC2016
# The findings of run run-0001 by nonesuch 1.2.3 against http://]]></failure><!--&amp;"'\x1b[2J\x1b]0;title\x07\x0d\n\t\x7f\u{9b}\xff\xfe\xc0\xaf\xed\xa0\x80\u{202e}\u{2066}txet\u{200f}￾￿é🦦 ***.
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

# 1. high body: Bodies differ: ]]></failure><!--&amp;"'\x1b[2J\x1b]0;title\x07\x0d\n\t\x7f\u{9b}\xff\xfe\xc0\xaf\xed\xa0\x80\u{202e}\u{2066}txet\u{200f}￾￿é🦦 ***
# at get.tasks.by_id as mallory,]]></failure><!--&amp;"'\x1b[2J\x1b]0;title\x07\x0d\n\t\x7f\u{9b}\xff\xfe\xc0\xaf\xed\xa0\x80\u{202e}\u{2066}txet\u{200f}￾￿é🦦 ***
finding_1() {
    printf '\n== %s\n' '1. high body: Bodies differ: ]]></failure><!--&amp;"'\''\x1b[2J\x1b]0;title\x07\x0d\n\t\x7f\u{9b}\xff\xfe\xc0\xaf\xed\xa0\x80\u{202e}\u{2066}txet\u{200f}￾￿é🦦 ***'
    printf '\n-- %s\n' 'denied: ]]></failure><!--&amp;"'\''\x1b[2J\x1b]0;title\x07\x0d\n\t\x7f\u{9b}\xff\xfe\xc0\xaf\xed\xa0\x80\u{202e}\u{2066}txet\u{200f}￾￿é🦦 ***'
    # A secret was left out of this request: it stands where *** is.
    : "${MALLORY_X_API_KEY:?is not set: export it, the whole value of the header}"
    printf '\173\042nasty\042\072\042\135\135\076\074\057failure\076\074\041\055\055\046amp\073\042\047\033\1332J\033\1350\073title\007\015\012\011\177\302\233\377\376\300\257\355\240\200\342\200\256\342\201\246txet\342\200\217\357\277\276\357\277\277\303\251\360\237\246\246\040\052\052\052\042\175' |
    send -X 'POST' \
        -H 'user-agent: nonesuch/1 run-0001' \
        -H 'x-api-key: '"$MALLORY_X_API_KEY" \
        -H 'Accept-Encoding: identity' \
        -H 'Content-Type: application/json' \
        -H 'Expect:' \
        --data-binary @- \
        --url 'http://127.0.0.1:5003/tasks/%22%3Cb%3E?key=***'
    printf '\n-- %s\n' 'absent: ]]></failure><!--&amp;"'\''\x1b[2J\x1b]0;title\x07\x0d\n\t\x7f\u{9b}\xff\xfe\xc0\xaf\xed\xa0\x80\u{202e}\u{2066}txet\u{200f}￾￿é🦦 ***'
    # A secret was left out of this request: it stands where *** is.
    printf '\173\042nasty\042\072\042\135\135\076\074\057failure\076\074\041\055\055\046amp\073\042\047\033\1332J\033\1350\073title\007\015\012\011\177\302\233\377\376\300\257\355\240\200\342\200\256\342\201\246txet\342\200\217\357\277\276\357\277\277\303\251\360\237\246\246\040\052\052\052\042\175' |
    send -X 'POST' \
        -H 'user-agent: nonesuch/1 run-0001' \
        -H 'x-api-key: '"$MALLORY_X_API_KEY" \
        -H 'Accept-Encoding: identity' \
        -H 'Content-Type: application/json' \
        -H 'Expect:' \
        --data-binary @- \
        --url 'http://127.0.0.1:5003/tasks/%22%3Cb%3E?key=***'
}

if [ $# -eq 0 ]; then
    set -- 1
fi
for finding in "$@"; do
    case $finding in
    1 | '0badc0de0badc0de') finding_1 ;;
    *)
        printf 'there is no finding %s\n' "$finding" >&2
        exit 2
        ;;
    esac
done
