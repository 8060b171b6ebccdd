# SPDX-License-Identifier: Apache-2.0
#
# HTML before the checkers of others: the parser of the standard (html5lib) and tidy. Sourced behind common.bash.

# The python that has html5lib: another one may stand first in the path.
find_html_python() {
    local candidate
    for candidate in python3 /usr/bin/python3; do
        ! "$candidate" -c 'import html5lib' 2>/dev/null || { echo "$candidate"; return; }
    done
    fail 'no html5lib: apt-get install python3-html5lib'
}

# expect_well_formed FILE. Headings in a summary are newer (HTML 5.2) than some versions of tidy: the repair that they announce is
# none.
expect_well_formed() {
    local python
    python=$(find_html_python)
    "$python" - "$1" <<'END'
import sys
import html5lib

parser = html5lib.HTMLParser()
with open(sys.argv[1], "rb") as file:
    parser.parse(file, transport_encoding="utf-8")
if parser.errors:
    sys.exit(f"{sys.argv[1]}: {parser.errors[:5]}")
END
    command -v tidy >/dev/null || fail 'no tidy: apt-get install tidy'
    tidy -quiet -errors "$1" 2>tidy.txt || true
    ! grep -vE '^$|missing </summary> before <h3>|discarding unexpected </summary>' tidy.txt || fail "tidy on $1"
}
