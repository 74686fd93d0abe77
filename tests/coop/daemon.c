/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Plays a daemon that is killed: `daemon PROGRAM [ARGUMENT]...` starts that program with a
 * connection as its standard input, and writes its PID. When the program has written a byte there,
 * the daemon ends, but a process of it keeps the connection a little longer: so a connection may
 * close after the kernel has told of the daemon's end, which happens to the threads of a killed
 * process, too, when several processors end them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define LONGER 500000 /* microseconds */

static void fail(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static void keep_open(void)
{
    if (fork() == 0) {
        usleep(LONGER);
        _exit(EXIT_SUCCESS);
    }
}

static void become(int connection, char **arguments)
{
    char pid[32];

    snprintf(pid, sizeof(pid), "%ld", (long) getppid());
    if (setenv("MOSIX_COOP_DAEMON", pid, 1) == 0 && dup2(connection, STDIN_FILENO) >= 0) {
        execvp(arguments[0], arguments);
    }
    fail(arguments[0]);
}

int main(int argc, char **argv)
{
    int ends[2];
    char byte;
    pid_t child;

    if (argc < 2) {
        fprintf(stderr, "usage: daemon PROGRAM [ARGUMENT]...\n");
        return EXIT_FAILURE;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
        fail("socketpair");
    }
    child = fork();
    if (child == 0) {
        become(ends[1], argv + 1);
    }
    close(ends[1]);
    printf("%ld\n", (long) child);
    fflush(stdout);
    if (child < 0 || read(ends[0], &byte, 1) != 1) {
        fail("the program did not start");
    }
    keep_open();
    return EXIT_SUCCESS;
}
