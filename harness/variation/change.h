/* SPDX-License-Identifier: Apache-2.0
 *
 * change: what each variation does to a rendered request. Private to variation; pure. New memory comes from the
 * context's arena. */
#ifndef NONESUCH_CHANGE_H
#define NONESUCH_CHANGE_H

#include "variation.h"

typedef void change_fn(const struct variation_context *c, struct request *r);

/* Method and path. */
change_fn change_to_head, change_to_options, change_to_wrong_method, change_add_trailing_slash, change_double_slash,
    change_add_dot_segment, change_reference_to_upper, change_reference_to_percent, change_add_query, change_nothing;

/* Body. */
change_fn change_break_json, change_truncate_json, change_empty_body, change_to_array, change_add_member,
    change_repeat_member, change_type, change_drop_member, change_oversize, change_stream, change_drop_rpc_id,
    change_reference_to_null;

/* Grafts. */
change_fn graft_query, graft_body, graft_header;

/* Headers. */
change_fn change_content_type_none, change_content_type_text, change_content_type_form, change_content_type_charset,
    change_accept_html, change_accept_nothing, change_accept_encoding, change_if_none_match, change_if_match,
    change_if_modified_since, change_range, change_expect, change_override_method, change_origin,
    change_connection_close, change_forwarded, change_break_credential;

/* The protocol. */
change_fn change_to_http2;

#endif
