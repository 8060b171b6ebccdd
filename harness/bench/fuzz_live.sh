#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Requests per second of the live fuzzer, with all its oracles, next to wrk that posts one RPC body about a denied thing
# over the same number of connections, alternating in one run: on a noisy machine only the ratio means something, and
# the processor's time for each request (of campaign and workers together).
#
#   bare     one worker against bench_front, which answers at once and always alike
#   lab      one worker, and two, against the lab
#   latency  one worker and sixteen against bench_front that takes 10 ms: how much more sixteen get done
#
# Needs Debian's packages wrk and python3. Usage: fuzz_live.sh NONESUCH BENCH_FRONT [ROUNDS [PART…]]
set -euo pipefail
nonesuch=$(realpath "$1")
front=$(realpath "$2")
rounds=${3:-3}
parts=("${@:4}")
[ ${#parts[@]} -gt 0 ] || parts=(bare lab latency)
latency_ms=10

source "$(dirname "$(realpath "$0")")/bench.bash"
need "wrk python3" wrk python3

# start_front NAME [LATENCY_MS]: NAME.yaml is its target file.
start_front() {
    "$front" lab.yaml "$1.yaml" "${@:2}" >"$1.log" &
    pids+=($!)
    wait_for "$1.yaml was not written" test -s "$1.yaml"
}

# A short campaign leaves its things: an agent that the guest may call, and a task that is denied to him.
write_script() {
    "$nonesuch" fuzz -t lab.yaml -q --no-progress --max-requests 1 --seed 1 --keep --journal kept.journal \
        >short.log 2>&1 || true # one request is too few for a verdict
    python3 - >post.lua <<'END'
import json
import re

made = [json.loads(line) for line in open("kept.journal", encoding="utf-8")]
ids = {(line["owner"], line["resource"]): line["fields"]["id"] for line in made if line.get("op") == "made"}
token = re.search(r'^  fay: \{ bearer: "(.*?)" \}$', open("lab.yaml", encoding="utf-8").read(), re.M).group(1)
params = {"task_id": ids["alice", "async_task"], "content": {"type": "text", "author": "user", "content": "x"}}
body = {"jsonrpc": "2.0", "id": 1, "method": "event/send", "params": params}
print("wrk.method = 'POST'")
print(f"wrk.path = '/agents/{ids['mallory', 'async_agent']}/rpc'")
print(f"wrk.headers['authorization'] = 'Bearer {token}'")
print("wrk.headers['content-type'] = 'application/json'")
print(f"wrk.body = [[{json.dumps(body)}]]")
END
}

# fuzz TARGET WORKERS TIME: `rate` is requests per second once it goes, `cpu_us` the processor's time of each.
fuzz() {
    local TIMEFORMAT='%U %S' code=0
    { time "$nonesuch" fuzz -t "$1.yaml" -q --no-progress --jobs "$2" --max-time "$3" --seed 3 --journal fuzz.journal \
        --report-json report.json >/dev/null 2>fuzz.log; } 2>cpu.log || code=$?
    [ "$code" -eq 0 ] || { cat fuzz.log >&2; echo "fuzz_live.sh: the campaign ended with exit code $code" >&2; exit 3; }
    read -r rate cpu_us < <(python3 - <<'END'
import json

with open("report.json", encoding="utf-8") as file:
    campaign = json.load(file)["campaign"]
points = [point for point in campaign["curve"] if point["requests"] > 0]
requests, ms = (points[-1][key] - points[0][key] for key in ("requests", "at_ms"))
cpu_s = sum(float(word) for word in open("cpu.log", encoding="utf-8").read().split())
print(round(1000 * requests / ms), round(1e6 * cpu_s / campaign["sums"]["requests"]))
END
    )
}

wrk_rate() {
    wrk -t1 -c"$2" -d2s -s post.lua "$(url_of "$1")" | awk '/Requests\/sec/ { printf "%.0f\n", $2 }'
}

# compare TARGET WORKERS
compare() {
    for _ in $(seq "$rounds"); do
        fuzz "$1" "$2" 4s
        awk -v n="$1" -v l="$2" -v o="$rate" -v c="$cpu_us" -v t="$(wrk_rate "$1" "$2")" \
            'BEGIN { printf "%-5s %2d workers  fuzz %6d/s (%d us of CPU each)  wrk %6d/s  ratio %.2f\n",
                            n, l, o, c, t, o / t }'
    done
}

part_bare() {
    start_front bare
    compare bare 1
}

part_lab() {
    compare lab 1
    compare lab 2
}

part_latency() {
    start_front slow "$latency_ms"
    for _ in $(seq "$rounds"); do
        fuzz slow 1 8s
        local one=$rate
        fuzz slow 16 8s
        awk -v m="$latency_ms" -v o="$one" -v s="$rate" \
            'BEGIN { printf "%d ms     1 worker %d/s  16 workers %d/s  ratio %.1f\n", m, o, s, s / o }'
    done
}

start_lab "$nonesuch"
write_script
for part in "${parts[@]}"; do
    "part_$part"
done
