/* SPDX-License-Identifier: Apache-2.0
 *
 * framing: a table of header lines and chunks. */
#include "framing.h"

#include "url.h"

#define ABSENT "GET /nonesuch-absent HTTP/1.1\r\nHost: %.*s\r\n"
#define PIECE_BYTES 3
#define FAR_BYTES 1000

/* What a line says of the length of the body as it is sent. */
enum length {
    LENGTH_NONE,
    LENGTH_TRUE,
    LENGTH_SHORT,  /* without its last byte */
    LENGTH_PIECE,  /* its first bytes */
    LENGTH_LONG,   /* with the first request behind it */
    LENGTH_BEYOND, /* more than all that is sent */
};

struct line {
    const char *name; /* NULL: there is none */
    const char *before;
    enum length length;
};

enum size { SIZE_LEFT_OUT, SIZE_TRUE, SIZE_SHORT, SIZE_LONG, SIZE_OF_16_DIGITS };

/* One chunk that holds all, and the last one. */
struct chunk {
    const char *before; /* NULL: the body is not in chunks */
    enum size size;
    const char *behind, *line_end, *last;
};

#define LENGTH "Content-Length"
#define CODING "Transfer-Encoding"
#define WHOLE_CHUNK \
    { "", SIZE_TRUE, "", "\r\n", "0\r\n\r\n" }
#define CHUNK(before_, size_, behind_) \
    { (before_), SIZE_##size_, (behind_), "\r\n", "0\r\n\r\n" }
#define CHUNKED \
    { CODING, "chunked", LENGTH_NONE }
/* Who takes it for `chunked` finds the body's end; who does not has a length, up to behind the next request. */
#define DISGUISED(name_, value_)                                     \
    {{(name_), (value_), LENGTH_NONE}, {LENGTH, "", LENGTH_LONG}}, { \
        "", SIZE_TRUE, "", "\r\n", "0\r\n\r\n"                       \
    }

static const struct {
    const char *name, *words;
    struct line lines[2];
    struct chunk chunk;
} table[] = {
    {"chunks-and-length", "sent in chunks and with a length", {CHUNKED, {LENGTH, "", LENGTH_LONG}}, WHOLE_CHUNK},
    {"length-and-chunks", "sent with a length and in chunks", {{LENGTH, "", LENGTH_PIECE}, CHUNKED}, WHOLE_CHUNK},
    {"length-short", "sent with a length that is too short", {{LENGTH, "", LENGTH_SHORT}}, {0}},
    {"length-long", "sent with a length that is too long", {{LENGTH, "", LENGTH_LONG}}, {0}},
    {"length-beyond", "sent with a length beyond all that comes", {{LENGTH, "", LENGTH_BEYOND}}, {0}},
    {"lengths-equal", "sent with two equal lengths", {{LENGTH, "", LENGTH_TRUE}, {LENGTH, "", LENGTH_TRUE}}, {0}},
    {"lengths-differ", "sent with two lengths", {{LENGTH, "", LENGTH_TRUE}, {LENGTH, "", LENGTH_LONG}}, {0}},
    {"lengths-differ-back", "sent with two lengths", {{LENGTH, "", LENGTH_LONG}, {LENGTH, "", LENGTH_TRUE}}, {0}},
    {"lengths-listed", "sent with two lengths in one line", {{LENGTH, "0, ", LENGTH_TRUE}}, {0}},
    {"length-signed", "sent with a length that has a sign", {{LENGTH, "+", LENGTH_TRUE}}, {0}},
    {"length-blank", "sent with a blank behind Content-Length", {{LENGTH " ", "", LENGTH_TRUE}}, {0}},
    {"no-length", "sent without a length", {{0}}, {0}},

    {"chunk-no-hex", "sent in a chunk whose size is no number", {CHUNKED}, CHUNK("zz", LEFT_OUT, "")},
    {"chunk-negative", "sent in a chunk of a negative size", {CHUNKED}, CHUNK("-", TRUE, "")},
    {"chunk-huge", "sent in a chunk of a huge size", {CHUNKED}, CHUNK("fffffffffffffffff", LEFT_OUT, "")},
    {"chunk-wraps", "sent in a chunk whose size is past 64 bits", {CHUNKED}, CHUNK("1", OF_16_DIGITS, "")},
    {"chunk-prefix", "sent in a chunk whose size begins with 0x", {CHUNKED}, CHUNK("0x", TRUE, "")},
    {"chunk-zeros", "sent in a chunk whose size begins with zeros", {CHUNKED}, CHUNK("00000000", TRUE, "")},
    {"chunk-blank", "sent in a chunk with a blank behind its size", {CHUNKED}, CHUNK("", TRUE, " ")},
    {"chunk-extension", "sent in a chunk with an extension", {CHUNKED}, CHUNK("", TRUE, ";a=b")},
    {"chunk-extension-open", "sent in a chunk with an extension that is no name", {CHUNKED}, CHUNK("", TRUE, ";\"")},
    {"chunk-short", "sent in a chunk whose size is too small", {CHUNKED}, CHUNK("", SHORT, "")},
    {"chunk-long", "sent in a chunk whose size is too large", {CHUNKED}, CHUNK("", LONG, "")},
    {"chunk-unended", "sent without the last chunk", {CHUNKED}, {"", SIZE_TRUE, "", "\r\n", ""}},
    {"chunk-bare-lf", "sent in a chunk whose lines end with LF", {CHUNKED}, {"", SIZE_TRUE, "", "\n", "0\n\n"}},
    {"chunk-bare-cr", "sent in a chunk whose lines end with CR", {CHUNKED}, {"", SIZE_TRUE, "", "\r", "0\r\r"}},

    {"te-unknown", "sent with the coding xchunked", DISGUISED(CODING, "xchunked")},
    {"te-blank", "sent with a blank before chunked", DISGUISED(CODING, " chunked")},
    {"te-tab", "sent with a tab before chunked", DISGUISED(CODING, "\tchunked")},
    {"te-vertical-tab", "sent with a vertical tab before chunked", DISGUISED(CODING, "\vchunked")},
    {"te-capitals", "sent with the coding CHUNKED", DISGUISED(CODING, "CHUNKED")},
    {"te-quoted", "sent with chunked in quotes", DISGUISED(CODING, "\"chunked\"")},
    {"te-parameter", "sent with a parameter of chunked", DISGUISED(CODING, "chunked;q=1")},
    {"te-identity-last", "sent with the codings chunked, identity", DISGUISED(CODING, "chunked, identity")},
    {"te-identity-first", "sent with the codings identity, chunked", DISGUISED(CODING, "identity, chunked")},
    {"te-doubled", "sent with the codings chunked, chunked", DISGUISED(CODING, "chunked, chunked")},
    {"te-folded", "sent with chunked on a line of its own", DISGUISED(CODING, "\r\n chunked")},
    {"te-name-blank", "sent with a blank behind Transfer-Encoding", DISGUISED(CODING " ", "chunked")},
    {"te-name-tab", "sent with a tab behind Transfer-Encoding", DISGUISED(CODING "\t", "chunked")},
    {"te-name-indented", "sent with a blank before Transfer-Encoding", DISGUISED(" " CODING, "chunked")},
    {"te-underscore", "sent with Transfer_Encoding", DISGUISED("Transfer_Encoding", "chunked")},
    {"te-two", "sent with two codings", {CHUNKED, {CODING, "identity", LENGTH_NONE}}, WHOLE_CHUNK},
};

size_t framing_count(void) {
    return sizeof table / sizeof *table;
}

const char *framing_name(size_t framing) {
    return table[framing].name;
}

const char *framing_words(size_t framing) {
    return table[framing].words;
}

static struct str size_text(enum size size, size_t len, struct arena *a) {
    switch (size) {
    case SIZE_LEFT_OUT: break;
    case SIZE_TRUE: return str_printf(a, "%zx", len);
    case SIZE_SHORT: return str_printf(a, "%zx", len - 1);
    case SIZE_LONG: return str_printf(a, "%zx", len + 2);
    case SIZE_OF_16_DIGITS: return str_printf(a, "%016zx", len);
    }
    return STR("");
}

struct text {
    char *data;
    size_t len;
};

static void append(struct text *out, struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        out->data[out->len++] = s.data[i];
    }
}

