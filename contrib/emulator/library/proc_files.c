/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The small files below /proc; see proc_files.h.
 */
#include "proc_files.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "assumed.h"
#include "box_home.h"
#include "box_table.h"
#include "raw_call.h"
#include "raw_memfd.h"
#include "self_values.h"

#define TEXT_MAX 32

static _Atomic int switches[BOX_SWITCHES]; /* enum path_kind; 0 = free */

static int format_ip(char *text, uint32_t ip)
{
    return snprintf(text, TEXT_MAX, "%u.%u.%u.%u\n", ip >> 24, ip >> 16 & 255, ip >> 8 & 255,
                    ip & 255);
}

/* The text of a file. Returns its length, or -errno for a file that cannot be read. */
static int format_file(enum path_kind kind, char *text)
{
    uint32_t node = (uint32_t) self_value(SELF_WHEREAMI);

    switch (kind) {
    case PATH_MOSIP:
        return format_ip(text, box_home.ip);
    case PATH_LOCK:
        return snprintf(text, TEXT_MAX, "%d\n", (int) self_value(SELF_LOCK));
    case PATH_WHERE:
        return node != 0 ? format_ip(text, node) : snprintf(text, TEXT_MAX, "0\n");
    case PATH_NMIGS:
        return snprintf(text, TEXT_MAX, "%d\n", (int) self_value(SELF_NMIGS));
    default:
        return -(int) assumed(ASSUMED_PROC_DENIED);
    }
}

static int open_text(enum path_kind kind, int flags)
{
    char text[TEXT_MAX];
    int length = format_file(kind, text);
    unsigned int create = MFD_ALLOW_SEALING | ((flags & O_CLOEXEC) != 0 ? MFD_CLOEXEC : 0);
    int fd;

    if (length < 0) {
        return length;
    }
    fd = raw_memfd("mosix-proc", create);
    if (fd < 0) {
        return -errno;
    }
    if (raw_write(fd, text, (size_t) length) != length || lseek(fd, 0, SEEK_SET) != 0 ||
        raw_fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) < 0) {
        raw_close(fd);
        return -EIO;
    }
    return fd;
}

/* open(path, 1 | O_CREAT, value): see proc_open(). A node is the number of its address. */
static int set_value(enum path_kind kind, uint32_t value)
{
    bool done = kind == PATH_LOCK ? self_value_lock(value) : self_value_migrate(value);

    return done ? 0 : -(int) assumed(ASSUMED_PROC_BAD_VALUE);
}

static int open_switch(enum path_kind kind)
{
    for (int i = 0; i < BOX_SWITCHES; i++) {
        int free_place = 0;

        if (atomic_compare_exchange_strong(&switches[i], &free_place, (int) kind)) {
            return box_switch_fd(i);
        }
    }
    return -EMFILE;
}

int proc_open(enum path_kind kind, int flags, unsigned int mode)
{
    if ((flags & O_ACCMODE) == O_RDONLY) {
        return open_text(kind, flags);
    }
    if (kind != PATH_LOCK && kind != PATH_MIGRATE) {
        return -(int) assumed(ASSUMED_PROC_DENIED);
    }
    if ((flags & O_CREAT) != 0 && (flags & O_TRUNC) == 0 && assumed(ASSUMED_PROC_OPEN_SETS) != 0) {
        return set_value(kind, mode);
    }
    return open_switch(kind);
}

ssize_t proc_switch_write(int index, const void *data, size_t size)
{
    enum path_kind kind = (enum path_kind) atomic_load(&switches[index]);
    char text[TEXT_MAX];
    size_t length = size;
    uint32_t node;
    int status = -(int) assumed(ASSUMED_PROC_BAD_VALUE);

    if (kind == PATH_OTHER) {
        return -EBADF;
    }
    if (size == 0 || size >= sizeof(text)) {
        return status;
    }
    memcpy(text, data, size);
    length -= text[length - 1] == '\n';
    text[length] = '\0';
    if (length == 1 && text[0] >= '0' && text[0] <= '1' && (kind == PATH_LOCK || text[0] == '0')) {
        status = set_value(kind, (uint32_t) (text[0] - '0'));
    } else if (kind == PATH_MIGRATE && strcmp(text, "home") == 0) {
        status = set_value(kind, 0);
    } else if (kind == PATH_MIGRATE && path_parse_ip(text, '\0', &node) >= 0) {
        status = set_value(kind, node);
    }
    return status < 0 ? status : (ssize_t) size;
}

int proc_switch_close(int index)
{
    return atomic_exchange(&switches[index], 0) != 0 ? 0 : -EBADF;
}

/* The bits of access() that a path allows. */
static int allowed(enum path_kind kind)
{
    switch (kind) {
    case PATH_MOSIP:
    case PATH_WHERE:
    case PATH_NMIGS:
        return R_OK;
    case PATH_MYBOX:
    case PATH_LOCK:
        return R_OK | W_OK;
    default:
        return W_OK;
    }
}

int proc_access(enum path_kind kind, int wanted)
{
    if (kind == PATH_NOWHERE) {
        return -(int) known(KNOWN_SENDBOX_BAD_PATH);
    }
    return (wanted & ~allowed(kind)) != 0 ? -EACCES : 0;
}

int proc_stat(enum path_kind kind, struct stat *status)
{
    bool box = kind == PATH_MYBOX || kind == PATH_MBOX || kind == PATH_UBOX;
    int bits = allowed(kind);

    if (kind == PATH_NOWHERE) {
        return -(int) known(KNOWN_SENDBOX_BAD_PATH);
    }
    memset(status, 0, sizeof(*status));
    status->st_mode = (box ? S_IFCHR : S_IFREG) | ((bits & R_OK) != 0 ? 0444u : 0) |
                      ((bits & W_OK) != 0 ? 0222u : 0);
    status->st_nlink = 1;
    status->st_blksize = 4096;
    return 0;
}
