/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two jobs that were started independently meet, exchange messages between all of their ranks, and
 * part again. One is started as "connect accept FILE", the other as "connect meet FILE"; the file
 * takes the name of the port from the first to the second.
 */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 150000, PATIENCE_SECONDS = 20, PAUSE_MICROSECONDS = 50000 };

static unsigned seed_of(int accepts, int from, int to)
{
    return (unsigned) ((accepts * 64 + from) * 64 + to);
}

/* Under another name first: the other job must not read half of it. */
static void write_port(const char *path, const char *port)
{
    char other[1024];
    FILE *file;

    snprintf(other, sizeof(other), "%s.new", path);
    file = fopen(other, "w");
    if (file == NULL || fputs(port, file) < 0 || fclose(file) != 0 || rename(other, path) < 0) {
        check_fail("cannot write the name of the port to %s: %s", path, strerror(errno));
    }
}

static void read_port(const char *path, char *port)
{
    FILE *file = NULL;

    for (int i = 0; file == NULL && i < PATIENCE_SECONDS * (1000000 / PAUSE_MICROSECONDS); i++) {
        file = fopen(path, "r");
        if (file == NULL) {
            usleep(PAUSE_MICROSECONDS);
        }
    }
    if (file == NULL || fgets(port, MPI_MAX_PORT_NAME, file) == NULL) {
        check_fail("no name of a port in %s", path);
    }
    fclose(file);
}

static MPI_Comm meet(int accepts, const char *path)
{
    char port[MPI_MAX_PORT_NAME] = "";
    MPI_Comm others;

    if (accepts) {
        if (check_rank() == 0) {
            MPI_Open_port(MPI_INFO_NULL, port);
            write_port(path, port);
        }
        MPI_Comm_accept(port, MPI_INFO_NULL, 0, MPI_COMM_WORLD, &others);
        if (check_rank() == 0) {
            MPI_Close_port(port);
        }
        return others;
    }
    if (check_rank() == 0) {
        read_port(path, port);
    }
    MPI_Comm_connect(port, MPI_INFO_NULL, 0, MPI_COMM_WORLD, &others);
    return others;
}

/* Every rank sends to every one of the other job, and receives from each. */
static void exchange(MPI_Comm others, int accepts)
{
    unsigned char *out = check_alloc(BLOCK);
    unsigned char *in = check_alloc(BLOCK);
    int count;

    MPI_Comm_remote_size(others, &count);
    for (int i = 0; i < count; i++) {
        int peer = ((i - check_rank()) % count + count) % count;

        check_fill(out, BLOCK, seed_of(accepts, check_rank(), peer));
        check_clear(in, BLOCK);
        MPI_Sendrecv(out, BLOCK, MPI_BYTE, peer, 0, in, BLOCK, MPI_BYTE, peer, 0, others,
                     MPI_STATUS_IGNORE);
        check_message(in, BLOCK, seed_of(!accepts, peer, check_rank()), "message of the other job");
    }
    free(out);
    free(in);
}

int main(int argc, char **argv)
{
    MPI_Comm others;
    int sum;

    check_start(&argc, &argv, "connect");
    if (argc != 3 || (strcmp(argv[1], "accept") != 0 && strcmp(argv[1], "meet") != 0)) {
        check_fail("usage: connect accept|meet FILE");
    }

    int accepts = strcmp(argv[1], "accept") == 0;
    int one = 1;

    others = meet(accepts, argv[2]);
    exchange(others, accepts);
    MPI_Allreduce(&one, &sum, 1, MPI_INT, MPI_SUM, others);
    if (sum != check_size()) {
        check_fail("the other job has %d ranks and should have %d", sum, check_size());
    }
    MPI_Comm_disconnect(&others);
    return check_end();
}
