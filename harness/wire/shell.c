/* SPDX-License-Identifier: Apache-2.0
 *
 * shell: quoting. */
#include "shell.h"

#include "codec.h"

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool shell_can_hold(struct str s) {
    return str_find_char(s, '\0', 0) < 0;
}

void shell_append_format(struct buf *out, struct str s) {
    buf_append_char(out, '\'');
    for (size_t i = 0; i < s.len; i++) {
        if (is_plain(s.data[i]))
            buf_append_char(out, s.data[i]);
        else
            buf_printf(out, "\\%03o", (unsigned)(unsigned char)s.data[i]);
    }
    buf_append_char(out, '\'');
}

void shell_append_word(struct buf *out, struct str s, struct arena *scratch) {
    if (!str_eq(codec_printable(scratch, s), s)) {
        buf_append_cstr(out, "\"$(printf ");
        shell_append_format(out, s);
        buf_append_cstr(out, ")\"");
        return;
    }
    buf_append_char(out, '\'');
    buf_append_str(out, str_replace(scratch, s, STR("'"), STR("'\\''")));
    buf_append_char(out, '\'');
}

void shell_append_comment(struct buf *out, struct str s, struct arena *scratch) {
    struct str shown = codec_printable(scratch, s);
    buf_printf(out, "# %.*s\n", STR_ARG(shown));
}

struct str shell_variable(struct arena *a, struct str first, struct str second) {
    struct str name = str_upper_ascii(a, str_printf(a, "%.*s_%.*s", STR_ARG(first), STR_ARG(second)));
    char *letters = str_cstr(a, name);
    for (size_t i = 0; i < name.len; i++) {
        if (!is_plain(letters[i]))
            letters[i] = '_';
    }
    bool has_digit_first = name.len > 0 && letters[0] >= '0' && letters[0] <= '9';
    return str_printf(a, "%s%s", has_digit_first ? "_" : "", letters);
}