/* An empty body has no chunk but the last one. */
static void append_body(struct text *out, const struct chunk *c, struct str body, struct arena *a) {
    if (!c->before || body.len == 0) {
        append(out, body);
    } else {
        append(out, str_from(c->before));
        append(out, size_text(c->size, body.len, a));
        append(out, str_from(c->behind));
        append(out, str_from(c->line_end));
        append(out, body);
        append(out, str_from(c->line_end));
    }
    append(out, c->before ? str_from(c->last) : STR(""));
}

static size_t length_of(enum length length, size_t body, size_t first, size_t all) {
    switch (length) {
    case LENGTH_NONE:
    case LENGTH_TRUE: break;
    case LENGTH_SHORT: return body > 0 ? body - 1 : 0;
    case LENGTH_PIECE: return body < PIECE_BYTES ? body : PIECE_BYTES;
    case LENGTH_LONG: return body + first;
    case LENGTH_BEYOND: return all + FAR_BYTES;
    }
    return body;
}

static struct header header_of(const struct line *l, size_t length, struct arena *a) {
    struct str value = l->length == LENGTH_NONE ? str_from(l->before) : str_printf(a, "%s%zu", l->before, length);
    return (struct header){.name = str_from(l->name), .value = value};
}

static void add_headers(size_t framing, struct request *r, const size_t lengths[2], struct arena *a) {
    struct header *headers = ARENA_ARRAY(a, struct header, r->header_count + 2);
    for (size_t i = 0; i < r->header_count; i++) {
        headers[i] = r->headers[i];
    }
    for (size_t i = 0; i < 2; i++) {
        const struct line *line = &table[framing].lines[i];
        if (line->name) {
            headers[r->header_count++] = header_of(line, lengths[i], a);
        }
    }
    r->headers = headers;
}

void framing_seal(size_t framing, struct request *request, struct arena *a) {
    struct str host = url_authority(request->url);
    struct str first = str_printf(a, ABSENT "\r\n", STR_ARG(host));
    struct str last = str_printf(a, ABSENT "Connection: close\r\n\r\n", STR_ARG(host));
    const struct chunk *chunk = &table[framing].chunk;
    struct text text = {.data = arena_alloc(a, request->body.len + first.len + last.len + 128, 1)};
    append_body(&text, chunk, request->body, a);
    size_t body = text.len, lengths[2];
    append(&text, first);
    append(&text, last);
    for (size_t i = 0; i < 2; i++) {
        lengths[i] = length_of(table[framing].lines[i].length, body, first.len, text.len);
    }
    request->body = str_of(text.data, text.len);
    request->is_exact = true;
    add_headers(framing, request, lengths, a);
}
