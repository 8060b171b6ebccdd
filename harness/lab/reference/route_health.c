/* SPDX-License-Identifier: Apache-2.0
 *
 * route_health: alive, and ready. */
#include "handlers.h"

void health_alive(struct api_call *c) {
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_member_cstr(e, "status", "ok");
    emit_object_end(e);
    answer_send(c, 200);
}

void health_ready(struct api_call *c) {
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_member_cstr(e, "status", "ok");
    emit_key(e, "checks");
    emit_object_begin(e);
    emit_member_cstr(e, "database", "ok");
    emit_object_end(e);
    emit_object_end(e);
    answer_send(c, 200);
}
