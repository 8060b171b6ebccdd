#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Requests per second of the probe engine next to wrk with the same number of connections, against nginx and against the
# lab, alternating in one run: on a noisy machine only the ratio means something. Needs Debian's packages nginx-light and
# wrk. Usage: throughput.sh BENCH_TRANSPORT NONESUCH [LANES] [ROUNDS]
set -euo pipefail
bench=$(realpath "$1")
nonesuch=$(realpath "$2")
lanes=${3:-16}
rounds=${4:-3}

source "$(dirname "$(realpath "$0")")/bench.bash"
need "nginx-light wrk" nginx wrk

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
    wait_for 'nginx does not answer' curl -s -o /dev/null http://127.0.0.1:18931/
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
start_lab "$nonesuch"
lab_url=$(url_of lab)
compare "nginx 404" http://127.0.0.1:18931/tasks/x 20000
compare "lab healthz" "$lab_url/healthz" 10000
compare "lab 401 (no token)" "$lab_url/tasks/00000000-0000-4000-8000-000000000000" 5000
