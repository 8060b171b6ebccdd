/* SPDX-License-Identifier: Apache-2.0
 *
 * variation_marks: by what a varied request is known, each for the defect that only this variation shows. The names are
 * claims about the request. */
#ifndef NONESUCH_VARIATION_MARKS_H
#define NONESUCH_VARIATION_MARKS_H

#include "api.h"

/* Method, path and query. */
bool mark_is_method(const struct api_call *c, const char *method);
bool mark_is_head(struct api_call *c);
bool mark_is_options(struct api_call *c);
bool mark_is_other_method(struct api_call *c);
bool mark_has_trailing_slash(struct api_call *c);
bool mark_has_double_slash(struct api_call *c);
bool mark_has_dot_segment(struct api_call *c);
bool mark_has_percent(struct api_call *c);
bool mark_has_upper_case(struct api_call *c);
bool mark_has_unknown_query(struct api_call *c);

/* The body: what it is, and what is odd about its members (`reason`: of what ends a task). */
bool mark_is_malformed(struct api_call *c);
bool mark_is_truncated(struct api_call *c);
bool mark_is_empty(struct api_call *c);
bool mark_is_array(struct api_call *c);
bool mark_is_too_large(struct api_call *c);
bool mark_has_duplicate(struct api_call *c);
bool mark_has_extra_member(struct api_call *c);
bool mark_has_wrong_reason(struct api_call *c);
bool mark_has_no_reason(struct api_call *c);

/* The body has no content type; a task_id is given and empty. */
bool mark_has_no_content_type(struct api_call *c);
bool mark_has_empty_task(struct api_call *c);

/* Headers. */
bool mark_is_text(struct api_call *c);
bool mark_is_form(struct api_call *c);
bool mark_has_charset(struct api_call *c);
bool mark_accepts_html(struct api_call *c);
bool mark_accepts_nothing(struct api_call *c);
bool mark_accepts_gzip(struct api_call *c);
bool mark_has_if_none_match(struct api_call *c);
bool mark_has_if_match(struct api_call *c);
bool mark_has_if_modified_since(struct api_call *c);
bool mark_has_range(struct api_call *c);
bool mark_has_expectation(struct api_call *c);
bool mark_has_override(struct api_call *c);
bool mark_has_origin(struct api_call *c);
bool mark_ends_connection(struct api_call *c);
bool mark_is_from_inside(struct api_call *c);
bool mark_is_http2(struct api_call *c); /* the protocol */

/* A token that is none. */
bool mark_has_bad_credential(struct api_call *c);

/* RPC: `stream` is asked for; no `id`. */
bool mark_is_stream(struct api_call *c);
bool mark_is_notification(struct api_call *c);

/* Other ways to say who one is, alone or beside a token: a key of an agent (alone: one that was accepted), its bare id
 * (as an identity, or in place of the key), an expired token, an account or a user named in a header, a principal in
 * the body. */
bool mark_has_key_alone(struct api_call *c);
bool mark_has_key_beside(struct api_call *c);
bool mark_has_identity_alone(struct api_call *c);
bool mark_has_identity_beside(struct api_call *c);
bool mark_has_id_as_key(struct api_call *c);
bool mark_has_expired(struct api_call *c);
bool mark_has_account(struct api_call *c);
bool mark_has_user_id(struct api_call *c);
bool mark_has_body_principal(struct api_call *c);

#endif
