/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writing pictures; see ps_picture.h. They are written in place and not renamed into it: a user may
 * write a file whose directory is closed to him, such as one of a web server.
 */
#include "ps_picture.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf_file.h"

static const char begin[] = "<svg";

/* Whether it is empty, no regular file, or a picture like ours. */
static bool is_for_picture(struct ps_picture *picture)
{
    char text[sizeof(begin) - 1];
    struct stat status;

    if (fstat(picture->fd, &status) != 0) {
        return false;
    }
    picture->is_file = S_ISREG(status.st_mode);
    return !picture->is_file || status.st_size == 0 ||
           (pread(picture->fd, text, sizeof(text), 0) == (ssize_t) sizeof(text) &&
            memcmp(text, begin, sizeof(text)) == 0);
}

int ps_picture_open(const char *path, struct ps_picture *picture)
{
    struct stat status;
    int flags = O_CLOEXEC | O_NOCTTY;

    /* Also a link to where nothing is. */
    picture->is_new = lstat(path, &status) != 0 && errno == ENOENT;
    /* A pipe that is opened for reading as well would never wait for its reader. */
    flags |= stat(path, &status) == 0 && !S_ISREG(status.st_mode) ? O_WRONLY : O_RDWR;
    picture->path = path;
    picture->fd = open(path, flags | O_CREAT, 0666);
    if (picture->fd < 0) {
        return -errno;
    }
    if (!is_for_picture(picture)) {
        (void) close(picture->fd);
        return -EEXIST;
    }
    return 0;
}

/* Takes the space for what is to be written, before the old picture is written over. */
static int take_space(const struct ps_picture *picture, size_t length)
{
    struct stat status;
    int rc = fstat(picture->fd, &status) == 0 ? 0 : -errno;

    if (rc == 0) {
        rc = -posix_fallocate(picture->fd, 0, (off_t) length);
        if (rc < 0 && ftruncate(picture->fd, status.st_size) != 0) {
            rc = -errno;
        }
    }
    return rc;
}

int ps_picture_write(struct ps_picture *picture, const char *text, size_t length)
{
    int rc = picture->is_file ? take_space(picture, length) : 0;

    if (rc < 0) {
        ps_picture_drop(picture);
        return rc;
    }
    rc = conf_file_write_all(picture->fd, text, length);
    if (rc == 0 && picture->is_file && ftruncate(picture->fd, (off_t) length) != 0) {
        rc = -errno;
    }
    if (close(picture->fd) != 0 && rc == 0) {
        rc = -errno;
    }
    return rc;
}

void ps_picture_drop(struct ps_picture *picture)
{
    struct stat status;

    /* Somebody else may have written to it meanwhile. */
    if (picture->is_new && fstat(picture->fd, &status) == 0 && status.st_size == 0) {
        (void) unlink(picture->path);
    }
    (void) close(picture->fd);
}
