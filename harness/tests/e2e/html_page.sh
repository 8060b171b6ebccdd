#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 300
# labels: long
#
# The HTML report in a browser and before other people's checkers (html.bash): no error in the console, nothing is loaded, filters
# work, 5 000 checks and 200 findings open within a second. Skipped without chromium.
. "${SOURCE:?}/harness/tests/e2e/common.bash"
. "$SOURCE/harness/tests/e2e/html.bash"

open_limit_ms=1000

skip() {
    echo "SKIPPED: $*"
    exit 77
}

browser=$(command -v chromium || command -v chromium-browser) || skip "no chromium: apt-get install chromium"

# browse URL OPTION…: the DOM of the page to dom.html, its console to console.txt, what it asked the network for to
# net.json.
browse() {
    local url=$1
    shift
    rm -rf profile
    mkdir profile
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync --user-data-dir="$PWD/profile" \
        --host-resolver-rules='MAP * ~NOTFOUND' --disable-dev-shm-usage --force-prefers-reduced-motion \
        --enable-logging=stderr --log-net-log="$PWD/net.json" \
        "$@" --dump-dom "$url" >dom.html 2>console.txt || { cat console.txt; fail "the browser ended badly on $url"; }
}

# Messages of the page itself: the browser has its own to tell on stderr.
expect_silent_console() {
    ! grep 'CONSOLE' console.txt || fail "$1 writes to the console"
}

# list_requests: prints what a page asked for over the network, one URL a line. The browser's own requests have no
# initiator, and with no name resolved they get nowhere.
list_requests() {
    python3 - net.json <<'END'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    log = json.load(file)
start = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
for event in log["events"]:
    params = event.get("params", {})
    if event["type"] == start and params.get("initiator", "not an origin") != "not an origin":
        print(params["url"])
END
}

expect_no_request() {
    list_requests >requests.txt
    [ ! -s requests.txt ] || { cat requests.txt; fail "$1 asks the network"; }
}

# The two checks above see what they look for.
expect_checks_can_fail() {
    printf '%s\n' '<!DOCTYPE html><title>bad</title>' '<img src="http://127.0.0.1:9/seen">' \
        '<script>console.log("heard")</script>' >bad.html
    browse "file://$PWD/bad.html"
    list_requests | grep -q '127.0.0.1:9/seen' || fail "a request is not seen"
    grep -q 'CONSOLE.*heard' console.txt || fail "the console is not seen"
}

# Loads the page in a frame, measures until it is laid out, and uses it as a reader would; says in JSON what came out.
write_driver() {
    cat >driver.html <<'END'
<!DOCTYPE html><meta charset="utf-8"><title>driver</title><body><pre id="said"></pre>
<script>
const frame = document.createElement("iframe");
const started = performance.now();
frame.width = 1280;
frame.height = 1000;
frame.onload = () => {
    const page = frame.contentDocument;
    page.documentElement.getBoundingClientRect();
    const opened = Math.round(performance.now() - started);
    const find = (selector) => page.querySelector(selector);
    const type = (form, name, value) => {
        form.elements[name].value = value;
        form.dispatchEvent(new Event("input", { bubbles: true }));
        return form.elements.count.value;
    };
    const findings = find("#finding-filter"), checks = find("#check-filter");
    const said = { opened };
    said.findings = type(findings, "text", "MALLORY by_id.4@");
    type(findings, "text", "");
    said.severity = type(findings, "severity", "low");
    said.surfaces = type(checks, "text", "by_id.12");
    said.failed = type(checks, "verdict", "1");
    said.erin = type(checks, "principal", "2");
    find("#matrix tr[data-s]:not([hidden]) button").click();
    said.drilled = page.querySelectorAll(".drill tbody tr").length;
    said.link = find(".drill a").getAttribute("href");
    said.copies = page.querySelectorAll(".replay button").length;
    const root = page.documentElement;
    said.wide_fits = root.scrollWidth <= root.clientWidth;
    frame.width = 390;
    said.narrow_fits = root.scrollWidth <= root.clientWidth;
    document.getElementById("said").textContent = JSON.stringify(said);
};
frame.src = "many.html";
document.body.append(frame);
</script>
END
}

say() {
    field said.json "r['$1']"
}

expect_said() {
    [ "$(say "$1")" = "$2" ] || fail "$1 is '$(say "$1")', not '$2'"
}

expect_checks_can_fail
for name in pass findings hostile many; do
    "$WRITE_REPORT" $name html >$name.html
    expect_well_formed $name.html
    browse "file://$PWD/$name.html"
    expect_silent_console $name.html
    expect_no_request $name.html
    grep -q '<output name="count" aria-live="polite">[0-9]' dom.html || fail "the script of $name.html did not run"
done
! grep -q '<i>\\x1b</i>' pass.html || fail "escapes where there are none"
grep -q '<i>\\x1b</i>' hostile.html || fail "an escape is not shown"

# The best of a few: other things run on this machine.
write_driver
best=
for _ in 1 2 3 4 5 6; do
    browse "file://$PWD/driver.html" --allow-file-access-from-files
    sed -n 's/.*<pre id="said">\({.*}\)<\/pre>.*/\1/p' dom.html >said.json
    [ -s said.json ] || { cat console.txt; fail "the driver did not come to its end"; }
    opened=$(say opened)
    [ -n "$best" ] && [ "$best" -le "$opened" ] || best=$opened
    [ "$best" -ge "$open_limit_ms" ] || break
done
expect_silent_console "the driven page"
expect_said findings '1 of 200 findings'
expect_said severity '20 of 200 findings'
expect_said surfaces '6 of 125 surfaces'
expect_said failed '6 of 125 surfaces'
expect_said erin '1 of 125 surfaces'
expect_said drilled 1
expect_said copies 200
expect_said link '#finding-198'
expect_said wide_fits True
expect_said narrow_fits True
echo "5 000 checks and 200 findings open in $best ms"
[ "$best" -lt "$open_limit_ms" ] || fail "5 000 checks and 200 findings open in $best ms"
