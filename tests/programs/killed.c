/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One rank kills itself with SIGKILL in the middle of the traffic; the others never stop of
 * themselves. Argument: the rank that dies (default: the last one).
 */
#include "check.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum { ROUNDS_BEFORE = 50, BLOCK = 5000 };

int main(int argc, char **argv)
{
    unsigned char out[BLOCK];
    unsigned char in[BLOCK];

    check_start(&argc, &argv, "killed");

    int victim = check_argument(argc, argv, 1, check_size() - 1, 0, check_size() - 1);

    for (int round = 0;; round++) {
        check_fill(out, sizeof(out), (unsigned) round);
        MPI_Allreduce(out, in, BLOCK, MPI_BYTE, MPI_BOR, MPI_COMM_WORLD);
        if (round == ROUNDS_BEFORE && check_rank() == victim) {
            printf("killed: rank %d, pid %ld, dies now\n", victim, (long) getpid());
            fflush(stdout);
            raise(SIGKILL);
        }
    }
}
