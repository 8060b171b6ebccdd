/* SPDX-License-Identifier: Apache-2.0
 *
 * annotation: who asks what, from when to when. */
#include "annotation.h"

#include <unistd.h>

#include "clock.h"
#include "emit.h"
#include "limits.h"
#include "output_file.h"

#define HOST_BYTES 256

static void emit_texts(struct emit *e, const char *key, const struct str *texts, size_t count) {
    emit_key(e, key);
    emit_array_begin(e);
    for (size_t i = 0; i < count; i++) {
        emit_string(e, texts[i]);
    }
    emit_array_end(e);
}

static void emit_source(struct emit *e, const struct session *s) {
    char host[HOST_BYTES] = "";
    (void)gethostname(host, sizeof host - 1);
    emit_key(e, "source");
    emit_object_begin(e);
    emit_member_string(e, "user_agent", s->user_agent);
    emit_member_cstr(e, "host", host);
    emit_member_int(e, "process", getpid());
    emit_object_end(e);
}

/* Whom the target knows: principals without a credential here ask nothing. */
static void emit_scope(struct emit *e, const struct session *s, const struct run_options *run) {
    emit_key(e, "scope");
    emit_object_begin(e);
    emit_member_string(e, "target", s->target.base_url);
    emit_member_string(e, "pack", s->pack.name);
    emit_texts(e, "only", run->only, run->only_count);
    emit_key(e, "principals");
    emit_array_begin(e);
    for (size_t i = 0; i < s->target.credential_count; i++) {
        if (s->target.credentials[i].header_count > 0) {
            emit_string(e, s->target.credentials[i].subject);
        }
    }
    emit_array_end(e);
    emit_object_end(e);
}

enum rc annotation_write(const struct session *s, const struct run_options *run, bool is_over, struct fault *f) {
    if (!s->options->annotate) {
        return RC_OK;
    }
    struct buf text;
    buf_init(&text, LIMIT_REPORT_BYTES);
    struct emit e;
    emit_init(&e, &text, 2);
    emit_object_begin(&e);
    emit_member_string(&e, "run", s->run_id);
    emit_member_string(&e, "started", s->started);
    emit_key(&e, "ended");
    if (is_over) {
        emit_string(&e, clock_format_rfc3339(s->arena, clock_wall_ns()));
    } else {
        emit_null(&e);
    }
    emit_source(&e, s);
    emit_scope(&e, s, run);
    emit_object_end(&e);
    buf_append_char(&text, '\n');
    enum rc rc = output_file_write(s->options->annotate, buf_str(&text), f);
    buf_free(&text);
    return rc;
}
