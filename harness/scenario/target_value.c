/* SPDX-License-Identifier: Apache-2.0
 *
 * target_value: the two kinds of holes of a target file. */
#include "target_value.h"

#include "file.h"
#include "template.h"

#define VALUE_FILE_BYTES (64u << 10) /* a token, a key */

struct filling {
    const struct target_loader *target;
    const struct value *at;
    enum rc rc;
};

static bool read_environment(struct filling *filling, struct str name, struct str *out) {
    const struct target_loader *t = filling->target;
    bool can_ask = t->inputs && t->inputs->get_environment;
    const char *found = can_ask ? t->inputs->get_environment(str_cstr(t->base.arena, name)) : NULL;
    if (!found) {
        filling->rc = loader_fail(&t->base, filling->at, "the environment variable %.*s is not set",
                                  STR_ARG(str_sub(name, 0, 80)));
        return false;
    }
    *out = str_from(found);
    return true;
}

static struct str beside_target(const struct target_loader *t, struct str path) {
    struct str target = str_from(t->base.file);
    size_t cut = target.len;
    while (cut > 0 && target.data[cut - 1] != '/') {
        cut--;
    }
    bool is_absolute = path.len > 0 && path.data[0] == '/';
    return is_absolute ? path : str_printf(t->base.arena, "%.*s%.*s", STR_ARG(str_sub(target, 0, cut)), STR_ARG(path));
}

static bool read_named_file(struct filling *filling, struct str path, struct str *out) {
    const struct target_loader *t = filling->target;
    struct fault found = {0};
    struct str content = STR_NONE;
    const char *whole = str_cstr(t->base.arena, beside_target(t, path));
    enum rc rc = file_read(whole, VALUE_FILE_BYTES, t->base.arena, &content, &found);
    if (rc != RC_OK) {
        (void)loader_fail(&t->base, filling->at, "%s", found.text);
        filling->rc = rc;
        if (t->base.fault) {
            t->base.fault->rc = rc;
        }
        return false;
    }
    if (str_ends_with(content, STR("\n"))) {
        content.len -= str_ends_with(content, STR("\r\n")) ? 2 : 1;
    }
    *out = content;
    return true;
}

static bool resolve(void *self, const struct template_hole *hole, struct str *out) {
    struct filling *filling = self;
    if (str_eq(hole->scheme, STR("env"))) {
        return read_environment(filling, hole->name, out);
    }
    if (str_eq(hole->scheme, STR("file"))) {
        return read_named_file(filling, hole->name, out);
    }
    filling->rc =
        loader_fail(&filling->target->base, filling->at,
                    "`%.*s`: a target file knows ${env:NAME} and ${file:path}; a literal `${` is written `$${`",
                    STR_ARG(str_sub(hole->text, 0, 80)));
    return false;
}

enum rc target_text(const struct target_loader *t, const struct value *v, struct str *out) {
    if (!v) {
        *out = STR_NONE;
        return RC_OK;
    }
    struct filling filling = {.target = t, .at = v, .rc = RC_OK};
    struct fault found = {0};
    enum rc rc = template_render(value_string(v, STR_NONE), resolve, &filling, NULL, t->base.arena, out, &found);
    if (filling.rc != RC_OK) {
        return filling.rc;
    }
    return rc == RC_OK ? RC_OK : loader_fail(&t->base, v, "%s", found.text);
}

enum rc target_member(const struct target_loader *t, const struct value *object, const char *key, struct str *out) {
    return target_text(t, value_get_c(object, key), out);
}
