/* SPDX-License-Identifier: Apache-2.0
 *
 * command: what there is to do, and what commands share. */
#include "command.h"

#include <string.h>

#include "pack_source.h"
#include "rng.h"
#include "say.h"
#include "session.h"

static const struct command commands[] = {
    {"run", "[PACK]", "run a pack against a deployment, or against the embedded lab", FOR_RUN, cmd_run,
     "A pack is a name (agentex) or a file. Without -t the embedded lab is started on loopback.\n"},
    {"probe", "'METHOD /path/{ref}'", "judge one pair of references, without a pack", FOR_PROBE, cmd_probe,
     "{ref} stands where the reference does: in path, query, headers (-H) or body (-d).\n"
     "\n"
     "  nonesuch probe -u https://api.example.org -H \"Authorization: Bearer $TOKEN\" \\\n"
     "      'GET /tasks/{ref}' --denied 0c5e… --control 77aa…\n"},
    {"fuzz", "[PACK]", "fuzz the RPC endpoint of a deployment, or of the embedded lab", FOR_FUZZ, cmd_fuzz,
     "Without --max-time and --max-requests it goes on until it is stopped (Ctrl-C), and then reports.\n"
     "\n"
     "  nonesuch fuzz -t staging.yaml --max-time 8h --rate-limit 50/s --corpus corpus --artifacts found\n"},
    {"plan", "[PACK]", "show what `run` would send, send nothing", FOR_PLAN, cmd_plan, NULL},
    {"check", "[FILE…]", "check packs, target files and waiver files", FOR_CHECK, cmd_check,
     "Without a file, the packs in the program are checked. A target file is checked against --pack.\n"},
    {"lab", "[auth-provider|agent|reference]", "start the lab, or one part of it, until SIGINT or SIGTERM", FOR_LAB,
     cmd_lab,
     "auth-provider takes --listen, --principals and --control-token; agent --listen and --control-token;\n"
     "reference, the service alone, --listen, --auth-provider, --database, --statsd, --defect and --noise.\n"},
    {"cleanup", "JOURNAL", "delete what an interrupted run left", FOR_CLEANUP, cmd_cleanup, NULL},
    {"report", "FILE | merge FILE… | diff OLD NEW | waive FILE FINGERPRINT",
     "convert, merge and compare JSON reports, draft a waiver", FOR_REPORT, cmd_report,
     "\n  FILE                    show the report, or write it in the formats that are asked for\n"
     "  merge FILE…             join the reports of all shards of one run; the exit code is that of the run\n"
     "  diff OLD NEW            new, known and fixed findings; exit code 1 when there are new ones\n"
     "  waive FILE FINGERPRINT  draft an entry for a waiver file: wants --owner and --expires\n"},
    {"replay", "REPORT|FOLDER [FINDING…]", "say whether the findings of a JSON report still reproduce", FOR_REPLAY,
     cmd_replay,
     "\nThings are made afresh, as `run` and `fuzz` make them, and what each finding was about is sent and judged "
     "again.\n"
     "REPORT is a JSON report of `run` or `fuzz`; FOLDER one of a finding, as `fuzz --artifacts` makes them.\n"
     "FINDING is the beginning of a fingerprint, or a glob over surfaces; without one, all are replayed.\n"
     "Exit code 1: at least one reproduces. 0: none does. 4: of some it could not be said.\n"
     "\n"
     "  nonesuch replay report.json -t staging.yaml 07725df1\n"
     "  nonesuch replay found/f265ea19 -t staging.yaml\n"},
    {"explain", "[TOPIC…]", "what a kind of finding, a property, a doubt or an exit code means", FOR_EXPLAIN,
     cmd_explain, "Without a topic, all are listed.\n"},
};

size_t command_count(void) {
    return sizeof commands / sizeof *commands;
}

const struct command *command_at(size_t index) {
    return index < command_count() ? &commands[index] : NULL;
}

const struct command *command_find(const char *name) {
    for (size_t i = 0; i < command_count(); i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

enum exit_code command_refuse(const char *command, const struct fault *f) {
    say_fault(f);
    if (f->rc == RC_USAGE) {
        say_hint("`nonesuch help %s` lists what it takes", command);
    }
    return exit_code_of_set_up(f->rc);
}

enum rc command_pack_argument(const struct options *o, const char **out, struct fault *f) {
    if (o->arguments.count > 1) {
        return fault_set(f, RC_USAGE, "one pack at a time: '%.*s' and '%.*s' are two", STR_ARG(o->arguments.items[0]),
                         STR_ARG(o->arguments.items[1]));
    }
    *out = o->arguments.count == 1 ? o->arguments.items[0].data : PACK_DEFAULT;
    return RC_OK;
}

/* `all` and `none` are words of the option, everything else a glob over names. */
static void select_variations(const struct options *o, struct run_options *out) {
    out->variations = o->variations.items;
    out->variation_count = o->variations.count;
    for (size_t i = 0; i < o->variations.count; i++) {
        if (str_eq(o->variations.items[i], STR("all"))) {
            out->has_all_variations = true;
            out->variation_count = 0;
        }
    }
}

void command_select(const struct session *s, struct run_options *out) {
    const struct options *o = s->options;
    const struct target_limits *limits = &s->target.limits;
    *out = (struct run_options){
        .seed = o->seed_text ? o->seed : entropy_u64(),
        .only = o->only.items,
        .only_count = o->only.count,
        .as = o->as.items,
        .as_count = o->as.count,
        .include_tags = o->include_tags.items,
        .include_tag_count = o->include_tags.count,
        .exclude_tags = o->exclude_tags.items,
        .exclude_tag_count = o->exclude_tags.count,
        .shard = o->shard,
        .max_failures = (size_t)o->max_failures,
        .max_requests = (size_t)limits->max_requests,
        .max_fixtures = (size_t)limits->max_fixtures,
        .max_time_ns = limits->max_time_ns,
        .keep = o->keep == CHOICE_YES,
        .run_id = s->run_id,
        .command_line = o->command_line,
    };
    select_variations(o, out);
}
