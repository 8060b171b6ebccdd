/* SPDX-License-Identifier: Apache-2.0
 *
 * columns: what each table shows, in the order of the wire, and what else a query of it hands out. One line a column:
 * the index into a row, the name, and how it is written. Pure. */
#ifndef NONESUCH_COLUMNS_H
#define NONESUCH_COLUMNS_H

#include "emit.h"

enum column_form {
    COLUMN_TEXT,
    COLUMN_JSON,
    COLUMN_INTEGER,
    COLUMN_HIDDEN, /* not for the wire */
};

struct column {
    const char *name;
    enum column_form form;
};

/* One row of a query: a cell a column, STR_NONE where it is null. */
struct row {
    const struct str *cells;
};

#define AGENT_COLUMNS(X)                                                \
    X(AGENT_ID, "id", TEXT)                                             \
    X(AGENT_NAME, "name", TEXT)                                         \
    X(AGENT_DESCRIPTION, "description", TEXT)                           \
    X(AGENT_STATUS, "status", TEXT)                                     \
    X(AGENT_ACP_TYPE, "acp_type", TEXT)                                 \
    X(AGENT_STATUS_REASON, "status_reason", TEXT)                       \
    X(AGENT_CREATED_AT, "created_at", TEXT)                             \
    X(AGENT_UPDATED_AT, "updated_at", TEXT)                             \
    X(AGENT_REGISTRATION_METADATA, "registration_metadata", JSON)       \
    X(AGENT_REGISTERED_AT, "registered_at", TEXT)                       \
    X(AGENT_INPUT_TYPE, "agent_input_type", TEXT)                       \
    X(AGENT_PRODUCTION_DEPLOYMENT_ID, "production_deployment_id", TEXT) \
    X(AGENT_ACP_URL, "acp_url", HIDDEN)                                 \
    X(AGENT_TENANT, "tenant", HIDDEN)

#define TASK_COLUMNS(X)                          \
    X(TASK_ID, "id", TEXT)                       \
    X(TASK_NAME, "name", TEXT)                   \
    X(TASK_STATUS, "status", TEXT)               \
    X(TASK_STATUS_REASON, "status_reason", TEXT) \
    X(TASK_CREATED_AT, "created_at", TEXT)       \
    X(TASK_UPDATED_AT, "updated_at", TEXT)       \
    X(TASK_CLEANED_AT, "cleaned_at", TEXT)       \
    X(TASK_PARAMS, "params", JSON)               \
    X(TASK_METADATA, "task_metadata", JSON)      \
    X(TASK_AGENT, "agent_id", HIDDEN)            \
    X(TASK_TENANT, "tenant", HIDDEN)

#define MESSAGE_COLUMNS(X)                                \
    X(MESSAGE_ID, "id", TEXT)                             \
    X(MESSAGE_TASK, "task_id", TEXT)                      \
    X(MESSAGE_CONTENT, "content", JSON)                   \
    X(MESSAGE_STREAMING_STATUS, "streaming_status", TEXT) \
    X(MESSAGE_CREATED_AT, "created_at", TEXT)             \
    X(MESSAGE_UPDATED_AT, "updated_at", TEXT)

#define STATE_COLUMNS(X)                    \
    X(STATE_ID, "id", TEXT)                 \
    X(STATE_TASK, "task_id", TEXT)          \
    X(STATE_AGENT, "agent_id", TEXT)        \
    X(STATE_STATE, "state", JSON)           \
    X(STATE_CREATED_AT, "created_at", TEXT) \
    X(STATE_UPDATED_AT, "updated_at", TEXT)

#define EVENT_COLUMNS(X)                      \
    X(EVENT_ID, "id", TEXT)                   \
    X(EVENT_SEQUENCE, "sequence_id", INTEGER) \
    X(EVENT_TASK, "task_id", TEXT)            \
    X(EVENT_AGENT, "agent_id", TEXT)          \
    X(EVENT_CREATED_AT, "created_at", TEXT)   \
    X(EVENT_CONTENT, "content", JSON)

