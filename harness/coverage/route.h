/* SPDX-License-Identifier: Apache-2.0
 *
 * route: paths of an OpenAPI document and of a pack, made comparable. Pure. Not for other modules. */
#ifndef NONESUCH_ROUTE_H
#define NONESUCH_ROUTE_H

#include "pack.h"

/* A path by its segments, with `{}` for each `{task_id}` or `${task.id}`; without query and slash at its end. */
struct route_path {
    struct str *segments;
    size_t count;
};

struct route_path route_path_read(struct arena *a, struct str path);
/* The names in braces of a segment as it was written, in order: "task_id"; of "${task.id}" it is "task.id". */
size_t route_names(struct arena *a, struct str segment, struct str **out);
/* The segment of a path that was read, as it was written. */
struct str route_segment(struct str path, size_t index);

bool route_path_equal(const struct route_path *a, const struct route_path *b);
/* How well `path` fits the declared path: the number of segments that are the same, plus one; 0: not at all. A declared
 * `{}` takes any segment, a declared text only itself. */
size_t route_path_fit(const struct route_path *declared, const struct route_path *path);
/* `path` without the segments of `base`, when it starts with them and `base` has any. */
bool route_path_strip(const struct route_path *base, const struct route_path *path, struct route_path *out);

#endif
