/* SPDX-License-Identifier: BSD-3-Clause */
/* A program with a thread-local variable, which starts two threads. */
#include "probe.h"

static __thread int own;

static void *use_it(void *argument)
{
    own++;
    return argument;
}

int main(void)
{
    for (int i = 0; i < 2; i++) {
        probe_join(probe_start(use_it, NULL));
    }
    probe_check_tasks();
    return EXIT_SUCCESS;
}
