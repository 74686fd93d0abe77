/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The last rank makes a fault while the others wait for it. Arguments: which (segv, bus, fpe, ill,
 * abrt or overflow), and where (main or thread).
 */
#include "check.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *fault;

/* The compiler must not see what they are. */
static volatile int zero, one = 1;
static int *volatile nowhere;

/* Recurse until the stack is full. */
static int fill_stack(int depth)
{
    volatile char block[4096];

    memset((char *) block, depth, sizeof(block));
    return zero == 0 ? fill_stack(depth + 1) + block[0] : 0;
}

/* Behind the end of the file that is mapped. */
static void touch_missing_page(void)
{
    char name[] = "/tmp/crashes-XXXXXX";
    int fd = mkstemp(name);

    unlink(name);
    *(volatile char *) mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
}

static void make_fault(void)
{
    if (strcmp(fault, "segv") == 0) {
        *nowhere = 1;
    } else if (strcmp(fault, "bus") == 0) {
        touch_missing_page();
    } else if (strcmp(fault, "fpe") == 0) {
        zero = one / zero;
    } else if (strcmp(fault, "ill") == 0) {
        __builtin_trap();
    } else if (strcmp(fault, "abrt") == 0) {
        abort();
    } else if (strcmp(fault, "overflow") == 0) {
        zero = fill_stack(0);
    }
    check_fail("\"%s\" made no fault", fault);
}

static void *fault_in_thread(void *unused)
{
    usleep(1000);
    make_fault();
    return unused;
}

int main(int argc, char **argv)
{
    pthread_t thread;

    check_start(&argc, &argv, "crashes");
    if (argc != 3) {
        check_fail("usage: crashes FAULT main|thread");
    }
    fault = argv[1];
    if (check_rank() == check_size() - 1) {
        if (strcmp(argv[2], "main") == 0) {
            make_fault();
        }
        if (pthread_create(&thread, NULL, fault_in_thread, NULL) == 0) {
            pthread_join(thread, NULL);
        }
    }
    MPI_Barrier(MPI_COMM_WORLD);
    return check_end();
}
