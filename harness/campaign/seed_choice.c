/* SPDX-License-Identifier: Apache-2.0
 *
 * seed_choice: points for what is alike. */
#include "seed_choice.h"

#include "mutate.h"

enum alike { ALIKE_STREAM = 1, ALIKE_MARKER = 2, ALIKE_MEMBER = 4 };

static struct str cut_end(struct str s, const char *end) {
    struct str trimmed = str_trim(s);
    return str_ends_with(trimmed, str_from(end)) ? str_sub(trimmed, 0, trimmed.len - 1) : STR_NONE;
}

/* The name of the member whose value starts with the first marker, as it is written; STR_NONE: it is none's. */
static struct str member_of_marker(struct str body) {
    ptrdiff_t at = str_find(body, STR("\"" MUTATE_MARKER), 0);
    struct str name = cut_end(cut_end(str_sub(body, 0, at > 0 ? (size_t)at : 0), ":"), "\"");
    size_t from = name.len;
    while (from > 0 && name.data[from - 1] != '"') {
        from--;
    }
    return from > 0 ? str_from_index(name, from) : STR_NONE;
}

const struct stage_seed *seed_choose(const struct stage_view *view, struct str body, const struct body_class *class) {
    const struct stage_seed *best = &view->seeds[view->seed_count - 1];
    struct str member = member_of_marker(body);
    size_t marker = body_first_marker(body);
    int best_points = -1;
    for (size_t i = 0; class->is_known_method && i < view->seed_count; i++) {
        const struct stage_seed *seed = &view->seeds[i];
        if (!str_eq(seed->method, view->methods[class->number])) {
            continue;
        }
        bool is_of_marker = marker == SIZE_MAX || body_first_marker(seed->body) == marker;
        bool has_stream = str_contains(seed->body, STR("\"stream\":true"));
        int points = (member.data && str_eq(member, member_of_marker(seed->body)) ? ALIKE_MEMBER : 0) |
                     (is_of_marker ? ALIKE_MARKER : 0) | (has_stream == class->is_stream ? ALIKE_STREAM : 0);
        if (points > best_points) {
            best = seed;
            best_points = points;
        }
    }
    return best;
}
