/* SPDX-License-Identifier: Apache-2.0
 *
 * file: whole files. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "rng.h"

#define CHUNK_BYTES 65536u

static enum rc io_fault(struct fault *f, const char *what, const char *path, int error) {
    char reason[128];
    if (strerror_r(error, reason, sizeof reason) != 0)
        (void)snprintf(reason, sizeof reason, "error %d", error);
    return fault_set(f, RC_IO, "cannot %s %s: %s", what, path, reason);
}

/* read(2) that is not disturbed by signals. */
static ssize_t read_some(int fd, char *out, size_t size) {
    ssize_t got;
    do
        got = read(fd, out, size);
    while (got < 0 && errno == EINTR);
    return got;
}

static enum rc read_all(int fd, const char *path, struct buf *all, struct fault *f) {
    char chunk[CHUNK_BYTES];
    for (;;) {
        ssize_t got = read_some(fd, chunk, sizeof chunk);
        if (got < 0)
            return io_fault(f, "read", path, errno);
        if (got == 0)
            return RC_OK;
        if (!buf_append(all, chunk, (size_t)got))
            return fault_set(f, RC_LIMIT, "%s is longer than %zu bytes", path, all->ceiling_bytes);
    }
}

enum rc file_read(const char *path, size_t max_bytes, struct arena *a, struct str *out, struct fault *f) {
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return io_fault(f, "read", path, errno);
    struct buf all;
    buf_init(&all, max_bytes);
    enum rc rc = read_all(fd, is_stdin ? "standard input" : path, &all, f);
    if (rc == RC_OK)
        *out = str_copy(a, buf_str(&all));
    buf_free(&all);
    if (!is_stdin)
        (void)close(fd);
    return rc;
}

/* 0 or an errno. */
static int write_all(int fd, struct str content) {
    while (content.len > 0) {
        ssize_t put = write(fd, content.data, content.len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return errno;
        content = str_from_index(content, (size_t)put);
    }
    return fsync(fd) == 0 ? 0 : errno;
}

/* Creates, fills and closes `path`. 0 or an errno. */
static int write_new(const char *path, struct str content, bool is_private) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, is_private ? 0600 : 0666);
    if (fd < 0)
        return errno;
    int error = write_all(fd, content);
    if (close(fd) != 0 && error == 0)
        error = errno;
    return error;
}

enum rc file_write_atomic(const char *path, struct str content, bool is_private, struct fault *f) {
    struct arena scratch = {0};
    const char *beside = arena_printf(&scratch, "%s.%016llx.new", path, (unsigned long long)entropy_u64());
    int error = write_new(beside, content, is_private);
    if (error == 0 && rename(beside, path) != 0)
        error = errno;
    if (error != 0)
        (void)unlink(beside);
    arena_free(&scratch);
    return error == 0 ? RC_OK : io_fault(f, "write", path, error);
}

bool file_exists(const char *path) {
    struct stat status;
    return stat(path, &status) == 0;
}

bool file_is_directory(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

enum rc file_make_directories(const char *path, struct fault *f) {
    struct arena scratch = {0};
    char *part = arena_copy(&scratch, path, strlen(path));
    int error = 0;
    for (size_t end = 1; error == 0 && end <= strlen(path); end++) {
        if (path[end] != '/' && path[end] != '\0')
            continue;
        part[end] = '\0';
        error = mkdir(part, 0777) == 0 ? 0 : errno;
        if (error == EEXIST && file_is_directory(part))
            error = 0;
        part[end] = path[end];
    }
    if (path[0] == '\0')
        error = ENOENT;
    arena_free(&scratch);
    return error == 0 ? RC_OK : io_fault(f, "create directory", path, error);
}
