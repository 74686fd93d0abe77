/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which paths are MOSIX's, and which system call reaches them.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *const tried[] = {
    "/proc/mosix/mybox",  "/proc/self/whereami", "/proc/self/lock",    "/proc/mosix",
    "/proc/mosix/mosip",  "/proc/mosix/mbox",    "/proc/mosix/ubox",   "/proc/mosix/mbox/0.0.0.0",
    "/etc/mosix/mosip",   "//proc/mosix/mybox",  "/proc//mosix/mybox", "/proc/./mosix/mybox",
    "/proc/mosix/mybox/", "/proc/self/mybox",    "/proc/self/mosip",
};

static void opened(const char *call, const char *path, long fd)
{
    char name[128];

    snprintf(name, sizeof(name), "path.%s %s", call, path);
    row(name, "%s", fd > 100 ? "box" : fd >= 3 ? "file" : text_of(fd));
    if (fd >= 3) {
        close((int) fd);
    }
}

static void paths_1(void)
{
    struct stat status;

    for (size_t i = 0; i < sizeof(tried) / sizeof(tried[0]); i++) {
        int own = strstr(tried[i], "mybox") != NULL;
        int flags = own ? O_CREAT : 0;
        int mode = own ? 7 : 0;

        opened("open2", tried[i], syscall(SYS_open, tried[i], flags, mode));
        opened("openat", tried[i], syscall(SYS_openat, AT_FDCWD, tried[i], flags, mode));
    }
    result("path.creat mybox", syscall(SYS_creat, MYBOX, 7));
    done("path.stat mybox", stat(MYBOX, &status));
    done("path.access mybox", access(MYBOX, R_OK));
    done("path.stat self-lock", stat("/proc/self/lock", &status));
    done("path.chdir /proc/mosix", chdir("/proc/mosix"));
    done("path.chdir /proc", chdir("/proc"));
    result("path.open2 relative mosix/mybox", syscall(SYS_open, "mosix/mybox", O_CREAT, 7));
    done("path.opendir /proc/mosix", syscall(SYS_open, "/proc/mosix", O_DIRECTORY, 0));
}

const struct probe_test paths_tests[] = {TEST(paths, paths_1, 20), TESTS_END};
