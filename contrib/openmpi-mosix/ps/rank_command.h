/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the command line of mosrun tells about a rank; anybody may read it. Libc only.
 */
#ifndef RANK_COMMAND_H
#define RANK_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/*
 * locked        -L, and no -l after it
 * checkpoints   -A or -C
 * memory        megabytes of -m, or 0
 * identity      what our launcher says about the rank (MOSRUN_RANK_VARIABLE), inside the block;
 * NULL for none program       the program, inside the block that was read; "" for none
 */
struct rank_command {
    bool locked;
    bool checkpoints;
    unsigned long memory;
    const char *identity;
    const char *program;
};

/*
 * Reads a block of words, each with a NUL behind, that ends with another NUL. Returns 0; -ENOENT
 * when the first word is neither mosrun nor mosenv. Options have their values in the same word
 * [real].
 */
int rank_command_read(const char *block, size_t size, struct rank_command *command);

#endif
