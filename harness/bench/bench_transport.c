/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_transport: requests per second of the probe engine's transport against one URL, in groups of four as the judge
 * sends them, every answer kept as the judge keeps it. Usage: bench_transport URL LANES GROUPS. */
#include <inttypes.h>
#include <stdio.h>

#include "clock.h"
#include "curl_transport.h"
#include "limits.h"

#define GROUP_SIZE 4
#define GROUPS_MAX 1000000

static bool read_count(const char *text, int64_t max, size_t *out) {
    int64_t value;
    if (!str_to_int64(str_from(text), &value) || value < 1 || value > max) {
        return false;
    }
    *out = (size_t)value;
    return true;
}

static enum rc measure(struct transport *t, const char *url, size_t groups, double *per_second, struct fault *f) {
    struct arena arena;
    arena_init(&arena);
    struct request requests[GROUP_SIZE];
    for (size_t i = 0; i < GROUP_SIZE; i++) {
        requests[i] = (struct request){.method = STR("GET"), .url = str_from(url)};
    }
    struct sequence *sequences = ARENA_ARRAY(&arena, struct sequence, groups);
    struct exchange **answers = ARENA_ARRAY(&arena, struct exchange *, groups);
    for (size_t i = 0; i < groups; i++) {
        sequences[i] = (struct sequence){.requests = requests, .count = GROUP_SIZE};
    }
    int64_t start_ns = clock_monotonic_ns();
    enum rc rc = t->exchange(t->self, sequences, groups, NULL, &arena, answers, f);
    int64_t end_ns = clock_monotonic_ns();
    *per_second = (double)(groups * GROUP_SIZE) * (double)NS_PER_S / (double)(end_ns - start_ns);
    arena_free(&arena);
    return rc;
}

int main(int argc, char **argv) {
    size_t lanes, groups;
    if (argc != 4 || !read_count(argv[2], LIMIT_LANES, &lanes) || !read_count(argv[3], GROUPS_MAX, &groups)) {
        fprintf(stderr, "usage: bench_transport URL LANES GROUPS\n");
        return 2;
    }
    struct fault fault = {0};
    struct transport *transport = NULL;
    struct curl_transport_options options = {.lanes = lanes};
    double per_second = 0;
    enum rc rc = curl_transport_new(&options, &transport, &fault);
    if (rc == RC_OK) {
        rc = measure(transport, argv[1], groups, &per_second, &fault);
    }
    curl_transport_del(transport);
    if (rc != RC_OK) {
        fprintf(stderr, "bench_transport: %s\n", fault.text);
        return 3;
    }
    printf("%.0f\n", per_second);
    return 0;
}
