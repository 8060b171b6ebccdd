/* SPDX-License-Identifier: Apache-2.0
 *
 * confirm_tell: what a root is called, how grave it is, and where it is written. */
#include "artifact.h"
#include "confirm_private.h"
#include "envelope.h"
#include "received_secrets.h"

struct telling {
    enum property property;
    const char *kind, *title;
    enum severity severity;
    int cwe;
};

#define CWE_DISCREPANCY 204
#define CWE_EXPOSURE 200
#define CWE_AUTHORIZATION 862
#define CWE_BYPASS 639
#define CWE_HANDLING 703

static bool is_access(const struct sight *s) {
    return s->suspect && s->other && exchange_is_success(s->suspect) && !exchange_is_success(s->other);
}

static struct telling tell_difference(const struct root *root) {
    if (is_access(&root->sight)) {
        return (struct telling){PROPERTY_PERMISSION, "access", "a body reaches somebody else's thing",
                                SEVERITY_CRITICAL, CWE_BYPASS};
    }
    bool is_unknown = root->class.is_unknown_name;
    bool is_faint = root->sight.kind >= FEATURE_HEADER;
    return (struct telling){is_unknown ? PROPERTY_UNKNOWN_METHOD : PROPERTY_NONDISCLOSURE,
                            feature_kind_name(root->sight.kind),
                            is_unknown ? "an unknown method tells a denied thing from an absent one"
                                       : "a body tells a denied thing from an absent one",
                            is_faint ? SEVERITY_MEDIUM : SEVERITY_HIGH, CWE_DISCREPANCY};
}

static struct telling tell(const struct root *root) {
    switch (root->oracle) {
    case ORACLE_METHOD:
        return (struct telling){PROPERTY_UNKNOWN_METHOD, "dispatch",
                                "a method that does not exist is answered otherwise than a random name", SEVERITY_HIGH,
                                CWE_AUTHORIZATION};
    case ORACLE_ROBUST:
        return (struct telling){PROPERTY_ROBUSTNESS, root->sight.kind == FEATURE_OUTCOME ? "outcome" : "status",
                                root->sight.kind == FEATURE_OUTCOME ? "a body is not answered"
                                                                    : "a body makes the server fail",
                                SEVERITY_HIGH, CWE_HANDLING};
    case ORACLE_REVEAL: return (struct telling){PROPERTY_REVEAL, "reveal", "", SEVERITY_HIGH, CWE_EXPOSURE};
    case ORACLE_EFFECT: return (struct telling){PROPERTY_EFFECTS, "effect", "", SEVERITY_CRITICAL, CWE_AUTHORIZATION};
    case ORACLE_DIFFERENCE:
    case ORACLE_COUNT: break;
    }
    return tell_difference(root);
}

static struct str plain_title_of(const struct root *root, const struct telling *t, struct arena *a) {
    if (root->change) {
        return root->change->title;
    }
    if (root->sight.title.data) {
        return root->sight.title;
    }
    return str_printf(a, "%s, by its %.*s", t->title, STR_ARG(root->sight.key));
}

static struct str title_of(const struct root *root, const struct telling *t, struct arena *a) {
    struct str title = plain_title_of(root, t, a);
    if (root->envelope == ENVELOPE_PLAIN) {
        return title;
    }
    return str_printf(a, "%.*s, when the body is %s", STR_ARG(title), envelope_words(root->envelope));
}

static void take_sides(const struct root *root, struct sighting *s) {
    if (root->change) {
        s->sides[0] = root->change->sides[0];
        s->sides[1] = root->change->sides[1];
        if (root->sight.suspect) {
            s->sides[0] = (struct evidence){.label = STR("what did it"), .exchange = root->sight.suspect};
        }
        return;
    }
    bool is_method = root->oracle == ORACLE_METHOD;
    s->sides[0] = (struct evidence){.label = is_method                       ? STR("unknown method")
                                             : root->oracle == ORACLE_ROBUST ? STR("body")
                                                                             : STR("denied"),
                                    .exchange = root->sight.suspect};
    /* Without another answer it is an expectation that it is compared with. */
    if (root->sight.other) {
        s->sides[1] =
            (struct evidence){.label = is_method ? STR("random name") : STR("absent"), .exchange = root->sight.other};
    }
}

/* A denied answer that differs, and that says more than it should, is one root. */
static bool reveals_too(struct confirmer *k, const struct root *root) {
    struct stage_reveal unused;
    const struct exchange *x = root->sight.suspect;
    return root->oracle != ORACLE_REVEAL && x && x->request &&
           stage_reveals(k->campaign->stage, x->decoded, x->request->body, stage_arena(k->campaign->stage), &unused);
}

/* What the answers hand out goes into no report and no file. */
static void learn_secrets(const struct campaign *c, const struct sighting *s) {
    struct redactor *r = c->setting->run.options->redactor;
    for (size_t i = 0; r && i < 2; i++) {
        if (s->sides[i].exchange) {
            received_secrets_learn(s->sides[i].exchange, r);
        }
    }
}

/* An effect whose cause was not found has none. */
static struct made_up_body body_of(const struct campaign *c, const struct root *root) {
    struct sent_body sent = {
        .text = root->body, .envelope = root->envelope, .route = campaign_route_of(c, root->body, &root->class)};
    bool is_known = !root->change || root->sight.suspect;
    return is_known ? made_up_describe(c, &sent) : (struct made_up_body){0};
}

static struct str surface_id(const struct root *root, const struct stage_seed *seed, struct str signature,
                             struct arena *a) {
    return root->surface.data ? root->surface
                              : str_printf(a, "%.*s.fuzz_%.*s", STR_ARG(seed->surface->id), STR_ARG(signature));
}

void confirm_tell(struct confirmer *k, const struct root *root) {
    struct campaign *c = k->campaign;
    struct arena *a = stage_arena(c->stage);
    const struct stage_seed *seed = campaign_seed_of(c, root->body, &root->class);
    struct telling t = tell(root);
    struct str signature = str_printf(a, "%08llx", (unsigned long long)(root->signature & 0xffffffffu));
    struct sighting s = {.surface = stage_name_surface(c->stage, seed, surface_id(root, seed, signature, a)),
                         .property = t.property,
                         .kind = t.kind,
                         .also = reveals_too(k, root) ? STR("reveal") : STR(""),
                         .feature = root->change ? root->change->feature : root->sight.key,
                         .left = root->change ? root->change->left : root->sight.left,
                         .right = root->change ? root->change->right : root->sight.right,
                         .title = title_of(root, &t, a),
                         .severity = t.severity,
                         .cwe = t.cwe,
                         .seen = 1,
                         .tried = 1,
                         .made_up = body_of(c, root)};
    take_sides(root, &s);
    learn_secrets(c, &s);
    c->found_at_seed[seed - c->view.seeds] = true;
    struct finding found = stage_find(c->stage, &s);
    struct artifact artifact = {
        .finding = &found, .body = root->body, .envelope = root->envelope, .signature = signature};
    artifact_write(c, &artifact);
}

void confirm_settle(struct confirmer *k, const struct root *root, enum property property, enum doubt doubt,
                    struct str reason) {
    struct campaign *c = k->campaign;
    const struct stage_seed *seed = campaign_seed_of(c, root->body, &root->class);
    struct sighting s = {.surface = stage_name_surface(c->stage, seed, root->surface), .property = property};
    if (root->sight.suspect) {
        take_sides(root, &s);
        learn_secrets(c, &s);
    }
    stage_settle(c->stage, &s, doubt, reason);
}
