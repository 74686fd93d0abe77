/* SPDX-License-Identifier: BSD-3-Clause */
/* Real paths; see coop_realpath.h. */
#include "coop_realpath.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "coop_files.h"

#define LINKS_MAX 40 /* as in Linux */

/* A path that is followed from left to right. */
struct walk {
    char *done;           /* what was followed, without a slash at its end: "" is the root */
    size_t length;        /* of that */
    char ahead[PATH_MAX]; /* what is still to be followed */
    int links;
};

/* The length of what is ahead up to the next slash. */
static size_t name_length(const char *ahead)
{
    return strcspn(ahead, "/");
}

static int append(struct walk *walk, const char *name, size_t length)
{
    if (walk->length + 1 + length >= PATH_MAX) {
        return -ENAMETOOLONG;
    }
    walk->done[walk->length++] = '/';
    memcpy(walk->done + walk->length, name, length);
    walk->length += length;
    walk->done[walk->length] = '\0';
    return 0;
}

static void remove_last(struct walk *walk)
{
    while (walk->length > 0 && walk->done[--walk->length] != '/') {
    }
    walk->done[walk->length] = '\0';
}

/* The link at the end of what was followed says TARGET; REST comes after it. */
static int follow(struct walk *walk, const char *target, size_t length, const char *rest)
{
    size_t left = strlen(rest);

    if (++walk->links > LINKS_MAX) {
        return -ELOOP;
    }
    if (length + left >= PATH_MAX) {
        return -ENAMETOOLONG;
    }
    if (target[0] == '/') {
        walk->length = 0;
        walk->done[0] = '\0';
    } else {
        remove_last(walk);
    }
    /* REST is a part of it. */
    memmove(walk->ahead + length, rest, left + 1);
    memcpy(walk->ahead, target, length);
    return 0;
}

/* What was followed is no link. If anything comes after it, it has to be a directory. */
static int check_directory(const struct walk *walk, const char *rest)
{
    struct stat status;

    if (*rest != '/') {
        return 0;
    }
    if (stat(walk->done, &status) < 0) {
        return -errno;
    }
    return S_ISDIR(status.st_mode) ? 0 : -ENOTDIR;
}

/* Goes into NAME; REST comes after it, and begins with a slash if NAME must be a directory. */
static int enter(struct walk *walk, const char *name, size_t length, const char *rest)
{
    char target[PATH_MAX];
    ssize_t got;
    int result = append(walk, name, length);

    if (result < 0) {
        return result;
    }
    got = coop_files_readlink(AT_FDCWD, walk->done, target, sizeof(target));
    if (got >= 0) {
        return follow(walk, target, (size_t) got, rest);
    }
    result = got == -EINVAL ? check_directory(walk, rest) : (int) got;
    if (result == 0) {
        memmove(walk->ahead, rest, strlen(rest) + 1);
    }
    return result;
}

/* One step. 1 when nothing is ahead any more, 0, or -errno. */
static int step(struct walk *walk)
{
    const char *name = walk->ahead + strspn(walk->ahead, "/");
    size_t length = name_length(name);

    if (length == 0) {
        return 1;
    }
    if (length == 1 && name[0] == '.') {
        memmove(walk->ahead, name + 1, strlen(name + 1) + 1);
        return 0;
    }
    if (length == 2 && name[0] == '.' && name[1] == '.') {
        remove_last(walk);
        memmove(walk->ahead, name + 2, strlen(name + 2) + 1);
        return 0;
    }
    return enter(walk, name, length, name + length);
}

int coop_realpath(const char *path, char result[PATH_MAX])
{
    struct walk walk = {.done = result};
    int status = 0;

    result[0] = '\0';
    if (path == NULL) {
        return -EINVAL;
    }
    if (*path == '\0') {
        return -ENOENT;
    }
    if (strlen(path) >= PATH_MAX) {
        return -ENAMETOOLONG;
    }
    if (*path != '/') {
        if (getcwd(result, PATH_MAX) == NULL) {
            return -errno;
        }
        walk.length = strcmp(result, "/") == 0 ? 0 : strlen(result);
        result[walk.length] = '\0';
    }
    memcpy(walk.ahead, path, strlen(path) + 1);
    while (status == 0) {
        status = step(&walk);
    }
    if (status > 0 && walk.length == 0) {
        memcpy(result, "/", sizeof("/"));
    }
    return status < 0 ? status : 0;
}
