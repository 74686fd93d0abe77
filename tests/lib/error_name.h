/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The names of the error numbers that tests compare. strerrorname_np() would do, but glibc has it
 * only since 2.32.
 */
#ifndef ERROR_NAME_H
#define ERROR_NAME_H

#include <errno.h>
#include <stddef.h>

/* The name of NUMBER; "unnamed" if it is none of the table. */
static inline const char *error_name(int number)
{
    static const struct {
        int number;
        const char *name;
    } names[] = {
        {EACCES, "EACCES"},   {EAGAIN, "EAGAIN"}, {EBADF, "EBADF"},   {EBUSY, "EBUSY"},
        {EINTR, "EINTR"},     {EINVAL, "EINVAL"}, {EIO, "EIO"},       {EMFILE, "EMFILE"},
        {ENODATA, "ENODATA"}, {ENODEV, "ENODEV"}, {ENOENT, "ENOENT"}, {ENOMEM, "ENOMEM"},
        {ENOSPC, "ENOSPC"},   {ENOSYS, "ENOSYS"}, {ENXIO, "ENXIO"},   {EPERM, "EPERM"},
        {ESRCH, "ESRCH"},
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (names[i].number == number) {
            return names[i].name;
        }
    }
    return "unnamed";
}

#endif
