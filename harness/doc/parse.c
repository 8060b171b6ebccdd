/* SPDX-License-Identifier: Apache-2.0
 *
 * parse: a document by its content, and files. */
#include "parse.h"

#include "file.h"
#include "limits.h"

static bool looks_like_json(struct str text) {
    struct str trimmed = str_trim(text);
    return str_starts_with(trimmed, STR("{")) || str_starts_with(trimmed, STR("["));
}

enum rc parse_document(struct str text, const char *name, struct arena *a, struct value **out, struct fault *f) {
    enum rc rc = looks_like_json(text) ? parse_json_placed(text, a, out, f) : parse_yaml(text, a, out, f);
    if (rc != RC_OK)
        fault_name_file(f, name);
    return rc;
}

enum rc parse_file(const char *path, struct arena *a, struct value **out, struct fault *f) {
    struct str text;
    enum rc rc = file_read(path, LIMIT_DOCUMENT_BYTES, a, &text, f);
    return rc == RC_OK ? parse_document(text, path, a, out, f) : rc;
}
