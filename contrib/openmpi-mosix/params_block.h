/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The marked block of registered defaults in the text of a parameter file: finds it, inserts it,
 * removes it.
 *
 * The block is at the head of the file, because in one file the last setting of a key wins. So
 * whatever an administrator writes below the block counts. A setting above the block would lose
 * (somebody may move the block), so its key becomes a comment in the block.
 *
 * The first line of the block records what is needed to restore the file byte for byte: whether a
 * missing final newline was added, so that `echo ... >>file` does no harm; whether there was a
 * file; the time of its last change; a checksum of the block, to recognise an edited one; and a
 * checksum of the original, to know whether the rest of the file is still the original.
 *
 * Libc only, no input or output. Texts may hold any bytes; results are allocated with
 * malloc() and belong to the caller.
 */
#ifndef PARAMS_BLOCK_H
#define PARAMS_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

enum params_block_state {
    PARAMS_BLOCK_ABSENT,
    PARAMS_BLOCK_INTACT,
    PARAMS_BLOCK_EDITED, /* its text is not what was written */
    PARAMS_BLOCK_DAMAGED /* no whole block: damage, damage_line */
};

struct params_block {
    enum params_block_state state;
    size_t begin;    /* offset of its first byte */
    size_t body;     /* of the line after the first marker */
    size_t body_end; /* of the last marker */
    size_t end;      /* after the last marker's line */
    int first_line;  /* from 1 */
    int last_line;
    const char *damage; /* what is wrong, as a sentence without a full stop */
    int damage_line;

    /* What the first line records */
    uint64_t body_sum;
    uint64_t original_sum;
    struct timespec original_time;
    bool newline_added;
    bool file_created;
};

/* What enabling must know of the file itself. */
struct params_origin {
    bool exists;
    struct timespec time; /* of the last change; meaningless when the file does not exist */
};

/* A text and, from params_block_disable(), what to do with the file. */
struct params_result {
    char *text; /* never NULL after success */
    size_t size;
    bool remove_file;  /* the file did not exist before, and nothing else is in it */
    bool restore_time; /* the text is the original: set its time again */
    struct timespec time;
};

/* Finds the block. Returns its state, which is in *block as well. */
enum params_block_state params_block_find(const char *text, size_t size,
                                          struct params_block *block);

/*
 * Checks the text of the block that is to be registered, a NUL-terminated string: settings of
 * odls_mosix_ and btl_mosix_, or lists of exclusions, because an include list ends every mpirun
 * where a component is missing. Returns 0, or -EINVAL and sets *line to the line at fault.
 */
int params_block_check(const char *registered, int *line);

/*
 * The text with the block in it, up to date. A block that was edited is left as it is.
 * Returns 1 and sets *result, 0 when the text is already as it should be, -EBADMSG when the block
 * is damaged, or -ENOMEM.
 */
int params_block_enable(const char *text, size_t size, const struct params_origin *origin,
                        const char *registered, struct params_result *result);

/*
 * The text without the block. Returns 1 and sets *result, 0 when there is no block, -EBADMSG when
 * it is damaged, or -ENOMEM.
 */
int params_block_disable(const char *text, size_t size, struct params_result *result);

#endif
