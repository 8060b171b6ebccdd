/* SPDX-License-Identifier: Apache-2.0
 *
 * clock: the machine's time, and how durations are written. */
#include "clock.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#define NS_PER_MIN (60 * NS_PER_S)
#define NS_PER_H (60 * NS_PER_MIN)
#define NS_PER_DAY (24 * NS_PER_H)

static int64_t now_ns(clockid_t id) {
    struct timespec now;
    if (clock_gettime(id, &now) != 0)
        abort();
    return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

int64_t clock_monotonic_ns(void) {
    return now_ns(CLOCK_MONOTONIC);
}

int64_t clock_wall_ns(void) {
    return now_ns(CLOCK_REALTIME);
}

void clock_sleep_ns(int64_t ns) {
    if (ns <= 0)
        return;
    struct timespec left = {.tv_sec = (time_t)(ns / NS_PER_S), .tv_nsec = (long)(ns % NS_PER_S)};
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR) {
    }
}

struct str clock_format_rfc3339(struct arena *a, int64_t wall_ns) {
    int64_t seconds = wall_ns / NS_PER_S;
    int64_t rest_ns = wall_ns % NS_PER_S;
    if (rest_ns < 0) {
        seconds--;
        rest_ns += NS_PER_S;
    }
    time_t at = (time_t)seconds;
    struct tm utc;
    if (!gmtime_r(&at, &utc))
        abort();
    return str_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                      utc.tm_hour, utc.tm_min, utc.tm_sec, (int)(rest_ns / NS_PER_US));
}

struct str clock_today(struct arena *a) {
    return str_sub(clock_format_rfc3339(a, clock_wall_ns()), 0, sizeof("YYYY-MM-DD") - 1);
}

static const struct unit {
    struct str name;
    int64_t ns;
} units[] = {
    /* Longer names first: "ms" ends with "s". */
    {{"us", 2}, NS_PER_US}, {{"ms", 2}, NS_PER_MS}, {{"s", 1}, NS_PER_S},
    {{"m", 1}, NS_PER_MIN}, {{"h", 1}, NS_PER_H},   {{"d", 1}, NS_PER_DAY},
};

bool clock_parse_duration(struct str s, int64_t *out_ns) {
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!str_ends_with(s, units[i].name))
            continue;
        int64_t amount;
        bool is_number = str_to_int64(str_sub(s, 0, s.len - units[i].name.len), &amount);
        if (!is_number || s.data[0] == '-' || amount > INT64_MAX / units[i].ns)
            return false;
        *out_ns = amount * units[i].ns;
        return true;
    }
    return false;
}

static struct str format_pair(struct arena *a, const char *sign, uint64_t ns, const struct unit *big,
                              const struct unit *small) {
    uint64_t of_big = ns / (uint64_t)big->ns;
    uint64_t of_small = ns % (uint64_t)big->ns / (uint64_t)small->ns;
    if (of_small == 0)
        return str_printf(a, "%s%llu %s", sign, (unsigned long long)of_big, big->name.data);
    return str_printf(a, "%s%llu %s %llu %s", sign, (unsigned long long)of_big, big->name.data,
                      (unsigned long long)of_small, small->name.data);
}

struct str clock_format_duration(struct arena *a, int64_t ns) {
    static const struct unit second = {{"s", 1}, NS_PER_S}, minute = {{"min", 3}, NS_PER_MIN},
                             hour = {{"h", 1}, NS_PER_H}, day = {{"d", 1}, NS_PER_DAY};
    const char *sign = ns < 0 ? "-" : "";
    uint64_t size = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;
    if (size < (uint64_t)NS_PER_US)
        return str_printf(a, "%s%llu ns", sign, (unsigned long long)size);
    if (size < (uint64_t)NS_PER_MS)
        return str_printf(a, "%s%llu us", sign, (unsigned long long)(size / (uint64_t)NS_PER_US));
    if (size < (uint64_t)NS_PER_S)
        return str_printf(a, "%s%llu ms", sign, (unsigned long long)(size / (uint64_t)NS_PER_MS));
    if (size < (uint64_t)NS_PER_MIN) {
        uint64_t tenths = size / (uint64_t)(NS_PER_S / 10);
        return str_printf(a, "%s%u.%u s", sign, (unsigned)(tenths / 10), (unsigned)(tenths % 10));
    }
    if (size < (uint64_t)NS_PER_H)
        return format_pair(a, sign, size, &minute, &second);
    if (size < (uint64_t)NS_PER_DAY)
        return format_pair(a, sign, size, &hour, &minute);
    return format_pair(a, sign, size, &day, &hour);
}
