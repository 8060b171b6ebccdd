/* SPDX-License-Identifier: Apache-2.0
 *
 * explain_codes: doubts and exit codes. */
#include "explain_tables.h"

static const struct explain_topic doubts[] = {
    {
        .group = EXPLAIN_DOUBT,
        .name = "not_exercised",
        .title = "The place under test was never reached",
        .meaning =
            "A thing of the caller's own is answered like an absent one, or nothing succeeded at all, so that equal "
            "answers for denied and absent prove nothing.",
        .fix =
            "Try the request by hand with something the caller owns; correct it in the pack, or the caller's grants. "
            "Never accepted by --allow-inconclusive.",
    },
    {
        .group = EXPLAIN_DOUBT,
        .name = "unstable",
        .title = "Answers to one and the same class did not agree",
        .meaning =
            "The deployment changes while it is looked at (a roll-out, several back ends of different versions), or a "
            "difference came too rarely to be a finding and too often to be nothing.",
        .fix = "Run again when nothing is being deployed. --allow-inconclusive=unstable accepts it.",
    },
    {
        .group = EXPLAIN_DOUBT,
        .name = "standing",
        .title = "A principal is not what the pack says he is",
        .meaning = "His credential is missing or is not accepted, or a grant that the run wrote never showed.",
        .fix = "Look at the credential in the target file and at `settle`, the time that a grant may take to show.",
    },
    {
        .group = EXPLAIN_DOUBT,
        .name = "dropped",
        .title = "Too many answers were lost",
        .meaning = "Time-outs, resets, 429 and 503 void the groups they fall into; too few were left to judge.",
        .fix = "Lower --jobs or --rate-limit, raise --request-timeout. --allow-inconclusive=dropped accepts it.",
    },
    {
        .group = EXPLAIN_DOUBT,
        .name = "stopped",
        .title = "The run ended before it was this check's turn",
        .meaning = "A signal, --max-time or --max-failures ended the run.",
        .fix = "Give it more time, or split it by --only.",
    },
};

static const struct explain_topic exit_codes[] = {
    {
        .group = EXPLAIN_EXIT_CODE,
        .name = "0",
        .title = "Every planned check passed or is waived",
        .meaning = "All of it: no control failed, every declared surface was exercised, the run came to its end.",
        .fix = "Nothing to do. The summary names what was not judged.",
        .example = "nonesuch run && deploy\n",
    },
    {
        .group = EXPLAIN_EXIT_CODE,
        .name = "1",
        .title = "At least one finding",
        .meaning = "Something told denied from absent, or a permission did not hold. Wins over 3 and 4.",
        .fix = "Read the findings, worst first; `nonesuch explain KIND` tells what each kind means.",
        .example = "nonesuch run --lab-defect status-403-by-id; echo $?\n",
    },
    {
        .group = EXPLAIN_EXIT_CODE,
        .name = "2",
        .title = "The command line, a pack or a target file is wrong",
        .meaning = "Nothing was sent.",
        .fix =
            "The message names the place; `nonesuch help COMMAND` lists what it takes, `nonesuch check` reads files.",
        .example = "nonesuch run --jbos 3\n",
    },
    {
        .group = EXPLAIN_EXIT_CODE,
        .name = "3",
        .title = "The target could not be reached, or the run broke",
        .meaning =
            "The network, a file that could not be written, or the fixtures that could not be made. Wins over 4.",
        .fix = "Try the base URL with curl. What was made is in the journal: `nonesuch cleanup JOURNAL` deletes it.",
        .example = "nonesuch run -t target.yaml -u http://127.0.0.1:9\n",
    },
    {
        .group = EXPLAIN_EXIT_CODE,
        .name = "4",
        .title = "Inconclusive: not shown to be wrong, and not shown to be right",
        .meaning =
            "A control failed, something was not exercised, or a verdict did not settle. Never taken for a pass.",
        .fix = "Each inconclusive check says its doubt: `nonesuch explain DOUBT`.",
        .example = "nonesuch run --allow-inconclusive=unstable\n",
    },
};

struct explain_table explain_doubts(void) {
    return (struct explain_table){doubts, sizeof(doubts) / sizeof(*doubts)};
}

struct explain_table explain_exit_codes(void) {
    return (struct explain_table){exit_codes, sizeof(exit_codes) / sizeof(*exit_codes)};
}
