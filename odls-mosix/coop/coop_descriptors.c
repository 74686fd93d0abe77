/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_descriptors.h. */
#include "coop_descriptors.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "coop_head.h"
#include "coop_kernel.h"

/* How many a process under mosrun of MOSIX 4 has [real]. */
#define DESCRIPTORS_LEAST 1024

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
    return room > DESCRIPTORS_LEAST && room <= INT_MAX ? (int) room : DESCRIPTORS_LEAST;
}

void coop_descriptors_close(unsigned first, unsigned last, bool on_exec)
{
    unsigned room = (unsigned) coop_descriptors_room();

    for (unsigned fd = first; fd <= last && fd < room; fd++) {
        if (on_exec) {
            COOP_KERNEL(SYS_fcntl, fd, F_SETFD, FD_CLOEXEC);
        } else {
            COOP_KERNEL(SYS_close, fd);
        }
    }
}
