/* SPDX-License-Identifier: Apache-2.0
 *
 * torture: each text of torture.def alone and in five places of an RPC body, against parse_json, the token tree and the
 * lab's rpc_parse. Without arguments it judges, one line for each text that was read otherwise than expected; exit 1
 * when there was one. `torture --write FOLDER` writes them as seeds, a file for each text and place. */
/* modules: base doc lab_rpc */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "parse.h"
#include "rpc.h"
#include "tokens.h"

#define X10(text) text text text text text text text text text text

enum expectation { ACCEPT, REFUSE, EITHER };

struct torture_case {
    const char *name;
    enum expectation expectation;
    struct str text;
};

static const struct torture_case cases[] = {
#define CASE(name, expectation, text) {name, expectation, {text, sizeof(text) - 1}},
#include "torture.def"
#undef CASE
};

/* Where the text stands in a body that is right without it; alone first. `is_free`: whatever value stands there, the
 * request is valid. */
static const struct place_of_text {
    const char *name, *before, *behind;
    bool is_free;
} places[] = {
    {"alone", "", "", false},
    {"id", "{\"jsonrpc\":\"2.0\",\"id\":", ",\"method\":\"task/cancel\",\"params\":{\"task_id\":\"t\"}}", false},
    {"method", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":", ",\"params\":{\"task_id\":\"t\"}}", false},
    {"params", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"task/create\",\"params\":", "}", false},
    {"reference", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"task/cancel\",\"params\":{\"task_id\":", "}}", false},
    {"beside", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"task/cancel\",\"params\":{\"task_id\":\"t\",\"x\":", "}}",
     true},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct str put_in(const struct place_of_text *place, struct str text, struct arena *a) {
    size_t before = strlen(place->before), behind = strlen(place->behind);
    char *whole = arena_alloc(a, before + text.len + behind + 1, 1);
    memcpy(whole, place->before, before);
    memcpy(whole + before, text.data, text.len);
    memcpy(whole + before + text.len, place->behind, behind);
    return str_of(whole, before + text.len + behind);
}

/* NULL when all is as it has to be, otherwise what is not. */
static const char *judge(const struct torture_case *c, const struct place_of_text *place, struct arena *a) {
    struct str text = put_in(place, c->text, a), message = STR_NONE;
    struct value *v = NULL, *placed = NULL;
    struct token_tree tree;
    struct rpc_request request = {0};
    struct fault f = {0};
    bool is_taken = parse_json(text, a, &v, &f) == RC_OK;
    if (c->expectation != EITHER && is_taken != (c->expectation == ACCEPT))
        return is_taken ? "is taken" : f.text[0] ? "is refused" : "is refused without a word";
    if ((parse_json_placed(text, a, &placed, NULL) == RC_OK) != is_taken)
        return "is read otherwise with places";
    if (is_taken && !(tokens_scan(text, a, &tree) && value_equal(v, placed)))
        return "has no token tree, or another value with places";
    enum rpc_outcome outcome = rpc_parse(text, a, &request, &message);
    if ((outcome != RPC_MALFORMED) != is_taken)
        return "is judged otherwise by rpc_parse";
    if (is_taken && place->is_free && outcome != RPC_VALID)
        return "spoils a request that does not look at it";
    return outcome == RPC_VALID || message.len > 0 ? NULL : "is refused by rpc_parse without a word";
}

static int judge_all(void) {
    int failed = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t k = 0; k < COUNT(places); k++) {
            struct arena a = {0};
            const char *wrong = judge(&cases[i], &places[k], &a);
            if (wrong) {
                (void)printf("%s, %s: %s\n", cases[i].name, places[k].name, wrong);
                failed++;
            }
            arena_free(&a);
        }
    }
    (void)printf("%zu texts in %zu places, %d read otherwise than expected\n", COUNT(cases), COUNT(places), failed);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int write_all(const char *folder) {
    struct arena a = {0};
    struct fault f = {0};
    enum rc rc = file_make_directories(folder, &f);
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t k = 0; k < COUNT(places) && rc == RC_OK; k++) {
            const char *path = arena_printf(&a, "%s/%s-%s", folder, cases[i].name, places[k].name);
            rc = file_write_atomic(path, put_in(&places[k], cases[i].text, &a), /* is_private = */ false, &f);
        }
    }
    if (rc != RC_OK)
        (void)fprintf(stderr, "%s\n", f.text);
    arena_free(&a);
    return rc == RC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "--write") == 0)
        return write_all(argv[2]);
    if (argc == 1)
        return judge_all();
    (void)fprintf(stderr, "usage: torture [--write FOLDER]\n");
    return EXIT_FAILURE;
}
