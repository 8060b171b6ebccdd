/* SPDX-License-Identifier: Apache-2.0
 *
 * template: one scanner that cuts a text into literals and holes; everything else walks over its pieces. */
#include "template.h"

#include "buf.h"
#include "limits.h"

/* Values that were built around a document (an RPC envelope around params) nest a little deeper than documents. */
#define DEPTH_MAX (LIMIT_DOCUMENT_DEPTH + 16)

struct piece {
    struct str literal; /* comes first */
    bool has_hole;
    struct template_hole hole;
};

static bool is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static bool is_name(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (!is_name_char(s.data[i])) {
            return false;
        }
    }
    return s.len > 0;
}

static bool is_scheme(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] < 'a' || s.data[i] > 'z') {
            return false;
        }
    }
    return s.len > 0;
}

static bool is_rest(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.data[i] < 0x20 || s.data[i] == 0x7f || s.data[i] == '{') {
            return false;
        }
    }
    return s.len > 0;
}

/* Cuts `|codec` off. */
static bool take_codec(struct str *inside, enum codec *out) {
    ptrdiff_t bar = str_find_char(*inside, '|', 0);
    if (bar < 0) {
        return true;
    }
    *out = codec_find(str_from_index(*inside, (size_t)bar + 1));
    *inside = str_sub(*inside, 0, (size_t)bar);
    return *out != CODEC_NONE;
}

static bool split_hole(struct str inside, struct template_hole *h) {
    ptrdiff_t colon = str_find_char(inside, ':', 0);
    if (colon >= 0) {
        h->scheme = str_sub(inside, 0, (size_t)colon);
        h->name = str_from_index(inside, (size_t)colon + 1);
        return is_scheme(h->scheme) && is_rest(h->name);
    }
    if (!take_codec(&inside, &h->codec)) {
        return false;
    }
    ptrdiff_t dot = str_find_char(inside, '.', 0);
    if (dot < 0) {
        h->name = inside;
        return is_name(h->name);
    }
    h->name = str_sub(inside, 0, (size_t)dot);
    h->field = str_from_index(inside, (size_t)dot + 1);
    return is_name(h->name) && is_name(h->field);
}

static enum rc read_hole(struct str text, size_t start, struct template_hole *out, struct fault *f) {
    ptrdiff_t close = str_find_char(text, '}', start);
    struct str rest = str_sub(text, start, 40);
    if (close < 0) {
        return fault_set(f, RC_PARSE, "`%.*s`: the hole is not closed with `}`; a literal `${` is written `$${`",
                         STR_ARG(rest));
    }
    struct str whole = str_sub(text, start, (size_t)close + 1 - start);
    struct template_hole hole = {.offset = start, .text = whole};
    if (!split_hole(str_sub(whole, 2, whole.len - 3), &hole)) {
        return fault_set(
            f, RC_PARSE,
            "`%.*s`: a hole is `${name}` or `${name.field}`, with `|%s`, `|%s` or `|%s` behind it if it is encoded; a "
            "literal `${` is written `$${`",
            STR_ARG(str_sub(whole, 0, 80)), codec_name(CODEC_BASE64), codec_name(CODEC_BASE64URL),
            codec_name(CODEC_HEX));
    }
    *out = hole;
    return RC_OK;
}

/* Cuts the next piece off the text behind `*at`. */
static enum rc next_piece(struct str text, size_t *at, struct piece *out, struct fault *f) {
    ptrdiff_t found = str_find(text, STR("${"), *at);
    if (found < 0) {
        *out = (struct piece){.literal = str_from_index(text, *at)};
        *at = text.len;
        return RC_OK;
    }
    size_t start = (size_t)found;
    struct piece piece = {.literal = str_sub(text, *at, start - *at)};
    if (start > *at && text.data[start - 1] == '$') {
        *at = start + 1; /* the literal ends with the first `$`; the second one is the escape */
        *out = piece;
        return RC_OK;
    }
    enum rc rc = read_hole(text, start, &piece.hole, f);
    if (rc != RC_OK) {
        return rc;
    }
    piece.has_hole = true;
    *at = start + piece.hole.text.len;
    *out = piece;
    return RC_OK;
}

static size_t count_openings(struct str text) {
    size_t count = 0;
    for (ptrdiff_t at = str_find(text, STR("${"), 0); at >= 0; at = str_find(text, STR("${"), (size_t)at + 2)) {
        count++;
    }
    return count;
}

enum rc template_holes(struct str text, struct arena *a, struct template_hole **out, size_t *count, struct fault *f) {
    struct template_hole *holes = ARENA_ARRAY(a, struct template_hole, count_openings(text));
    size_t n = 0;
    for (size_t at = 0; at < text.len;) {
        struct piece piece;
        enum rc rc = next_piece(text, &at, &piece, f);
        if (rc != RC_OK) {
            return rc;
        }
        if (piece.has_hole) {
            holes[n++] = piece.hole;
        }
    }
    *out = holes;
    *count = n;
    return RC_OK;
}

