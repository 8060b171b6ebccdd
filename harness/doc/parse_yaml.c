/* SPDX-License-Identifier: Apache-2.0
 *
 * parse: YAML, from the events of libyaml to values, with a stack of our own. */
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "codec.h"
#include "limits.h"
#include "parse.h"
#include "place.h"
#include "yaml_scalar.h"

#define SHOWN_KEY_BYTES 80

struct yaml_frame {
    struct value *container;
    struct member pending; /* of an object: the key that waits for its value */
    bool has_key;
};

struct yaml_reader {
    yaml_parser_t parser;
    struct str text;
    struct arena *arena, scratch;
    struct fault *fault;
    struct yaml_frame frames[LIMIT_DOCUMENT_DEPTH];
    size_t depth, nodes;
    struct value *root;
};

/* ---- faults ---- */

static struct str frame_step(struct arena *a, const struct yaml_frame *frame) {
    if (frame->container->kind == VALUE_OBJECT)
        return frame->pending.key;
    return str_printf(a, "%zu", frame->container->count);
}

/* Of the value that is being read; inside an object before its key, of the object. */
static const char *here(struct yaml_reader *r) {
    struct str pointer = STR("");
    for (size_t i = 0; i < r->depth; i++) {
        const struct yaml_frame *frame = &r->frames[i];
        if (frame->container->kind == VALUE_ARRAY || frame->has_key)
            pointer = value_pointer_append(&r->scratch, pointer, frame_step(&r->scratch, frame));
    }
    return str_cstr(&r->scratch, codec_printable(&r->scratch, pointer));
}

static enum rc refuse(struct yaml_reader *r, const yaml_mark_t *mark, const char *sentence) {
    return fault_set_at(r->fault, RC_PARSE, NULL, (int)mark->line + 1, (int)mark->column + 1, here(r), "%s", sentence);
}

static enum rc refuse_limit(struct yaml_reader *r, const yaml_mark_t *mark, const char *sentence) {
    return fault_set_at(r->fault, RC_LIMIT, NULL, (int)mark->line + 1, (int)mark->column + 1, here(r), "%s", sentence);
}

static bool is_indented_by_tab(struct str text, size_t line) {
    struct str rest = text;
    for (size_t i = 0; i < line; i++)
        (void)str_cut(&rest, '\n');
    struct str found = str_cut(&rest, '\n');
    size_t i = 0;
    while (i < found.len && found.data[i] == ' ')
        i++;
    return i < found.len && found.data[i] == '\t';
}

static enum rc refuse_encoding(struct yaml_reader *r) {
    size_t offset = r->parser.problem_offset < r->text.len ? r->parser.problem_offset : r->text.len;
    struct place place = place_of(r->text, offset);
    return fault_set_at(r->fault, RC_PARSE, NULL, place.line, place.column, here(r), "%s", r->parser.problem);
}

/* What libyaml says most often, in words that help; its own sentences are constant and never quote the input. */
static const char *in_other_words(const char *problem) {
    static const struct {
        const char *problem, *sentence;
    } words[] = {
        {"mapping values are not allowed in this context", "a ':' cannot stand here: check the indentation, or quote"},
        {"block sequence entries are not allowed in this context", "a list item cannot begin here: use a new line"},
        {"found character that cannot start any token", "this character cannot begin a value: quote the text"},
        {"did not find expected key", "expected a key: check the indentation"},
        {"did not find expected '-' indicator", "expected a list item ('- '): check the indentation"},
        {"did not find expected node content", "expected a value"},
        {"found unexpected end of stream", "the text ends too early"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_eq(str_from(problem), str_from(words[i].problem)))
            return words[i].sentence;
    }
    return problem;
}

static enum rc refuse_syntax(struct yaml_reader *r) {
    const yaml_parser_t *p = &r->parser;
    if (p->error == YAML_MEMORY_ERROR)
        abort();
    if (p->error == YAML_READER_ERROR)
        return refuse_encoding(r);
    if (is_indented_by_tab(r->text, p->problem_mark.line))
        return refuse(r, &p->problem_mark, "a tab cannot indent YAML: use blanks");
    const char *sentence = in_other_words(p->problem);
    if (p->context && p->context_mark.line != p->problem_mark.line)
        sentence = arena_printf(&r->scratch, "%s (%s that begins at line %zu)", sentence, p->context,
                                p->context_mark.line + 1);
    return refuse(r, &p->problem_mark, sentence);
}

/* ---- duplicate keys ---- */

