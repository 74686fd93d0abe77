/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What to do when a file cannot be changed; see conf_remedy.h.
 */
#include "conf_remedy.h"

#include <errno.h>
#include <stddef.h>
#include <unistd.h>

const char *conf_remedy(const struct conf_file *file, int error)
{
    switch (error) {
    case EPERM:
        return file != NULL && conf_file_is_immutable(file)
                   ? "The file is immutable or append-only (chattr +i or "
                     "+a). Run `chattr -i -a` on "
                     "it, then run this again."
               : geteuid() == 0
                   ? "Its owner, ACL, SELinux label or another attribute cannot be set here. Some "
                     "containers forbid this; run the command outside the container (--root)."
                   : "Run this as root.";
    case EACCES:
        return "Run this as root.";
    case EROFS:
        return "Its file system is mounted read-only. Remount it writable, or run this where the "
               "image is built (--root).";
    case ENOSPC:
    case EDQUOT:
        return "Free some space on its file system, then run this again.";
    case EBUSY:
        return "It is a mount point, as in some containers, and cannot be replaced. Run this "
               "where the image is built (--root).";
    case ETIMEDOUT:
        return "Another openmpi-mosix is working in its directory. Wait until it has ended.";
    case EAGAIN:
        return "Another program keeps changing it. Run this again when that program has ended.";
    case EISDIR:
    case EINVAL:
        return "It must be a regular file.";
    case EFBIG:
        return "It is larger than 64 MiB, so it is probably not a parameter file.";
    case ENOENT:
        return "Create its directory first.";
    case ELOOP:
        return "Its symbolic links form a loop.";
    default:
        return "";
    }
}
