/* SPDX-License-Identifier: Apache-2.0
 *
 * emit: a streaming JSON writer into a buf. Keys come out in the order they are written. Pure.
 *
 * Misuse (a value where a key belongs) is an assertion. Strings that are not UTF-8 come out with U+FFFD for the bad
 * bytes; who must keep them writes base64. */
#ifndef NONESUCH_EMIT_H
#define NONESUCH_EMIT_H

#include "buf.h"
#include "value.h"

struct emit {
    struct buf *out;
    int indent; /* blanks per level; 0 writes all on one line without spaces */
    int depth;
    bool has_items[64]; /* per level: a comma is due */
    bool is_object[64];
    bool after_key;
};

void emit_init(struct emit *e, struct buf *out, int indent);
void emit_object_begin(struct emit *e);
void emit_object_end(struct emit *e);
void emit_array_begin(struct emit *e);
void emit_array_end(struct emit *e);
void emit_key(struct emit *e, const char *key);
void emit_key_str(struct emit *e, struct str key);
void emit_string(struct emit *e, struct str s);
void emit_cstr(struct emit *e, const char *s); /* NULL writes null */
void emit_int(struct emit *e, int64_t i);
void emit_real(struct emit *e, double d); /* shortest form that reads back; NaN and infinities write null */
void emit_bool(struct emit *e, bool b);
void emit_null(struct emit *e);
void emit_value(struct emit *e, const struct value *v);
/* Text that is JSON already, written as it is. */
void emit_raw(struct emit *e, struct str json);

/* key and value in one call. */
void emit_member_string(struct emit *e, const char *key, struct str s);
void emit_member_cstr(struct emit *e, const char *key, const char *s);
void emit_member_int(struct emit *e, const char *key, int64_t i);
void emit_member_bool(struct emit *e, const char *key, bool b);

/* A value as one-line JSON, terminated, in the arena. */
struct str emit_to_str(struct arena *a, const struct value *v);

#endif
