/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which ranks somebody means, why they stay where they are, and that two orders to a process wait
 * for each other.
 */
#include "test_main.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ps_ranks.h"
#include "rank_select.h"
#include "rank_turn.h"
#include "rank_why.h"

static char fault[512];

/* How many of two jobs of one mpirun, and perhaps a third one, are meant; -1 where it is refused.
 */
static int count(const char *who, bool several)
{
    int rc;

    rank_list_free(&ranks);
    for (long i = 0; i < 4; i++) {
        put_rank("60160,1", i, 100 + 2 * i);
        if (several) {
            put_rank("60160,2", i, 200 + 2 * i);
            put_rank("prterun-n1-7@1", i, 300 + 2 * i);
        }
    }
    fault[0] = '\0';
    rc = rank_select(&ranks, who, fault, sizeof(fault));
    assert_int_equal(rc < 0, fault[0] != '\0');
    return rc < 0 ? -1 : (int) ranks.count;
}

static void test_select(void **state)
{
    static const char *const refused[] = {"60160,3", "60160,1:",  ":",      "9",     "1-",
                                          "2-1",     "60160,1:x", "pid=",   "pid=x", "pid=102x",
                                          "pid=7",   "6016",      "60160:9"};

    (void) state;
    assert_int_equal(count("60160,1", true), 4);
    assert_int_equal(count("60160", true), 8);
    assert_int_equal(count("prterun-n1-7", true), 4);
    assert_int_equal(count("prterun-n1-7@1:0-2", true), 3);
    assert_int_equal(count("60160,2:0,2-3", true), 3);
    assert_int_equal(count("pid=202", true), 1);
    assert_int_equal(ranks.list[0].number, 1);
    assert_int_equal(count("pid=203", true), 1);
    assert_int_equal(count("1", true), -1);
    assert_non_null(strstr(fault, "several jobs"));
    assert_int_equal(count(":1", true), -1);
    assert_int_equal(count("1", false), 1);
    assert_int_equal(count(":0-1,3", false), 3);
    assert_int_equal(count("0-1", false), 2);
    assert_int_equal(count("60160", false), 4);
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        assert_int_equal(count(refused[i], false), -1);
    }
}

static void test_form(void **state)
{
    static const char *const wrong[] = {"60160,1:", ":",     "a:x",    "60160,1:0-",
                                        "pid=",     "pid=x", "pid=0x1"};
    char name[1000];

    (void) state;
    assert_int_equal(rank_select_check("anything", fault, sizeof(fault)), 0);
    assert_int_equal(rank_select_check("60160,9:0-2,7", fault, sizeof(fault)), 0);
    assert_int_equal(rank_select_check("pid=7", fault, sizeof(fault)), 0);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(rank_select_check(wrong[i], fault, sizeof(fault)), -EINVAL);
    }
    memset(name, 'j', sizeof(name));
    name[sizeof(name) - 1] = '\0';
    assert_int_equal(rank_select_check(name, fault, sizeof(fault)), -EINVAL);
}

/* Some ranks of a job have another home. */
static void test_elsewhere(void **state)
{
    size_t all;

    (void) state;
    rank_list_free(&ranks);
    put_rank("60160,1", 0, 100);
    put_rank("60160,1", 3, 102);
    put_rank("60160,1", 0, 104);
    ranks.list[2].is_child = true;
    assert_int_equal(rank_select_elsewhere(&ranks, "60160,1", &all), 2);
    assert_int_equal(all, 4);
    assert_int_equal(rank_select_elsewhere(&ranks, "60160:1-3", &all), 2);
    assert_int_equal(all, 3);
    assert_int_equal(rank_select_elsewhere(&ranks, ":1", &all), 1);
    assert_int_equal(rank_select_elsewhere(&ranks, ":0,3", &all), 0);
    assert_int_equal(rank_select_elsewhere(&ranks, ":9", &all), 0);
    assert_int_equal(rank_select_elsewhere(&ranks, "pid=100", &all), 0);
    assert_int_equal(rank_select_elsewhere(&ranks, "7", &all), 0);
    put_rank("60160,2", 1, 200);
    assert_int_equal(rank_select_elsewhere(&ranks, "60160", &all), 5);
    assert_int_equal(all, 8);
    /* An environment may say anything. */
    ranks.list[0].size = LONG_MAX;
    assert_int_equal(rank_select_elsewhere(&ranks, "60160,1", &all), 0);
}

/* What ends ranks takes no bare numbers. */
static void test_named(void **state)
{
    static const char *const named[] = {"60160,1",   "60160,1:0-2", "60160",
                                        "60160:0,2", "pid=102",     "prterun-n1-7@1"};
    static const char *const bare[] = {"0", "0-1", ":0", ":0,2-3", "7"};

    (void) state;
    (void) count("60160", true);
    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
        assert_true(rank_select_is_named(&ranks, named[i]));
    }
    for (size_t i = 0; i < sizeof(bare) / sizeof(bare[0]); i++) {
        assert_false(rank_select_is_named(&ranks, bare[i]));
    }
}

