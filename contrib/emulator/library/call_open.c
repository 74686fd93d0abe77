/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The system call open(2); see call_open.h.
 */
#include "call_open.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "box_open.h"
#include "path_grammar.h"
#include "raw_call.h"
#include "self_values.h"

#define SELF_ROOT "/proc/self/"

/* No path of MOSIX is longer. */
#define PATH_ROOM 128

/* Whether the kernel cannot read PATH. It looks at the name before the bad directory, or instead of
 * it. */
static bool is_unreadable(const char *path)
{
    struct stat status;

    return raw_call(SYS_newfstatat, -1, (long) path, (long) &status, 0, 0, 0) == -EFAULT;
}

long call_open(const char *path, int flags, unsigned int mode)
{
    char squeezed[PATH_ROOM];
    struct path_target target;
    long answer;

    if (is_unreadable(path)) {
        return -EFAULT;
    }
    if (path[0] == '/' && path_squeeze(path, squeezed, sizeof(squeezed))) {
        if (strncmp(squeezed, SELF_ROOT, sizeof(SELF_ROOT) - 1) == 0 &&
            self_value_open(squeezed + sizeof(SELF_ROOT) - 1, flags, mode, &answer)) {
            return answer;
        }
        if (path_is_mosix(squeezed)) {
            (void) path_parse(squeezed, &target);
            return box_open(&target, flags, mode);
        }
    }
    /* Not open(2) again, which the filter would trap. */
    return raw_call(SYS_openat, AT_FDCWD, (long) path, flags, mode, 0, 0);
}
