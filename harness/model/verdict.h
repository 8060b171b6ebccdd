/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict: what a run says: checks, findings, controls, the ledger and the whole result. Plain values; built by run,
 * written by report. */
#ifndef NONESUCH_VERDICT_H
#define NONESUCH_VERDICT_H

#include "campaign_tally.h"
#include "conformance.h"
#include "exchange.h"

enum verdict { VERDICT_PASS, VERDICT_FAIL, VERDICT_INCONCLUSIVE, VERDICT_WAIVED, VERDICT_NOT_APPLICABLE };
const char *verdict_name(enum verdict v); /* "pass" "fail" "inconclusive" "waived" "not_applicable" */

enum property {
    PROPERTY_NONDISCLOSURE,  /* concept.md 1 */
    PROPERTY_REVEAL,         /* 2 */
    PROPERTY_PERMISSION,     /* 3 */
    PROPERTY_EFFECTS,        /* 4 */
    PROPERTY_EXCLUSIVE,      /* 5 */
    PROPERTY_UNKNOWN_METHOD, /* 7 */
    PROPERTY_CONTROL,        /* 9 */
    PROPERTY_FRESHNESS,      /* 10 */
    PROPERTY_FAIL_CLOSED,    /* 11 */
    PROPERTY_CALLS,          /* 3: the questions at the auth provider, literal and in order */
    PROPERTY_AUTHENTICATION, /* 401 for who brings no credential */
    PROPERTY_CONTRACT,       /* what a flow of the pack says of its steps */
    PROPERTY_DUAL_WRITE,     /* the same, of what is written here and at the auth provider */
    PROPERTY_ROBUSTNESS,     /* whatever a body holds, it is answered: no crash, no silence, no failure of the server */
};
const char *property_name(enum property p); /* "nondisclosure" "reveal" … */

enum severity { SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL };
const char *severity_name(enum severity s); /* "low" "medium" "high" "critical" */

/* Why a check is inconclusive; the names --allow-inconclusive takes. */
enum doubt {
    DOUBT_NONE,
    DOUBT_CONTROL,       /* a control failed */
    DOUBT_NOT_EXERCISED, /* the slot was never reached, or no pair was judged */
    DOUBT_UNSTABLE,      /* answers to one and the same class did not agree */
    DOUBT_STANDING,      /* a grant never showed, or a credential is missing */
    DOUBT_DROPPED,       /* too many samples were lost (time-outs, 429, 503) */
    DOUBT_STOPPED,       /* the run ended before it was its turn */
};
const char *doubt_name(enum doubt d); /* "none" "control" "not_exercised" "unstable" "standing" "dropped" "stopped" */
/* By name, DOUBT_NONE excepted. False when there is none. */
bool doubt_find(struct str name, enum doubt *out);

/* One side of the evidence. */
struct evidence {
    struct str label;                /* "denied", "absent", "owner before" … */
    struct str reference;            /* what stood in the slot */
    const struct exchange *exchange; /* NULL when there was none */
    /* How long each sample of this side waited for the first byte of its answer, in the order sent. Shown, never
     * judged. */
    const int64_t *first_byte_ns;
    size_t first_byte_count; /* at most LIMIT_EVIDENCE_TIMES; 0: none was measured */
};

struct check {
    struct str id; /* pack/surface/principal/variation/property */
    struct str surface, principal, variation;
    enum property property;
    enum verdict verdict;
    enum doubt doubt;
    struct str expected; /* "hidden", "allowed", "forbidden", "unauthenticated", "no effect" … */
    struct str reason;   /* one sentence for anything but a pass; a remedy where there is one */
    size_t group_count;  /* groups judged */
    size_t request_count;
    int64_t duration_ns;     /* time on the wire of its requests */
    size_t finding;          /* index of the finding, SIZE_MAX */
    size_t position;         /* in the plan of the whole run, of which a shard has a part */
    struct evidence last[2]; /* the last answers that it judged, denied and absent; no report holds them */
};

/* What a made-up body refers to: what stands in its place, and the field that this is of. */
struct body_reference {
    struct str text;  /* in the body: a marker, "@@REF0@@", or a value of that campaign */
    struct str field; /* "task.id" */
    bool is_own;      /* of a thing that the caller may use; else of a denied or an absent one */
};

/* The body that a fuzz campaign found it with, and how it was sent; nothing of it in a run. */
struct made_up_body {
    bool is_there;
    struct str text;     /* minimised; markers stand where the references do */
    struct str envelope; /* how it is told over HTTP: "plain", "gzip" … */
    struct str address;  /* id of a surface: it was sent to where that one's requests go */
    struct body_reference *references;
    size_t reference_count;
};

/* What an earlier report knows of a finding. */
enum novelty { NOVELTY_UNKNOWN, NOVELTY_NEW, NOVELTY_KNOWN }; /* unknown: there is no earlier report */
const char *novelty_name(enum novelty n);                     /* "unknown" "new" "known" */

