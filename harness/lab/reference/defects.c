/* SPDX-License-Identifier: Apache-2.0
 *
 * defects: the table of defects.def, and the look-ups in it. */
#include "defects.h"

#include "api.h"
#include "reference.h"

#define DEFECT(symbol, id, title, class_name, kind, property, surfaces) \
    [DEFECT_##symbol] = {id, title, class_name, kind, property, surfaces, "plain"},
#define VARIED(symbol, id, title, variation, kind, property, surfaces) \
    [DEFECT_##symbol] = {id, title, "variations", kind, property, surfaces, variation},
static const struct defect_info infos[DEFECT_COUNT] = {
#include "defects.def"
};
#undef DEFECT

size_t reference_defect_count(void) {
    return DEFECT_COUNT;
}

const struct defect_info *reference_defect(size_t index) {
    return index < DEFECT_COUNT ? &infos[index] : NULL;
}

enum rc defects_switch_on(struct defects *d, struct str id, struct fault *f) {
    struct str ids[DEFECT_COUNT];
    for (size_t i = 0; i < DEFECT_COUNT; i++) {
        ids[i] = str_from(infos[i].id);
        if (str_eq(ids[i], id)) {
            d->on[i] = d->any = true;
            return RC_OK;
        }
    }
    struct str nearest = str_nearest(id, ids, DEFECT_COUNT);
    if (nearest.data)
        return fault_set(f, RC_USAGE, "no defect is called '%.*s' (did you mean '%.*s'?)", STR_ARG(id),
                         STR_ARG(nearest));
    return fault_set(f, RC_USAGE, "no defect is called '%.*s'; --list-defects names them", STR_ARG(id));
}

bool defect_on(const struct api_call *c, enum defect d) {
    return c->server->defects.on[d] && str_glob(str_from(infos[d].surfaces), c->surface);
}

bool defect_is_on(const struct api_call *c, enum defect d) {
    return c->server->defects.on[d];
}

bool defect_any_on(const struct api_call *c) {
    for (size_t i = 0; c->server->defects.any && i < DEFECT_COUNT; i++)
        if (defect_on(c, (enum defect)i))
            return true;
    return false;
}
