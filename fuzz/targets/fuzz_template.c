/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: template_holes, template_render, template_render_value. Properties: holes stand in order, apart,
 * and each spells its own text; a text is rendered exactly when its holes can be read and are known; filling each
 * hole with itself gives the text back, but for the escapes and for what is encoded; what has no hole and no escape is
 * unchanged; a value that is one string renders as the string. */
/* modules: base doc template */
#include <assert.h>

#include "buf.h"
#include "fuzz_target.h"
#include "limits.h"
#include "template.h"

static bool fill_with_itself(void *self, const struct template_hole *hole, struct str *out) {
    (void)self;
    *out = hole->text;
    return true;
}

static bool know_nothing(void *self, const struct template_hole *hole, struct str *out) {
    (void)self;
    (void)hole;
    (void)out;
    return false;
}

static void check_holes(struct str text, const struct template_hole *holes, size_t count) {
    size_t behind = 0;
    for (size_t i = 0; i < count; i++) {
        assert(holes[i].offset >= behind && holes[i].name.len > 0);
        assert(str_eq(str_sub(text, holes[i].offset, holes[i].text.len), holes[i].text));
        assert(!holes[i].field.data || !holes[i].scheme.data);
        behind = holes[i].offset + holes[i].text.len;
    }
}

/* Every text of a value, names of members too, is rendered as it would be alone. */
static void check_value(struct str text, struct str alone, struct arena *a) {
    struct value *object = value_new_object(a), *array = value_new_array(a), *v = NULL;
    value_append(a, array, value_new_int(a, 7));
    value_append(a, array, value_new_string(a, text));
    value_set(a, object, text, array);
    enum rc rc = template_render_value(object, fill_with_itself, NULL, a, &v, NULL);
    assert(rc == RC_OK && v->count == 1 && str_eq(v->members[0].key, alone));
    assert(value_int(value_at(v->members[0].value, 0), 0) == 7);
    assert(str_eq(value_string(value_at(v->members[0].value, 1), STR_NONE), alone));
    rc = template_render_value(object, know_nothing, NULL, a, &v, NULL);
    assert((rc == RC_OK) == (template_render(text, know_nothing, NULL, NULL, a, &alone, NULL) == RC_OK));
}

/* Each hole in its codec's spelling, the rest without its escapes. */
static struct str filled_with_itself(struct str text, const struct template_hole *holes, size_t count,
                                     struct arena *a) {
    struct buf out;
    size_t behind = 0;
    buf_init(&out, LIMIT_REQUEST_BYTES);
    for (size_t i = 0; i <= count; i++) {
        size_t at = i < count ? holes[i].offset : text.len;
        struct str rest = str_replace(a, str_sub(text, behind, at - behind), STR("$${"), STR("${"));
        (void)buf_append_str(&out, rest);
        if (i < count) {
            (void)buf_append_str(&out, codec_apply(holes[i].codec, a, holes[i].text));
            behind = at + holes[i].text.len;
        }
    }
    struct str all = str_copy(a, buf_str(&out));
    buf_free(&out);
    return all;
}

static void check_render(struct str text, const struct template_hole *holes, size_t hole_count, struct arena *a) {
    struct str same = STR_NONE;
    struct str unknown = STR_NONE;
    struct value *v = NULL;
    enum rc rc = template_render(text, fill_with_itself, NULL, NULL, a, &same, NULL);
    assert(rc == RC_OK && str_eq(same, filled_with_itself(text, holes, hole_count, a)));
    rc = template_render(text, know_nothing, NULL, NULL, a, &unknown, NULL);
    assert(rc == (hole_count > 0 ? RC_CONFIG : RC_OK));
    rc = template_render_value(value_new_string(a, text), fill_with_itself, NULL, a, &v, NULL);
    assert(rc == RC_OK && str_eq(v->string, same));
    check_value(text, same, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size);
    struct arena a = {0};
    struct template_hole *holes = NULL;
    size_t count = 0;
    struct fault f = {0};
    enum rc rc = template_holes(text, &a, &holes, &count, &f);
    if (rc == RC_OK) {
        check_holes(text, holes, count);
        check_render(text, holes, count, &a);
    } else {
        struct str out = STR_NONE;
        assert(rc == RC_PARSE && f.text[0] != '\0');
        rc = template_render(text, fill_with_itself, NULL, NULL, &a, &out, NULL);
        assert(rc == RC_PARSE && !out.data);
    }
    arena_free(&a);
    return 0;
}
