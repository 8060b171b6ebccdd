/* SPDX-License-Identifier: Apache-2.0
 *
 * option_table: the options, in the order of the help. */
#include <stddef.h>

#include "limits.h"
#include "options.h"
#include "pair.h"

#define FOR_MAKING (FOR_RUN | FOR_REPLAY)
#define FOR_KEEPING (FOR_MAKING | FOR_FUZZ)
#define FOR_SENDING (FOR_KEEPING | FOR_PLAN | FOR_CLEANUP)
#define FOR_SELECTING (FOR_RUN | FOR_PLAN)
#define FOR_PLANNING (FOR_MAKING | FOR_PLAN)
#define FOR_DRIVING (FOR_PLANNING | FOR_FUZZ)
#define FOR_REACHING (FOR_SENDING | FOR_PROBE)
#define FOR_JUDGING (FOR_KEEPING | FOR_PROBE)
#define FOR_REPORTING (FOR_JUDGING | FOR_REPORT)

#define OPTION(group_, kind_, member_, name_, letter_, argument_, commands_, help_)                              \
    .group = OPTIONS_##group_, .kind = OPTION_##kind_, .at = offsetof(struct options, member_), .name = (name_), \
    .letter = (letter_), .argument = (argument_), .commands = (commands_), .help = (help_)

