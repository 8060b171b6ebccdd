/* SPDX-License-Identifier: Apache-2.0
 *
 * suspects: bodies that showed something, waiting to be confirmed; and what is known already, so that the same thing is
 * not looked into again and again. Not thread-safe: the campaign's lock is held. */
#ifndef NONESUCH_SUSPECTS_H
#define NONESUCH_SUSPECTS_H

#include "str.h"

enum oracle {
    ORACLE_DIFFERENCE, /* denied and absent are told apart */
    ORACLE_METHOD,     /* an unknown method is answered otherwise than a random name */
    ORACLE_ROBUST,     /* no answer, or a failure of the server */
    ORACLE_REVEAL,     /* the answer tells of what it may not */
    ORACLE_EFFECT,     /* the owner sees a change */
    ORACLE_COUNT
};

struct suspect {
    enum oracle oracle;
    uint64_t signature;
    char *body; /* owned */
    size_t len;
    size_t envelope; /* that it was sent in */
};

#define SUSPECTS_WAITING 128
#define SUSPECTS_KNOWN 4096
#define SUSPECTS_TRIES 4

struct suspects {
    struct suspect waiting[SUSPECTS_WAITING];
    size_t first, count;
    uint64_t known[SUSPECTS_KNOWN]; /* open addressing; 0 is empty */
    unsigned char tries[SUSPECTS_KNOWN];
};

void suspects_free(struct suspects *s);

/* True: it waits now. False: one of that signature waits or was told, or was looked into often enough, or too many
 * wait. The body is copied. */
bool suspects_add(struct suspects *s, enum oracle oracle, uint64_t signature, struct str body, size_t envelope);
/* The next to look into: the caller frees its body. False: none waits. */
bool suspects_take(struct suspects *s, struct suspect *out);
/* It did not confirm: another body of that signature may be tried, a few times. */
void suspects_release(struct suspects *s, uint64_t signature);

#endif
