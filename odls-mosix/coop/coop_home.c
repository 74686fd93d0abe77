/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_home.h. */
#include "coop_home.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "coop_fstat.h"
#include "coop_kernel.h"
#include "coop_report.h"

#define WHERE "/proc/self/whereami"

#define ERRNO_LAST 255

#define LOOK_MS 10
#define LOOKS_MAX 6000

enum coop_home_lock {
    NOT_NEEDED,
    FOR_LOADING,
    USERS,
};

static enum coop_home_lock lock;

/* MOSIX's switches are files that are read by opening them for reading, and set to a number by
 * opening them for writing, with the number as the mode; only the system call open will do [real].
 * Returns the value, or -errno. */
static long read_switch(const char *path)
{
    return COOP_KERNEL(SYS_open, (long) path, O_RDONLY, 0);
}

static long write_switch(const char *path, long value)
{
    return COOP_KERNEL(SYS_open, (long) path, O_WRONLY | O_CREAT, value);
}

/* Where a process is, MOSIX tells as the number of the node, or as its address where it has no
 * number [real]. An address from 128.0.0.0 up is a negative number, but an errno never exceeds 255.
 */
static bool is_error(long where)
{
    return where < 0 && where >= -ERRNO_LAST;
}

static bool is_away(void)
{
    long where = read_switch(WHERE);

    return where != 0 && !is_error(where);
}

/* A move home is done some time after it was asked for. */
static void go_home(void)
{
    const struct timespec pause = {.tv_nsec = LOOK_MS * 1000000L};

    if (write_switch("/proc/self/migrate", 0) < 0) {
        return;
    }
    for (int looks = 0; looks < LOOKS_MAX && is_away(); looks++) {
        COOP_KERNEL(SYS_nanosleep, (long) &pause, 0);
    }
}

/* MOSIX wants a number for a node, or an address as a number [real]. */
static void go_to(const char *node)
{
    bool may_stay = node[0] == '?';
    const char *name = node + may_stay;
    struct in_addr address;
    long number = inet_pton(AF_INET, name, &address) == 1 ? (long) ntohl(address.s_addr)
                                                          : strtol(name, NULL, 10);
    long rc = write_switch("/proc/self/migrate", number);

    if (rc < 0 && !may_stay) {
        coop_report("this process cannot start on MOSIX node %s: %s. See \"mosctl status %s\".",
                    name, strerror((int) -rc), name);
        _exit(EXIT_FAILURE);
    }
}

void coop_home_start(void)
{
    const char *wanted = getenv(COOP_HOME_ENV);
    const char *node = getenv(COOP_NODE_ENV);
    int rc;

    /* mosenv, which has this library and these variables, too, is a process like any other. */
    if (wanted == NULL || is_error(read_switch(WHERE))) {
        return;
    }
    rc = coop_fstat_repair();
    if (rc < 0) {
        coop_report("this process stays on its home node: the C library could not be changed to "
                    "work on others (%s).",
                    strerror(-rc));
        return;
    }
    lock = strcmp(wanted, COOP_HOME_UNLOCK) == 0 ? FOR_LOADING : USERS;
    if (lock == FOR_LOADING) {
        write_switch("/proc/self/lock", 0);
    }
    if (node != NULL) {
        go_to(node);
        unsetenv(COOP_NODE_ENV);
    }
}

void coop_home_before_exec(void)
{
    if (lock == NOT_NEEDED) {
        return;
    }
    if (lock == FOR_LOADING) {
        write_switch("/proc/self/lock", 1);
    }
    if (is_away()) {
        go_home();
    }
}

void coop_home_exec_failed(void)
{
    if (lock == FOR_LOADING) {
        write_switch("/proc/self/lock", 0);
    }
}