struct finding {
    struct str fingerprint; /* 16 hex digits */
    enum property property;
    enum severity severity;
    int cwe;
    struct str kind;    /* outcome status rpc body header framing reveal effect access refusal policy dispatch
                     * calls contract */
    struct str also;    /* further kinds that differ, blank-separated */
    struct str feature; /* what exactly: "status", "header:x-owner", "body:/message" … */
    struct str pack, surface, variation;
    size_t line;            /* of the surface in the pack's file; 0: unknown, or none */
    struct str principals;  /* all who see it, comma-separated; the first is the evidence's */
    struct str title;       /* one line: what is wrong */
    struct str left, right; /* the differing value of each side, canonical, short */
    struct str cost;        /* what it costs an attacker */
    struct evidence sides[2];
    struct str curl;    /* replays both requests, one command per line; secrets as environment variables */
    size_t seen, tried; /* denied answers that showed it, of how many */
    enum novelty novelty;
    struct made_up_body made_up;
};

/* A control that is not tied to one check. */
struct control {
    struct str id; /* "owner/get.tasks.by_id", "heartbeat/mallory", "tenants/acme-globex" … */
    bool passed;
    struct str reason; /* when it failed: what happened and what to do */
    const struct exchange *exchange;
};

struct learned_noise {
    struct str scope; /* "header:date", "get.tasks.by_id body:/id" … */
    struct str shape; /* what varies: "Tue, 24 Nov 2026 04:05:‹2 digits› GMT" */
    size_t seen;      /* answers it was learned from */
};

struct ledger {
    size_t requests, dropped, resent, groups, groups_void, fixtures_made, fixtures_deleted, fixtures_left;
    size_t by_status_class[6]; /* [0]: no answer */
    size_t answers_scanned;
};

/* How much of an OpenAPI document is under test. What is neither covered nor out of scope is a gap. */
struct coverage_counts {
    bool is_judged; /* there was a document */
    size_t routes_declared, routes_covered, routes_out_of_scope;
    size_t slots_declared, slots_covered, slots_out_of_scope;
    size_t gaps;
};

/* What a waiver did in this run. */
enum waiver_state {
    WAIVER_USED,         /* a finding is waived */
    WAIVER_INSUFFICIENT, /* a finding matches, and shows more than is waived */
    WAIVER_UNUSED,       /* no finding matches */
    WAIVER_EXPIRED,      /* it does not count any more */
};
const char *waiver_state_name(enum waiver_state s); /* "used" "insufficient" "unused" "expired" */

struct waiver_note {
    struct str what; /* the fingerprint, or "get.tasks.* status" */
    struct str owner, reason, issue, expires;
    enum waiver_state state;
    size_t findings; /* that it matches */
    struct str text; /* one sentence for whoever has to act; empty for a used one */
};

/* A finding of an earlier report that is not there any more, though what it was about was judged. */
struct fixed_finding {
    struct str fingerprint, kind, surface, title;
};

/* A part of a run; {0}: all of it. */
struct shard {
    size_t index, count;   /* index from 1 */
    size_t checks_planned; /* of the whole run; 0 of a fuzz campaign, each shard of which has them all */
};

/* A fuzz campaign at one moment: what its workers had sent since its start, and how many answers were of a new kind. */
struct campaign_point {
    int64_t at_ns;
    size_t requests, news;
};

/* What a fuzz campaign did; nothing of it in a run. */
struct campaign_record {
    bool is_there;
    struct campaign_tally tally;
    struct conformance conformance;
    struct campaign_point *points; /* in the order of time, the end is the last */
    size_t point_count;
};

struct result {
    struct str run_id, seed; /* seed as 16 hex digits */
    struct str started;      /* RFC 3339 */
    struct str tool_version; /* of the nonesuch that ran; empty: this very one */
    int64_t duration_ns;
    struct str target, environment;
    bool is_lab; /* the target was the embedded lab, gone with the run */
    struct str pack, pack_title;
    struct str options; /* the command line, secrets redacted */
    struct check *checks;
    size_t check_count;
    struct finding *findings; /* worst first; each is the finding of some check: JUnit shows it there */
    size_t finding_count;
    struct control *controls;
    size_t control_count;
    struct learned_noise *noise;
    size_t noise_count;
    struct str *not_judged; /* sentences: "time is not judged", "observer auth_provider is absent" … */
    size_t not_judged_count;
    size_t surfaces_declared, surfaces_exercised;
    struct coverage_counts coverage;
    struct ledger ledger;
    bool was_stopped; /* by a signal or a limit */
    struct shard shard;
    struct waiver_note *waivers; /* one each of the file's, in its order */
    size_t waiver_count;
    bool has_baseline;
    struct fixed_finding *fixed; /* of the baseline */
    size_t fixed_count;
    struct campaign_record campaign;
};

struct verdict_counts {
    size_t pass, fail, inconclusive, waived, not_applicable;
};
struct verdict_counts result_count(const struct result *r);

/* Findings by severity. */
struct severity_counts {
    size_t low, medium, high, critical;
};
struct severity_counts result_count_findings(const struct result *r);

/* The verdict on the whole. VERDICT_FAIL: a check failed, or a finding has no check that waives it. Else
 * VERDICT_INCONCLUSIVE: a check is, a control failed, the run was stopped, a declared surface was not exercised, or
 * nothing passed and nothing was waived (zero judged pairs prove nothing, but in a shard that no surface fell to). Else
 * VERDICT_PASS. */
enum verdict result_verdict(const struct result *r);

#endif