struct renderer {
    template_resolve_fn resolve;
    void *self;
    template_encode_fn encode;
    struct arena *arena;
};

static enum rc render_hole(const struct renderer *r, const struct template_hole *hole, struct buf *out,
                           struct fault *f) {
    struct str value = STR_NONE;
    if (!r->resolve(r->self, hole, &value)) {
        return fault_set(f, RC_CONFIG, "`%.*s`: there is no value for it", STR_ARG(str_sub(hole->text, 0, 80)));
    }
    value = codec_apply(hole->codec, r->arena, value);
    (void)buf_append_str(out, r->encode ? r->encode(r->arena, value) : value);
    return RC_OK;
}

static enum rc render_into(const struct renderer *r, struct str text, struct buf *out, struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t at = 0; rc == RC_OK && at < text.len;) {
        struct piece piece;
        rc = next_piece(text, &at, &piece, f);
        if (rc != RC_OK) {
            return rc;
        }
        (void)buf_append_str(out, piece.literal);
        rc = piece.has_hole ? render_hole(r, &piece.hole, out, f) : RC_OK;
    }
    if (rc == RC_OK && out->truncated) {
        rc = fault_set(f, RC_LIMIT, "a text with its holes filled is longer than %u bytes", LIMIT_REQUEST_BYTES);
    }
    return rc;
}

static enum rc render_text(const struct renderer *r, struct str text, struct str *out, struct fault *f) {
    if (str_find(text, STR("${"), 0) < 0) {
        *out = str_copy(r->arena, text);
        return RC_OK;
    }
    struct buf rendered;
    buf_init(&rendered, LIMIT_REQUEST_BYTES);
    enum rc rc = render_into(r, text, &rendered, f);
    if (rc == RC_OK) {
        *out = str_copy(r->arena, buf_str(&rendered));
    }
    buf_free(&rendered);
    return rc;
}

/* NOLINTNEXTLINE(readability-function-size): what it takes is what its header promises */
enum rc template_render(struct str text, template_resolve_fn resolve, void *self, template_encode_fn encode,
                        struct arena *a, struct str *out, struct fault *f) {
    struct renderer r = {.resolve = resolve, .self = self, .encode = encode, .arena = a};
    return render_text(&r, text, out, f);
}

/* Recursion is bounded by DEPTH_MAX. */
static enum rc render_value(const struct renderer *r, const struct value *v, int depth, struct value **out,
                            struct fault *f);

static enum rc render_object(const struct renderer *r, const struct value *v, int depth, struct value *out,
                             struct fault *f) {
    for (size_t i = 0; i < v->count; i++) {
        struct str key = STR_NONE;
        struct value *member = NULL;
        enum rc rc = render_text(r, v->members[i].key, &key, f);
        if (rc == RC_OK) {
            rc = render_value(r, v->members[i].value, depth + 1, &member, f);
        }
        if (rc != RC_OK) {
            return rc;
        }
        value_set(r->arena, out, key, member);
    }
    return RC_OK;
}

static enum rc render_array(const struct renderer *r, const struct value *v, int depth, struct value *out,
                            struct fault *f) {
    for (size_t i = 0; i < v->count; i++) {
        struct value *item = NULL;
        enum rc rc = render_value(r, v->items[i], depth + 1, &item, f);
        if (rc != RC_OK) {
            return rc;
        }
        value_append(r->arena, out, item);
    }
    return RC_OK;
}

static enum rc render_value(const struct renderer *r, const struct value *v, int depth, struct value **out,
                            struct fault *f) {
    if (depth > DEPTH_MAX) {
        return fault_set(f, RC_LIMIT, "a template is nested deeper than %d levels", DEPTH_MAX);
    }
    struct value *made = NULL;
    enum rc rc = RC_OK;
    if (value_is(v, VALUE_STRING)) {
        made = value_new_string(r->arena, STR_NONE);
        rc = render_text(r, v->string, &made->string, f);
    } else if (value_is(v, VALUE_ARRAY)) {
        made = value_new_array(r->arena);
        rc = render_array(r, v, depth, made, f);
    } else if (value_is(v, VALUE_OBJECT)) {
        made = value_new_object(r->arena);
        rc = render_object(r, v, depth, made, f);
    } else {
        made = v ? value_clone(r->arena, v) : value_new_null(r->arena);
    }
    if (rc == RC_OK) {
        *out = made;
    }
    return rc;
}

enum rc template_render_value(const struct value *v, template_resolve_fn resolve, void *self, struct arena *a,
                              struct value **out, struct fault *f) {
    struct renderer r = {.resolve = resolve, .self = self, .arena = a};
    return render_value(&r, v, 0, out, f);
}
