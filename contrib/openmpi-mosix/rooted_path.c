/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Paths inside another system's root; see rooted_path.h.
 */
#include "rooted_path.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MAX 40

/* What has been walked (an ordinary path) and what is still to be walked (seen from inside). */
struct walk {
    char *done;
    size_t root_length;
    char todo[PATH_MAX];
    int links;
};

static int set_text(char text[PATH_MAX], const char *first, const char *between, const char *second)
{
    char joined[2 * PATH_MAX];
    int length = snprintf(joined, sizeof(joined), "%s%s%s", first, between, second);

    if (length < 0 || length >= PATH_MAX) {
        return -ENAMETOOLONG;
    }
    memcpy(text, joined, (size_t) length + 1);
    return 0;
}

/* Where a walk begins: a relative path of this system's own starts where the process is. */
static int set_start(const char *root, const char *path, struct walk *walk)
{
    char here[PATH_MAX] = "";
    int rc = set_text(walk->done, root, "", "");

    if (rc < 0) {
        return rc;
    }
    walk->root_length = strlen(walk->done);
    while (walk->root_length > 0 && walk->done[walk->root_length - 1] == '/') {
        walk->done[--walk->root_length] = '\0';
    }
    if (walk->root_length == 0 && path[0] != '/' && getcwd(here, sizeof(here)) == NULL) {
        return -errno;
    }
    return set_text(walk->todo, here, "/", path);
}

/* One directory up, and never above the root. */
static void go_up(struct walk *walk)
{
    char *slash = strrchr(walk->done + walk->root_length, '/');

    if (slash != NULL) {
        *slash = '\0';
    }
}

/* Replaces the link that has just been walked to by what it names. */
static int follow(struct walk *walk)
{
    char target[PATH_MAX];
    ssize_t length = readlink(walk->done, target, sizeof(target) - 1);

    if (length < 0) {
        return -errno;
    }
    if (++walk->links > LINKS_MAX) {
        return -ELOOP;
    }
    target[length] = '\0';
    if (target[0] == '/') {
        walk->done[walk->root_length] = '\0';
    } else {
        go_up(walk);
    }
    return set_text(walk->todo, target, "/", walk->todo);
}

static int step(struct walk *walk, const char *part, bool is_last)
{
    struct stat status;
    int rc;

    if (strcmp(part, ".") == 0) {
        return 0;
    }
    if (strcmp(part, "..") == 0) {
        go_up(walk);
        return 0;
    }
    rc = set_text(walk->done, walk->done, "/", part);
    if (rc < 0) {
        return rc;
    }
    if (lstat(walk->done, &status) != 0) {
        return errno == ENOENT && is_last ? 0 : -errno;
    }
    return S_ISLNK(status.st_mode) ? follow(walk) : 0;
}

int rooted_path(const char *root, const char *path, char found[PATH_MAX])
{
    struct walk walk = {.done = found};
    int rc = set_start(root, path, &walk);

    while (rc == 0) {
        const char *start = walk.todo + strspn(walk.todo, "/");
        size_t length = strcspn(start, "/");
        char part[PATH_MAX];

        if (length == 0) {
            break;
        }
        memcpy(part, start, length);
        part[length] = '\0';
        start += length;
        memmove(walk.todo, start, strlen(start) + 1);
        rc = step(&walk, part, start[strspn(start, "/")] == '\0');
    }
    if (rc == 0 && found[0] == '\0') {
        rc = set_text(found, "/", "", "");
    }
    return rc;
}

bool rooted_path_is_directory(const char *root, const char *path)
{
    struct stat status;
    char found[PATH_MAX];

    return rooted_path(root, path, found) == 0 && stat(found, &status) == 0 &&
           S_ISDIR(status.st_mode);
}
