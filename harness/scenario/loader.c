/* SPDX-License-Identifier: Apache-2.0
 *
 * loader: faults that know their place, lists, and look-ups that answer an unknown name with the nearest known one. */
#include "loader.h"

#include <stdio.h>
#include <string.h>

#include "codec.h"
#include "embedded_files.h"
#include "limits.h"
#include "parse.h"
#include "schema.h"

enum rc loader_open(struct loader *l, struct str text, const char *name, const char *schema_name) {
    l->file = str_cstr(l->arena, str_from(name));
    struct value *schema = NULL;
    struct value *document = NULL;
    enum rc rc = parse_document(text, l->file, l->arena, &document, l->fault);
    if (rc == RC_OK && value_is(document, VALUE_NULL)) {
        return fault_set_at(l->fault, RC_CONFIG, l->file, 1, 1, NULL, "the file is empty: it has to hold a %s",
                            schema_name);
    }
    if (rc == RC_OK) {
        l->document = document;
        rc = parse_json(embedded_schema(schema_name), l->arena, &schema, l->fault);
    }
    if (rc == RC_OK) {
        rc = schema_check(schema, document, l->fault);
    }
    return loader_close(l, rc);
}

enum rc loader_close(const struct loader *l, enum rc rc) {
    if (rc != RC_OK && l->fault && l->fault->file[0] == '\0') {
        (void)snprintf(l->fault->file, sizeof(l->fault->file), "%s", l->file);
    }
    return rc;
}

/* Walks a document in order, with the way to where it is. */
struct walk {
    struct {
        const struct value *container;
        size_t next;
    } levels[LIMIT_DOCUMENT_DEPTH + 2];
    size_t depth;
};

static bool is_at(int line, int column, int wanted_line, int wanted_column) {
    return line == wanted_line && column == wanted_column;
}

static struct str walk_pointer(const struct walk *w, struct arena *a) {
    struct str pointer = STR("");
    for (size_t i = 0; i < w->depth; i++) {
        const struct value *container = w->levels[i].container;
        size_t at = w->levels[i].next - 1;
        struct str token = container->kind == VALUE_OBJECT ? container->members[at].key : str_printf(a, "%zu", at);
        pointer = value_pointer_append(a, pointer, token);
    }
    return pointer;
}

/* The pointer of the value, or of the member with the key, that stands there; "" when nothing does. */
static struct str find_pointer(const struct value *root, int line, int column, bool is_key, struct arena *a) {
    struct walk w = {0};
    w.levels[w.depth++].container = root;
    while (w.depth > 0) {
        const struct value *container = w.levels[w.depth - 1].container;
        size_t at = w.levels[w.depth - 1].next;
        bool is_object = value_is(container, VALUE_OBJECT);
        if ((!is_object && !value_is(container, VALUE_ARRAY)) || at >= container->count) {
            w.depth--;
            continue;
        }
        w.levels[w.depth - 1].next++;
        const struct value *v = is_object ? container->members[at].value : container->items[at];
        bool is_found =
            is_key ? is_object && is_at(container->members[at].line, container->members[at].column, line, column)
                   : is_at(v->line, v->column, line, column);
        if (is_found) {
            return walk_pointer(&w, a);
        }
        if (w.depth < LIMIT_DOCUMENT_DEPTH + 2) {
            w.levels[w.depth].container = v;
            w.levels[w.depth].next = 0;
            w.depth++;
        }
    }
    return STR("");
}

static enum rc fail_with(const struct loader *l, int line, int column, bool is_key, const char *text) {
    struct str pointer = codec_printable(l->arena, find_pointer(l->document, line, column, is_key, l->arena));
    struct str shown = codec_printable_start(l->arena, str_from(text), sizeof(((struct fault *)0)->text) - 1);
    return fault_set_at(l->fault, RC_CONFIG, l->file, line, column, str_cstr(l->arena, pointer), "%.*s",
                        STR_ARG(shown));
}

