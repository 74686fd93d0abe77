/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MPI_THREAD_MULTIPLE: several threads per rank exchange messages with the neighbours at the same
 * time, each on a tag of its own. Argument: messages per thread (default 300).
 */
#include "check.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 4, LARGEST = 100000 };

struct job {
    pthread_t thread;
    int number;
    int messages;
};

static unsigned seed_of(int rank, int thread, int message)
{
    return (unsigned) ((message * THREADS + thread) * 101 + rank);
}

static void *exchange(void *argument)
{
    const struct job *job = argument;
    unsigned char *out = check_alloc(LARGEST);
    unsigned char *in = check_alloc(LARGEST);
    int to = (check_rank() + 1) % check_size();
    int from = (check_rank() + check_size() - 1) % check_size();
    char text[80];

    for (int message = 0; message < job->messages; message++) {
        int size = (message * 7919) % LARGEST;

        snprintf(text, sizeof(text), "thread %d, message %d from rank %d", job->number, message,
                 from);
        check_fill(out, (size_t) size, seed_of(check_rank(), job->number, message));
        check_clear(in, (size_t) size);
        MPI_Sendrecv(out, size, MPI_BYTE, to, job->number, in, size, MPI_BYTE, from, job->number,
                     MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        check_message(in, (size_t) size, seed_of(from, job->number, message), text);
    }
    free(out);
    free(in);
    return NULL;
}

int main(int argc, char **argv)
{
    struct job jobs[THREADS];

    check_start_threaded(&argc, &argv, "threads");

    int messages = check_argument(argc, argv, 1, 300, 1, 1000000);

    for (int i = 0; i < THREADS; i++) {
        jobs[i].number = i;
        jobs[i].messages = messages;

        int rc = pthread_create(&jobs[i].thread, NULL, exchange, &jobs[i]);

        if (rc != 0) {
            check_fail("thread %d could not be created (error %d)", i, rc);
        }
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(jobs[i].thread, NULL);
    }
    return check_end();
}
