/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Features: where links lead, and what /proc says of the process's descriptors.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PLACE "/tmp/probe."

static void link_row(const char *name, const char *path)
{
    char text[256];

    result(name, readlink(path, text, sizeof(text)));
}

static void links_1(void)
{
    done("link.symlink", symlink("where it leads", PLACE "link"));
    link_row("link.readlink of a link", PLACE "link");
    done("link.open a file", open(PLACE "file", O_RDWR | O_CREAT, 0600));
    link_row("link.readlink of a file", PLACE "file");
    link_row("link.readlink of a directory", "/tmp");
    link_row("link.readlink of nothing", PLACE "nothing");
    link_row("link.readlink of an empty path", "");
    link_row("link.readlink below a file", PLACE "file/nothing");
    result("link.readlink of a file, no room", syscall(SYS_readlink, PLACE "file", big, 0));
    result("link.readlink, bad path", syscall(SYS_readlink, 8, big, 16));
    result("link.readlink, bad buffer", syscall(SYS_readlink, PLACE "link", 8, 16));
    result("link.readlinkat of a link", readlinkat(AT_FDCWD, PLACE "link", big, 16));
    result("link.readlinkat of a file", readlinkat(AT_FDCWD, PLACE "file", big, 16));
    result("link.readlinkat of nothing", readlinkat(AT_FDCWD, PLACE "nothing", big, 16));
    done("link.unlink", unlink(PLACE "link") + unlink(PLACE "file"));
}

/* Descriptor 40 of the process is /dev/null. */
static const char *leads_to(long got, char *text)
{
    if (got < 0) {
        return error_name(errno);
    }
    text[got] = '\0';
    return strcmp(text, "/dev/null") == 0 ? "right" : "elsewhere";
}

static void links_descriptor(void)
{
    char text[256];

    dup2(open("/dev/null", O_RDWR), 40);
    row("link.readlink /proc/self/fd/40", "%s",
        leads_to(readlink("/proc/self/fd/40", text, sizeof(text) - 1), text));
    row("link.readlinkat /proc/self/fd/40", "%s",
        leads_to(readlinkat(AT_FDCWD, "/proc/self/fd/40", text, sizeof(text) - 1), text));
}

/* Executes sh by the descriptor that it is open as. */
static void links_exec(void)
{
    char *const words[] = {"sh", "-c", "exit 7", NULL};
    char path[32];
    int status;
    pid_t child = fork();

    if (child == 0) {
        snprintf(path, sizeof(path), "/proc/self/fd/%d", open("/bin/sh", O_RDONLY));
        execv(path, words);
        _exit(errno);
    }
    waitpid(child, &status, 0);
    row("link.exec /proc/self/fd/N", "%s",
        WEXITSTATUS(status) == 7 ? "exit 7" : error_name(WEXITSTATUS(status)));
}

const struct probe_test links_tests[] = {
    TEST(link, links_1, 10),
    TEST(link, links_descriptor, 10),
    TEST(link, links_exec, 10),
    TESTS_END,
};
