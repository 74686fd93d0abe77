/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The link of two ranks of an MPI job; see link.h.
 */
#include "link.h"

#include <mpi.h>
#include <stdlib.h>

#include "bench.h"

#define WINDOW_MAX 64
#define TAG 1

static int own_rank;
static int other_rank;

int link_open(const char *program, int count, char **arguments)
{
    const char *rank = getenv("OMPI_COMM_WORLD_RANK");
    int size;

    (void) count;
    (void) arguments;
    /* Helper threads are bound as the process is, so this must come before they are started. */
    bench_start(program, rank == NULL ? 0 : atoi(rank));
    MPI_Init(NULL, NULL);
    MPI_Comm_rank(MPI_COMM_WORLD, &own_rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    if (size != 2) {
        bench_fail("this measures 2 ranks, not %d", size);
    }
    other_rank = 1 - own_rank;
    return 0;
}

int link_end(void)
{
    return own_rank;
}

void link_send(const void *message, size_t size)
{
    MPI_Send(message, (int) size, MPI_BYTE, other_rank, TAG, MPI_COMM_WORLD);
}

void link_receive(void *message, size_t size)
{
    MPI_Recv(message, (int) size, MPI_BYTE, other_rank, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

static void check_window(int count)
{
    if (count > WINDOW_MAX) {
        bench_fail("%d messages in flight are more than %d", count, WINDOW_MAX);
    }
}

void link_send_window(const unsigned char *slots, size_t size, int count, int slot_count)
{
    MPI_Request requests[WINDOW_MAX];

    check_window(count);
    for (int i = 0; i < count; i++) {
        MPI_Isend(slots + (size_t) (i % slot_count) * size, (int) size, MPI_BYTE, other_rank, TAG,
                  MPI_COMM_WORLD, &requests[i]);
    }
    MPI_Waitall(count, requests, MPI_STATUSES_IGNORE);
}

void link_receive_window(unsigned char *slots, size_t size, int count, int slot_count)
{
    MPI_Request requests[WINDOW_MAX];

    check_window(count);
    for (int i = 0; i < count; i++) {
        MPI_Irecv(slots + (size_t) (i % slot_count) * size, (int) size, MPI_BYTE, other_rank, TAG,
                  MPI_COMM_WORLD, &requests[i]);
    }
    MPI_Waitall(count, requests, MPI_STATUSES_IGNORE);
}

void link_poll(void)
{
    int found;

    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &found, MPI_STATUS_IGNORE);
    if (found) {
        bench_fail("there is a message although none was sent");
    }
}

void link_close(void)
{
    MPI_Barrier(MPI_COMM_WORLD);
    MPI_Finalize();
}
