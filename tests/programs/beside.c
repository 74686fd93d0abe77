/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MPI_THREAD_MULTIPLE: in each rank, a thread and the main program wait for each other in calls of
 * MPI, in every way in which a call of MPI waits. Each rank talks with the next one, which may be
 * itself.
 */
#include "check.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { LARGE = 1 << 20 };

static MPI_Comm other_world;
static int size;

static int next_rank(void)
{
    return (check_rank() + 1) % check_size();
}

static int previous_rank(void)
{
    return (check_rank() + check_size() - 1) % check_size();
}

static void send(int tag)
{
    unsigned char *out = check_alloc((size_t) size);

    check_fill(out, (size_t) size, (unsigned) (check_rank() + tag));
    MPI_Ssend(out, size, MPI_BYTE, next_rank(), tag, MPI_COMM_WORLD);
    free(out);
}

static unsigned char *room(void)
{
    unsigned char *in = check_alloc((size_t) size);

    check_clear(in, (size_t) size);
    return in;
}

/* Check what arrived, and free it. */
static void take(unsigned char *in, int tag)
{
    check_message(in, (size_t) size, (unsigned) (previous_rank() + tag),
                  "a message beside another");
    free(in);
}

static void receive(int tag)
{
    unsigned char *in = room();

    MPI_Recv(in, size, MPI_BYTE, previous_rank(), tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    take(in, tag);
}

static void *receive_in_thread(void *unused)
{
    receive(1);
    return unused;
}

static void *send_in_thread(void *unused)
{
    send(2);
    return unused;
}

static void *test_in_thread(void *unused)
{
    unsigned char *in = room();
    MPI_Request request;
    int done = 0;

    MPI_Irecv(in, size, MPI_BYTE, previous_rank(), 3, MPI_COMM_WORLD, &request);
    while (!done) {
        MPI_Test(&request, &done, MPI_STATUS_IGNORE);
    }
    take(in, 3);
    return unused;
}

static void *iprobe_in_thread(void *unused)
{
    int there = 0;

    while (!there) {
        MPI_Iprobe(previous_rank(), 4, MPI_COMM_WORLD, &there, MPI_STATUS_IGNORE);
    }
    receive(4);
    return unused;
}

static void *probe_in_thread(void *unused)
{
    MPI_Probe(previous_rank(), 5, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    receive(5);
    return unused;
}

static void *barrier_in_thread(void *unused)
{
    MPI_Barrier(other_world);
    send(6);
    return unused;
}

/* Run IN_THREAD in a thread while the main program sends, or receives, with TAG. */
static void beside(void *(*in_thread)(void *), void (*in_main)(int), int tag)
{
    pthread_t thread;
    int rc = pthread_create(&thread, NULL, in_thread, NULL);

    if (rc != 0) {
        check_fail("no thread (error %d)", rc);
    }
    in_main(tag);
    pthread_join(thread, NULL);
}

static void all_ways(void)
{
    beside(receive_in_thread, send, 1);
    beside(send_in_thread, receive, 2);
    beside(test_in_thread, send, 3);
    beside(iprobe_in_thread, send, 4);
    beside(probe_in_thread, send, 5);
    beside(barrier_in_thread, receive, 6);
}

int main(int argc, char **argv)
{
    check_start_threaded(&argc, &argv, "beside");
    check_mpi(MPI_Comm_dup(MPI_COMM_WORLD, &other_world), "MPI_Comm_dup");
    for (int i = 0; i < 10; i++) {
        size = i % 2 == 0 ? 1 : LARGE;
        all_ways();
    }
    MPI_Comm_free(&other_world);
    return check_end();
}
