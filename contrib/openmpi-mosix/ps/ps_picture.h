/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The file of a picture. It is opened long before there is something to write, because nobody shall
 * watch for an hour in vain; what it holds stays until then. Libc only.
 */
#ifndef PS_PICTURE_H
#define PS_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

struct ps_picture {
    const char *path;
    int fd;
    bool is_new;  /* there was no such file */
    bool is_file; /* and neither a device nor a pipe */
};

/* Opens it. Returns 0 or -errno: -EEXIST where the file holds something else than a picture. */
int ps_picture_open(const char *path, struct ps_picture *picture);

/*
 * Writes the picture in the place of the old one, and closes the file. Returns 0, or -errno; where
 * there is no space the file is as it was before.
 */
int ps_picture_write(struct ps_picture *picture, const char *text, size_t length);

/* Closes it, and leaves everything as it was. */
void ps_picture_drop(struct ps_picture *picture);

#endif
