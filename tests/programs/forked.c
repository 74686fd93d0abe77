/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Ranks that fork in the middle of their communication: children that only end, that run a program,
 * and that look for messages, which must neither get nor lose one of their parent's. With "send",
 * a child of rank 0 sends a message, which no child may do.
 *
 * Arguments: rounds (default 10), send.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TAG 7

static void look_for_messages(void)
{
    int found;

    for (int i = 0; i < 100; i++) {
        MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &found, MPI_STATUS_IGNORE);
    }
    _exit(EXIT_SUCCESS);
}

static void run_program(void)
{
    execl("/bin/true", "true", (char *) NULL);
    _exit(127);
}

static void just_end(void)
{
    _exit(EXIT_SUCCESS);
}

static void have_child(void (*what)(void))
{
    int status = -1;
    pid_t child = fork();

    if (child == 0) {
        what();
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        check_fail("a child ended with %#x", (unsigned int) status);
    }
}

/* Sends a number to the next rank and takes one from the rank before. */
static void pass_on(int number)
{
    int next = (check_rank() + 1) % check_size();
    int before = (check_rank() + check_size() - 1) % check_size();
    int taken = -1;

    MPI_Sendrecv(&number, 1, MPI_INT, next, TAG, &taken, 1, MPI_INT, before, TAG, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE);
    if (taken != number) {
        check_fail("%d came instead of %d", taken, number);
    }
}

static void send_from_child(void)
{
    int number = 4711;
    pid_t child = fork();

    if (child == 0) {
        MPI_Send(&number, 1, MPI_INT, (check_rank() + 1) % check_size(), TAG, MPI_COMM_WORLD);
        _exit(EXIT_SUCCESS);
    }
    waitpid(child, NULL, 0);
}

int main(int argc, char **argv)
{
    static void (*const children[])(void) = {look_for_messages, run_program, just_end};

    check_start(&argc, &argv, "forked");

    int rounds = check_argument(argc, argv, 1, 10, 1, 1000000);

    for (int round = 0; round < rounds; round++) {
        pass_on(2 * round);
        have_child(children[(round + check_rank()) % 3]);
        pass_on(2 * round + 1);
    }
    if (argc > 2 && strcmp(argv[2], "send") == 0 && check_rank() == 0) {
        send_from_child();
    }
    return check_end();
}
