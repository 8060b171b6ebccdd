/* SPDX-License-Identifier: Apache-2.0
 *
 * sarif_tool: rules and taxonomy. */
#include "sarif_tool.h"

#define TAXONOMY "CWE"

/* Text of ours, without links and placeholders. */
static void put_plain(const struct json_page *p, const char *key, const char *text) {
    emit_key(p->emit, key);
    emit_object_begin(p->emit);
    emit_member_cstr(p->emit, "text", text);
    emit_object_end(p->emit);
}

const char *sarif_level(enum severity s) {
    static const char *const levels[] = {
        [SEVERITY_LOW] = "note",
        [SEVERITY_MEDIUM] = "warning",
        [SEVERITY_HIGH] = "error",
        [SEVERITY_CRITICAL] = "error",
    };
    return levels[s];
}

const char *sarif_score(enum severity s) {
    static const char *const scores[] = {
        [SEVERITY_LOW] = "3.1",
        [SEVERITY_MEDIUM] = "5.3",
        [SEVERITY_HIGH] = "8.1",
        [SEVERITY_CRITICAL] = "9.3",
    };
    return scores[s];
}

static struct str cwe_id(const struct json_page *p, int cwe) {
    return str_printf(&p->draft->scratch, "%d", cwe);
}

void sarif_put_weakness_members(const struct json_page *p, int cwe) {
    emit_member_string(p->emit, "id", cwe_id(p, cwe));
    emit_key(p->emit, "toolComponent");
    emit_object_begin(p->emit);
    emit_member_cstr(p->emit, "name", TAXONOMY);
    emit_object_end(p->emit);
}

static void put_relationships(const struct json_page *p, const struct explain_topic *t) {
    struct emit *e = p->emit;
    emit_key(e, "relationships");
    emit_array_begin(e);
    for (size_t i = 0; i < EXPLAIN_CWE_MAX && t->cwe[i]; i++) {
        emit_object_begin(e);
        emit_key(e, "target");
        emit_object_begin(e);
        sarif_put_weakness_members(p, t->cwe[i]);
        emit_object_end(e);
        emit_key(e, "kinds");
        emit_array_begin(e);
        emit_cstr(e, "relevant");
        emit_array_end(e);
        emit_object_end(e);
    }
    emit_array_end(e);
}

static void put_rule_properties(const struct json_page *p, const struct explain_topic *t) {
    struct emit *e = p->emit;
    emit_key(e, "properties");
    emit_object_begin(e);
    emit_member_cstr(e, "precision", "very-high");
    emit_member_cstr(e, "security-severity", sarif_score(t->severity));
    emit_key(e, "tags");
    emit_array_begin(e);
    emit_cstr(e, "security");
    for (size_t i = 0; i < EXPLAIN_CWE_MAX && t->cwe[i]; i++)
        emit_string(e, str_printf(&p->draft->scratch, "external/cwe/cwe-%d", t->cwe[i]));
    emit_array_end(e);
    emit_object_end(e);
}

static void put_rule(const struct json_page *p, const struct explain_topic *t) {
    struct emit *e = p->emit;
    struct arena *a = &p->draft->scratch;
    emit_object_begin(e);
    emit_member_cstr(e, "id", t->name);
    put_plain(p, "shortDescription", t->title);
    put_plain(p, "fullDescription", t->meaning);
    emit_key(e, "help");
    emit_object_begin(e);
    emit_member_string(e, "text", explain_text(t, a));
    emit_member_string(e, "markdown", explain_markdown(t, a));
    emit_object_end(e);
    emit_key(e, "defaultConfiguration");
    emit_object_begin(e);
    emit_member_cstr(e, "level", sarif_level(t->severity));
    emit_object_end(e);
    put_relationships(p, t);
    put_rule_properties(p, t);
    emit_object_end(e);
}

const struct explain_topic *sarif_rule_at(size_t index) {
    const struct explain_topic *t = explain_at(index);
    return t && t->group == EXPLAIN_KIND ? t : NULL;
}

void sarif_put_tool(const struct json_page *p) {
    struct emit *e = p->emit;
    emit_key(e, "tool");
    emit_object_begin(e);
    emit_key(e, "driver");
    emit_object_begin(e);
    emit_member_cstr(e, "name", "nonesuch");
    emit_member_string(e, "semanticVersion", draft_tool_version(p->draft));
    emit_key(e, "supportedTaxonomies");
    emit_array_begin(e);
    emit_object_begin(e);
    emit_member_cstr(e, "name", TAXONOMY);
    emit_object_end(e);
    emit_array_end(e);
    emit_key(e, "rules");
    emit_array_begin(e);
    for (size_t i = 0; sarif_rule_at(i); i++)
        put_rule(p, sarif_rule_at(i));
    emit_array_end(e);
    emit_object_end(e);
    emit_object_end(e);
}

static void put_weakness(const struct json_page *p, int cwe) {
    struct emit *e = p->emit;
    emit_object_begin(e);
    emit_member_string(e, "id", cwe_id(p, cwe));
    put_plain(p, "shortDescription", explain_cwe_name(cwe));
    emit_member_string(e, "helpUri",
                       str_printf(&p->draft->scratch, "https://cwe.mitre.org/data/definitions/%d.html", cwe));
    emit_object_end(e);
}

void sarif_put_taxonomies(const struct json_page *p) {
    struct emit *e = p->emit;
    emit_key(e, "taxonomies");
    emit_array_begin(e);
    emit_object_begin(e);
    emit_member_cstr(e, "name", TAXONOMY);
    emit_member_cstr(e, "organization", "MITRE");
    put_plain(p, "shortDescription", "Common Weakness Enumeration");
    emit_member_cstr(e, "informationUri", "https://cwe.mitre.org/");
    emit_key(e, "taxa");
    emit_array_begin(e);
    for (size_t i = 0; explain_cwe_at(i); i++)
        put_weakness(p, explain_cwe_at(i));
    emit_array_end(e);
    emit_object_end(e);
    emit_array_end(e);
}
