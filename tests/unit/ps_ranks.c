/* SPDX-License-Identifier: BSD-3-Clause */
/* See ps_ranks.h. */
#include "ps_ranks.h"

#include "test_main.h"

#include <stdio.h>

struct rank_list ranks;

const struct rank busy = {.pid = 100,
                          .program = 101,
                          .job = "60160,1",
                          .where = "here",
                          .home = "here",
                          .path = "/x/a.out",
                          .state = 'R',
                          .size = 4,
                          .memory = 500 * 1024,
                          .cpu = 900,
                          .age = 900};

void put_rank(const char *job, long number, long pid)
{
    struct rank rank = busy;

    snprintf(rank.job, sizeof(rank.job), "%s", job);
    rank.number = number;
    rank.pid = (pid_t) pid;
    rank.program = (pid_t) pid + 1;
    assert_int_equal(rank_list_append(&ranks, &rank), 0);
}

int drop_ranks(void **state)
{
    (void) state;
    rank_list_free(&ranks);
    return 0;
}
