/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_descriptors.h. */
#include "coop_descriptors.h"

#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "coop_head.h"
#include "coop_kernel.h"

/* How many a process under mosrun can have [doc4]; for where there is no /proc. */
#define DESCRIPTORS_MAX 1024

/* As the kernel writes it. */
struct entry {
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[];
};

struct range {
    unsigned first;
    unsigned last;
    bool on_exec;
};

int coop_descriptors_room(void)
{
    static const char label[] = "\nFDSize:";
    char text[1024];
    const char *found;
    long room = 0;

    coop_head_read("/proc/self/status", text, sizeof(text));
    found = strstr(text, label);
    if (found != NULL) {
        room = strtol(found + strlen(label), NULL, 10);
    }
    return room > 0 && room <= INT_MAX ? (int) room : DESCRIPTORS_MAX;
}

static void close_one(unsigned fd, const struct range *range)
{
    if (fd < range->first || fd > range->last) {
        return;
    }
    if (range->on_exec) {
        COOP_KERNEL(SYS_fcntl, fd, F_SETFD, FD_CLOEXEC);
    } else {
        COOP_KERNEL(SYS_close, fd);
    }
}

/* Those that LIST names, an open /proc/self/fd. */
static void close_listed(unsigned list, const struct range *range)
{
    _Alignas(struct entry) char entries[2048];
    long size;

    while ((size = COOP_KERNEL(SYS_getdents64, list, (long) entries, sizeof(entries))) > 0) {
        long at = 0;

        while (at < size) {
            const struct entry *entry = (const void *) (entries + at);
            unsigned long fd = entry->name[0] == '.' ? list : strtoul(entry->name, NULL, 10);

            if (fd != list) {
                close_one((unsigned) fd, range);
            }
            at += entry->length;
        }
    }
}

void coop_descriptors_close(unsigned first, unsigned last, bool on_exec)
{
    const struct range range = {.first = first, .last = last, .on_exec = on_exec};
    long list = COOP_KERNEL(SYS_openat, AT_FDCWD, (long) "/proc/self/fd",
                            O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

    if (list >= 0) {
        close_listed((unsigned) list, &range);
        COOP_KERNEL(SYS_close, list);
        return;
    }
    for (unsigned fd = first; fd <= last && fd < DESCRIPTORS_MAX; fd++) {
        close_one(fd, &range);
    }
}
