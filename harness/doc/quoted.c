/* SPDX-License-Identifier: Apache-2.0
 *
 * quoted: eight bytes at a time, the bits of a word as eight comparisons (Mycroft 1987; Hacker's Delight, 6-1). */
#include "quoted.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The high bit of each byte that is below `bound` or from 0x80, and perhaps of some above the lowest of these. */
static uint64_t below_or_high(uint64_t word, unsigned bound) {
    return ((word - EACH(bound)) | word) & EACH(0x80);
}

static uint64_t equal(uint64_t word, unsigned char byte) {
    return below_or_high(word ^ EACH(byte), 1);
}

/* The high bit of each byte that is not plain, and perhaps of some above the lowest of these. */
static uint64_t specials(uint64_t word) {
    return below_or_high(word, 0x20) | equal(word, '"') | equal(word, '\\');
}

/* The first byte lowest, whatever the machine's order; compilers make one load of it. */
static uint64_t load_eight(const char *bytes) {
    uint64_t word = 0;
    for (size_t i = 0; i < sizeof word; i++)
        word |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    return word;
}

/* Less than eight, plain ones behind them. */
static uint64_t load_some(const char *bytes, size_t count) {
    uint64_t word = EACH('a') << (8 * count);
    for (size_t i = 0; i < count; i++)
        word |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    return word;
}

/* How many bytes stand below the lowest mark. */
static size_t bytes_below(uint64_t marks) {
    uint64_t lowest = (marks & (~marks + 1)) >> 7;
    return (size_t)((((lowest - 1) & EACH(1)) * EACH(1)) >> 56);
}

size_t quoted_plain_end(struct str s, size_t from) {
    while (from < s.len) {
        size_t left = s.len - from;
        bool is_whole = left >= sizeof(uint64_t);
        uint64_t marks = specials(is_whole ? load_eight(s.data + from) : load_some(s.data + from, left));
        if (marks)
            return from + bytes_below(marks);
        from += is_whole ? sizeof(uint64_t) : left;
    }
    return from;
}
