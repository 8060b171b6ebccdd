/* SPDX-License-Identifier: Apache-2.0 */
/* modules: channel */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <pthread.h>
#include <unistd.h>

#include "channel.h"

static const size_t lengths[] = {0, 1, 511, 512, 513, 70000, 1u << 20};

static char letter(size_t at) {
    return (char)('a' + at % 26);
}

static void *send_all(void *self) {
    int end = *(int *)self;
    struct arena a = {0};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char *text = arena_alloc(&a, lengths[i] + 1, 1);
        for (size_t k = 0; k < lengths[i]; k++) {
            text[k] = letter(k);
        }
        assert_true(channel_send(end, CHANNEL_BODY, str_of(text, lengths[i])));
    }
    arena_free(&a);
    return NULL;
}

static void channel__carries_frames_of_any_length(void **state) {
    int ends[2];
    struct fault f = {0};
    struct buf payload;
    pthread_t sender;
    (void)state;
    buf_init(&payload, CHANNEL_BYTES);
    assert_int_equal(channel_open(ends, &f), RC_OK);
    assert_int_equal(pthread_create(&sender, NULL, send_all, &ends[0]), 0);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        enum channel_frame type;
        assert_int_equal(channel_receive(ends[1], 5000, &type, &payload), CHANNEL_RECEIVED);
        assert_int_equal(type, CHANNEL_BODY);
        assert_int_equal(payload.len, lengths[i]);
        assert_true(lengths[i] == 0 || payload.data[lengths[i] - 1] == letter(lengths[i] - 1));
    }
    pthread_join(sender, NULL);
    close(ends[0]);
    close(ends[1]);
    buf_free(&payload);
}

static void channel__tells_silence_from_an_end(void **state) {
    int ends[2];
    struct fault f = {0};
    struct buf payload;
    enum channel_frame type;
    (void)state;
    buf_init(&payload, CHANNEL_BYTES);
    assert_int_equal(channel_open(ends, &f), RC_OK);
    assert_int_equal(channel_receive(ends[1], 1, &type, &payload), CHANNEL_TIMEOUT);
    assert_int_equal(write(ends[0], "B\xff\xff\xff\xff", 5), 5);
    assert_int_equal(channel_receive(ends[1], 1000, &type, &payload), CHANNEL_CLOSED);
    close(ends[0]);
    assert_int_equal(channel_receive(ends[1], 1000, &type, &payload), CHANNEL_CLOSED);
    assert_false(channel_send(ends[1], CHANNEL_VERDICT, STR("x")));
    close(ends[1]);
    buf_free(&payload);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(channel__carries_frames_of_any_length),
        cmocka_unit_test(channel__tells_silence_from_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