#define TRACKER_COLUMNS(X)                            \
    X(TRACKER_ID, "id", TEXT)                         \
    X(TRACKER_AGENT, "agent_id", TEXT)                \
    X(TRACKER_TASK, "task_id", TEXT)                  \
    X(TRACKER_STATUS, "status", TEXT)                 \
    X(TRACKER_STATUS_REASON, "status_reason", TEXT)   \
    X(TRACKER_EVENT, "last_processed_event_id", TEXT) \
    X(TRACKER_CREATED_AT, "created_at", TEXT)         \
    X(TRACKER_UPDATED_AT, "updated_at", TEXT)

#define CHECKPOINT_COLUMNS(X)                          \
    X(CHECKPOINT_THREAD, "thread_id", TEXT)            \
    X(CHECKPOINT_NAMESPACE, "checkpoint_ns", TEXT)     \
    X(CHECKPOINT_ID, "checkpoint_id", TEXT)            \
    X(CHECKPOINT_PARENT, "parent_checkpoint_id", TEXT) \
    X(CHECKPOINT_CHECKPOINT, "checkpoint", JSON)       \
    X(CHECKPOINT_METADATA, "metadata", JSON)

#define API_KEY_COLUMNS(X)                \
    X(API_KEY_ID, "id", TEXT)             \
    X(API_KEY_AGENT, "agent_id", TEXT)    \
    X(API_KEY_NAME, "name", TEXT)         \
    X(API_KEY_TYPE, "api_key_type", TEXT) \
    X(API_KEY_CREATED_AT, "created_at", TEXT)

#define DEPLOYMENT_COLUMNS(X)                          \
    X(DEPLOYMENT_ID, "id", TEXT)                       \
    X(DEPLOYMENT_AGENT, "agent_id", TEXT)              \
    X(DEPLOYMENT_IMAGE, "docker_image", TEXT)          \
    X(DEPLOYMENT_COMMIT, "commit_hash", TEXT)          \
    X(DEPLOYMENT_BRANCH, "branch_name", TEXT)          \
    X(DEPLOYMENT_AUTHOR, "author_name", TEXT)          \
    X(DEPLOYMENT_STATUS, "status", TEXT)               \
    X(DEPLOYMENT_ACP_URL, "acp_url", TEXT)             \
    X(DEPLOYMENT_IS_PRODUCTION, "is_production", JSON) \
    X(DEPLOYMENT_CREATED_AT, "created_at", TEXT)       \
    X(DEPLOYMENT_PROMOTED_AT, "promoted_at", TEXT)

/* One entry of an agent's deployment history. */
#define RELEASE_COLUMNS(X)                 \
    X(RELEASE_ID, "id", TEXT)              \
    X(RELEASE_AGENT, "agent_id", TEXT)     \
    X(RELEASE_COMMIT, "commit_hash", TEXT) \
    X(RELEASE_BRANCH, "branch_name", TEXT) \
    X(RELEASE_AUTHOR, "author_name", TEXT) \
    X(RELEASE_DEPLOYED_AT, "deployment_timestamp", TEXT)

#define SPAN_COLUMNS(X)                    \
    X(SPAN_ID, "id", TEXT)                 \
    X(SPAN_TRACE, "trace_id", TEXT)        \
    X(SPAN_TASK, "task_id", TEXT)          \
    X(SPAN_PARENT, "parent_id", TEXT)      \
    X(SPAN_NAME, "name", TEXT)             \
    X(SPAN_START_TIME, "start_time", TEXT) \
    X(SPAN_END_TIME, "end_time", TEXT)     \
    X(SPAN_INPUT, "input", JSON)           \
    X(SPAN_OUTPUT, "output", JSON)         \
    X(SPAN_DATA, "data", JSON)             \
    X(SPAN_TENANT, "tenant", HIDDEN)       \
    X(SPAN_CREATOR, "creator", HIDDEN)

