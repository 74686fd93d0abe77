/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzz target: the names of the files that the emulator serves. What is taken as the name of a send
 * box must mean the same when it is written out and read again; everything else must leave no
 * address.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "path_grammar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int condition)
{
    if (!condition) {
        abort();
    }
}

/* Whether TARGET is what it is when it is written out and read again. In what was read, zeros may
 * stand before the numbers of an address. */
static int is_read_again(const struct path_target *target)
{
    struct path_target again;
    char text[64];
    uint32_t ip = target->ip;

    (void) snprintf(text, sizeof(text), "/proc/mosix/%s/%u.%u.%u.%u/%d",
                    target->kind == PATH_MBOX ? "mbox" : "ubox", ip >> 24, ip >> 16 & 255,
                    ip >> 8 & 255, ip & 255, (int) target->pid);
    return path_parse(text, &again) == target->kind && again.ip == ip && again.pid == target->pid;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct path_target target;
    char *path = malloc(size + 1);
    uint32_t ip;

    if (path == NULL) {
        return 0;
    }
    memcpy(path, data, size);
    path[size] = '\0';
    memset(&target, 0xa5, sizeof(target));
    expect(path_parse(path, &target) == target.kind);
    if (target.kind == PATH_MBOX || target.kind == PATH_UBOX) {
        expect(target.pid >= 1 && target.pid <= PATH_PID_MAX && is_read_again(&target));
    } else {
        expect(target.ip == 0 && target.pid == 0 && target.kind <= PATH_NOWHERE);
    }
    expect(path_parse_ip(path, '\0', &ip) <= (int) size);
    free(path);
    return 0;
}