static int compare_keys(const void *left, const void *right) {
    const struct member *a = *(const struct member *const *)left;
    const struct member *b = *(const struct member *const *)right;
    int order = str_cmp(a->key, b->key);
    return order != 0 ? order : (a > b) - (a < b);
}

/* The first member whose key stood before; `*original` is that one. NULL when all keys differ. */
static const struct member *find_duplicate(struct yaml_reader *r, const struct value *object,
                                           const struct member **original) {
    const struct member *duplicate = NULL;
    const struct member **sorted = ARENA_ARRAY(&r->scratch, const struct member *, object->count);
    for (size_t i = 0; i < object->count; i++)
        sorted[i] = &object->members[i];
    if (object->count > 1)
        qsort((void *)sorted, object->count, sizeof(*sorted), compare_keys);
    for (size_t i = 1; i < object->count; i++) {
        if (str_eq(sorted[i - 1]->key, sorted[i]->key) && (!duplicate || sorted[i] < duplicate)) {
            duplicate = sorted[i];
            *original = sorted[i - 1];
        }
    }
    return duplicate;
}

static enum rc refuse_duplicate(struct yaml_reader *r, const struct member *duplicate, const struct member *original) {
    struct yaml_frame *frame = &r->frames[r->depth - 1];
    frame->pending.key = duplicate->key;
    frame->has_key = true;
    struct str shown = codec_printable_start(&r->scratch, duplicate->key, SHOWN_KEY_BYTES);
    return fault_set_at(r->fault, RC_PARSE, NULL, duplicate->line, duplicate->column, here(r),
                        "duplicate key '%.*s' (first at line %d)", STR_ARG(shown), original->line);
}

/* ---- events ---- */

static enum rc check_properties(struct yaml_reader *r, const yaml_event_t *event, const void *anchor, const void *tag) {
    if (anchor)
        return refuse(r, &event->start_mark, "anchors (&name) are not allowed: write the value out");
    if (tag)
        return refuse(r, &event->start_mark, "tags (!name) are not allowed: quotes make a string");
    return RC_OK;
}

static struct value *new_placed(struct yaml_reader *r, const yaml_event_t *event, enum value_kind kind) {
    struct value *v = ARENA_NEW(r->arena, struct value);
    v->kind = kind;
    v->line = (int)event->start_mark.line + 1;
    v->column = (int)event->start_mark.column + 1;
    return v;
}

static bool wants_key(const struct yaml_reader *r) {
    if (r->depth == 0)
        return false;
    const struct yaml_frame *frame = &r->frames[r->depth - 1];
    return frame->container->kind == VALUE_OBJECT && !frame->has_key;
}

/* Puts a value that is complete where it belongs. */
static void place_value(struct yaml_reader *r, struct value *v) {
    if (r->depth == 0) {
        r->root = v;
        return;
    }
    struct yaml_frame *frame = &r->frames[r->depth - 1];
    if (frame->container->kind == VALUE_ARRAY) {
        value_append(r->arena, frame->container, v);
        return;
    }
    frame->pending.value = v;
    *value_add_member(r->arena, frame->container, frame->pending.key, v) = frame->pending;
    frame->has_key = false;
}

static enum rc take_key(struct yaml_reader *r, const yaml_event_t *event, struct str text, bool is_plain) {
    if (is_plain && str_eq(text, STR("<<")))
        return refuse(r, &event->start_mark, "merge keys (<<) are not allowed: write the members out");
    if (is_plain && text.len == 0)
        return refuse(r, &event->start_mark, "a key is missing before ':'");
    if (str_find_char(text, '\0', 0) >= 0)
        return refuse(r, &event->start_mark, "a key cannot hold a NUL character");
    struct yaml_frame *frame = &r->frames[r->depth - 1];
    frame->pending = (struct member){.key = str_copy(r->arena, text),
                                     .line = (int)event->start_mark.line + 1,
                                     .column = (int)event->start_mark.column + 1};
    frame->has_key = true;
    return RC_OK;
}

static enum rc count_node(struct yaml_reader *r, const yaml_event_t *event) {
    if (++r->nodes <= LIMIT_DOCUMENT_NODES)
        return RC_OK;
    return refuse_limit(r, &event->start_mark, arena_printf(&r->scratch, "more than %u values", LIMIT_DOCUMENT_NODES));
}