#define SCHEDULE_COLUMNS(X)                           \
    X(SCHEDULE_ID, "id", TEXT)                        \
    X(SCHEDULE_AGENT, "agent_id", TEXT)               \
    X(SCHEDULE_NAME, "name", TEXT)                    \
    X(SCHEDULE_DESCRIPTION, "description", TEXT)      \
    X(SCHEDULE_CRON, "cron_expression", TEXT)         \
    X(SCHEDULE_INTERVAL, "interval_seconds", INTEGER) \
    X(SCHEDULE_TIMEZONE, "timezone", TEXT)            \
    X(SCHEDULE_PAUSED, "paused", JSON)                \
    X(SCHEDULE_SKIPS_NEXT, "skips_next", JSON)        \
    X(SCHEDULE_TASK_PARAMS, "task_params", JSON)      \
    X(SCHEDULE_TASK_METADATA, "task_metadata", JSON)  \
    X(SCHEDULE_INITIAL_INPUT, "initial_input", JSON)  \
    X(SCHEDULE_CREATED_AT, "created_at", TEXT)        \
    X(SCHEDULE_UPDATED_AT, "updated_at", TEXT)        \
    X(SCHEDULE_LAST_ACTION, "last_action_time", TEXT) \
    X(SCHEDULE_ACTIONS, "num_actions_taken", INTEGER)

#define COLUMN_INDEX(index, name, form) index,
/* The list for a SELECT; a row's last cell is its insertion number. */
#define COLUMN_SQL(index, name, form) name ", "
#define COLUMNS_OF(LIST) LIST(COLUMN_SQL) "rowid"

enum agent_column { AGENT_COLUMNS(COLUMN_INDEX) AGENT_ROWID, AGENT_COLUMN_COUNT };
enum task_column { TASK_COLUMNS(COLUMN_INDEX) TASK_ROWID, TASK_COLUMN_COUNT };
enum message_column { MESSAGE_COLUMNS(COLUMN_INDEX) MESSAGE_ROWID, MESSAGE_COLUMN_COUNT };
enum state_column { STATE_COLUMNS(COLUMN_INDEX) STATE_ROWID, STATE_COLUMN_COUNT };
enum event_column { EVENT_COLUMNS(COLUMN_INDEX) EVENT_ROWID, EVENT_COLUMN_COUNT };
enum tracker_column { TRACKER_COLUMNS(COLUMN_INDEX) TRACKER_ROWID, TRACKER_COLUMN_COUNT };
enum checkpoint_column { CHECKPOINT_COLUMNS(COLUMN_INDEX) CHECKPOINT_ROWID, CHECKPOINT_COLUMN_COUNT };
enum api_key_column { API_KEY_COLUMNS(COLUMN_INDEX) API_KEY_ROWID, API_KEY_COLUMN_COUNT };
enum deployment_column { DEPLOYMENT_COLUMNS(COLUMN_INDEX) DEPLOYMENT_ROWID, DEPLOYMENT_COLUMN_COUNT };
enum release_column { RELEASE_COLUMNS(COLUMN_INDEX) RELEASE_ROWID, RELEASE_COLUMN_COUNT };
enum span_column { SPAN_COLUMNS(COLUMN_INDEX) SPAN_ROWID, SPAN_COLUMN_COUNT };
enum schedule_column { SCHEDULE_COLUMNS(COLUMN_INDEX) SCHEDULE_ROWID, SCHEDULE_COLUMN_COUNT };

struct columns {
    const struct column *columns;
    size_t count;
};

extern const struct columns agent_columns, task_columns, message_columns, state_columns, event_columns, tracker_columns,
    checkpoint_columns, api_key_columns, deployment_columns, release_columns, span_columns, schedule_columns;

/* The members of a row, without the braces around them. `skip` names a column to leave out; NULL: none. */
void columns_emit_members(struct emit *e, const struct columns *t, struct row row, const char *skip);
void columns_emit_row(struct emit *e, const struct columns *t, struct row row);

#endif
