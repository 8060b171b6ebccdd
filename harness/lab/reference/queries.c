/* SPDX-License-Identifier: Apache-2.0
 *
 * queries: the schema and the statements as data. Names are unique per tenant and creator among what is not deleted;
 * deleted rows stay and are never found again. Lists take the readable ids as a JSON array (?1), or null for all of the
 * tenant ?2. */
#include "queries.h"

#include "columns.h"

const char query_schema[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;"
    "CREATE TABLE IF NOT EXISTS agents (id TEXT PRIMARY KEY NOT NULL, tenant TEXT, creator TEXT, name TEXT NOT NULL"
    " CHECK (name <> ''), description TEXT, status TEXT NOT NULL, acp_type TEXT NOT NULL"
    " CHECK (acp_type IN ('sync', 'async', 'agentic')), status_reason TEXT, created_at TEXT NOT NULL,"
    " updated_at TEXT NOT NULL, registration_metadata TEXT, registered_at TEXT, agent_input_type TEXT,"
    " production_deployment_id TEXT, acp_url TEXT, creator_user_id TEXT, creator_service_account_id TEXT,"
    " CHECK (creator_user_id IS NULL OR creator_service_account_id IS NULL));"
    "CREATE UNIQUE INDEX IF NOT EXISTS agents_name ON agents (tenant, name, creator) WHERE status <> 'Deleted';"
    "CREATE TABLE IF NOT EXISTS tasks (id TEXT PRIMARY KEY NOT NULL, tenant TEXT, creator TEXT,"
    " agent_id TEXT NOT NULL REFERENCES agents (id), name TEXT, status TEXT NOT NULL CHECK (status IN ('RUNNING',"
    " 'COMPLETED', 'FAILED', 'CANCELED', 'TERMINATED', 'TIMED_OUT', 'INTERRUPTED', 'DELETED')), status_reason TEXT,"
    " created_at TEXT NOT NULL, updated_at TEXT NOT NULL, cleaned_at TEXT, params TEXT, task_metadata TEXT,"
    " creator_user_id TEXT, creator_service_account_id TEXT,"
    " CHECK (creator_user_id IS NULL OR creator_service_account_id IS NULL));"
    "CREATE UNIQUE INDEX IF NOT EXISTS tasks_name ON tasks (tenant, name, creator)"
    " WHERE status <> 'DELETED' AND name IS NOT NULL;"
    "CREATE INDEX IF NOT EXISTS tasks_agent ON tasks (agent_id);"
    "CREATE TABLE IF NOT EXISTS messages (id TEXT PRIMARY KEY NOT NULL, task_id TEXT NOT NULL REFERENCES tasks (id),"
    " content TEXT NOT NULL, streaming_status TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL);"
    "CREATE INDEX IF NOT EXISTS messages_task ON messages (task_id);"
    "CREATE TABLE IF NOT EXISTS states (id TEXT PRIMARY KEY NOT NULL, task_id TEXT NOT NULL REFERENCES tasks (id),"
    " agent_id TEXT NOT NULL REFERENCES agents (id), state TEXT NOT NULL, created_at TEXT NOT NULL,"
    " updated_at TEXT NOT NULL, UNIQUE (task_id, agent_id));"
    "CREATE TABLE IF NOT EXISTS events (sequence_id INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL,"
    " task_id TEXT NOT NULL REFERENCES tasks (id), agent_id TEXT NOT NULL REFERENCES agents (id),"
    " created_at TEXT NOT NULL, content TEXT);"
    "CREATE INDEX IF NOT EXISTS events_task ON events (task_id, agent_id);"
    "CREATE TABLE IF NOT EXISTS trackers (id TEXT PRIMARY KEY NOT NULL, agent_id TEXT NOT NULL REFERENCES agents (id),"
    " task_id TEXT UNIQUE NOT NULL REFERENCES tasks (id), status TEXT, status_reason TEXT,"
    " last_processed_event_id TEXT REFERENCES events (id), created_at TEXT NOT NULL, updated_at TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS checkpoints (thread_id TEXT NOT NULL REFERENCES tasks (id), checkpoint_ns TEXT NOT "
    "NULL,"
    " checkpoint_id TEXT NOT NULL, parent_checkpoint_id TEXT, checkpoint TEXT NOT NULL, metadata TEXT NOT NULL,"
    " UNIQUE (thread_id, checkpoint_ns, checkpoint_id));"
    "CREATE TABLE IF NOT EXISTS checkpoint_writes (thread_id TEXT NOT NULL REFERENCES tasks (id),"
    " checkpoint_ns TEXT NOT NULL, checkpoint_id TEXT NOT NULL, writes TEXT NOT NULL);"
    "CREATE INDEX IF NOT EXISTS checkpoint_writes_thread ON checkpoint_writes (thread_id, checkpoint_ns, "
    "checkpoint_id);"
    "CREATE TABLE IF NOT EXISTS api_keys (id TEXT PRIMARY KEY NOT NULL, agent_id TEXT NOT NULL REFERENCES agents (id),"
    " name TEXT NOT NULL, api_key_type TEXT NOT NULL CHECK (api_key_type IN ('internal', 'external', 'github', "
    "'slack')),"
    " key_hash TEXT UNIQUE NOT NULL, created_at TEXT NOT NULL, creator_user_id TEXT, creator_service_account_id TEXT,"
    " UNIQUE (agent_id, name, api_key_type));"
    "CREATE TABLE IF NOT EXISTS deployments (id TEXT PRIMARY KEY NOT NULL,"
    " agent_id TEXT NOT NULL REFERENCES agents (id), docker_image TEXT NOT NULL, commit_hash TEXT, branch_name TEXT,"
    " author_name TEXT, status TEXT NOT NULL, acp_url TEXT, is_production TEXT NOT NULL, created_at TEXT NOT NULL,"
    " promoted_at TEXT);"
    "CREATE INDEX IF NOT EXISTS deployments_agent ON deployments (agent_id);"
    "CREATE TABLE IF NOT EXISTS releases (id TEXT PRIMARY KEY NOT NULL, agent_id TEXT NOT NULL REFERENCES agents (id),"
    " commit_hash TEXT, branch_name TEXT, author_name TEXT, deployment_timestamp TEXT NOT NULL);"
    "CREATE INDEX IF NOT EXISTS releases_agent ON releases (agent_id);"
    "CREATE TABLE IF NOT EXISTS spans (id TEXT PRIMARY KEY NOT NULL, tenant TEXT, creator TEXT, trace_id TEXT NOT NULL,"
    " task_id TEXT REFERENCES tasks (id), parent_id TEXT, name TEXT NOT NULL, start_time TEXT NOT NULL, end_time TEXT,"
    " input TEXT, output TEXT, data TEXT);"
    "CREATE INDEX IF NOT EXISTS spans_trace ON spans (trace_id);"
    "CREATE INDEX IF NOT EXISTS spans_task ON spans (task_id);"
    "CREATE TABLE IF NOT EXISTS schedules (id TEXT PRIMARY KEY NOT NULL, agent_id TEXT NOT NULL REFERENCES agents (id),"
    " creator TEXT, name TEXT NOT NULL, description TEXT, cron_expression TEXT, interval_seconds INTEGER,"
    " timezone TEXT NOT NULL, paused TEXT NOT NULL, skips_next TEXT NOT NULL, task_params TEXT, task_metadata TEXT,"
    " initial_input TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, last_action_time TEXT,"
    " num_actions_taken INTEGER NOT NULL, UNIQUE (agent_id, name, creator));";

#define ALIVE_AGENT " status <> 'Deleted' "
#define ALIVE_TASK " status <> 'DELETED' "
#define FROM_AGENTS "SELECT " COLUMNS_OF(AGENT_COLUMNS) " FROM agents "
#define FROM_TASKS "SELECT " COLUMNS_OF(TASK_COLUMNS) " FROM tasks "
#define FROM_MESSAGES "SELECT " COLUMNS_OF(MESSAGE_COLUMNS) " FROM messages "
#define FROM_STATES "SELECT " COLUMNS_OF(STATE_COLUMNS) " FROM states "
#define FROM_EVENTS "SELECT " COLUMNS_OF(EVENT_COLUMNS) " FROM events "
#define FROM_TRACKERS "SELECT " COLUMNS_OF(TRACKER_COLUMNS) " FROM trackers "
#define FROM_CHECKPOINTS "SELECT " COLUMNS_OF(CHECKPOINT_COLUMNS) " FROM checkpoints "
#define FROM_API_KEYS "SELECT " COLUMNS_OF(API_KEY_COLUMNS) " FROM api_keys "
#define FROM_DEPLOYMENTS "SELECT " COLUMNS_OF(DEPLOYMENT_COLUMNS) " FROM deployments "
#define FROM_RELEASES "SELECT " COLUMNS_OF(RELEASE_COLUMNS) " FROM releases "
#define FROM_SPANS "SELECT " COLUMNS_OF(SPAN_COLUMNS) " FROM spans "
#define FROM_SCHEDULES "SELECT " COLUMNS_OF(SCHEDULE_COLUMNS) " FROM schedules "
#define OF_ALIVE_AGENT " agent_id IN (SELECT id FROM agents WHERE" ALIVE_AGENT ") "
#define SCHEDULE_SET "UPDATE schedules SET updated_at = ?2, "
#define TASK_OF(table) "SELECT id FROM tasks WHERE id = (SELECT task_id FROM " table " WHERE id = ?1) AND" ALIVE_TASK
/* Of several with one name the caller's own goes first, then the oldest. */
#define NAMED(table, alive) \
    "SELECT id FROM " table " WHERE tenant IS ?1 AND name = ?3 AND" alive "ORDER BY creator IS ?2 DESC, rowid LIMIT 1"
/* For lists: ids ?1 (JSON) or, when null, all of the tenant ?2. */
#define READABLE(id) " (CASE WHEN ?1 IS NULL THEN tenant IS ?2 ELSE " id " IN (SELECT value FROM json_each(?1)) END) "
/* Asked of each row that is left: as a list to be IN, all readable tasks would be gathered before the first row. */
#define OF_READABLE_TASK " EXISTS (SELECT 1 FROM tasks WHERE id = task_id AND" ALIVE_TASK "AND" READABLE("id") ") "

const char *const query_texts[QUERY_COUNT] = {
    [QUERY_BEGIN] = "BEGIN IMMEDIATE",
    [QUERY_COMMIT] = "COMMIT",
    [QUERY_ROLLBACK] = "ROLLBACK",

    /* id; or tenant, creator, name */
    [QUERY_FIND_AGENT] = "SELECT id FROM agents WHERE id = ?1 AND" ALIVE_AGENT,
    [QUERY_FIND_AGENT_NAMED] = NAMED("agents", ALIVE_AGENT),
    [QUERY_FIND_TASK] = "SELECT id FROM tasks WHERE id = ?1 AND" ALIVE_TASK,
    [QUERY_FIND_TASK_NAMED] = NAMED("tasks", ALIVE_TASK),
    [QUERY_FIND_TASK_OF_MESSAGE] = TASK_OF("messages"),
    [QUERY_FIND_TASK_OF_STATE] = TASK_OF("states"),
    [QUERY_FIND_TASK_OF_EVENT] = TASK_OF("events"),
    [QUERY_FIND_TASK_OF_TRACKER] = TASK_OF("trackers"),
    [QUERY_FIND_AGENT_OF_EVENT] =
        "SELECT id FROM agents WHERE id = (SELECT agent_id FROM events WHERE id = ?1) AND" ALIVE_AGENT,
    [QUERY_FIND_API_KEY] =
        "SELECT id FROM api_keys WHERE id = ?1 AND agent_id IN (SELECT id FROM agents WHERE" ALIVE_AGENT ")",
    /* agent, name, type */
    [QUERY_FIND_API_KEY_NAMED] = "SELECT id FROM api_keys WHERE agent_id = ?1 AND name = ?2 AND api_key_type = ?3",

    [QUERY_FIND_AGENT_OF_RELEASE] =
        "SELECT id FROM agents WHERE id = (SELECT agent_id FROM releases WHERE id = ?1) AND" ALIVE_AGENT,
    [QUERY_FIND_TASK_OF_SPAN] = TASK_OF("spans"),
    /* agent, id */
    [QUERY_FIND_SCHEDULE] = "SELECT id FROM schedules WHERE agent_id = ?1 AND id = ?2 AND" OF_ALIVE_AGENT,
    /* agent, name, creator: his own goes first, then the oldest */
    [QUERY_FIND_SCHEDULE_NAMED] = "SELECT id FROM schedules WHERE agent_id = ?1 AND name = ?2 AND" OF_ALIVE_AGENT
                                  "ORDER BY creator IS ?3 DESC, rowid LIMIT 1",

    /* id */
    [QUERY_AGENT] = FROM_AGENTS "WHERE id = ?1 AND" ALIVE_AGENT,
    /* tenant, creator, name */
    [QUERY_AGENT_OWN_NAMED] = FROM_AGENTS "WHERE tenant IS ?1 AND creator IS ?2 AND name = ?3 AND" ALIVE_AGENT,
    /* hash of the key: one that an agent calls with, or one that callers of its webhooks prove themselves with */
    [QUERY_AGENT_OF_KEY] = FROM_AGENTS "WHERE id = (SELECT agent_id FROM api_keys WHERE key_hash = ?1 AND api_key_type "
                                       "IN ('internal', 'external')) AND" ALIVE_AGENT,
    [QUERY_AGENT_OF_WEBHOOK] = FROM_AGENTS "WHERE id = (SELECT agent_id FROM api_keys WHERE key_hash = ?1 AND "
                                           "api_key_type IN ('github', 'slack')) AND" ALIVE_AGENT,
    /* id, tenant, creator, name, description, acp_type, now, user, service account, metadata, acp_url, registered_at */
    [QUERY_AGENT_INSERT] =
        "INSERT INTO agents (id, tenant, creator, name, description, status, acp_type, created_at,"
        " updated_at, creator_user_id, creator_service_account_id, registration_metadata, acp_url,"
        " registered_at) VALUES (?1, ?2, ?3, ?4, ?5, CASE WHEN ?12 IS NULL THEN 'BuildOnly' ELSE 'Ready'"
        " END, ?6, ?7, ?7, ?8, ?9, ?10, ?11, ?12)",
    /* id, description, now, metadata */
    [QUERY_AGENT_DESCRIBE] = "UPDATE agents SET description = ?2, updated_at = ?3, registration_metadata ="
                             " COALESCE(?4, registration_metadata) WHERE id = ?1",
    /* id, description, acp_url, acp_type, now, metadata */
    [QUERY_AGENT_REGISTER] = "UPDATE agents SET description = COALESCE(?2, description), acp_url = ?3, acp_type = ?4,"
                             " status = 'Ready', registered_at = ?5, updated_at = ?5, registration_metadata ="
                             " COALESCE(?6, registration_metadata) WHERE id = ?1",
    /* id, now */
    [QUERY_AGENT_DELETE] = "UPDATE agents SET status = 'Deleted', updated_at = ?2 WHERE id = ?1 AND" ALIVE_AGENT,
    /* ids, tenant, task or null, limit, offset, direction */
    [QUERY_AGENTS] =
        FROM_AGENTS "WHERE" ALIVE_AGENT
                    "AND" READABLE("id") "AND (?3 IS NULL OR id = (SELECT agent_id FROM tasks WHERE id = ?3))"
                                         " ORDER BY CASE WHEN ?6 = 'asc' THEN rowid ELSE -rowid END LIMIT ?4 OFFSET ?5",

    [QUERY_TASK] = FROM_TASKS "WHERE id = ?1 AND" ALIVE_TASK,
    /* tenant, creator, name */
    [QUERY_TASK_OWN_NAMED] = FROM_TASKS "WHERE tenant IS ?1 AND creator IS ?2 AND name = ?3 AND" ALIVE_TASK,
    /* id, tenant, creator, agent, name, params, metadata, now, user, service account */
    [QUERY_TASK_INSERT] =
        "INSERT INTO tasks (id, tenant, creator, agent_id, name, status, created_at, updated_at, params,"
        " task_metadata, creator_user_id, creator_service_account_id)"
        " VALUES (?1, ?2, ?3, ?4, ?5, 'RUNNING', ?8, ?8, ?6, ?7, ?9, ?10)",
    /* id, metadata or null, params to merge or null, now */
    [QUERY_TASK_UPDATE] =
        "UPDATE tasks SET task_metadata = COALESCE(?2, task_metadata), params = CASE WHEN ?3 IS NULL THEN"
        " params ELSE json_patch(COALESCE(params, '{}'), ?3) END, updated_at = ?4 WHERE id = ?1",
    /* id, status, reason, now */
    [QUERY_TASK_TRANSITION] = "UPDATE tasks SET status = ?2, status_reason = ?3, updated_at = ?4 WHERE id = ?1"
                              " AND (status = 'RUNNING' OR (status = 'INTERRUPTED' AND ?2 <> 'INTERRUPTED'))",
    /* id, now */
    [QUERY_TASK_TOUCH] = "UPDATE tasks SET updated_at = ?2 WHERE id = ?1",
    [QUERY_TASK_DELETE] = "UPDATE tasks SET status = 'DELETED', updated_at = ?2 WHERE id = ?1 AND" ALIVE_TASK,
    [QUERY_TASK_CLEAN] = "UPDATE tasks SET cleaned_at = ?2, updated_at = ?2 WHERE id = ?1",
    [QUERY_TASK_CLEAN_MESSAGES] = "DELETE FROM messages WHERE task_id = ?1",
    [QUERY_TASK_CLEAN_STATES] = "DELETE FROM states WHERE task_id = ?1",
    [QUERY_TASK_REHYDRATE] = "UPDATE tasks SET cleaned_at = NULL, updated_at = ?2 WHERE id = ?1",
    /* ids, tenant, agent or null, status or null, limit, offset, metadata key and value or null, direction */
    [QUERY_TASKS] = FROM_TASKS
    "WHERE" ALIVE_TASK
    "AND" READABLE("id") "AND (?3 IS NULL OR agent_id = ?3) AND (?4 IS NULL OR status = ?4) AND (?7 IS NULL OR"
                         " NOT EXISTS (SELECT 1 FROM json_each(?7) AS wanted WHERE NOT EXISTS (SELECT 1 FROM"
                         " json_each(COALESCE(task_metadata, '{}')) AS has WHERE has.key = wanted.key AND has.value ="
                         " wanted.value))) ORDER BY CASE WHEN ?8 = 'asc' THEN rowid ELSE -rowid END LIMIT ?5 OFFSET ?6",

    [QUERY_MESSAGE] = FROM_MESSAGES "WHERE id = ?1",
    /* id, task, content, now */
    [QUERY_MESSAGE_INSERT] = "INSERT INTO messages (id, task_id, content, streaming_status, created_at, updated_at)"
                             " VALUES (?1, ?2, ?3, 'DONE', ?4, ?4)",
    /* id, task, content, now */
    [QUERY_MESSAGE_UPDATE] = "UPDATE messages SET content = ?3, updated_at = ?4 WHERE id = ?1 AND task_id = ?2",
    /* task, limit, offset, direction */
    [QUERY_MESSAGES] = FROM_MESSAGES "WHERE task_id = ?1 ORDER BY CASE WHEN ?4 = 'desc' THEN -rowid ELSE"
                                     " rowid END LIMIT ?2 OFFSET ?3",
    /* task, message id of the cursor or null, limit */
    [QUERY_MESSAGES_OLDER] =
        FROM_MESSAGES "WHERE task_id = ?1 AND (?2 IS NULL OR rowid < (SELECT rowid"
                      " FROM messages WHERE id = ?2 AND task_id = ?1)) ORDER BY rowid DESC LIMIT ?3",
    [QUERY_MESSAGES_NEWER] = FROM_MESSAGES "WHERE task_id = ?1 AND (?2 IS NULL OR rowid > (SELECT rowid"
                                           " FROM messages WHERE id = ?2 AND task_id = ?1)) ORDER BY rowid LIMIT ?3",

    [QUERY_STATE] = FROM_STATES "WHERE id = ?1",
    /* id, task, agent, state, now */
    [QUERY_STATE_INSERT] = "INSERT INTO states (id, task_id, agent_id, state, created_at, updated_at)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
    /* id, state, now */
    [QUERY_STATE_UPDATE] = "UPDATE states SET state = ?2, updated_at = ?3 WHERE id = ?1",
    [QUERY_STATE_DELETE] = "DELETE FROM states WHERE id = ?1",
    /* ids, tenant, task or null, agent or null, limit, offset */
    [QUERY_STATES] = FROM_STATES "WHERE" OF_READABLE_TASK "AND (?3 IS NULL OR task_id = ?3) AND (?4 IS NULL OR "
                                 "agent_id = ?4) ORDER BY rowid LIMIT ?5 OFFSET ?6",

    [QUERY_EVENT] = FROM_EVENTS "WHERE id = ?1",
    /* id, task, agent */
    [QUERY_EVENT_OF_TASK] = FROM_EVENTS "WHERE id = ?1 AND task_id = ?2 AND agent_id = ?3",
    /* id, task, agent, content, now */
    [QUERY_EVENT_INSERT] =
        "INSERT INTO events (id, task_id, agent_id, content, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    /* task, agent, event behind which to start or null, limit */
    [QUERY_EVENTS] = FROM_EVENTS "WHERE task_id = ?1 AND agent_id = ?2 AND (?3 IS NULL OR sequence_id >"
                                 " (SELECT sequence_id FROM events WHERE id = ?3)) ORDER BY sequence_id LIMIT ?4",

    [QUERY_TRACKER] = FROM_TRACKERS "WHERE id = ?1",
    /* id, agent, task, now */
    [QUERY_TRACKER_INSERT] = "INSERT INTO trackers (id, agent_id, task_id, created_at, updated_at)"
                             " VALUES (?1, ?2, ?3, ?4, ?4)",
    /* id, status, reason, event, now: null keeps */
    [QUERY_TRACKER_UPDATE] =
        "UPDATE trackers SET status = COALESCE(?2, status), status_reason = COALESCE(?3, status_reason),"
        " last_processed_event_id = COALESCE(?4, last_processed_event_id), updated_at = ?5 WHERE id = ?1",
    /* ids, tenant, task or null, agent or null, limit, offset */
    [QUERY_TRACKERS] = FROM_TRACKERS "WHERE" OF_READABLE_TASK "AND (?3 IS NULL OR task_id = ?3) AND (?4 IS NULL OR "
                                     "agent_id = ?4) ORDER BY rowid LIMIT ?5 OFFSET ?6",

    /* thread, namespace, checkpoint or null: the newest */
    [QUERY_CHECKPOINT] = FROM_CHECKPOINTS "WHERE thread_id = ?1 AND checkpoint_ns = ?2 AND"
                                          " (?3 IS NULL OR checkpoint_id = ?3) ORDER BY rowid DESC LIMIT 1",
    /* thread, namespace or null, limit */
    [QUERY_CHECKPOINTS] = FROM_CHECKPOINTS "WHERE thread_id = ?1 AND (?2 IS NULL OR checkpoint_ns = ?2)"
                                           " ORDER BY rowid DESC LIMIT ?3",
    /* thread, namespace, checkpoint id, parent, checkpoint, metadata */
    [QUERY_CHECKPOINT_PUT] = "INSERT INTO checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id,"
                             " checkpoint, metadata) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET"
                             " parent_checkpoint_id = ?4, checkpoint = ?5, metadata = ?6",
    /* thread, namespace, checkpoint id, writes */
    [QUERY_CHECKPOINT_WRITE_PUT] = "INSERT INTO checkpoint_writes (thread_id, checkpoint_ns, checkpoint_id, writes)"
                                   " VALUES (?1, ?2, ?3, ?4)",
    /* thread, namespace, checkpoint id: one cell */
    [QUERY_CHECKPOINT_WRITES] = "SELECT writes FROM checkpoint_writes WHERE thread_id = ?1 AND checkpoint_ns = ?2"
                                " AND checkpoint_id = ?3 ORDER BY rowid",
    [QUERY_CHECKPOINTS_DELETE] = "DELETE FROM checkpoints WHERE thread_id = ?1",
    [QUERY_CHECKPOINT_WRITES_DELETE] = "DELETE FROM checkpoint_writes WHERE thread_id = ?1",

    [QUERY_API_KEY] = FROM_API_KEYS "WHERE id = ?1",
    /* id, agent, name, type, hash, now, user, service account */
    [QUERY_API_KEY_INSERT] =
        "INSERT INTO api_keys (id, agent_id, name, api_key_type, key_hash, created_at, creator_user_id,"
        " creator_service_account_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [QUERY_API_KEY_DELETE] = "DELETE FROM api_keys WHERE id = ?1",
    [QUERY_API_KEY_HIDE] = "UPDATE api_keys SET id = 'gone-' || id, name = 'gone-' || id WHERE id = ?1",
    /* ids, tenant, agent, limit, offset */
    [QUERY_API_KEYS] = FROM_API_KEYS "WHERE agent_id IN (SELECT id FROM agents WHERE id = ?3 AND" ALIVE_AGENT
                                     "AND (?1 IS NOT NULL OR tenant IS ?2)) AND (?1 IS NULL OR id IN"
                                     " (SELECT value FROM json_each(?1))) ORDER BY rowid LIMIT ?4 OFFSET ?5",

    /* id */
    [QUERY_DEPLOYMENT] = FROM_DEPLOYMENTS "WHERE id = ?1",
    /* id, agent */
    [QUERY_DEPLOYMENT_OF_AGENT] = FROM_DEPLOYMENTS "WHERE id = ?1 AND agent_id = ?2",
    /* id, agent, image, commit, branch, author, now; its address is its agent's */
    [QUERY_DEPLOYMENT_INSERT] =
        "INSERT INTO deployments (id, agent_id, docker_image, commit_hash, branch_name, author_name, status, acp_url,"
        " is_production, created_at) SELECT ?1, ?2, ?3, ?4, ?5, ?6, 'Ready', acp_url, 'false', ?7 FROM agents"
        " WHERE id = ?2",
    /* id, agent, now */
    [QUERY_DEPLOYMENT_PROMOTE] = "UPDATE deployments SET promoted_at = CASE WHEN id = ?1 THEN ?3 ELSE promoted_at END,"
                                 " is_production = CASE WHEN id = ?1 THEN 'true' ELSE 'false' END WHERE agent_id = ?2",
    /* agent, id or null, now */
    [QUERY_DEPLOYMENT_PROMOTED] = "UPDATE agents SET production_deployment_id = ?2, updated_at = ?3 WHERE id = ?1",
    /* id */
    [QUERY_DEPLOYMENT_DELETE] = "DELETE FROM deployments WHERE id = ?1",
    /* agent, limit, offset, direction */
    [QUERY_DEPLOYMENTS] = FROM_DEPLOYMENTS "WHERE agent_id = ?1 ORDER BY CASE WHEN ?4 = 'asc' THEN rowid ELSE -rowid"
                                           " END LIMIT ?2 OFFSET ?3",
    /* id */
    [QUERY_RELEASE] = FROM_RELEASES "WHERE id = ?1",
    /* id, agent, registration metadata or null, now */
    [QUERY_RELEASE_INSERT] =
        "INSERT INTO releases (id, agent_id, commit_hash, branch_name, author_name, deployment_timestamp) VALUES (?1,"
        " ?2, json_extract(?3, '$.commit_hash'), json_extract(?3, '$.branch_name'), json_extract(?3, '$.author_name'),"
        " ?4)",
    /* agent, limit, offset, direction */
    [QUERY_RELEASES] = FROM_RELEASES "WHERE agent_id = ?1 ORDER BY CASE WHEN ?4 = 'asc' THEN rowid ELSE -rowid END"
                                     " LIMIT ?2 OFFSET ?3",

    /* id */
    [QUERY_SPAN] = FROM_SPANS "WHERE id = ?1",
    /* id, task or null, tenant, creator: those of no task are their maker's */
    [QUERY_SPAN_OF_TASK] = FROM_SPANS "WHERE id = ?1 AND task_id IS ?2 AND (?2 IS NOT NULL OR (tenant IS ?3 AND"
                                      " creator IS ?4))",
    /* id, tenant, creator, trace, task, parent, name, start, end, input, output, data */
    [QUERY_SPAN_INSERT] = "INSERT INTO spans (id, tenant, creator, trace_id, task_id, parent_id, name, start_time,"
                          " end_time, input, output, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    /* id, name, end, input, output, data: null keeps */
    [QUERY_SPAN_UPDATE] =
        "UPDATE spans SET name = COALESCE(?2, name), end_time = COALESCE(?3, end_time), input = COALESCE(?4, input),"
        " output = COALESCE(?5, output), data = COALESCE(?6, data) WHERE id = ?1",
    /* ids of tasks, tenant, creator, trace or null, task or null, limit, offset */
    [QUERY_SPANS] = FROM_SPANS "WHERE (" OF_READABLE_TASK
                               "OR (task_id IS NULL AND tenant IS ?2 AND creator IS ?3)) AND (?4 IS NULL OR trace_id ="
                               " ?4) AND (?5 IS NULL OR task_id = ?5) ORDER BY rowid LIMIT ?6 OFFSET ?7",

    /* id */
    [QUERY_SCHEDULE] = FROM_SCHEDULES "WHERE id = ?1",
    /* id, agent, creator, name, description, cron, interval, timezone, paused, params, metadata, input, now */
    [QUERY_SCHEDULE_INSERT] =
        "INSERT INTO schedules (id, agent_id, creator, name, description, cron_expression, interval_seconds, timezone,"
        " paused, skips_next, task_params, task_metadata, initial_input, created_at, updated_at, num_actions_taken)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, COALESCE(?8, 'UTC'), ?9, 'false', ?10, ?11, ?12, ?13, ?13, 0)",
    /* id, now, name, description, cron, interval, timezone, params, metadata, input: null keeps, a cadence takes the
     * place of the other */
    [QUERY_SCHEDULE_UPDATE] =
        SCHEDULE_SET "name = COALESCE(?3, name), description = COALESCE(?4, description), cron_expression = CASE WHEN"
                     " ?6 IS NULL THEN COALESCE(?5, cron_expression) END, interval_seconds = CASE WHEN ?5 IS NULL THEN"
                     " COALESCE(?6, interval_seconds) END, timezone = COALESCE(?7, timezone), task_params ="
                     " COALESCE(?8, task_params), task_metadata = COALESCE(?9, task_metadata), initial_input ="
                     " COALESCE(?10, initial_input) WHERE id = ?1",
    /* id, now */
    [QUERY_SCHEDULE_TRIGGER] =
        SCHEDULE_SET "last_action_time = ?2, num_actions_taken = num_actions_taken + 1 WHERE id = ?1",
    [QUERY_SCHEDULE_PAUSE] = SCHEDULE_SET "paused = 'true' WHERE id = ?1",
    [QUERY_SCHEDULE_RESUME] = SCHEDULE_SET "paused = 'false' WHERE id = ?1",
    [QUERY_SCHEDULE_SKIP] = SCHEDULE_SET "skips_next = 'true' WHERE id = ?1",
    [QUERY_SCHEDULE_UNSKIP] = SCHEDULE_SET "skips_next = 'false' WHERE id = ?1",
    [QUERY_SCHEDULE_DELETE] = "DELETE FROM schedules WHERE id = ?1",
    /* ids, tenant, agent, limit, offset */
    [QUERY_SCHEDULES] = FROM_SCHEDULES "WHERE agent_id IN (SELECT id FROM agents WHERE id = ?3 AND" ALIVE_AGENT
                                       "AND (?1 IS NOT NULL OR tenant IS ?2)) AND (?1 IS NULL OR id IN"
                                       " (SELECT value FROM json_each(?1))) ORDER BY rowid LIMIT ?4 OFFSET ?5",

    /* tenant, creator, name: of another tenant */
    [QUERY_FIND_TASK_NAMED_ANYWHERE] = "SELECT id FROM tasks WHERE tenant IS NOT ?1 AND name = ?3 AND" ALIVE_TASK
                                       "ORDER BY creator IS ?2, rowid LIMIT 1",
    [QUERY_FIND_AGENT_NAMED_ANYWHERE] = "SELECT id FROM agents WHERE tenant IS NOT ?1 AND name = ?3 AND" ALIVE_AGENT
                                        "ORDER BY creator IS ?2, rowid LIMIT 1",
    [QUERY_FIND_DELETED_TASK] = "SELECT id FROM tasks WHERE id = ?1 AND status = 'DELETED'",
    /* one cell: a JSON array */
    [QUERY_ALL_AGENT_IDS] = "SELECT json_group_array(id) FROM agents WHERE" ALIVE_AGENT,
    [QUERY_ALL_TASK_IDS] = "SELECT json_group_array(id) FROM tasks WHERE" ALIVE_TASK,
    [QUERY_ALL_API_KEY_IDS] = "SELECT json_group_array(id) FROM api_keys",
    [QUERY_ALL_SCHEDULE_IDS] = "SELECT json_group_array(id) FROM schedules",
    /* agent: one cell */
    [QUERY_COUNT_SCHEDULES] = "SELECT count(*) FROM schedules WHERE agent_id = ?1",
    /* name */
    /* tenant */
    [QUERY_TASK_OF_ANOTHER] =
        "SELECT t.id FROM tasks t JOIN messages m ON m.task_id = t.id WHERE t.tenant IS NOT ?1 LIMIT 1",
    [QUERY_FIND_AGENT_NAMED_BY_ANYBODY] = "SELECT id FROM agents WHERE name = ?1 AND" ALIVE_AGENT "LIMIT 1",
};
