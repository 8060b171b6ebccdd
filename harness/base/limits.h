/* SPDX-License-Identifier: Apache-2.0
 *
 * limits: every ceiling of the harness in one table, each with its reason. */
#ifndef NONESUCH_LIMITS_H
#define NONESUCH_LIMITS_H

#define LIMIT_DOCUMENT_BYTES (4u << 20) /* a pack of 1000 surfaces is 200 KiB */
#define LIMIT_DOCUMENT_DEPTH 64         /* packs nest 8 deep; answers deeper than this are compared as bytes */
#define LIMIT_DOCUMENT_NODES 500000u    /* bounds the memory of a tree */
#define LIMIT_REPORT_BYTES (512u << 20) /* a report read back for merge or replay */
#define LIMIT_REPORT_NODES 20000000u    /* 15 values a check: more than a million checks */
#define LIMIT_BODY_BYTES (4u << 20)     /* a response body kept for comparison; the rest counts as truncated */
#define LIMIT_HEAD_BYTES (256u << 10)   /* all head lines of one response; servers stop at 8 to 64 KiB */
#define LIMIT_REQUEST_BYTES (2u << 20)  /* a request body rendered from a template */
#define LIMIT_SURFACES 5000u            /* in one pack, after expansion */
#define LIMIT_PRINCIPALS 64u            /* in one pack */
#define LIMIT_OPENAPI_NODES 200000u     /* schemas walked for one document: its references may multiply them */
#define LIMIT_OPENAPI_DEPTH 64u         /* schemas within schemas, references included */
#define LIMIT_EVIDENCE_TIMES 64u        /* times of one side of a finding that a report holds; most have four */
#define LIMIT_MADE_UP_BYTES (4u << 20)  /* a body of the fuzzer, as its workers may send it */
#define LIMIT_MADE_UP_REFERENCES 64u    /* in such a body: ten markers, and what the caller has himself */
#define LIMIT_LANES 256u                /* concurrent connections */
#define LIMIT_LAB_BODY_BYTES (2u << 20) /* what the lab's servers read of one request body */
#define LIMIT_LAB_LOG_ENTRIES 200000u   /* what a recording server keeps */
#define LIMIT_LAB_CONNECTIONS 512       /* per lab server */

#endif
