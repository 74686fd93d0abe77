/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A token goes round all ranks, and each adds its number to it: one small message at a time, in a
 * known order. Argument: how many rounds (default 1000).
 */
#include "check.h"

static void pass_on(long *token)
{
    MPI_Send(token, 1, MPI_LONG, (check_rank() + 1) % check_size(), 0, MPI_COMM_WORLD);
}

static void take(long *token)
{
    MPI_Recv(token, 1, MPI_LONG, (check_rank() + check_size() - 1) % check_size(), 0,
             MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

int main(int argc, char **argv)
{
    check_start(&argc, &argv, "ring");

    int rounds = check_argument(argc, argv, 1, 1000, 1, 1000000);
    long per_round = (long) check_size() * (check_size() - 1) / 2;
    long token = 0;

    for (int round = 0; round < rounds; round++) {
        if (check_rank() == 0) {
            pass_on(&token);
            take(&token);
            if (token != per_round * (round + 1)) {
                check_fail("after round %d the token is %ld and should be %ld", round, token,
                           per_round * (round + 1));
            }
        } else {
            take(&token);
            token += check_rank();
            pass_on(&token);
        }
    }
    return check_end();
}
