/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What MOSIX 4 refuses and a filter cannot; see call_strict.h.
 */
#include "call_strict.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "call_table.h"
#include "raw_call.h"

/* The kernel maps nothing below it (vm.mmap_min_addr, by default). */
#define LOWEST_ADDRESS 65536

/* mosrun fixes this limit [doc]. */
#define OPEN_FILES 1024

/* Descriptors are looked at before anything else. */
static bool beyond_limit(int fd)
{
    return (unsigned int) fd >= OPEN_FILES;
}

/* Whether a program can have something at ADDRESS. If not, the kernel says so. */
static bool may_be_there(const void *address)
{
    return (uintptr_t) address >= LOWEST_ADDRESS && (uintptr_t) address < CALL_USER_END;
}

/* Descriptors cannot be passed on. */
static bool passes_descriptors(const struct msghdr *message)
{
    struct cmsghdr *header =
        may_be_there(message) && may_be_there(message->msg_control) ? CMSG_FIRSTHDR(message) : NULL;

    for (; header != NULL; header = CMSG_NXTHDR((struct msghdr *) message, header)) {
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
            return true;
        }
    }
    return false;
}

/* Special character files, such as /dev/zero. */
static bool maps_device(long flags, int fd)
{
    struct stat status;

    return (flags & MAP_ANONYMOUS) == 0 && fd >= 0 &&
           raw_call(SYS_fstat, fd, (long) &status, 0, 0, 0, 0) == 0 && S_ISCHR(status.st_mode);
}

/* pselect() with a time, but without a set of signals. MASK is pselect6's last argument. */
static bool lacks_mask(long time, const void *const *mask)
{
    return time != 0 && may_be_there(mask) && *mask == NULL;
}

/* After setsid() a process does not find its own group. */
static bool asks_own_group(int pid)
{
    long own = raw_call(SYS_getpid, 0, 0, 0, 0, 0, 0);

    return (pid == 0 || pid == own) && raw_call(SYS_getsid, 0, 0, 0, 0, 0, 0) == own;
}

static long refusal(long number, const long *a)
{
    switch (number) {
    case SYS_sendmsg:
        if (beyond_limit((int) a[0])) {
            return -EBADF;
        }
        return passes_descriptors((const struct msghdr *) a[1]) ? -EINVAL : 0;
    case SYS_recvmsg:
        return beyond_limit((int) a[0]) ? -EBADF : 0;
    case SYS_mmap:
        return maps_device(a[3], (int) a[4]) ? -EINVAL : 0;
    case SYS_pselect6:
        /* The number of descriptors comes first: a filter looks at it. */
        return a[0] > 0 && a[0] <= OPEN_FILES && lacks_mask(a[4], (const void *const *) a[5])
                   ? -EFAULT
                   : 0;
    case SYS_getpgid:
        /* Which error it is was not seen [assumed]. */
        return asks_own_group((int) a[0]) ? -ESRCH : 0;
    case SYS_restart_syscall:
        /* Only from the program: the kernel itself needs it after a stop. */
        return -ENOSYS;
    default:
        return 0;
    }
}

bool call_strict_refuses(long number, const long arguments[6], long *error)
{
    *error = refusal(number, arguments);
    return *error < 0;
}
