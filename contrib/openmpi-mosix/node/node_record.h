/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files that `node setup` wrote: their first line says so, and has what is needed to recognise an
 * edited one and to undo it. Libc only, no input or output.
 */
#ifndef NODE_RECORD_H
#define NODE_RECORD_H

#include <stdbool.h>
#include <stddef.h>

enum node_record_state {
    NODE_RECORD_FOREIGN, /* not written by us */
    NODE_RECORD_INTACT,
    NODE_RECORD_EDITED
};

struct node_record {
    bool made_directory; /* the directory of the file did not exist before */
    const char *body;    /* what follows the first line; points into the text */
    size_t body_size;
};

/*
 * Makes the text of a file: the first line, then body. Returns a string for the caller to free, or
 * NULL when memory is short.
 */
char *node_record_make(const char *body, bool made_directory);

/* Reads the text of a file. Sets *record unless it is foreign. */
enum node_record_state node_record_read(const char *text, size_t size, struct node_record *record);

#endif
