/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_faults: which comparisons are repeated while the auth provider fails. */
#include "plan_faults.h"

#include "faults.h"
#include "plan.h"
#include "plan_variations.h"

void plan_faults(struct engine *e) {
    size_t plain_count = e->item_count;
    if (!e->target->are_faults_allowed || !observer_is_present(&e->auth_provider)) {
        return;
    }
    for (size_t i = 0; i < plain_count; i++) {
        if (!plan_is_first_of_kind(e, i)) {
            continue;
        }
        for (size_t k = 0; k < faults_kind_count(); k++) {
            struct item item = e->items[i];
            item.fault = faults_kind(k);
            item.plain = i;
            item.variation = str_printf(e->arena, "provider_%s", item.fault);
            item.reaching = NULL;
            plan_push_item(e, item);
        }
    }
}
