/* SPDX-License-Identifier: Apache-2.0
 *
 * artifact: a confirmed finding as a folder, written at once: `request.http` (the request, secrets as variables),
 * `curl.sh` (sends both again, beside it the bodies), both answers as they came, `finding.json` (a JSON report of this
 * finding alone, for `nonesuch replay`); and its body with the
 * corpus (`<signature>`, or `<signature>.<envelope>`), so that a campaign that is resumed tries it first. Private to
 * campaign. */
#ifndef NONESUCH_ARTIFACT_H
#define NONESUCH_ARTIFACT_H

#include "campaign_private.h"

struct artifact {
    const struct finding *finding; /* as the report has it */
    struct str body;               /* minimised, with markers */
    size_t envelope;
    struct str signature;
};

/* What cannot be written is left out: the report has it all. */
void artifact_write(struct campaign *c, const struct artifact *x);

#endif
