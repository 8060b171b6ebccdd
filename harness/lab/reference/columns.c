/* SPDX-License-Identifier: Apache-2.0
 *
 * columns: the tables of columns.h as data, and their one writer. */
#include "columns.h"

#include <string.h>

#define COLUMN_ROW(index, name, form) {name, COLUMN_##form},
#define TABLE(symbol, LIST)                                          \
    static const struct column symbol##_list[] = {LIST(COLUMN_ROW)}; \
    const struct columns symbol = {symbol##_list, sizeof symbol##_list / sizeof symbol##_list[0]};

TABLE(agent_columns, AGENT_COLUMNS)
TABLE(task_columns, TASK_COLUMNS)
TABLE(message_columns, MESSAGE_COLUMNS)
TABLE(state_columns, STATE_COLUMNS)
TABLE(event_columns, EVENT_COLUMNS)
TABLE(tracker_columns, TRACKER_COLUMNS)
TABLE(checkpoint_columns, CHECKPOINT_COLUMNS)
TABLE(api_key_columns, API_KEY_COLUMNS)
TABLE(deployment_columns, DEPLOYMENT_COLUMNS)
TABLE(release_columns, RELEASE_COLUMNS)
TABLE(span_columns, SPAN_COLUMNS)
TABLE(schedule_columns, SCHEDULE_COLUMNS)

static void emit_cell(struct emit *e, const struct column *column, struct str cell) {
    emit_key(e, column->name);
    if (!cell.data)
        emit_null(e);
    else if (column->form == COLUMN_TEXT)
        emit_string(e, cell);
    else
        emit_raw(e, cell);
}

void columns_emit_members(struct emit *e, const struct columns *t, struct row row, const char *skip) {
    for (size_t i = 0; i < t->count; i++) {
        bool is_shown = t->columns[i].form != COLUMN_HIDDEN && !(skip && strcmp(skip, t->columns[i].name) == 0);
        if (is_shown)
            emit_cell(e, &t->columns[i], row.cells[i]);
    }
}

void columns_emit_row(struct emit *e, const struct columns *t, struct row row) {
    emit_object_begin(e);
    columns_emit_members(e, t, row, NULL);
    emit_object_end(e);
}
