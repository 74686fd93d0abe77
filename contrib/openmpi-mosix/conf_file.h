/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A configuration file on the disk: reads all of it, and replaces it atomically. Every reader sees
 * either the old file or the new one, even when this process is killed. The new content goes into a
 * temporary file of the same directory. That file gets owner, mode and extended attributes (such as
 * ACLs and the SELinux label) of the old one, is synced and renamed. Symbolic links are followed
 * and kept.
 *
 * Two processes wait for each other by a lock on the directory. The lock ends with its process. A
 * temporary file of a killed process is removed by the next process that gets the lock.
 * Libc only. Everything here blocks for as long as the disk does.
 */
#ifndef CONF_FILE_H
#define CONF_FILE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <time.h>

/* Larger files are refused: nobody writes 64 MiB of parameters. */
#define CONF_FILE_SIZE_MAX (64l << 20)

enum conf_file_use {
    CONF_FILE_READ,
    CONF_FILE_CHANGE /* takes the lock: waits up to 30 s for another process */
};

struct conf_file {
    char path[PATH_MAX]; /* the file itself, after all links were followed */
    const char *name;    /* its last part */
    int directory;       /* descriptor, also the lock's */
    bool exists;
    struct stat status; /* when it exists */
    char *text;         /* followed by a NUL; never NULL */
    size_t size;
};

/*
 * Opens the file that path, seen from inside root, names ("" for this system's own root), and reads
 * it. A file that does not exist is not an error: exists is false then.
 * Returns 0 and fills in *file, to be given back by conf_file_close(); or -errno: -EISDIR or
 * -EINVAL when it is not a regular file, -EFBIG when it is too large, -ETIMEDOUT when the lock
 * could not be taken, -ENOENT when its directory is missing.
 */
int conf_file_open(const char *root, const char *path, enum conf_file_use use,
                   struct conf_file *file);

/*
 * Replaces the file's content, or creates the file with mode 0644. when: the time of its last
 * change, or NULL for now. Returns 0, or -errno and leaves the file as it is: -EAGAIN when somebody
 * else changed it since it was opened.
 */
int conf_file_replace(const struct conf_file *file, const char *text, size_t size,
                      const struct timespec *when);

/* Removes the file. Returns 0 or -errno. */
int conf_file_remove(const struct conf_file *file);

void conf_file_close(struct conf_file *file);

/* Writes all of a text where the descriptor is. Returns 0 or -errno. */
int conf_file_write_all(int descriptor, const char *text, size_t size);

/* Whether the file has the attribute that forbids every change (chattr +i or +a). */
bool conf_file_is_immutable(const struct conf_file *file);

#endif