enum rc loader_fail(const struct loader *l, const struct value *at, const char *format, ...) {
    char text[sizeof(((struct fault *)0)->text)];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return fail_with(l, at ? at->line : 0, at ? at->column : 0, /* is_key = */ false, text);
}

enum rc loader_fail_key(const struct loader *l, const struct member *at, const char *format, ...) {
    char text[sizeof(((struct fault *)0)->text)];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return fail_with(l, at->line, at->column, /* is_key = */ true, text);
}

struct place loader_place(const struct loader *l, const struct value *at) {
    return (struct place){.file = l->file, .line = at->line, .column = at->column};
}

const char *loader_hint(const struct loader *l, struct str name, const struct str *candidates, size_t count) {
    struct str nearest = str_nearest(name, candidates, count);
    return nearest.data ? arena_printf(l->arena, " (did you mean '%.*s'?)", STR_ARG(nearest)) : "";
}

const char *loader_enumerate(const struct loader *l, const struct str *names, size_t count) {
    struct str all = count > 0 ? names[0] : STR("nothing");
    for (size_t i = 1; i < count; i++) {
        all = str_printf(l->arena, "%.*s, %.*s", STR_ARG(all), STR_ARG(names[i]));
    }
    return str_cstr(l->arena, all);
}

void *list_room(struct arena *a, void *items, size_t count, size_t size) {
    bool is_full = (count & (count - 1)) == 0; /* capacities are the powers of two */
    if (!is_full) {
        return items;
    }
    void *larger = arena_alloc(a, size * (count > 0 ? count * 2 : 1), 16);
    if (count > 0) {
        memcpy(larger, items, size * count);
    }
    return larger;
}

static bool is_name_char(char c, bool is_first) {
    bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return is_letter || (!is_first && ((c >= '0' && c <= '9') || c == '-'));
}

static bool is_reserved(struct str name) {
    static const char *const reserved[] = {"new", "canary", "text", "method", "role", "subject"};
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
        if (str_eq(name, str_from(reserved[i]))) {
            return true;
        }
    }
    return false;
}

enum rc loader_check_name(const struct loader *l, const struct member *named, const char *what) {
    struct str name = named->key;
    struct str shown = str_sub(name, 0, 80);
    for (size_t i = 0; i < name.len; i++) {
        if (!is_name_char(name.data[i], i == 0)) {
            return loader_fail_key(l, named,
                                   "'%.*s' cannot be the name of %s: letters, digits, _ and - only, and no digit first",
                                   STR_ARG(shown), what);
        }
    }
    if (name.len == 0 || name.len > 64) {
        return loader_fail_key(l, named, "the name of %s has 1 to 64 characters", what);
    }
    if (is_reserved(name)) {
        return loader_fail_key(l, named, "'%.*s' cannot be the name of %s: `${%.*s}` has a meaning of its own",
                               STR_ARG(name), what, STR_ARG(name));
    }
    return RC_OK;
}

static bool is_token_char(char c) {
    struct str others = STR("!#$%&'*+-.^_`|~");
    bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_word || str_find_char(others, c, 0) >= 0;
}

bool loader_is_header_name(struct str name) {
    for (size_t i = 0; i < name.len; i++) {
        if (!is_token_char(name.data[i])) {
            return false;
        }
    }
    return name.len > 0;
}

bool loader_is_header_value(struct str value) {
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.data[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            return false;
        }
    }
    return value.len > 0;
}

struct str loader_string(const struct value *object, const char *key) {
    return value_string(value_get_c(object, key), STR_NONE);
}

static const struct permission *find_permission(const struct loader *l, struct str type) {
    for (size_t i = 0; i < l->pack->permission_count; i++) {
        if (str_eq(l->pack->permissions[i].type, type)) {
            return &l->pack->permissions[i];
        }
    }
    return NULL;
}

bool loader_has_type(const struct loader *l, struct str type) {
    return find_permission(l, type) != NULL;
}

