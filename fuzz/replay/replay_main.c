/* SPDX-License-Identifier: Apache-2.0
 *
 * replay_main: runs a fuzz target over every file of the folders given and of the folders in them, without any engine:
 * `replay_X FOLDER...`. Exit 1 when a file cannot be read or when there was none. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "fuzz_target.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size) {
    (void)data;
    (void)max_size;
    return size;
}

/* A block of exactly `size` bytes, so that AddressSanitizer sees the first byte read behind it. */
static uint8_t *read_block(const char *path, size_t size) {
    uint8_t *block = malloc(size > 0 ? size : 1);
    FILE *file = fopen(path, "rb");
    bool is_whole = block && file && fread(block, 1, size, file) == size;
    if (file) {
        (void)fclose(file);
    }
    if (is_whole) {
        return block;
    }
    free(block);
    return NULL;
}

static bool replay_file(const char *path, size_t size) {
    uint8_t *block = read_block(path, size);
    if (!block) {
        (void)fprintf(stderr, "%s: cannot be read\n", path);
        return false;
    }
    /* Named before it runs: a crash leaves no later chance. */
    (void)printf("%s\n", path);
    (void)fflush(stdout);
    (void)LLVMFuzzerTestOneInput(block, size);
    free(block);
    return true;
}

/* The number of files replayed, or -1; `levels` of folders below are entered. */
static long replay_folder(const char *folder, int levels);

static long replay_entry(const char *folder, const char *name, int levels) {
    char path[4096];
    struct stat status;
    int length = snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (name[0] == '.' || length < 0 || (size_t)length >= sizeof(path) || stat(path, &status) != 0) {
        return 0;
    }
    if (S_ISDIR(status.st_mode)) {
        return levels > 0 ? replay_folder(path, levels - 1) : 0;
    }
    if (!S_ISREG(status.st_mode)) {
        return 0;
    }
    return replay_file(path, (size_t)status.st_size) ? 1 : -1;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as `levels` says */
static long replay_folder(const char *folder, int levels) {
    DIR *directory = opendir(folder);
    if (!directory) {
        (void)fprintf(stderr, "%s: cannot be opened\n", folder);
        return -1;
    }
    long count = 0;
    for (struct dirent *entry = readdir(directory); entry && count >= 0; entry = readdir(directory)) {
        long replayed = replay_entry(folder, entry->d_name, levels);
        count = replayed < 0 ? -1 : count + replayed;
    }
    (void)closedir(directory);
    return count;
}

int main(int argc, char **argv) {
    long total = 0;
    for (int i = 1; i < argc; i++) {
        long count = replay_folder(argv[i], /* levels = */ 1);
        if (count < 0) {
            return EXIT_FAILURE;
        }
        total += count;
    }
    (void)printf("%ld inputs replayed\n", total);
    return total > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
