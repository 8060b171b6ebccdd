/* SPDX-License-Identifier: Apache-2.0
 *
 * explain_properties: what has to hold. In the order of enum property. */
#include "explain_tables.h"

static const struct explain_topic topics[] = {
    {
        .group = EXPLAIN_PROPERTY,
        .name = "nondisclosure",
        .title = "Being denied looks exactly like asking for something absent",
        .meaning =
            "The answer to a reference that the caller may not see equals the answer to one that never existed, in "
            "everything that can be observed: transport, status, headers, framing, body, JSON-RPC error. It must "
            "also be the answer that the pack calls absence: two equal 500s prove nothing.",
        .attack =
            "Any difference answers \"does it exist?\". With guessable names that is a list of the other tenants' "
            "things.",
        .fix = "One function makes the not-found answer, for both. The finding's kind says where the two part: see its "
               "topic.",
        .cwe = {204, 203},
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "reveal",
        .title = "No answer shows what its caller may not read",
        .meaning =
            "Every answer of the run, the allowed ones included, is searched for the ids, names, texts and owners of "
            "things that the caller may not read, raw, percent-encoded, JSON-escaped, base64 and hex.",
        .attack = "Whatever stands in an answer is read by somebody: a client, a proxy, a log.",
        .fix = "Filter by permission in the query; let error texts repeat the caller's own words alone.",
        .cwe = {200},
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "permission",
        .title = "Each method needs exactly the operation of its side effect",
        .meaning =
            "Checked in both directions: who holds the operation is let through, who does not is refused in the form "
            "that the policy says. An editor may update; he may not cancel, delete or execute.",
        .attack = "A method that asks for too little gives a lesser role more than it was granted.",
        .fix = "Keep one table from method to operation, and let the check read it.",
        .cwe = {863, 639},
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "effects",
        .title = "A refused request changes nothing",
        .meaning =
            "The owner looks at the resource, its children and its lists before and after all refused requests, and "
            "the observers at the agent and the auth provider must have seen no call and no grant for them.",
        .attack = "A refusal that does the work anyway is no refusal.",
        .fix = "Authorize before the first write and before the first outgoing call.",
        .cwe = {862},
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "exclusive",
        .title = "A name that somebody else took is as good as a free one",
        .meaning =
            "Creating or renaming with a value that exists in another tenant answers as with a free one and gives the "
            "caller a thing of his own. It never returns, changes or grants the other one.",
        .attack = "\"Already taken\" is an existence oracle that no access check can close: the attacker only creates "
                  "things of his own.",
        .fix = "Make client-chosen values unique within a tenant, not over all of them; look up by tenant and name.",
        .cwe = {204, 203},
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "unknown_method",
        .title = "An unknown method dispatches nothing",
        .meaning =
            "A method name that is not known is an error for everybody, in the same words whether the task it names is "
            "denied or absent, and no variation of its spelling reaches a handler.",
        .attack = "A spelling that the handler knows and the permission table does not runs without its check.",
        .fix = "Compare method names exactly, once, before the parameters are looked at.",
        .cwe = {863},
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "control",
        .title = "The run shows that its comparisons mean something",
        .meaning =
            "The owner's request succeeds before and after; a caller's own thing is answered otherwise than an absent "
            "one; every principal's heartbeat holds; the tenants are shown to be distinct. A server that answers "
            "404 to everything is not conformant, it is down.\n"
            "As a doubt: a control failed, so that what depends on it is inconclusive, whatever the answers were.",
        .fix =
            "Read the control's reason: most often a credential has expired, a grant was never written, or the pack's "
            "request is wrong for this deployment.",
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "freshness",
        .title = "A change of rights holds at once",
        .meaning = "A revoked grant stops working, a new one starts working, and a deleted resource becomes absent for "
                   "everybody, at once or within the bound that the pack states.",
        .attack = "Whoever has just lost his access keeps using it for as long as a cache remembers him.",
        .fix = "Ask the auth provider on every request, or drop what was cached when the grant changes; keep the "
               "lifetime of "
               "the cache within the bound.",
        .cwe = {863, 862},
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "fail_closed",
        .title = "With a broken dependency nobody is let through, and nothing is told",
        .meaning =
            "While the auth provider answers errors, nonsense or nothing, no request is allowed that needs it, and "
            "denied and absent still look alike.",
        .attack = "Overloading the auth provider is easier than passing it.",
        .fix = "Treat every answer but a clear yes as a no. Let the error for \"cannot decide\" be one and the same, "
               "whether "
               "the row was found or not.",
        .cwe = {863, 204},
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "calls",
        .title = "The auth provider is asked exactly what the method needs",
        .meaning = "Where an observer stands at the auth provider, the literal question is checked (operation, type, "
                   "selector), and the questions for denied and absent references are compared one by one.",
        .attack = "See the finding kind of the same name.",
        .fix = "One operation for each method; the same questions whether the row was found or not.",
        .cwe = {863, 208},
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "authentication",
        .title = "Without a valid credential every reference is answered alike",
        .meaning =
            "Who brings no credential, or a broken one, gets the unauthenticated answer for denied and absent things "
            "alike, and nothing else.",
        .attack = "No account is needed at all: a route that looks things up before it authenticates answers the whole "
                  "internet.",
        .fix = "Authenticate before routing; keep the list of open routes exact (no prefixes).",
        .cwe = {306, 204},
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "contract",
        .title = "A sequence of requests ends as the pack says",
        .meaning = "A flow of the pack sends its steps in order, one in flight, and says what has to come of each: the "
                   "status, values of the answer, the questions at the auth provider. A flow marked `gate` has to hold "
                   "before anything is deployed.",
        .attack = "See the finding kind of the same name.",
        .fix = "Send the steps by hand up to the one that failed, and compare.",
        .cwe = {684},
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "dual_write",
        .title = "What is written here is written at the auth provider too, or nowhere",
        .meaning =
            "A new thing is registered at the provider under its parent and granted to its maker, and tried again "
            "while the provider fails. When that fails for good the caller is told, and nobody sees the thing. "
            "What is deleted is deregistered.",
        .attack =
            "A thing that the provider does not know, or knows under the wrong parent, is judged by the wrong rules: "
            "nobody can delete it, or somebody of another agent can. A registration left behind lets the next thing "
            "of that id inherit its grants.",
        .fix = "Retry with back-off, and let the request fail when the last attempt does. Deregister where you delete.",
        .cwe = {703},
    },
    {
        .group = EXPLAIN_PROPERTY,
        .name = "robustness",
        .title = "Whatever a body holds, it is answered",
        .meaning = "`nonesuch fuzz` sends bodies that nobody means: of other types, cut off, deep, large, with members "
                   "twice. Each has to be answered, in time, with a plain refusal: no 5xx, no dropped connection, no "
                   "stack trace.",
        .attack = "One small request that ends a worker or keeps it busy, sent again and again, takes the service "
                  "away from everybody.",
        .fix = "Bound depth, size and number before anything is parsed, and let the parser's refusal become a 4xx.",
        .cwe = {703},
    },
};

struct explain_table explain_properties(void) {
    return (struct explain_table){topics, sizeof(topics) / sizeof(*topics)};
}
