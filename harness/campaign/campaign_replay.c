/* SPDX-License-Identifier: Apache-2.0
 *
 * campaign_replay: findings of an earlier campaign, without workers. */
#include "watch.h"

/* Returns how many were looked into. */
static size_t confirm_all(struct watch *w, const struct finding *const *then, size_t count) {
    struct campaign *c = w->campaign;
    size_t done = 0;
    for (size_t i = 0; i < count; i++) {
        if (campaign_should_end(c) || campaign_has_enough(c)) {
            confirm_leave(w->confirmer, then[i]);
            continue;
        }
        confirm_again(w->confirmer, then[i]);
        watch_tell_progress(w);
        done++;
    }
    return done;
}

enum rc campaign_replay(const struct campaign_setting *setting, const struct finding *const *then, size_t count,
                        struct arena *a, struct result *out, struct fault *f) {
    struct campaign *c = ARENA_NEW(a, struct campaign);
    campaign_init(c, setting);
    c->is_replay = true;
    enum rc rc = campaign_set_stage(c, a, f);
    if (rc == RC_OK) {
        struct watch w;
        watch_open(&w, c);
        size_t done = confirm_all(&w, then, count);
        stage_say_alive(c->stage, !w.is_dead);
        watch_close(&w);
        stage_close(c->stage, /* was_stopped = */ done < count || campaign_is_stopped(c), out);
    }
    campaign_free(c);
    return rc;
}
