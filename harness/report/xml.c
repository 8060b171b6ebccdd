/* SPDX-License-Identifier: Apache-2.0
 *
 * xml: escapes. */
#include "xml.h"

#include "codec.h"

static const char *reference_of(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&apos;";
    case '\t': return "&#9;";
    case '\r': return "&#13;";
    case '\n': return "\n";
    default: return NULL;
    }
}

/* A run without what has a reference. */
static void append_run(struct buf *out, struct str run, struct arena *scratch) {
    struct str text = codec_printable(scratch, run);
    /* The two noncharacters that are printable enough for a terminal, but no Char of XML. */
    text = str_replace(scratch, text, STR("\xef\xbf\xbe"), STR("\\u{fffe}"));
    text = str_replace(scratch, text, STR("\xef\xbf\xbf"), STR("\\u{ffff}"));
    buf_append_str(out, text);
}

void xml_append_text(struct buf *out, struct str s, struct arena *scratch) {
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char *reference = reference_of(s.data[i]);
        if (!reference)
            continue;
        append_run(out, str_sub(s, from, i - from), scratch);
        buf_append_cstr(out, reference);
        from = i + 1;
    }
    append_run(out, str_from_index(s, from), scratch);
}

void xml_append_attribute(struct buf *out, const char *name, struct str value, struct arena *scratch) {
    buf_printf(out, " %s=\"", name);
    for (struct str rest = value; rest.data;) {
        xml_append_text(out, str_cut(&rest, '\n'), scratch);
        if (rest.data)
            buf_append_cstr(out, "&#10;");
    }
    buf_append_char(out, '"');
}