enum rc loader_fail_type(const struct loader *l, const struct value *at, struct str type) {
    struct str *types = ARENA_ARRAY(l->arena, struct str, l->pack->permission_count);
    for (size_t i = 0; i < l->pack->permission_count; i++) {
        types[i] = l->pack->permissions[i].type;
    }
    return loader_fail(l, at, "'%.*s' is no type of `permissions`%s; there are: %s", STR_ARG(type),
                       loader_hint(l, type, types, l->pack->permission_count),
                       loader_enumerate(l, types, l->pack->permission_count));
}

/* Fails unless some role of the type may do it. */
static enum rc check_operation(const struct loader *l, const struct value *at, const struct permission *p,
                               struct str operation) {
    struct str *known = NULL;
    size_t known_count = 0;
    for (size_t i = 0; i < p->role_count; i++) {
        for (size_t k = 0; k < p->roles[i].operation_count; k++) {
            if (str_eq(p->roles[i].operations[k], operation)) {
                return RC_OK;
            }
            LIST_PUSH(l->arena, known, known_count, p->roles[i].operations[k]);
        }
    }
    return loader_fail(l, at, "no role of '%.*s' grants '%.*s'%s", STR_ARG(p->type), STR_ARG(operation),
                       loader_hint(l, operation, known, known_count));
}

static enum rc read_guard(const struct loader *l, const struct value *at, struct guard *out) {
    struct str rest = str_trim(at->string);
    struct str type = str_cut(&rest, '.');
    if (type.len == 0 || rest.len == 0 || str_find_char(rest, ' ', 0) >= 0) {
        return loader_fail(l, at,
                           "'%.*s' is no guard; a guard is written type.operation, for example task.read, and a comma "
                           "stands between two",
                           STR_ARG(str_sub(at->string, 0, 80)));
    }
    const struct permission *permission = find_permission(l, type);
    if (!permission) {
        return loader_fail_type(l, at, type);
    }
    *out = (struct guard){.type = type, .operation = rest};
    return check_operation(l, at, permission, rest);
}

enum rc loader_guards(const struct loader *l, const struct value *list, struct guard **out, size_t *count) {
    size_t wanted = list ? list->count : 0;
    struct guard *guards = ARENA_ARRAY(l->arena, struct guard, wanted);
    for (size_t i = 0; i < wanted; i++) {
        enum rc rc = read_guard(l, list->items[i], &guards[i]);
        if (rc != RC_OK) {
            return rc;
        }
    }
    *out = guards;
    *count = wanted;
    return RC_OK;
}

enum rc loader_resource(const struct loader *l, const struct value *name, size_t *out) {
    struct str wanted = value_string(name, STR_NONE);
    size_t found = pack_find_resource(l->pack, wanted);
    if (found != NONE) {
        *out = found;
        return RC_OK;
    }
    struct str *names = ARENA_ARRAY(l->arena, struct str, l->pack->resource_count);
    for (size_t i = 0; i < l->pack->resource_count; i++) {
        names[i] = l->pack->resources[i].name;
    }
    return loader_fail(l, name, "there is no resource '%.*s'%s; there are: %s", STR_ARG(str_sub(wanted, 0, 80)),
                       loader_hint(l, wanted, names, l->pack->resource_count),
                       loader_enumerate(l, names, l->pack->resource_count));
}

enum rc loader_principal(const struct loader *l, const struct value *name, size_t *out) {
    struct str wanted = value_string(name, STR_NONE);
    size_t found = pack_find_principal(l->pack, wanted);
    if (found != NONE) {
        *out = found;
        return RC_OK;
    }
    struct str *names = ARENA_ARRAY(l->arena, struct str, l->pack->principal_count);
    for (size_t i = 0; i < l->pack->principal_count; i++) {
        names[i] = l->pack->principals[i].name;
    }
    return loader_fail(l, name, "there is no principal '%.*s'%s; there are: %s", STR_ARG(str_sub(wanted, 0, 80)),
                       loader_hint(l, wanted, names, l->pack->principal_count),
                       loader_enumerate(l, names, l->pack->principal_count));
}
