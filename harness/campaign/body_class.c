/* SPDX-License-Identifier: Apache-2.0
 *
 * body_class: read by the token tree. */
#include "body_class.h"

#include <string.h>

#include "body_edit.h"
#include "mutate.h"

#define DIGIT_AT 5 /* of a marker */

static struct str lexeme_of(const struct token_tree *t, size_t index) {
    return str_sub(t->text, t->tokens[index].start, t->tokens[index].end - t->tokens[index].start);
}

static size_t count_methods(const struct token_tree *t, size_t *found, struct arena *a) {
    size_t count = 0;
    for (size_t i = 1; i < t->tokens[0].next; i = t->tokens[i].next) {
        const struct token *m = &t->tokens[i];
        struct str key = str_sub(t->text, m->key_start, m->key_end - m->key_start);
        if (str_eq(tokens_unescape(key, a), STR("method"))) {
            *found = i;
            count++;
        }
    }
    return count;
}

static void classify_name(const struct token_tree *t, size_t method, const struct str *methods, size_t method_count,
                          struct arena *a, struct body_class *out) {
    struct str name = tokens_unescape(lexeme_of(t, method), a);
    for (size_t i = 0; i < method_count; i++) {
        if (str_eq(name, methods[i])) {
            out->number = i;
            out->is_known_method = true;
            return;
        }
    }
    out->number = method_count + BODY_UNKNOWN_METHOD;
    out->is_unknown_name = true;
    out->name = name;
    out->name_from = t->tokens[method].start;
    out->name_to = t->tokens[method].end;
}

static bool asks_for_stream(const struct token_tree *t, struct arena *a) {
    size_t params = body_find(t, 0, STR("params"), a);
    size_t stream = params == SIZE_MAX ? SIZE_MAX : body_find(t, params, STR("stream"), a);
    return stream != SIZE_MAX && t->tokens[stream].kind == TOKEN_TRUE;
}

struct body_class body_class_of(struct str body, const struct str *methods, size_t method_count, struct arena *a) {
    struct token_tree t;
    if (!tokens_scan(body, a, &t)) {
        return (struct body_class){.number = method_count + BODY_NO_JSON};
    }
    if (t.tokens[0].kind != TOKEN_OBJECT) {
        enum body_oddity oddity = t.tokens[0].kind == TOKEN_ARRAY ? BODY_BATCH : BODY_OTHER;
        return (struct body_class){.number = method_count + oddity};
    }
    size_t method = SIZE_MAX;
    size_t count = count_methods(&t, &method, a);
    if (count > 1) {
        return (struct body_class){.number = method_count + BODY_TWO_METHODS};
    }
    if (count == 0 || t.tokens[method].kind != TOKEN_STRING) {
        return (struct body_class){.number = method_count + BODY_NO_METHOD};
    }
    struct body_class out = {.is_stream = asks_for_stream(&t, a)};
    classify_name(&t, method, methods, method_count, a, &out);
    return out;
}

static bool is_marker(struct str body, size_t at, size_t *number) {
    struct str text = str_sub(body, at, MUTATE_MARKER_BYTES);
    bool is_one = text.len == MUTATE_MARKER_BYTES && str_starts_with(text, STR(MUTATE_MARKER)) &&
                  str_ends_with(text, STR("@@")) && text.data[DIGIT_AT] >= '0' && text.data[DIGIT_AT] <= '9';
    *number = is_one ? (size_t)(text.data[DIGIT_AT] - '0') : 0;
    return is_one;
}

/* Where the next marker stands; -1: there is none. */
static ptrdiff_t next_marker(struct str body, size_t from, size_t *number) {
    ptrdiff_t at = str_find(body, STR(MUTATE_MARKER), from);
    while (at >= 0 && !is_marker(body, (size_t)at, number)) {
        at = str_find(body, STR(MUTATE_MARKER), (size_t)at + 1);
    }
    return at;
}

size_t body_first_marker(struct str body) {
    size_t number;
    return next_marker(body, 0, &number) >= 0 ? number : SIZE_MAX;
}

unsigned body_markers(struct str body) {
    unsigned markers = 0;
    size_t number;
    /* Two may share their "@@": the first has it. */
    for (ptrdiff_t at = 0; (at = next_marker(body, (size_t)at, &number)) >= 0; at += MUTATE_MARKER_BYTES) {
        markers |= 1u << number;
    }
    return markers;
}

struct str body_renumber(struct str body, const size_t *to, struct arena *a) {
    char *out = str_cstr(a, body);
    size_t number;
    for (ptrdiff_t at = 0; (at = next_marker(body, (size_t)at, &number)) >= 0; at += MUTATE_MARKER_BYTES) {
        out[at + DIGIT_AT] = (char)('0' + to[number]);
    }
    return str_of(out, body.len);
}

struct str body_fill(struct str body, const struct str *values, size_t count, struct arena *a) {
    size_t longest = MUTATE_MARKER_BYTES, marks = 0, number;
    for (size_t i = 0; i < count; i++) {
        longest = values[i].len > longest ? values[i].len : longest;
    }
    for (ptrdiff_t at = 0; (at = next_marker(body, (size_t)at, &number)) >= 0; at += MUTATE_MARKER_BYTES) {
        marks++;
    }
    if (marks == 0 || count == 0) {
        return body;
    }
    char *out = arena_alloc(a, body.len + marks * longest + 1, 1);
    size_t len = 0, done = 0;
    ptrdiff_t at;
    while ((at = next_marker(body, done, &number)) >= 0) {
        struct str value = values[number % count];
        memcpy(out + len, body.data + done, (size_t)at - done);
        len += (size_t)at - done;
        memcpy(out + len, value.data, value.len);
        len += value.len;
        done = (size_t)at + MUTATE_MARKER_BYTES;
    }
    memcpy(out + len, body.data + done, body.len - done);
    return str_of(out, len + body.len - done);
}
