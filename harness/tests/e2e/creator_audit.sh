#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timeout: 60
#
# Rows say who created them, a user or a service account and never both; no answer shows it, so the lab's own rows are
# looked at.
source "$SOURCE/harness/tests/e2e/common.bash"

start_lab --database rows.db
token_of() {
    sed -n "s/^  $1: { bearer: \"\\(.*\\)\" }$/\\1/p" lab.yaml
}
acp_url=$(sed -n 's/^variables: { acp_url: "\([^"]*\)".*/\1/p' lab.yaml)
# ask NAME BODY PATH: as that person, the answer to answer.json.
ask() {
    curl -fsS -o answer.json -H "authorization: Bearer $(token_of "$1")" -H 'content-type: application/json' \
        -d "$2" "$lab_url$3"
}
for name in alice robot; do
    pod="{\"name\":\"agent-of-$name\",\"description\":\"audit\",\"acp_url\":\"$acp_url\",\"acp_type\":\"sync\"}"
    ask $name "{\"name\":\"agent-of-$name\",\"description\":\"audit\"}" /agents/register-build
    ask $name "$pod" /agents/register
    ask $name '{"jsonrpc":"2.0","id":1,"method":"task/create","params":{"name":"task-of-'$name'","params":{}}}' \
        "/agents/$(field answer.json 'r["id"]')/rpc"
done
# Nobody's request: a pod that registers an agent that nobody built.
curl -fsS -o nobody.json -H 'content-type: application/json' \
    -d "{\"name\":\"agent-of-nobody\",\"description\":\"audit\",\"acp_url\":\"$acp_url\",\"acp_type\":\"sync\"}" \
    "$lab_url/agents/register"

cat >look.py <<'END'
import sqlite3

rows = sqlite3.connect("file:rows.db?mode=ro", uri=True)
for table, kind in (("agents", "agent"), ("tasks", "task")):
    found = {
        name: (user, account)
        for name, user, account in rows.execute(
            f"SELECT name, creator_user_id, creator_service_account_id FROM {table} WHERE name LIKE '{kind}-of-%'"
        )
    }
    assert found[f"{kind}-of-alice"] == ("alice", None), found
    assert found[f"{kind}-of-robot"] == (None, "robot"), found
    assert found.get("agent-of-nobody", (None, None)) == (None, None), found
    both = f"SELECT count(*) FROM {table} WHERE creator_user_id IS NOT NULL AND creator_service_account_id IS NOT NULL"
    assert rows.execute(both).fetchone() == (0,), table
END
python3 look.py
