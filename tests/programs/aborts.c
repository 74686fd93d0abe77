/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ranks that wait for ever, each after it has appended its PID to the file named by the first
 * argument. With a second argument rank 1 does not wait but calls MPI_Abort with that code, as soon
 * as all have written theirs. With "compute" or "read" instead, all wait without letting anything
 * else run: in a loop, or in a read that nobody answers.
 */
#include "check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void write_pid(const char *path)
{
    char line[32];
    int length = snprintf(line, sizeof(line), "%ld\n", (long) getpid());
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);

    if (fd < 0 || write(fd, line, (size_t) length) != length) {
        check_fail("%s cannot be written", path);
    }
    (void) close(fd);
}

static void compute(void)
{
    volatile unsigned long count = 0;

    for (;;) {
        count++;
    }
}

static void read_nothing(void)
{
    int ends[2];
    char byte;

    if (pipe(ends) != 0 || read(ends[0], &byte, 1) != 0) {
        check_fail("a read of an empty pipe came back");
    }
}

int main(int argc, char **argv)
{
    int code = 0;

    check_start(&argc, &argv, "aborts");
    if (argc < 2) {
        check_fail("the name of a file is missing");
    }
    write_pid(argv[1]);
    if (argc > 2 && strcmp(argv[2], "compute") == 0) {
        compute();
    }
    if (argc > 2 && strcmp(argv[2], "read") == 0) {
        read_nothing();
    }
    if (argc > 2) {
        code = check_argument(argc, argv, 2, 1, 1, 255);
    }
    MPI_Barrier(MPI_COMM_WORLD);
    if (code != 0 && check_rank() == 1) {
        MPI_Abort(MPI_COMM_WORLD, code);
    }
    for (;;) {
        (void) sleep(1);
    }
}
