/* SPDX-License-Identifier: Apache-2.0
 *
 * head: counts the lines first, so that the fields are one array. */
#include "head.h"

#include <string.h>

struct str head_cut_line(struct str *rest) {
    struct str line = str_cut(rest, '\n');
    if (line.len > 0 && line.data[line.len - 1] == '\r') {
        line.len--;
    }
    return line;
}

struct str head_cut(struct str *rest) {
    ptrdiff_t lf = str_find_char(*rest, '\n', 0);
    for (; lf >= 0; lf = str_find_char(*rest, '\n', (size_t)lf + 1)) {
        size_t end = (size_t)lf + 1;
        size_t next = end < rest->len && rest->data[end] == '\r' ? end + 1 : end;
        if (next < rest->len && rest->data[next] == '\n') {
            struct str head = str_sub(*rest, 0, end);
            *rest = str_from_index(*rest, next + 1);
            return head;
        }
    }
    return STR_NONE;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_version(struct str s) {
    if (str_eq(s, STR("HTTP/2")) || str_eq(s, STR("HTTP/3"))) {
        return true;
    }
    return s.len == 8 && memcmp(s.data, "HTTP/", 5) == 0 && is_digit(s.data[5]) && s.data[6] == '.' &&
           is_digit(s.data[7]);
}

static bool parse_status_line(struct str line, struct head *out) {
    struct str rest = line;
    struct str version = str_cut(&rest, ' ');
    struct str code = str_sub(rest, 0, 3);
    if (!is_version(version) || code.len != 3 || code.data[0] == '0') {
        return false;
    }
    int status = 0;
    for (size_t i = 0; i < code.len; i++) {
        if (!is_digit(code.data[i])) {
            return false;
        }
        status = status * 10 + (code.data[i] - '0');
    }
    if (rest.len > 3 && rest.data[3] != ' ') {
        return false;
    }
    out->version = version;
    out->status = status;
    out->reason = str_from_index(rest, rest.len > 3 ? 4 : 3);
    return true;
}

static bool is_fold(struct str line) {
    return line.len > 0 && (line.data[0] == ' ' || line.data[0] == '\t');
}

static struct str value_of(struct str raw, size_t from) {
    return str_trim(str_from_index(raw, from));
}

static struct head_field parse_field(struct str raw) {
    ptrdiff_t colon = str_find_char(raw, ':', 0);
    if (colon < 0 || is_fold(raw)) {
        return (struct head_field){.name = str_sub(raw, 0, 0), .value = str_trim(raw), .raw = raw};
    }
    return (struct head_field){
        .name = str_sub(raw, 0, (size_t)colon), .value = value_of(raw, (size_t)colon + 1), .raw = raw};
}

/* The field that `line` continues grows by it. */
static void fold_into(struct head_field *field, struct str line) {
    struct str raw = str_of(field->raw.data, (size_t)(line.data + line.len - field->raw.data));
    size_t name_len = field->name.len;
    field->raw = raw;
    field->value = name_len > 0 ? value_of(raw, name_len + 1) : str_trim(raw);
}

static size_t count_lines(struct str text) {
    size_t count = 0;
    while (text.data) {
        count++;
        (void)str_cut(&text, '\n');
    }
    return count;
}

bool head_parse(struct str raw, struct arena *a, struct head *out) {
    struct str rest = raw;
    struct head head = {0};
    if (!raw.data || !parse_status_line(head_cut_line(&rest), &head)) {
        return false;
    }
    head.fields = ARENA_ARRAY(a, struct head_field, count_lines(rest));
    while (rest.data) {
        struct str line = head_cut_line(&rest);
        if (line.len == 0) {
            break;
        }
        if (is_fold(line) && head.field_count > 0) {
            fold_into(&head.fields[head.field_count - 1], line);
            continue;
        }
        head.fields[head.field_count++] = parse_field(line);
    }
    *out = head;
    return true;
}