static struct mosix_peer nodes[] = {
    {.address = 0x0a4d0001,
     .is_here = true,
     .answers = true,
     .accepts = true,
     .load = 3,
     .processors = 2,
     .speed = 10000,
     .free = 100},
    {.address = 0x0a4d0002,
     .answers = true,
     .accepts = true,
     .load = 0,
     .processors = 8,
     .speed = 12000,
     .free = 1000},
};
static struct mosix_cluster cluster = {nodes, 2};

static void expect_why(struct rank rank, const char *why)
{
    rank_list_free(&ranks);
    assert_int_equal(rank_list_append(&ranks, &rank), 0);
    rank_why_all(&ranks, &cluster);
    if (strncmp(ranks.list[0].why, why, why[0] != '\0' ? strlen(why) : 1) != 0) {
        fail_msg("\"%s\" instead of \"%s\"", ranks.list[0].why, why);
    }
}

/* A rank like busy, but for one field. */
#define WITH(field, value, why)                                                                    \
    do {                                                                                           \
        struct rank with = busy;                                                                   \
        with.field = value;                                                                        \
        expect_why(with, why);                                                                     \
    } while (0)

static void test_why(void **state)
{
    const struct mosix_peer before = nodes[1];
    struct rank checkpointed = busy;

    (void) state;
    expect_why(busy, "");
    WITH(frozen, true, "frozen");
    WITH(lock, RANK_LOCKED, "locked (-L)");
    WITH(lock, RANK_LOCK_UNKNOWN, "started with -L; whether");
    checkpointed.lock = RANK_LOCK_UNKNOWN;
    strcpy(checkpointed.where, "2");
    expect_why(checkpointed, "moved");
    checkpointed.lock = busy.lock;
    WITH(immovable, true, "not position-independent");
    WITH(memory, 2000 * 1024, "needs 2000 MB; the most that another node has free is 1000 MB");
    WITH(needs, 1500, "needs 1500 MB");
    WITH(age, 3, "young");
    WITH(cpu, 9, "");
    checkpointed = busy;
    checkpointed.state = 'S';
    checkpointed.cpu = 9;
    expect_why(checkpointed, "waits: it used 1 % of a processor");
    checkpointed.queued = 800; /* too many others compute as well */
    expect_why(checkpointed, "");
    checkpointed = busy;
    strcpy(checkpointed.where, "2");
    expect_why(checkpointed, "moved");
    strcpy(checkpointed.where, "leaving");
    expect_why(checkpointed, "on its way; if it stays so, mosd");
    checkpointed.immovable = true;
    expect_why(checkpointed, "on its way, but it never arrives: not position-independent");
    strcpy(checkpointed.where, "moving");
    expect_why(checkpointed, "on its way, and mosps");
    checkpointed = busy;
    strcpy(checkpointed.obstacle, "uses shared memory");
    expect_why(checkpointed, "cannot move: uses shared memory");
    checkpointed = busy;
    checkpointed.is_2009 = true;
    checkpointed.lock = RANK_LOCKED;
    expect_why(checkpointed, "locked; a 0 in /proc/100/lock unlocks it");
    /* That such programs stay was seen of MOSIX 4 only. */
    checkpointed.lock = RANK_UNLOCKED;
    checkpointed.immovable = true;
    expect_why(checkpointed, "");
    nodes[0].stays = true;
    expect_why(busy, "this node keeps its processes (mosctl stay)");
    nodes[0].stays = false;
    checkpointed = busy;
    checkpointed.checkpoints = true;
    checkpointed.has_mailbox = true;
    expect_why(checkpointed, "no checkpoints: it has a mailbox");
    nodes[1].load = 4;
    expect_why(busy, "balanced: no other node has less load");
    /* Less load, and nothing gained: one of its processors is worth half of one here. */
    nodes[1].load = 1;
    nodes[1].processors = 2;
    nodes[1].speed = 5000;
    expect_why(busy, "balanced: nodes with less load are slower");
    nodes[1].load = 0;
    expect_why(busy, "");
    /* There are not more processes than processors. */
    nodes[0].load = 2;
    expect_why(busy, "has a processor: load 2.0, 2 processors, and no other node is faster");
    nodes[1].speed = 20000;
    expect_why(busy, "");
    nodes[0].load = 3;
    nodes[1].accepts = false;
    expect_why(busy, "no permission: the other nodes take no processes from here");
    nodes[1].is_blocked = true;
    expect_why(busy, "no other node accepts");
    nodes[1].answers = false;
    expect_why(busy, "no other node answers");
    nodes[1] = before;
    cluster.count = 1;
    expect_why(busy, "the cluster has no other node");
    cluster.count = 2;
}

