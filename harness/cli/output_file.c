/* SPDX-License-Identifier: Apache-2.0
 *
 * output_file: checked first, written last. */
#include "output_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "say.h"

/* What is not a regular file is written into, never replaced: /dev/null would become one. */
static bool is_replaceable(const char *path) {
    struct stat status;
    return lstat(path, &status) != 0 || S_ISREG(status.st_mode);
}

enum rc output_file_check(const char *path, struct fault *f) {
    if (strcmp(path, "-") == 0) {
        return RC_OK;
    }
    if (file_is_directory(path)) {
        return fault_set(f, RC_IO, "cannot write %s: it is a directory", path);
    }
    if (!is_replaceable(path)) {
        return access(path, W_OK) == 0 ? RC_OK : fault_set(f, RC_IO, "cannot write %s: %s", path, strerror(errno));
    }
    struct arena scratch = {0};
    struct fault found = {0};
    const char *probe = arena_printf(&scratch, "%s.check", path);
    enum rc rc = file_write_atomic(probe, STR(""), /* is_private = */ true, &found);
    if (rc == RC_OK) {
        (void)unlink(probe);
    } else {
        const char *reason = strrchr(found.text, ':');
        rc = fault_set(f, rc, "cannot write %s%s", path, reason ? reason : "");
    }
    arena_free(&scratch);
    return rc;
}

static enum rc write_into(const char *path, struct str content, struct fault *f) {
    FILE *file = fopen(path, "w");
    if (!file) {
        return fault_set(f, RC_IO, "cannot write %s: %s", path, strerror(errno));
    }
    say_text(file, content);
    bool is_written = !ferror(file);
    bool is_closed = fclose(file) == 0;
    return is_written && is_closed ? RC_OK : fault_set(f, RC_IO, "cannot write %s: %s", path, strerror(errno));
}

enum rc output_file_write(const char *path, struct str content, struct fault *f) {
    if (strcmp(path, "-") == 0) {
        say_text(stdout, content);
        return say_finish(f);
    }
    return is_replaceable(path) ? file_write_atomic(path, content, /* is_private = */ false, f)
                                : write_into(path, content, f);
}
