/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The names of the error numbers that tests compare. strerrorname_np() would do, but glibc has it
 * only since 2.32.
 */
#ifndef ERROR_NAME_H
#define ERROR_NAME_H

#include <errno.h>
#include <stddef.h>
#include <stdio.h>

/* The name of NUMBER, or "errno-NUMBER" if it is none of the table; that is valid until the next
 * call. */
static inline const char *error_name(int number)
{
#define NAMED(error)                                                                               \
    {                                                                                              \
        error, #error                                                                              \
    }
    static const struct {
        int number;
        const char *name;
    } names[] = {
        NAMED(EPERM),        NAMED(ENOENT),       NAMED(ESRCH),
        NAMED(EINTR),        NAMED(EIO),          NAMED(ENXIO),
        NAMED(E2BIG),        NAMED(ENOEXEC),      NAMED(EBADF),
        NAMED(ECHILD),       NAMED(EAGAIN),       NAMED(ENOMEM),
        NAMED(EACCES),       NAMED(EFAULT),       NAMED(ENOTBLK),
        NAMED(EBUSY),        NAMED(EEXIST),       NAMED(EXDEV),
        NAMED(ENODEV),       NAMED(ENOTDIR),      NAMED(EISDIR),
        NAMED(EINVAL),       NAMED(ENFILE),       NAMED(EMFILE),
        NAMED(ENOTTY),       NAMED(ETXTBSY),      NAMED(EFBIG),
        NAMED(ENOSPC),       NAMED(ESPIPE),       NAMED(EROFS),
        NAMED(EMLINK),       NAMED(EPIPE),        NAMED(EDOM),
        NAMED(ERANGE),       NAMED(EDEADLK),      NAMED(ENAMETOOLONG),
        NAMED(ENOLCK),       NAMED(ENOSYS),       NAMED(ENOTEMPTY),
        NAMED(ELOOP),        NAMED(ENOMSG),       NAMED(ENODATA),
        NAMED(ETIME),        NAMED(EPROTO),       NAMED(EBADMSG),
        NAMED(EOVERFLOW),    NAMED(ENOTSOCK),     NAMED(EDESTADDRREQ),
        NAMED(EMSGSIZE),     NAMED(ENOPROTOOPT),  NAMED(EOPNOTSUPP),
        NAMED(EAFNOSUPPORT), NAMED(EADDRINUSE),   NAMED(EADDRNOTAVAIL),
        NAMED(ENETDOWN),     NAMED(ENETUNREACH),  NAMED(ECONNABORTED),
        NAMED(ECONNRESET),   NAMED(ENOBUFS),      NAMED(EISCONN),
        NAMED(ENOTCONN),     NAMED(ETIMEDOUT),    NAMED(ECONNREFUSED),
        NAMED(EHOSTDOWN),    NAMED(EHOSTUNREACH), NAMED(EALREADY),
        NAMED(EINPROGRESS),  NAMED(ENOKEY),       NAMED(EPROTONOSUPPORT),
        NAMED(EUSERS),       NAMED(ECANCELED),    NAMED(EOWNERDEAD),
    };
#undef NAMED
    static char text[24];

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (names[i].number == number) {
            return names[i].name;
        }
    }
    snprintf(text, sizeof(text), "errno-%d", number);
    return text;
}

#endif
