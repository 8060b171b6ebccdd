/* SPDX-License-Identifier: Apache-2.0
 *
 * corpus: the folder of a campaign: `queue/` (bodies, shared by the workers), `findings/` (bodies of what was found,
 * the envelope behind the dot of a name) and `campaign.json` (sums so far). Private to campaign. */
#ifndef NONESUCH_CORPUS_H
#define NONESUCH_CORPUS_H

#include "campaign_private.h"

#define LIMIT_CREW 64

/* Makes the folders, a temporary one when none is asked for. RC_USAGE: an earlier campaign's, and not to be resumed;
 * RC_IO. */
MUST_USE enum rc corpus_open(struct campaign *c, struct arena *a, struct fault *f);
/* A temporary one is removed. */
void corpus_close(struct campaign *c);

/* Somebody asked for it. */
bool corpus_is_kept(const struct campaign *c);

struct str corpus_queue(const struct campaign *c, struct arena *a);

/* Writes the sums: those of before, and those so far. */
void corpus_save(struct campaign *c);

/* A body whose answer showed something new stays in the queue. The campaign's lock is held. */
void corpus_note_news(struct campaign *c, struct str body);
/* Keeps the queue of a long campaign small: engines write down shorter bodies with the same answers, too, and each
 * worker its own. Of some thousand files, those that this campaign wrote and that brought no news are removed. */
void corpus_prune(struct campaign *c);

/* Seeds go to the queue; what was found before goes to the suspects, to be tried first. */
void corpus_recall(struct campaign *c);

#endif
