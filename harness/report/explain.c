/* SPDX-License-Identifier: Apache-2.0
 *
 * explain: look-up, and topics as text. */
#include "explain.h"

#include "buf.h"
#include "explain_tables.h"

#define WIDTH 100
#define INDENT 2
#define TEXT_BYTES ((size_t)64 << 10)

static const struct {
    int number;
    const char *name;
} weaknesses[] = {
    {200, "Exposure of Sensitive Information to an Unauthorized Actor"},
    {203, "Observable Discrepancy"},
    {204, "Observable Response Discrepancy"},
    {208, "Observable Timing Discrepancy"},
    {209, "Generation of Error Message Containing Sensitive Information"},
    {306, "Missing Authentication for Critical Function"},
    {613, "Insufficient Session Expiration"},
    {639, "Authorization Bypass Through User-Controlled Key"},
    {684, "Incorrect Provision of Specified Functionality"},
    {703, "Improper Check or Handling of Exceptional Conditions"},
    {862, "Missing Authorization"},
    {863, "Incorrect Authorization"},
};

#define WEAKNESS_COUNT (sizeof(weaknesses) / sizeof(*weaknesses))

static struct explain_table table_of(enum explain_group group) {
    static struct explain_table (*const tables[])(void) = {
        [EXPLAIN_KIND] = explain_kinds,
        [EXPLAIN_PROPERTY] = explain_properties,
        [EXPLAIN_DOUBT] = explain_doubts,
        [EXPLAIN_EXIT_CODE] = explain_exit_codes,
    };
    return tables[group]();
}

size_t explain_count(void) {
    size_t count = 0;
    for (int group = 0; group < EXPLAIN_GROUP_COUNT; group++)
        count += table_of((enum explain_group)group).count;
    return count;
}

const struct explain_topic *explain_at(size_t index) {
    size_t rest = index;
    for (int group = 0; group < EXPLAIN_GROUP_COUNT; group++) {
        struct explain_table table = table_of((enum explain_group)group);
        if (rest < table.count)
            return &table.topics[rest];
        rest -= table.count;
    }
    return NULL;
}

const struct explain_topic *explain_find(enum explain_group group, struct str name) {
    struct explain_table table = table_of(group);
    for (size_t i = 0; i < table.count; i++) {
        if (str_eq(name, str_from(table.topics[i].name)))
            return &table.topics[i];
    }
    return NULL;
}

const char *explain_group_title(enum explain_group group) {
    static const char *const titles[] = {
        [EXPLAIN_KIND] = "Kinds of finding",
        [EXPLAIN_PROPERTY] = "Properties",
        [EXPLAIN_DOUBT] = "Doubts",
        [EXPLAIN_EXIT_CODE] = "Exit codes",
    };
    return titles[group];
}

const char *explain_cwe_name(int cwe) {
    for (size_t i = 0; i < WEAKNESS_COUNT; i++) {
        if (weaknesses[i].number == cwe)
            return weaknesses[i].name;
    }
    return "";
}

int explain_cwe_at(size_t index) {
    return index < WEAKNESS_COUNT ? weaknesses[index].number : 0;
}

/* Bytes of UTF-8 that take no column of their own. */
static size_t columns_of(struct str s) {
    size_t columns = 0;
    for (size_t i = 0; i < s.len; i++)
        columns += ((unsigned char)s.data[i] & 0xc0) != 0x80 ? 1 : 0;
    return columns;
}

static void put_wrapped(struct buf *out, struct str paragraph) {
    size_t column = 0;
    for (struct str rest = paragraph; rest.data;) {
        struct str word = str_cut(&rest, ' ');
        size_t width = columns_of(word);
        bool is_first = column == 0;
        bool fits = is_first || column + 1 + width <= WIDTH;
        if (!fits)
            buf_append_char(out, '\n');
        if (is_first || !fits)
            buf_printf(out, "%*s", INDENT, "");
        else
            buf_append_char(out, ' ');
        column = (is_first || !fits ? INDENT : column + 1) + width;
        buf_append_str(out, word);
    }
    buf_append_char(out, '\n');
}

static void put_part(struct buf *out, const char *heading, const char *text) {
    if (!text)
        return;
    buf_printf(out, "\n%s\n", heading);
    for (struct str rest = str_from(text); rest.data;)
        put_wrapped(out, str_cut(&rest, '\n'));
}

static void put_example(struct buf *out, const char *example, const char *indent) {
    for (struct str rest = str_from(example); rest.len > 0;) {
        struct str line = str_cut(&rest, '\n');
        buf_printf(out, "%s%.*s\n", indent, STR_ARG(line));
    }
}

static struct str text_of(struct buf *b, struct arena *a) {
    struct str text = str_copy(a, buf_str(b));
    buf_free(b);
    return text;
}

struct str explain_text(const struct explain_topic *t, struct arena *a) {
    struct buf out;
    buf_init(&out, TEXT_BYTES);
    buf_printf(&out, "%s: %s\n", t->name, t->title);
    put_part(&out, "What it means", t->meaning);
    put_part(&out, "How it is used", t->attack);
    put_part(&out, t->attack ? "How it is mended" : "What to do", t->fix);
    if (t->example) {
        buf_append_cstr(&out, "\nExample\n");
        put_example(&out, t->example, "  ");
    }
    for (size_t i = 0; i < EXPLAIN_CWE_MAX && t->cwe[i]; i++)
        buf_printf(&out, "%sCWE-%d  %s\n", i == 0 ? "\n" : "", t->cwe[i], explain_cwe_name(t->cwe[i]));
    return text_of(&out, a);
}

static void put_markdown_part(struct buf *out, const char *heading, const char *text) {
    if (text)
        buf_printf(out, "**%s** %s\n\n", heading, text);
}

struct str explain_markdown(const struct explain_topic *t, struct arena *a) {
    struct buf out;
    buf_init(&out, TEXT_BYTES);
    put_markdown_part(&out, "What it means.", t->meaning);
    put_markdown_part(&out, "How it is used.", t->attack);
    put_markdown_part(&out, t->attack ? "How it is mended." : "What to do.", t->fix);
    if (t->example) {
        buf_append_cstr(&out, "```text\n");
        put_example(&out, t->example, "");
        buf_append_cstr(&out, "```\n\n");
    }
    for (size_t i = 0; i < EXPLAIN_CWE_MAX && t->cwe[i]; i++)
        buf_printf(&out, "- [CWE-%d](https://cwe.mitre.org/data/definitions/%d.html): %s\n", t->cwe[i], t->cwe[i],
                   explain_cwe_name(t->cwe[i]));
    return text_of(&out, a);
}
