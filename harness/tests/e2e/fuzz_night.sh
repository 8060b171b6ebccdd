#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 200
# labels: heavy
#
# A night in short (NIGHT_SECONDS=7200 makes it two hours): the target is killed and started again on its database, the
# network is silent for a minute at most, a worker is killed, and Ctrl-C ends it. Nothing is lost: the sums add up, the
# report is whole, nothing is left behind, memory and corpus stay bounded, and `--resume` goes on.
source "$SOURCE/harness/tests/e2e/common.bash"
source "$SOURCE/harness/tests/e2e/campaign.bash"

seconds=${NIGHT_SECONDS:-36}
silence=$((seconds / 6 < 60 ? seconds / 6 : 60))

cat >network.py <<'END'
"""Carries connections to PORT of loopback; while the file `silent` is there, nothing is carried and nothing ends."""
import asyncio
import os
import sys


async def carry(reader, writer):
    try:
        while data := await reader.read(65536):
            while os.path.exists("silent"):
                await asyncio.sleep(0.05)
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def accept(reader, writer):
    while os.path.exists("silent"):
        await asyncio.sleep(0.05)
    try:
        there = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
    except OSError:
        writer.close()
        return
    await asyncio.gather(carry(reader, there[1]), carry(there[0], writer))


async def main():
    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    with open("port.new", "w", encoding="utf-8") as file:
        file.write(str(server.sockets[0].getsockname()[1]))
    os.rename("port.new", "port.txt")
    await server.serve_forever()


asyncio.run(main())
END

# start_service: the service alone, where it was before, on the rows it had.
start_service() {
    "$NONESUCH" lab reference --auth-provider "$provider" --database rows.db \
        --listen "127.0.0.1:${service_port:-0}" >service.txt 2>&1 &
    service=$!
    started+=("$service")
    wait_until 'the service' grep -q 'service at' service.txt
    service_port=$(sed -n 's/^AgentEx service at .*:\([0-9]*\)$/\1/p' service.txt)
}

# sums EXPRESSION: over what the campaign wrote down.
sums() {
    field corpus/campaign.json "$1"
}

start_lab
provider=$(sed -n 's/^services: { auth_provider: "\(.*\)" }$/\1/p' lab.yaml)
start_service
start_python network.py "$service_port"
sed "s|^base_url:.*|base_url: http://127.0.0.1:$port|" lab.yaml >target.yaml

"$NONESUCH" fuzz -t target.yaml --no-progress --jobs 2 --rate-limit 200/s --corpus corpus --artifacts found \
    --max-time 24h --report-json night.json --report-html night.html >out.txt 2>err.txt &
run=$!
started+=("$run")
# rest PARTS: so many twelfths of the night; memory is looked at meanwhile.
peak=0
rest() {
    local until kilobytes
    until=$((SECONDS + seconds * $1 / 12))
    while [ $SECONDS -lt $until ]; do
        sleep 1
        for id in $run $(workers "$run"); do
            kilobytes=$(awk '/^VmHWM/ { print $2 }' "/proc/$id/status" 2>/dev/null || echo 0)
            [ "${kilobytes:-0}" -le "$peak" ] || peak=$kilobytes
        done
    done
}

wait_until 'the workers' has_workers "$run"
rest 3
kill -KILL "$service"
sleep 3
start_service
rest 3
touch silent
sleep "$silence"
rm silent
rest 3
kill -KILL "$(workers "$run" | head -n 1)"
rest 3
interrupt "$run"
cat out.txt
[ $code -eq 4 ] || { cat err.txt; fail "exit $code of a campaign that was cut short"; }
[ "$(field night.json 'len(r["findings"])')" = 0 ] || fail 'a finding'
[ "$(field night.json 'r["ledger"]["fixtures_left"]')" = 0 ] || fail 'the campaign left things'
grep -q '</html>' night.html || fail 'the page is not whole'
[ "$(sums 'r["requests"] == sum(r["by_status_class"])')" = True ] || fail 'the sums do not add up'
[ "$(sums 'r["restarts"]')" -ge 1 ] || fail 'no worker was started again'
files=$(find corpus -type f | wc -l)
echo "$(sums 'r["requests"]') requests, peak of one process $peak kB, $files files in the corpus, ended in $took ms"
[ "$peak" -le 200000 ] || fail "a process took $peak kB"
[ "$files" -le 5000 ] || fail "$files files in the corpus"

requests=$(sums 'r["requests"]')
expect_code 0 "$NONESUCH" fuzz -t target.yaml --no-progress --corpus corpus --resume --max-requests 2000
[ "$(sums 'r["requests"]')" -gt "$requests" ] || fail 'the campaign began anew'
