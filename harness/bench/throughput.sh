#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Requests per second of the probe engine next to wrk with the same number of connections, against nginx and against the
# lab, alternating in one run: on a noisy machine only the ratio means something. Needs Debian's packages nginx-light and
# wrk. Usage: throughput.sh BENCH_TRANSPORT NONESUCH [LANES] [ROUNDS]
set -euo pipefail
bench=$1
nonesuch=$2
lanes=${3:-16}
rounds=${4:-3}

for tool in nginx wrk; do
    command -v "$tool" >/dev/null || { echo "throughput.sh: $tool is missing: apt-get install nginx-light wrk" >&2; exit 2; }
done

scratch=$(mktemp -d)
pids=()
stop() {
    kill "${pids[@]}" 2>/dev/null || true
    wait "${pids[@]}" 2>/dev/null || true
    rm -rf "$scratch"
}
trap stop EXIT

wait_for() {
    for _ in $(seq 100); do
        curl -s -o /dev/null "$1" && return
        sleep 0.1
    done
    echo "throughput.sh: nothing answers at $1" >&2
    exit 3
}

start_nginx() {
    cat >"$scratch/nginx.conf" <<CONF
daemon off;
worker_processes 1;
pid $scratch/nginx.pid;
error_log $scratch/error.log;
events { worker_connections 1024; }
http {
    access_log off;
    keepalive_requests 1000000;
    client_body_temp_path $scratch;
    proxy_temp_path $scratch;
    fastcgi_temp_path $scratch;
    uwsgi_temp_path $scratch;
    scgi_temp_path $scratch;
    server {
        listen 127.0.0.1:18931;
        location / { default_type application/json; return 404 '{"message":"Item does not exist.","code":404,"data":null}'; }
    }
}
CONF
    nginx -c "$scratch/nginx.conf" -p "$scratch" &
    pids+=($!)
    wait_for http://127.0.0.1:18931/
}

start_lab() {
    "$nonesuch" lab --write-target "$scratch/target.yaml" >"$scratch/lab.log" &
    pids+=($!)
    for _ in $(seq 100); do
        [ -s "$scratch/target.yaml" ] && return
        sleep 0.1
    done
    echo "throughput.sh: the lab did not start" >&2
    exit 3
}

wrk_rate() {
    wrk -t2 -c"$lanes" -d2s "$1" | awk '/Requests\/sec/ { printf "%.0f\n", $2 }'
}

# compare NAME URL GROUPS
compare() {
    for _ in $(seq "$rounds"); do
        ours=$("$bench" "$2" "$lanes" "$3")
        theirs=$(wrk_rate "$2")
        awk -v n="$1" -v o="$ours" -v t="$theirs" -v l="$lanes" \
            'BEGIN { printf "%-22s %2d connections  engine %7d/s  wrk %7d/s  ratio %.2f\n", n, l, o, t, o / t }'
    done
}

start_nginx
start_lab
lab_url=$(sed -n 's/^base_url: *//p' "$scratch/target.yaml" | tr -d "\"'")
compare "nginx 404" http://127.0.0.1:18931/tasks/x 20000
compare "lab healthz" "$lab_url/healthz" 10000
compare "lab 401 (no token)" "$lab_url/tasks/00000000-0000-4000-8000-000000000000" 5000
