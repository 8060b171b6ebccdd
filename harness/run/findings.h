/* SPDX-License-Identifier: Apache-2.0
 *
 * findings: one finding per surface and property, with its evidence, its severity and what it costs an attacker.
 * Private to run. */
#ifndef NONESUCH_FINDINGS_H
#define NONESUCH_FINDINGS_H

#include "engine.h"

/* What one check saw. Joined with what others saw of the same surface and property. */
struct sighting {
    const struct surface *surface;
    enum property property;
    const char *kind; /* see struct finding */
    struct str also;
    struct str feature, left, right;
    struct str title;
    struct str variation;
    size_t principal; /* NONE: everyone */
    size_t victim;
    enum severity severity;
    int cwe;
    struct evidence sides[2];
    size_t seen, tried;
    bool is_statistical; /* not certain from one answer */
    struct made_up_body made_up;
};

/* Returns the index of the finding. */
size_t findings_add(struct engine *e, const struct sighting *s);

/* The finding also shows this kind. */
void findings_note_also(struct engine *e, size_t finding, const char *kind);

/* Its fingerprint and its curl command, as they will be at the end if nothing joins it. */
void findings_identify(struct engine *e, struct finding *f);

/* Fingerprints, order (worst first; checks are renumbered), curl commands. Once, at the end. */
void findings_close(struct engine *e);

#endif
