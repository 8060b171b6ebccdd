/* SPDX-License-Identifier: Apache-2.0
 *
 * explain_kinds: what finding kinds mean. In the order of what they say most. */
#include "explain_tables.h"

static const struct explain_topic topics[] = {
    {
        .group = EXPLAIN_KIND,
        .name = "access",
        .title = "Somebody is let through to a thing that is not his",
        .meaning =
            "A request succeeded that the policy refuses: another tenant's resource was read or changed, a role did "
            "more than it is granted, or a request without a valid credential was served.",
        .attack = "Any account (or none) is enough: name the victim's id or name and use the answer. Ids leak through "
                  "logs, links, screenshots and shared tools, so that \"they cannot be guessed\" protects nothing.",
        .fix = "Check the permission in the one place that every route and every RPC method goes through, with the "
               "resource that was loaded, not with the reference that was sent. Refuse by default: a route without a "
               "declared permission must not start.",
        .example = "denied  GET /tasks/5b1d  as mallory (globex)  ->  200 {\"id\": \"5b1d\", \"owner\": \"acme\"}\n"
                   "absent  GET /tasks/0e7a  as mallory (globex)  ->  404\n",
        .cwe = {639, 863, 306},
        .severity = SEVERITY_CRITICAL,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "effect",
        .title = "A refused request changed something",
        .meaning =
            "The caller was refused, and yet the owner sees another state than before, something was created, the "
            "agent was called, or a grant was written.",
        .attack =
            "The answer does not matter: a refused cancel that cancels is a working cancel. Side effects also tell "
            "that the reference exists, to whoever can watch them.",
        .fix = "Authorize before the first write and before the first call to anybody else; do both inside one "
               "transaction that a refusal rolls back.",
        .example = "POST /tasks/5b1d/cancel  as mallory  ->  404\n"
                   "GET  /tasks/5b1d         as olga     ->  \"status\": \"CANCELED\"  (was \"RUNNING\")\n",
        .cwe = {862},
        .severity = SEVERITY_CRITICAL,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "dispatch",
        .title = "An unknown method is taken for a known one",
        .meaning = "A method name that does not exist (another case, blanks, look-alike letters, a misspelling) is not "
                   "answered as an unknown method: something behind the dispatch reacted to it.",
        .attack =
            "Spelling a method so that the handler recognises it and the permission table does not runs it without "
            "its check.",
        .fix =
            "Resolve the method once, by exact comparison, before anything else is looked at; let permission and "
            "handler hang on the same entry; answer everything else with \"method not found\", in the same words for "
            "everybody.",
        .example = "rpc {\"method\": \"TASK/CANCEL\", …}  ->  404 task not found\n"
                   "wanted                            ->  \"Method not found\", whatever the task\n",
        .cwe = {863},
        .severity = SEVERITY_HIGH,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "outcome",
        .title = "Whether an answer comes at all tells denied from absent",
        .meaning = "For one class the answer arrives, for the other the connection is reset, times out or is not HTTP.",
        .attack = "One request a name: no answer means \"exists\". It works from any client and leaves no trace but an "
                  "error in a log.",
        .fix = "Look for the exception that only existing resources reach: a lock, a missing row of a joined table, a "
               "permission error that nobody handles. Turn it into the answer for absence.",
        .example = "denied  GET /tasks/5b1d  ->  connection reset\n"
                   "absent  GET /tasks/0e7a  ->  404\n",
        .cwe = {204, 203},
        .severity = SEVERITY_HIGH,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "status",
        .title = "The HTTP status tells denied from absent",
        .meaning =
            "A caller who may not see a resource gets another status code (or reason phrase) for it than for one "
            "that never existed.",
        .attack =
            "Names are unique over all tenants and are chosen by people: walking a word list and sorting 403 from "
            "404 yields every customer, project and task name in the system, one request each.",
        .fix = "Raise the same not-found error for \"does not exist\" and for \"may not be read\", from one function. "
               "Keep "
               "403 for callers who may read the resource but not do this to it.",
        .example = "denied  GET /tasks/name/quiet-otter-7  ->  403 Forbidden\n"
                   "absent  GET /tasks/name/brave-heron-2  ->  404 Not Found\n",
        .cwe = {204},
        .severity = SEVERITY_HIGH,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "rpc",
        .title = "The JSON-RPC error tells denied from absent",
        .meaning = "The HTTP answers are alike, but the error code, message or data inside differ.",
        .attack =
            "As with the status, one level deeper: gateways and dashboards that look at HTTP alone never show it.",
        .fix = "Map \"denied\" to the error object for \"absent\" where errors become JSON-RPC, and send no \"data\" "
               "that only "
               "one of them has.",
        .example = "denied  {\"error\": {\"code\": -32001, \"message\": \"Forbidden\"}}\n"
                   "absent  {\"error\": {\"code\": -32004, \"message\": \"Task not found\"}}\n",
        .cwe = {204},
        .severity = SEVERITY_HIGH,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "body",
        .title = "The body tells denied from absent",
        .meaning =
            "Same status, but not the same bytes: other words, a member more, another order of keys, another type, a "
            "newline at the end. The own reference in the answer is taken out before comparing.",
        .attack =
            "A one-byte difference is as good as a 403: scripts compare hashes. Texts that name the stored form of "
            "a reference give away more than its existence.",
        .fix =
            "Build both answers by one function from the same inputs: the reference as the caller sent it, and nothing "
            "that was loaded.",
        .example = "denied  {\"message\": \"Task 5b1d is not accessible\"}\n"
                   "absent  {\"message\": \"Task 0e7a not found\"}\n",
        .cwe = {204},
        .severity = SEVERITY_HIGH,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "header",
        .title = "A response header tells denied from absent",
        .meaning =
            "A header line stands in one answer only, stands at another place, is spelt otherwise, is repeated, or "
            "has a value that follows the class. Values that vary by themselves (dates, request ids) are learned "
            "and left out.",
        .attack = "Caching, rate and tracing headers are set by layers that never heard of the policy: ETag, "
                  "Last-Modified, X-RateLimit-Cost, Server-Timing. Any of them is a bit per request.",
        .fix =
            "Set headers of a resource behind its permission check, or strip them on the way out of the error handler. "
            "Charge the same quota for denied and absent.",
        .example = "denied  HTTP/1.1 404 …  ETag: \"7\"\n"
                   "absent  HTTP/1.1 404 …\n",
        .cwe = {203},
        .severity = SEVERITY_MEDIUM,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "framing",
        .title = "The framing of the answer tells denied from absent",
        .meaning =
            "The bytes are alike and the wire is not: Content-Length against chunks, another HTTP version, an interim "
            "answer, trailers, or a connection that is closed for one class only.",
        .attack = "Needs a client that looks below its HTTP library, and nothing else; a bit per request.",
        .fix = "Send both answers from the same error handler. Streaming handlers must authorize before they start the "
               "stream; middleware must not close connections for one kind of refusal.",
        .example = "denied  404, Connection: close\n"
                   "absent  404, connection kept\n",
        .cwe = {203},
        .severity = SEVERITY_MEDIUM,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "reveal",
        .title = "An answer shows something that its caller may not read",
        .meaning =
            "A unique string of somebody else's resource (id, name, text, owner) was found in an answer, raw or "
            "encoded, or the answer shows the server's insides: a stack trace, SQL, a path. Successful answers and "
            "lists are searched too.",
        .attack = "Lists without a tenant filter hand over everything at once. An id that is told for a name turns a "
                  "guessable reference into one that works everywhere.",
        .fix = "Filter lists in the query, by what the caller may read, not afterwards. Error texts repeat what the "
               "caller "
               "sent and nothing else; details of exceptions go to the log.",
        .example = "GET /tasks/name/quiet-otter-7  as mallory  ->  404 {\"message\": \"Task 5b1d not found\"}\n",
        .cwe = {200, 209, 203},
        .severity = SEVERITY_HIGH,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "calls",
        .title = "The auth provider is asked other questions than it should be",
        .meaning =
            "The observer at the auth provider saw an operation that the method does not need, missed the one that it "
            "does need, or saw other, more or fewer questions for a denied reference than for an absent one.",
        .attack = "A wrong question lets a lesser role through. Another number of questions is another time: what the "
                  "body hides, a stopwatch tells.",
        .fix = "Declare one operation for each method and ask exactly it. Ask the same questions in the same order "
               "whether the row was found or not.",
        .example = "cancel  ->  check task:5b1d update   (wanted: cancel)\n",
        .cwe = {863, 208},
        .severity = SEVERITY_MEDIUM,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "contract",
        .title = "A step of a flow did not end as the pack says",
        .meaning =
            "The pack plays requests in order and says what has to come of each. The step named by the feature was "
            "answered with another status or other values, or the auth provider was asked other questions than it "
            "should be. Nothing was lost on the way: such a flow is inconclusive.",
        .attack = "It depends on the flow: a key that works after its deletion is open access, a registration that is "
                  "never retried an outage.",
        .fix =
            "The title says what does not hold; the exchange is the step's. `left` is what there was, `right` what the "
            "pack wants. If the pack is wrong, correct the step.",
        .example = "step 2 (DELETE /tasks/5b1d) as alice  ->  check task 5b1d delete 200\n"
                   "wanted at the auth provider           ->  deregister task 5b1d\n",
        .cwe = {684, 613, 703},
        .severity = SEVERITY_MEDIUM,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "policy",
        .title = "A refusal has another form than the policy says",
        .meaning =
            "Denied and absent look alike, so that nothing leaks here, but the answer is not the one the pack's policy "
            "demands: a viewer who may know of the resource gets 404 in place of 403, or the reverse.",
        .attack = "None by itself. It shows a check that is done at another place or with another operation than "
                  "intended, which is where the next leak comes from.",
        .fix =
            "Decide by the policy: hidden when the caller may not read, forbidden when he may read but not do this. Or "
            "say in the pack what is meant.",
        .example = "POST /tasks/5b1d/clean  as rita (viewer)  ->  404\n"
                   "the policy says                           ->  403\n",
        .cwe = {863},
        .severity = SEVERITY_LOW,
    },
    {
        .group = EXPLAIN_KIND,
        .name = "refusal",
        .title = "Somebody is refused what his role grants",
        .meaning = "A request that the permission schema grants to this role was refused, twice.",
        .attack = "None. But roles that are too narrow are widened by hand, and then too far.",
        .fix = "Compare the operation that the method asks for with the one in the permission schema: as a rule it "
               "asks for "
               "a stronger one.",
        .example = "POST /tasks/5b1d/complete  as eddy (editor: read, update)  ->  403\n"
                   "needs update, asks for execute\n",
        .cwe = {863},
        .severity = SEVERITY_LOW,
    },
};

struct explain_table explain_kinds(void) {
    return (struct explain_table){topics, sizeof(topics) / sizeof(*topics)};
}
