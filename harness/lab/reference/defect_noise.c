/* SPDX-License-Identifier: Apache-2.0
 *
 * defect_noise: leaks hidden in what varies anyway. Every answer about a hidden thing gets a header with chance in it;
 * whose chance it is tells denied from absent. One row a defect. */
#include "codec.h"
#include "defect_hooks.h"
#include "rng.h"

#define ID_BYTES 8
#define QUOTA 1000000
#define RARE_PERCENT 30

static struct str random_id(struct arena *a) {
    char bytes[ID_BYTES];
    entropy_fill(bytes, sizeof bytes);
    return codec_hex(a, str_of(bytes, sizeof bytes));
}

static int between(int least, int most) {
    return least + (int)(entropy_u64() % (uint64_t)(most - least + 1));
}

/* 0 to 7, or 8 to f. */
static struct str tell_by_first(struct api_call *c, bool is_denied) {
    struct str rest = str_from_index(random_id(c->arena), 1);
    return str_printf(c->arena, "%x%.*s", (unsigned)between(is_denied ? 8 : 0, is_denied ? 15 : 7), STR_ARG(rest));
}

static struct str tell_by_length(struct api_call *c, bool is_denied) {
    size_t len = is_denied ? 2 * ID_BYTES : (size_t)between(ID_BYTES, 2 * ID_BYTES);
    return str_sub(random_id(c->arena), 0, len);
}

static struct str tell_by_parity(struct api_call *c, bool is_denied) {
    struct str rest = str_from_index(random_id(c->arena), 1);
    return str_printf(c->arena, "%.*s%x", STR_ARG(rest), (unsigned)(2 * between(0, 7) + is_denied));
}

static struct str tell_by_quota(struct api_call *c, bool is_denied) {
    unsigned cost = is_denied ? 2 : 1;
    return str_printf(c->arena, "%u", QUOTA - atomic_fetch_add(&c->server->quota_spent, cost) - cost);
}

static struct str tell_by_time(struct api_call *c, bool is_denied) {
    return str_printf(c->arena, "%d", is_denied ? between(6, 9) : between(1, 4));
}

/* STR_NONE: no header at all. */
static struct str tell_rarely(struct api_call *c, bool is_denied) {
    (void)c;
    return is_denied && between(1, 100) <= RARE_PERCENT ? STR("deny") : STR_NONE;
}

static const struct {
    enum defect defect;
    const char *header;
    struct str (*tell)(struct api_call *c, bool is_denied);
} hidden[] = {
    {DEFECT_NOISE_FIRST, "x-request-id", tell_by_first},
    {DEFECT_NOISE_LENGTH, "x-request-id", tell_by_length},
    {DEFECT_NOISE_PARITY, "x-request-id", tell_by_parity},
    {DEFECT_NOISE_QUOTA, "x-ratelimit-remaining", tell_by_quota},
    {DEFECT_NOISE_TIME, "x-envoy-upstream-service-time", tell_by_time},
    {DEFECT_NOISE_RARE, "x-decision", tell_rarely},
};

void defects_hide_in_noise(struct api_call *c, bool is_denied) {
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
        if (!defect_on(c, hidden[i].defect))
            continue;
        struct str value = hidden[i].tell(c, is_denied);
        if (value.data)
            serve_header_add(c->response, c->arena, hidden[i].header, value);
    }
}