static enum rc take_scalar(struct yaml_reader *r, const yaml_event_t *event) {
    enum rc rc = check_properties(r, event, event->data.scalar.anchor, event->data.scalar.tag);
    if (rc != RC_OK)
        return rc;
    struct str text = str_of((const char *)event->data.scalar.value, event->data.scalar.length);
    bool is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (wants_key(r))
        return take_key(r, event, text, is_plain);
    rc = count_node(r, event);
    if (rc != RC_OK)
        return rc;
    struct value *v = new_placed(r, event, VALUE_STRING);
    v->string = text;
    const char *why = is_plain ? yaml_scalar_resolve(text, v) : NULL;
    if (why)
        return refuse(r, &event->start_mark, why);
    v->string = v->kind == VALUE_STRING ? str_copy(r->arena, text) : STR_NONE;
    place_value(r, v);
    return RC_OK;
}

static enum rc take_start(struct yaml_reader *r, const yaml_event_t *event, enum value_kind kind) {
    bool is_object = kind == VALUE_OBJECT;
    const void *anchor = is_object ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    const void *tag = is_object ? event->data.mapping_start.tag : event->data.sequence_start.tag;
    enum rc rc = check_properties(r, event, anchor, tag);
    if (rc == RC_OK)
        rc = count_node(r, event);
    if (rc != RC_OK)
        return rc;
    if (wants_key(r))
        return refuse(r, &event->start_mark, "a key must be a string: a list or mapping stands there");
    if (r->depth == LIMIT_DOCUMENT_DEPTH)
        return refuse_limit(r, &event->start_mark,
                            arena_printf(&r->scratch, "nested deeper than %d levels", LIMIT_DOCUMENT_DEPTH));
    r->frames[r->depth++] = (struct yaml_frame){.container = new_placed(r, event, kind)};
    return RC_OK;
}

static enum rc take_end(struct yaml_reader *r) {
    struct value *done = r->frames[r->depth - 1].container;
    const struct member *original = NULL;
    const struct member *duplicate = done->kind == VALUE_OBJECT ? find_duplicate(r, done, &original) : NULL;
    if (duplicate)
        return refuse_duplicate(r, duplicate, original);
    r->depth--;
    place_value(r, done);
    return RC_OK;
}

static enum rc take_document(struct yaml_reader *r, const yaml_event_t *event) {
    if (r->root)
        return refuse(r, &event->start_mark, "a second document begins here: a file holds one");
    if (event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
        return refuse(r, &event->start_mark, "tag directives (%TAG) are not allowed");
    return RC_OK;
}

static enum rc take_event(struct yaml_reader *r, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT: return take_document(r, event);
    case YAML_SCALAR_EVENT: return take_scalar(r, event);
    case YAML_SEQUENCE_START_EVENT: return take_start(r, event, VALUE_ARRAY);
    case YAML_MAPPING_START_EVENT: return take_start(r, event, VALUE_OBJECT);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: return take_end(r);
    case YAML_ALIAS_EVENT: return refuse(r, &event->start_mark, "aliases (*name) are not allowed: write the value out");
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT: break;
    }
    return RC_OK;
}

static enum rc read_events(struct yaml_reader *r) {
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&r->parser, &event))
            return refuse_syntax(r);
        bool is_last = event.type == YAML_STREAM_END_EVENT;
        enum rc rc = take_event(r, &event);
        yaml_event_delete(&event);
        if (rc != RC_OK || is_last)
            return rc;
    }
}

static enum rc check_text(struct str text, struct fault *f) {
    if (text.len > LIMIT_DOCUMENT_BYTES)
        return fault_set(f, RC_LIMIT, "the document is longer than %u bytes", LIMIT_DOCUMENT_BYTES);
    ptrdiff_t nul = str_find_char(text, '\0', 0);
    if (nul < 0)
        return RC_OK;
    struct place place = place_of(text, (size_t)nul);
    return fault_set_at(f, RC_PARSE, NULL, place.line, place.column, NULL, "a NUL byte cannot stand in YAML");
}

enum rc parse_yaml(struct str text, struct arena *a, struct value **out, struct fault *f) {
    enum rc rc = check_text(text, f);
    if (rc != RC_OK)
        return rc;
    struct yaml_reader r = {.text = text, .arena = a, .fault = f};
    if (!yaml_parser_initialize(&r.parser))
        abort();
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)(text.len > 0 ? text.data : ""), text.len);
    rc = read_events(&r);
    yaml_parser_delete(&r.parser);
    arena_free(&r.scratch);
    if (rc == RC_OK)
        *out = r.root ? r.root : value_new_null(a);
    return rc;
}
