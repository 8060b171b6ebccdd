/* SPDX-License-Identifier: Apache-2.0
 *
 * option_table: the options, in the order of the help. */
#include "options.h"

#include <stddef.h>

#include "limits.h"

#define FOR_SENDING (FOR_RUN | FOR_PLAN | FOR_CLEANUP)
#define FOR_SELECTING (FOR_RUN | FOR_PLAN)
#define AT(member) offsetof(struct options, member)

static const struct option_spec specs[] = {
    {"Target", "target", 't', "FILE", "where the deployment is and how each principal authenticates", FOR_SENDING,
     OPTION_TEXT, AT(target), 0, 0, 0, false},
    {NULL, "url", 'u', "URL", "base URL, in place of the target file's", FOR_SENDING, OPTION_TEXT, AT(url), 0, 0, 0,
     false},
    {NULL, "pack", 0, "PACK", "pack of the target file or journal: a name or a file (default agentex)",
     FOR_CHECK | FOR_CLEANUP, OPTION_TEXT, AT(pack), 0, 0, 0, false},
    {NULL, "lab-defect", 0, "ID", "switch on a defect of the embedded lab (repeatable; `nonesuch lab --list-defects`)",
     FOR_SELECTING, OPTION_TEXTS, AT(lab_defects), 0, 0, 0, false},
    {NULL, "variable", 0, "NAME=VALUE", "value of a variable that the pack wants (repeatable)", FOR_SENDING | FOR_CHECK,
     OPTION_PAIRS, AT(variables), 0, 0, '=', false},
    {NULL, "secret", 0, "NAME=VALUE", "the same, never shown (repeatable)", FOR_SENDING | FOR_CHECK, OPTION_PAIRS,
     AT(secrets), 0, 0, '=', true},
    {NULL, "header", 'H', "NAME: VALUE", "header line added to every request (repeatable)", FOR_SENDING, OPTION_PAIRS,
     AT(headers), 0, 0, ':', true},

    {"Selection", "only", 0, "GLOB", "surfaces by id (repeatable)", FOR_SELECTING, OPTION_TEXTS, AT(only), 0, 0, 0,
     false},
    {NULL, "as", 0, "PRINCIPAL", "who asks (repeatable)", FOR_SELECTING, OPTION_TEXTS, AT(as), 0, 0, 0, false},
    {NULL, "include-tag", 0, "TAG", "surfaces with this tag (repeatable)", FOR_SELECTING, OPTION_TEXTS,
     AT(include_tags), 0, 0, 0, false},
    {NULL, "exclude-tag", 0, "TAG", "surfaces without this tag (repeatable)", FOR_SELECTING, OPTION_TEXTS,
     AT(exclude_tags), 0, 0, 0, false},
    {NULL, "seed", 0, "HEX", "order and coins of an earlier run", FOR_SELECTING, OPTION_SEED, AT(seed), 0, 0, 0, false},
    {NULL, "read-only", 0, NULL, "send GET and HEAD alone", FOR_SELECTING, OPTION_YES, AT(read_only), 0, 0, 0, false},
    {NULL, "dry-run", 0, NULL, "show the plan, send nothing", FOR_RUN, OPTION_YES, AT(dry_run), 0, 0, 0, false},

    {"Limits (they win over the target file's)", "jobs", 0, "N", "connections at once (default 16)", FOR_SENDING,
     OPTION_COUNT, AT(jobs), 1, LIMIT_LANES, 0, false},
    {NULL, "rate-limit", 0, "N/s", "requests per second, for example 200/s", FOR_SENDING, OPTION_RATE, AT(rate_per_s),
     0, 0, 0, false},
    {NULL, "max-time", 'm', "TIME", "end the run after so long, for example 20m", FOR_SELECTING, OPTION_DURATION,
     AT(max_time_ns), 0, 0, 0, false},
    {NULL, "connect-timeout", 0, "TIME", "of one connection (default 10s)", FOR_SENDING, OPTION_DURATION,
     AT(connect_timeout_ns), 0, 0, 0, false},
    {NULL, "request-timeout", 0, "TIME", "of one exchange (default 30s)", FOR_SENDING, OPTION_DURATION,
     AT(request_timeout_ns), 0, 0, 0, false},
    {NULL, "max-failures", 0, "N", "stop at so many findings", FOR_SELECTING, OPTION_COUNT, AT(max_failures), 1,
     INT32_MAX, 0, false},
    {NULL, "max-requests", 0, "N", "refuse a plan of more (default 100000)", FOR_SELECTING, OPTION_COUNT,
     AT(max_requests), 1, INT32_MAX, 0, false},
    {NULL, "max-fixtures", 0, "N", "refuse a plan that makes more things (default 1000)", FOR_SELECTING, OPTION_COUNT,
     AT(max_fixtures), 1, INT32_MAX, 0, false},

    {"Connection", "proxy", 'x', "URL", "proxy; variables such as http_proxy are never read", FOR_SENDING, OPTION_TEXT,
     AT(proxy), 0, 0, 0, true},
    {NULL, "cacert", 0, "FILE", "certificates to trust", FOR_SENDING, OPTION_TEXT, AT(cacert), 0, 0, 0, false},
    {NULL, "cert", 0, "FILE", "client certificate", FOR_SENDING, OPTION_TEXT, AT(cert), 0, 0, 0, false},
    {NULL, "key", 0, "FILE", "its key", FOR_SENDING, OPTION_TEXT, AT(key), 0, 0, 0, false},
    {NULL, "insecure", 'k', NULL, "do not verify the server's certificate", FOR_SENDING, OPTION_YES, AT(insecure), 0, 0,
     0, false},
    {NULL, "resolve", 0, "HOST:PORT:ADDRESS", "use this address", FOR_SENDING, OPTION_TEXT, AT(resolve), 0, 0, 0,
     false},

    {"Things made", "journal", 0, "FILE",
     "what was made, for `cleanup` (default nonesuch-ID.journal; none for the lab)", FOR_RUN, OPTION_TEXT, AT(journal),
     0, 0, 0, false},
    {NULL, "keep", 0, NULL, "delete nothing at the end", FOR_RUN, OPTION_YES, AT(keep), 0, 0, 0, false},

    {"Lab", "listen", 0, "HOST:PORT", "address of the server (default 127.0.0.1 and any free port)", FOR_LAB,
     OPTION_TEXT, AT(listen), 0, 0, 0, false},
    {NULL, "defect", 0, "ID", "switch on a defect (repeatable)", FOR_LAB, OPTION_TEXTS, AT(defects), 0, 0, 0, false},
    {NULL, "list-defects", 0, NULL, "id, class, kind of finding, surfaces and title of each, one a line", FOR_LAB,
     OPTION_YES, AT(list_defects), 0, 0, 0, false},
    {NULL, "write-target", 0, "FILE", "write the target file once everything listens", FOR_LAB, OPTION_TEXT,
     AT(write_target), 0, 0, 0, false},
    {NULL, "database", 0, "FILE", "keep the rows in a file (default: in memory)", FOR_LAB, OPTION_TEXT, AT(database), 0,
     0, 0, false},
    {NULL, "principals", 0, "FILE", "tenants and their people, of `lab auth-provider`", FOR_LAB, OPTION_TEXT,
     AT(principals), 0, 0, 0, false},
    {NULL, "control-token", 0, "TOKEN",
     "of the control API of `lab auth-provider` and `lab agent` (default: made afresh)", FOR_LAB, OPTION_TEXT,
     AT(control_token), 0, 0, 0, true},

    {"Reports", "report-json", 0, "FILE", "JSON report (repeatable; `-` is stdout)", FOR_RUN, OPTION_TEXTS,
     AT(report_json), 0, 0, 0, false},
    {NULL, "report-junit", 0, "FILE", "JUnit report (repeatable; `-` is stdout)", FOR_RUN, OPTION_TEXTS,
     AT(report_junit), 0, 0, 0, false},
    {NULL, "allow-inconclusive", 0, "LIST", "doubts that do not fail the run: unstable, timing, dropped", FOR_RUN,
     OPTION_TEXT, AT(allow_inconclusive), 0, 0, 0, false},
    {NULL, "verbose", 'v', NULL, "say more", FOR_ALL, OPTION_YES, AT(verbose), 0, 0, 0, false},
    {NULL, "quiet", 'q', NULL, "say the least", FOR_ALL, OPTION_YES, AT(quiet), 0, 0, 0, false},
    {NULL, "color", 0, NULL, "colours, also when stdout is no terminal", FOR_RUN, OPTION_YES, AT(color), 0, 0, 0,
     false},
    {NULL, "no-color", 0, NULL, "no colours (also the variable NO_COLOR)", FOR_RUN, OPTION_NO, AT(color), 0, 0, 0,
     false},
    {NULL, "progress", 0, NULL, "progress on stderr, also with -q", FOR_RUN, OPTION_YES, AT(progress), 0, 0, 0, false},
    {NULL, "no-progress", 0, NULL, "no progress", FOR_RUN, OPTION_NO, AT(progress), 0, 0, 0, false},
    {NULL, "help", 'h', NULL, "this text", FOR_ALL, OPTION_YES, AT(help), 0, 0, 0, false},
};

size_t option_count(void) {
    return sizeof specs / sizeof *specs;
}

const struct option_spec *option_at(size_t index) {
    return index < option_count() ? &specs[index] : NULL;
}
