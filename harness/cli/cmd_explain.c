/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_explain: what the words of a report mean. */
#include "command.h"
#include "explain.h"
#include "say.h"

#define NAME_COLUMN 16

static struct str list_topics(struct arena *a) {
    struct str text = STR("");
    for (size_t i = 0; i < explain_count(); i++) {
        const struct explain_topic *t = explain_at(i);
        if (i == 0 || explain_at(i - 1)->group != t->group) {
            text = str_printf(a, "%.*s%s%s\n", STR_ARG(text), i > 0 ? "\n" : "", explain_group_title(t->group));
        }
        text = str_printf(a, "%.*s  %-*s %s\n", STR_ARG(text), NAME_COLUMN, t->name, t->title);
    }
    return text;
}

/* All topics of that name, of whatever group. STR_NONE: there is none. */
static struct str explain_name(struct str name, struct arena *a) {
    struct str text = STR_NONE;
    for (int group = 0; group < EXPLAIN_GROUP_COUNT; group++) {
        const struct explain_topic *t = explain_find((enum explain_group)group, name);
        if (t) {
            struct str topic = explain_text(t, a);
            text = str_printf(a, "%.*s%s%s\n%.*s", STR_ARG(text), text.data ? "\n" : "",
                              explain_group_title((enum explain_group)group), STR_ARG(topic));
        }
    }
    return text;
}

static enum exit_code refuse_topic(struct str name, struct arena *a) {
    struct str *names = ARENA_ARRAY(a, struct str, explain_count());
    for (size_t i = 0; i < explain_count(); i++) {
        names[i] = str_from(explain_at(i)->name);
    }
    say_error("there is no topic '%.*s'%s", STR_ARG(str_sub(name, 0, 80)),
              options_hint(a, name, names, explain_count()));
    say_hint("`nonesuch explain` lists them");
    return EXIT_CODE_USAGE;
}

enum exit_code cmd_explain(const struct options *o, struct arena *a) {
    struct str text = o->arguments.count == 0 ? list_topics(a) : STR("");
    for (size_t i = 0; i < o->arguments.count; i++) {
        struct str topic = explain_name(o->arguments.items[i], a);
        if (!topic.data) {
            return refuse_topic(o->arguments.items[i], a);
        }
        text = str_printf(a, "%.*s%s%.*s", STR_ARG(text), i > 0 ? "\n" : "", STR_ARG(topic));
    }
    struct fault f = {0};
    say_text(stdout, text);
    if (say_finish(&f) != RC_OK) {
        say_fault(&f);
        return EXIT_CODE_BROKE;
    }
    return EXIT_CODE_PASSED;
}