static void test_cluster(void **state)
{
    struct mosix_peer node = {.load = -1};
    struct mosix_cluster map;

    (void) state;
    assert_int_equal(
        mosix_cluster_read("# nodes\n10.77.0.1 2\n\nhost 3\n10.77.1.5 1 p # far\n1.2.3\n", &map),
        0);
    assert_int_equal(map.count, 3);
    assert_int_equal(map.nodes[1].address, 0x0a4d0002);
    assert_int_equal(map.nodes[2].address, 0x0a4d0105);
    mosix_cluster_free(&map);
    assert_int_equal(mosix_cluster_read("10.0.0.1 5000\n", &map), -E2BIG);
    assert_int_equal(mosix_cluster_read("255.255.255.250 90\n", &map), 0);
    assert_int_equal(map.count, 5);
    mosix_cluster_free(&map);
    mosix_peer_read("Status:  Up\nLoad:    1.5\nSpeed:   10000\nCPUS:    4\nAccept:  NO\n"
                    "Memory:  700/2000MB\n",
                    &node);
    assert_true(node.answers && !node.accepts && node.load > 1.4 && node.load < 1.6);
    assert_int_equal(node.processors, 4);
    assert_int_equal(node.free, 700);
    assert_int_equal(node.memory, 2000);
    memset(&node, 0, sizeof(node));
    mosix_peer_read("10.77.0.2: No current information\n", &node);
    assert_false(node.answers);
    mosix_peer_read("Status:\tProblem, BLOCK\nAccept:\tYes, will\n", &node);
    assert_true(node.answers && node.is_blocked && !node.accepts && !node.stays);
    mosix_peer_read("Status:\tProblem, LSTAY\nAccept:\tYes, will\nX: STAY BLOCK", &node);
    assert_true(node.accepts && node.stays && !node.is_blocked);
}

/* What MOSIX 4.4.3 printed [real], and other ways to write memory. */
static void test_status(void **state)
{
    static const struct {
        const char *text;
        long free;
        long memory;
    } sizes[] = {
        {"Memory:\tAvailable 512MB/1.5TB\n", 512, 1572864},
        {"Memory: 2048KB/7\n", 2, 7},
        {"Memory: none\nSwap: 1/2GB\n", -1, -1},
        {"Memory: 9e999/1GB\n", -1, 1024},
        {"Memory: 3GB", 3072, -1},
        {"Memory:", -1, -1},
    };
    struct mosix_peer node = {.load = -1};

    (void) state;
    mosix_peer_read("Status:\tRunning Normally\n"
                    "Load:\t1.70 (equivalent to about 1.7 CPU processes)\n"
                    "Speed:\t10000 units\nCPUS:\t1\nFrozen:\t0\nAvail:\tNO\n"
                    "Procs:\tRunning 0 MOSIX processes\n"
                    "Accept:\tYes, may accept processes from here\n"
                    "Memory:\tAvailable 1.30GB/1.39GB\nSwap:\tAvailable 0.0GB/0.0GB\n",
                    &node);
    assert_true(node.answers && node.accepts && node.load > 1.6 && node.load < 1.8);
    assert_int_equal(node.speed, 10000);
    assert_int_equal(node.processors, 1);
    assert_int_equal(node.free, 1331);
    assert_int_equal(node.memory, 1423);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        node = (struct mosix_peer){.free = -1, .memory = -1};
        mosix_peer_read(sizes[i].text, &node);
        assert_int_equal(node.free, sizes[i].free);
        assert_int_equal(node.memory, sizes[i].memory);
    }
}

/* In a child: whether it had to wait for its turn. */
static int wait_for_turn(const struct rank_turns *others, pid_t pid)
{
    struct rank_turns turns;
    struct timespec before;
    struct timespec after;

    /* A lock belongs to all who have inherited it. */
    for (size_t i = 0; i < others->count; i++) {
        close(others->locks[i]);
    }
    rank_turns_begin(&turns);
    clock_gettime(CLOCK_MONOTONIC, &before);
    if (rank_turn_take(&turns, pid) < 0) {
        return 2;
    }
    clock_gettime(CLOCK_MONOTONIC, &after);
    return after.tv_sec - before.tv_sec + (after.tv_nsec - before.tv_nsec) / 1e9 > 1.5;
}

/* A second order waits until the first one is over; an order to another process does not. */
static void test_turns(void **state)
{
    static const int waits[] = {1, 0};
    struct rank_turns turns;
    pid_t pids[2] = {getpid(), getppid()};
    pid_t children[2];

    (void) state;
    rank_turns_begin(&turns);
    assert_int_equal(rank_turn_take(&turns, pids[0]), 0);
    assert_int_equal(rank_turn_take(&turns, 0x7fffffff), -ENOENT);
    for (size_t i = 0; i < 2; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            _exit(wait_for_turn(&turns, pids[i]));
        }
    }
    rank_turns_end(&turns);
    for (size_t i = 0; i < 2; i++) {
        int status;

        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), waits[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_select, drop_ranks),
        cmocka_unit_test(test_form),
        cmocka_unit_test_teardown(test_named, drop_ranks),
        cmocka_unit_test_teardown(test_elsewhere, drop_ranks),
        cmocka_unit_test_teardown(test_why, drop_ranks),
        cmocka_unit_test(test_cluster),
        cmocka_unit_test(test_status),
        cmocka_unit_test(test_turns),
    };

    return RUN_TESTS(tests);
}
