#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
#
# Every example of scenarios/README.md and README.md is taken by `nonesuch check`, and a pack that is made of it passes at the lab. The
# reader of examples is shown to refuse a page with an unmarked one, and a page with none.
source "$SOURCE/harness/tests/e2e/common.bash"

mkdir scenarios top
reader=(python3 "$SOURCE/harness/tests/e2e/readme_examples.py")
"${reader[@]}" "$SOURCE/scenarios/README.md" scenarios >list.txt
"${reader[@]}" "$SOURCE/README.md" top >>list.txt
for variable in $(grep -oh '\${env:[A-Z_]*}' ./*/*.yaml | tr -d '${}' | cut -d: -f2 | sort -u); do
    export "$variable=example-of-$variable"
done

while IFS=$'\t' read -r what file pack; do
    case $what in
    target) expect_code 0 "$NONESUCH" check --pack "$pack" "$file" ;;
    *) expect_code 0 "$NONESUCH" check "$file" ;;
    esac
    [ "$what" = run ] || continue
    expect_code 0 "$NONESUCH" run "$file"
    expect_words ' 0 failed, 0 inconclusive'
    ! grep -q '^0 checks' out.txt || fail "$file: nothing was checked"
done <list.txt
[ "$(grep -c '^run' list.txt)" -ge 10 ] || fail 'hardly an example was run'

# The same by other people's validator, the packs of the house too; and the page leaves no key out.
judge=(python3 "$SOURCE/harness/tests/e2e/judge_scenarios.py" "$SOURCE/scenarios/schema")
expect_code 0 "${judge[@]}" "$SOURCE/scenarios/README.md" ./*/*.yaml "$SOURCE"/scenarios/{agentex,auth-provider}/pack.yaml
sed 's/delete_unseen//; s/pack: example/pcak: example/' "$SOURCE/scenarios/README.md" >page.md
printf 'nonesuch: 1\npack: a\npolcy: hide-all\nprincipals: { alice: { tenant: 1 } }\n' >bad.yaml
expect_code 1 "${judge[@]}" page.md bad.yaml
expect_words "'delete_unseen' is not shown" 'polcy' "1 is not of type 'string'"

# A page is held to what it promises.
refused() { # WORDS TEXT
    printf '%b' "$2" >page.md
    expect_code 1 "${reader[@]}" page.md top
    expect_words "$1"
}
refused 'no comment before it' '```yaml\na: 1\n```\n'
refused '0 examples' '# Nothing\n\n```sh\nls\n```\n'
refused 'not all' '<!-- example: waivers -->\n```yaml\n[]\n```\n\n - ~~~yaml\n   a: 1\n   ~~~\n~~~yaml\n~~~\n'
refused 'no kind' '<!-- example: keyz -->\n```yaml\na: 1\n```\n'
refused 'no remark' '<!-- example: keys, unless raining -->\n```yaml\na: 1\n```\n'
refused 'page.md:2: it has 2 lines' '<!-- example: keys, at most 1 lines -->\n```yaml\na: 1\nb: 1\n```\n'
