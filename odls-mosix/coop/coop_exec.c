/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_exec.h. */
#include "coop_exec.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "coop_head.h"
#include "coop_kernel.h"

/* As many bytes of a file as the kernel looks at to tell its kind; a longer line is cut. */
#define HEAD 256
/* The kernel follows interpreters that are scripts themselves this far; then ELOOP. */
#define DEPTH_MAX 5
/* What stands there differs between calls on MOSIX, so exec alone can tell: with Linux 6.12
 * access() did not find a descriptor's file that exec found [real]. */
#define PROC "/proc/"
/* Where execvp() looks when PATH is not set. */
#define DEFAULT_PATHS "/bin:/usr/bin"

static int look_at_file(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0) {
        return -errno;
    }
    if (!S_ISREG(status.st_mode)) {
        return -EACCES;
    }
    return (int) COOP_KERNEL(SYS_access, (long) path, X_OK);
}

/* The interpreter that a script's first line names; cuts HEAD. NULL: it names none. */
static char *interpreter_of(char *head)
{
    char *name = head + 2 + strspn(head + 2, " \t");

    name[strcspn(name, " \t\n")] = '\0';
    return *name != '\0' ? name : NULL;
}

static int look(const char *path, int depth)
{
    char head[HEAD + 1];
    char *interpreter;
    long size;
    int rc = look_at_file(path);

    if (rc < 0) {
        return rc;
    }
    size = coop_head_read(path, head, sizeof(head));
    if (size < 0) {
        return 0;
    }
    /* Only the kernel knows what it makes of a binary file: ELF, or a format added to it. */
    if (memchr(head, '\0', (size_t) size) != NULL) {
        return 0;
    }
    interpreter = memcmp(head, "#!", 2) == 0 ? interpreter_of(head) : NULL;
    if (interpreter == NULL) {
        return -ENOEXEC;
    }
    return depth < DEPTH_MAX ? look(interpreter, depth + 1) : -ELOOP;
}

int coop_exec_look(const char *path)
{
    return strncmp(path, PROC, strlen(PROC)) == 0 ? 0 : look(path, 0);
}

/* What execvp() passes over to look at the next place. */
static bool unfit(int rc)
{
    return rc == -EACCES || rc == -ENOENT || rc == -ENOTDIR || rc == -ESTALE || rc == -ENODEV ||
           rc == -ETIMEDOUT || rc == -ENAMETOOLONG;
}

int coop_exec_find(const char *file, const char *paths, char found[PATH_MAX])
{
    const char *place = paths != NULL ? paths : DEFAULT_PATHS;
    bool forbidden = false;
    int rc = -ENOENT;

    if (*file == '\0') {
        return -ENOENT;
    }
    if (strchr(file, '/') != NULL) {
        return snprintf(found, PATH_MAX, "%s", file) < PATH_MAX ? coop_exec_look(file)
                                                                : -ENAMETOOLONG;
    }
    for (;; place++) {
        int length = (int) strcspn(place, ":");

        /* An empty place is the current directory. */
        if (snprintf(found, PATH_MAX, "%.*s%s%s", length, place, length > 0 ? "/" : "", file) >=
            PATH_MAX) {
            rc = -ENAMETOOLONG;
        } else {
            rc = coop_exec_look(found);
        }
        if (!unfit(rc)) {
            return rc;
        }
        forbidden = forbidden || rc == -EACCES;
        place += length;
        if (*place == '\0') {
            return forbidden ? -EACCES : -ENOENT;
        }
    }
}