static const struct option_spec specs[] = {
    {OPTION(TARGET, TEXT, target, "target", 't', "FILE", FOR_SENDING,
            "where the deployment is and how each principal authenticates")},
    {OPTION(TARGET, TEXT, url, "url", 'u', "URL", FOR_REACHING,
            "base URL of the service; wins over the target file's")},
    {OPTION(TARGET, TEXT, pack, "pack", 0, "PACK", FOR_CHECK | FOR_CLEANUP | FOR_REPLAY,
            "pack of the target file, journal or report: a name or a file (default agentex, the report's own)")},
    {OPTION(TARGET, TEXT, openapi, "openapi", 0, "FILE", FOR_SELECTING | FOR_CHECK,
            "OpenAPI document of the service: what it declares and the pack leaves out is a gap")},
    {OPTION(TARGET, TEXTS, lab_defects, "lab-defect", 0, "ID", FOR_DRIVING,
            "switch on a defect of the embedded lab (repeatable; `nonesuch lab --list-defects`)")},
    {OPTION(TARGET, TEXTS, lab_noises, "lab-noise", 0, "ID", FOR_DRIVING,
            "switch on a harmless noise of the embedded lab (repeatable; `nonesuch lab --list-noises`)")},
    {OPTION(TARGET, PAIRS, variables, "variable", 0, "NAME=VALUE", FOR_SENDING | FOR_CHECK,
            "value of a variable that the pack wants (repeatable)"),
     .separator = '='},
    {OPTION(TARGET, PAIRS, secrets, "secret", 0, "NAME=VALUE", FOR_SENDING | FOR_CHECK,
            "the same, never shown (repeatable)"),
     .separator = '=', .is_secret = true},
    {OPTION(TARGET, PAIRS, headers, "header", 'H', "NAME: VALUE", FOR_REACHING,
            "header line added to every request (repeatable)"),
     .separator = ':', .is_secret = true},

    {OPTION(PAIR, TEXTS, denied, "denied", 0, "REF", FOR_PROBE,
            "a reference that exists and that the caller may not see (repeatable, each is judged)")},
    {OPTION(PAIR, TEXTS, absent, "absent", 0, "REF", FOR_PROBE,
            "one that does not exist, or uuid4, hex24, like: made afresh (repeatable, default like)")},
    {OPTION(PAIR, TEXT, control, "control", 0, "REF", FOR_PROBE,
            "one that the caller may use: shows that the slot is reached; two alike pass only with it")},
    {OPTION(PAIR, TEXT, data, "data", 'd', "BODY", FOR_PROBE,
            "body, or @FILE; JSON unless -H 'Content-Type: …' says otherwise")},
    {OPTION(PAIR, COUNT, groups, "groups", 0, "N", FOR_PROBE,
            "groups of two denied and two absent requests (default 6)"),
     .least = 1, .most = PAIR_GROUPS_MAX},
    {OPTION(PAIR, COUNT, expect_absent, "expect-absent", 0, "STATUS", FOR_PROBE,
            "what the service says of something absent (default 404)"),
     .least = 100, .most = 599},

    {OPTION(CAMPAIGN, TEXT, corpus, "corpus", 0, "DIR", FOR_FUZZ,
            "keep bodies, findings and sums there (default: forgotten at the end)")},
    {OPTION(CAMPAIGN, TEXT, artifacts, "artifacts", 0, "DIR", FOR_FUZZ,
            "a folder for each finding: request, curl.sh, both answers, and what `replay` takes")},
    {OPTION(CAMPAIGN, YES, resume, "resume", 0, NULL, FOR_FUZZ,
            "go on with the campaign of --corpus; what it found is tried first")},
    {OPTION(CAMPAIGN, YES, http_desync, "http-desync", 0, NULL, FOR_FUZZ,
            "also bodies with false or ambiguous lengths and chunks; the target must say `environment: isolated`")},

    {OPTION(SELECTION, TEXTS, only, "only", 0, "GLOB", FOR_DRIVING, "surfaces by id (repeatable)")},
    {OPTION(SELECTION, TEXTS, as, "as", 0, "PRINCIPAL", FOR_SELECTING, "who asks (repeatable)")},
    {OPTION(SELECTION, TEXTS, include_tags, "include-tag", 0, "TAG", FOR_SELECTING,
            "surfaces with this tag (repeatable)")},
    {OPTION(SELECTION, TEXTS, exclude_tags, "exclude-tag", 0, "TAG", FOR_SELECTING,
            "surfaces without this tag (repeatable)")},
    {OPTION(SELECTION, TEXTS, variations, "variations", 0, "NAME", FOR_SELECTING,
            "variations by name or glob, or all (at every surface), or none (repeatable)")},
    {OPTION(SELECTION, SEED, seed, "seed", 0, "HEX", FOR_DRIVING | FOR_PROBE, "order and coins of an earlier run")},
    {OPTION(SELECTION, SHARD, shard, "shard", 0, "I/N", FOR_SELECTING | FOR_FUZZ,
            "the I-th of N parts, by surface, `report merge` joins their JSON reports; of `fuzz`: other bodies "
            "(default: the task of a Slurm array, or JOB_COMPLETION_INDEX of JOB_COMPLETIONS)")},
    {OPTION(SELECTION, YES, dry_run, "dry-run", 0, NULL, FOR_RUN, "show the plan, send nothing")},

    {OPTION(LIMITS, COUNT, jobs, "jobs", 0, "N", FOR_REACHING,
            "connections at once (default 16); of `fuzz`: workers (default one a processor)"),
     .least = 1, .most = LIMIT_LANES},
    {OPTION(LIMITS, RATE, rate_per_s, "rate-limit", 0, "N/s", FOR_REACHING, "requests per second, for example 200/s")},
    {OPTION(LIMITS, DURATION, max_time_ns, "max-time", 'm', "TIME", FOR_DRIVING | FOR_PROBE,
            "end the run after so long, for example 20m")},
    {OPTION(LIMITS, DURATION, connect_timeout_ns, "connect-timeout", 0, "TIME", FOR_REACHING,
            "of one connection (default 10s)")},
    {OPTION(LIMITS, DURATION, request_timeout_ns, "request-timeout", 0, "TIME", FOR_REACHING,
            "of one exchange (default 30s)")},
    {OPTION(LIMITS, COUNT, max_failures, "max-failures", 0, "N", FOR_DRIVING, "stop at so many findings"), .least = 1,
     .most = INT32_MAX},
    {OPTION(LIMITS, COUNT, max_requests, "max-requests", 0, "N", FOR_DRIVING,
            "refuse a plan of more (default 250000); of `fuzz`: end after so many"),
     .least = 1, .most = INT32_MAX},
    {OPTION(LIMITS, COUNT, max_fixtures, "max-fixtures", 0, "N", FOR_PLANNING,
            "refuse a plan that makes more things (default 5000)"),
     .least = 1, .most = INT32_MAX},

    {OPTION(CONNECTION, TEXT, proxy, "proxy", 'x', "URL", FOR_REACHING,
            "proxy; variables such as http_proxy are never read"),
     .is_secret = true},
    {OPTION(CONNECTION, TEXT, cacert, "cacert", 0, "FILE", FOR_REACHING, "certificates to trust")},
    {OPTION(CONNECTION, TEXT, cert, "cert", 0, "FILE", FOR_REACHING, "client certificate")},
    {OPTION(CONNECTION, TEXT, key, "key", 0, "FILE", FOR_REACHING, "its key")},
    {OPTION(CONNECTION, YES, insecure, "insecure", 'k', NULL, FOR_REACHING, "do not verify the server's certificate")},
    {OPTION(CONNECTION, TEXT, resolve, "resolve", 0, "HOST:PORT:ADDRESS", FOR_REACHING, "use this address")},

    {OPTION(THINGS, TEXT, journal, "journal", 0, "FILE", FOR_KEEPING,
            "what was made, for `cleanup` (default nonesuch-ID.journal; none for the lab)")},
    {OPTION(THINGS, TEXT, annotate, "annotate", 0, "FILE", FOR_KEEPING,
            "who asks what, from when to when, for those who watch the target")},
    {OPTION(THINGS, YES, keep, "keep", 0, NULL, FOR_KEEPING, "delete nothing at the end")},

    {OPTION(LAB, TEXT, listen, "listen", 0, "HOST:PORT", FOR_LAB,
            "address of the server (default 127.0.0.1 and any free port)")},
    {OPTION(LAB, TEXT, statsd, "statsd", 0, "HOST:PORT", FOR_LAB,
            "send counters there; the target file tells the judge to listen")},
    {OPTION(LAB, TEXTS, defects, "defect", 0, "ID", FOR_LAB, "switch on a defect (repeatable)")},
    {OPTION(LAB, YES, list_defects, "list-defects", 0, NULL, FOR_LAB,
            "id, class, kind of finding, surfaces and title of each, one a line")},
    {OPTION(LAB, TEXTS, noises, "noise", 0, "ID", FOR_LAB, "switch on a harmless noise (repeatable)")},
    {OPTION(LAB, YES, list_noises, "list-noises", 0, NULL, FOR_LAB, "id and title of each, one a line")},
    {OPTION(LAB, TEXT, write_target, "write-target", 0, "FILE", FOR_LAB,
            "write the target file once everything listens")},
    {OPTION(LAB, TEXT, database, "database", 0, "FILE", FOR_LAB, "keep the rows in a file (default: in memory)")},
    {OPTION(LAB, TEXT, principals, "principals", 0, "FILE", FOR_LAB,
            "tenants and their people, of `lab auth-provider`")},
    {OPTION(LAB, TEXT, control_token, "control-token", 0, "TOKEN", FOR_LAB,
            "of the control API of `lab auth-provider` and `lab agent` (default: made afresh)"),
     .is_secret = true},
    {OPTION(LAB, TEXT, auth_provider, "auth-provider", 0, "URL", FOR_LAB,
            "where the auth provider is that `lab reference` asks")},

    {OPTION(WAIVER, TEXT, owner, "owner", 0, "NAME", FOR_REPORT, "who answers for it, of `report waive`")},
    {OPTION(WAIVER, TEXT, expires, "expires", 0, "YYYY-MM-DD", FOR_REPORT, "last day it counts")},
    {OPTION(WAIVER, TEXT, reason, "reason", 0, "TEXT", FOR_REPORT, "why it is accepted")},
    {OPTION(WAIVER, TEXT, issue, "issue", 0, "URL", FOR_REPORT, "where it is being mended")},

#define FORMAT(symbol, name, option, help) \
    {OPTION(REPORTS, TEXTS, reports[REPORT_##symbol], option, 0, "FILE", FOR_REPORTING, help)},
#include "formats.def"
#undef FORMAT
    {OPTION(REPORTS, TEXT, waivers, "waivers", 0, "FILE", FOR_RUN | FOR_FUZZ,
            "known findings that somebody accepted until a day")},
    {OPTION(REPORTS, TEXT, baseline, "baseline", 0, "FILE", FOR_RUN | FOR_FUZZ,
            "earlier JSON report: findings are new, known or fixed against it")},
    {OPTION(REPORTS, YES, fail_on_new, "fail-on-new", 0, NULL, FOR_RUN | FOR_REPORT | FOR_FUZZ,
            "findings that the baseline knows do not fail the run, new ones do")},
    {OPTION(REPORTS, TEXT, allow_inconclusive, "allow-inconclusive", 0, "LIST", FOR_REPORTING,
            "doubts that do not fail the run: unstable, timing, dropped")},
    {OPTION(REPORTS, YES, raw_evidence, "raw-evidence", 0, NULL, FOR_REPORTING,
            "bodies of successes in the reports, not their type, length and hash alone; secrets aside")},
    {OPTION(REPORTS, YES, verbose, "verbose", 'v', NULL, FOR_ALL, "say more")},
    {OPTION(REPORTS, YES, quiet, "quiet", 'q', NULL, FOR_ALL, "say the least")},
    {OPTION(REPORTS, YES, color, "color", 0, NULL, FOR_REPORTING, "colours, also when stdout is no terminal")},
    {OPTION(REPORTS, NO, color, "no-color", 0, NULL, FOR_REPORTING, "no colours (also the variable NO_COLOR)")},
    {OPTION(REPORTS, YES, progress, "progress", 0, NULL, FOR_JUDGING, "progress on stderr, also with -q")},
    {OPTION(REPORTS, NO, progress, "no-progress", 0, NULL, FOR_JUDGING, "no progress")},
    {OPTION(REPORTS, YES, help, "help", 'h', NULL, FOR_ALL, "this text")},
};

static const char *const group_titles[] = {
    [OPTIONS_TARGET] = "Target",
    [OPTIONS_PAIR] = "Pair",
    [OPTIONS_CAMPAIGN] = "Campaign",
    [OPTIONS_SELECTION] = "Selection",
    [OPTIONS_LIMITS] = "Limits (they win over the target file's)",
    [OPTIONS_CONNECTION] = "Connection",
    [OPTIONS_THINGS] = "Things made",
    [OPTIONS_LAB] = "Lab",
    [OPTIONS_WAIVER] = "Waiver",
    [OPTIONS_REPORTS] = "Reports (FILE may be given several times; `-` is stdout)",
};

size_t option_count(void) {
    return sizeof specs / sizeof *specs;
}

const struct option_spec *option_at(size_t index) {
    return index < option_count() ? &specs[index] : NULL;
}

const char *option_group_title(enum option_group group) {
    return group_titles[group];
}
