/* SPDX-License-Identifier: BSD-3-Clause */
/* Messages on stderr, see coop_report.h. */
#include "coop_report.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "coop_kernel.h"

#define MESSAGE_MAX 1000

void coop_report(const char *format, ...)
{
    int saved = errno;
    char prefix[64];
    char text[MESSAGE_MAX];
    struct iovec parts[3] = {{.iov_base = prefix}, {.iov_base = text}, {"\n", 1}};
    va_list arguments;

    snprintf(prefix, sizeof(prefix), "libmosix-coop: process %d: ", (int) getpid());
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    parts[0].iov_len = strlen(prefix);
    parts[1].iov_len = strlen(text);
    /* Past all wrappers: a message must not let others run. Nobody could be told that it failed. */
    COOP_KERNEL(SYS_writev, STDERR_FILENO, (long) parts, 3);
    errno = saved;
}

void coop_report_place(const void *address, char *text, size_t size)
{
    Dl_info info;
    const char *file;

    if (dladdr(address, &info) == 0 || info.dli_fname == NULL) {
        snprintf(text, size, "address %p", address);
        return;
    }
    file = strrchr(info.dli_fname, '/');
    file = file == NULL ? info.dli_fname : file + 1;
    if (info.dli_sname != NULL) {
        snprintf(text, size, "%s (%s)", info.dli_sname, file);
    } else {
        snprintf(text, size, "%s+0x%lx", file,
                 (unsigned long) ((uintptr_t) address - (uintptr_t) info.dli_fbase));
    }
}
