/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which ranks are found, in directories like /proc that are made up, and what mosps says of them;
 * the lines of mosps are those of MOSIX 4.4.3 [real].
 */
#include "test_main.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "rank_collect.h"
#include "rank_command.h"

#define HEADING "  PID WHERE FROM FRZ NMIGS TTY      CMD\n"

static char proc[PATH_MAX];
static struct rank_list ranks;

/* Words of a file of /proc are separated by NUL; here by |. */
static void put_top(const char *name, const char *text)
{
    char path[2 * PATH_MAX];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", proc, name);
    file = fopen(path, "w");
    assert_non_null(file);
    for (; *text != '\0'; text++) {
        fputc(*text == '|' ? '\0' : *text, file);
    }
    assert_int_equal(fclose(file), 0);
}

static void put(long pid, const char *name, const char *text)
{
    char path[2 * PATH_MAX];
    char below[64];

    snprintf(path, sizeof(path), "%s/%ld", proc, pid);
    (void) mkdir(path, 0755);
    snprintf(below, sizeof(below), "%ld/%s", pid, name);
    put_top(below, text);
}

static void put_process(long pid, long parent, const char *name, const char *command,
                        const char *environment)
{
    char stat[256];

    snprintf(stat, sizeof(stat),
             "%ld (%s) S %ld 1 1 0 -1 0 0 0 0 0 300 100 0 0 20 0 1 0 5000 9000000 1024 1\n", pid,
             name, parent);
    put(pid, "stat", stat);
    put(pid, "cmdline", command);
    put(pid, "environ", environment);
}

/* mosrun and the child that it traces. */
static void put_pair(long pid, long rank, const char *options)
{
    char text[256];

    snprintf(text, sizeof(text), "/bin/mosrun|%s|./a.out|x|", options);
    put_process(pid, 50, "./a.out x", text, "");
    snprintf(text, sizeof(text),
             "A=1|PMIX_NAMESPACE=3942645761|OMPI_COMM_WORLD_RANK=%ld|OMPI_COMM_WORLD_SIZE=4|",
             rank);
    put(pid, "environ", text);
    put_process(pid + 1, pid, "a (b) c", "./a.out|x|", "");
    snprintf(text, sizeof(text), "Name:\tx\nTracerPid:\t%ld\n", pid);
    put(pid + 1, "status", text);
    put(pid + 1, "schedstat", "4000000000 2500000000 77\n");
}

static int make_proc(void **state)
{
    (void) state;
    snprintf(proc, sizeof(proc), "%s", "/tmp/test_ps_collect.XXXXXX");
    assert_non_null(mkdtemp(proc));
    put_top("uptime", "1000.00 900.00\n");
    put_process(50, 1, "orted", "orted|", "");
    return 0;
}

static int drop_proc(void **state)
{
    char command[PATH_MAX + 16];

    (void) state;
    rank_list_free(&ranks);
    snprintf(command, sizeof(command), "rm -rf %s", proc);
    return system(command);
}

static int collect(const char *mosps)
{
    const struct rank_source source = {.proc = proc, .mosps = mosps};

    rank_list_free(&ranks);
    return rank_collect(&source, &ranks);
}

static void test_of_4(void **state)
{
    (void) state;
    put_pair(200, 3, "-e|-m100|-L");
    put_pair(300, 0, "-e|-L|-l|-A5");
    put_process(400, 1, "mosrun", "mosrun|sleep|9|", "HOME=/|");
    put_process(410, 201, "./a.out x", "/bin/mosrun|-e|./a.out|x|",
                "OMPI_COMM_WORLD_RANK=3|PMIX_NAMESPACE=3942645761|");
    assert_int_equal(collect(HEADING "  200 2     here  -      3 ?        mosrun -e ./a.out x\n"
                                     "  300 here  here  M      0 pts/1    mosrun -e ./a.out x\n"
                                     "  400 here  here  -      0 ?        mosrun sleep 9\n"
                                     "  410 here  here  -      0 ?        mosrun -e ./a.out x\n"
                                     "  500 here  10.77.0.3 -  0 ?        guest\n"
                                     "  999 here  here  -      0 ?        has ended\n"),
                     0);
    assert_int_equal(ranks.count, 3);
    assert_int_equal(ranks.list[0].number, 0);
    assert_true(ranks.list[0].frozen && ranks.list[0].checkpoints);
    assert_int_equal(ranks.list[0].lock, RANK_UNLOCKED);
    assert_int_equal(ranks.list[1].number, 3);
    assert_int_equal(ranks.list[1].pid, 200);
    assert_int_equal(ranks.list[1].program, 201);
    assert_int_equal(ranks.list[1].size, 4);
    assert_int_equal(ranks.list[1].moves, 3);
    assert_int_equal(ranks.list[1].needs, 100);
    assert_int_equal(ranks.list[1].lock, RANK_LOCKED);
    assert_int_equal(ranks.list[1].memory, -1);
    assert_int_equal(ranks.list[0].memory, 1024 * (sysconf(_SC_PAGESIZE) / 1024));
    assert_string_equal(ranks.list[1].job, "60160,1");
    assert_string_equal(ranks.list[1].where, "2");
    assert_string_equal(rank_program_name(&ranks.list[1]), "a.out");
    assert_true(ranks.list[1].age > 900 && ranks.list[1].cpu > 7);
    assert_true(ranks.list[1].queued > 2.4 && ranks.list[1].queued < 2.6);
    assert_false(ranks.list[1].is_child);
    assert_int_equal(ranks.list[2].pid, 410);
    assert_true(ranks.list[2].is_child);
}

static void test_unreadable(void **state)
{
    char path[2 * PATH_MAX];

    (void) state;
    put_pair(200, 3, "-e|-L");
    put_pair(300, 4, "-e|-L");
    put(200, "environ", "");
    /* Of one, the program's own environment is readable, as at home. */
    put(201, "environ",
        "OMPI_COMM_WORLD_RANK=3|PMIX_NAMESPACE=prterun-n1-7@1|MOSIX_COOP_HOME=unlock|");
    assert_int_equal(collect(HEADING "200 here here - 0 ? x\n"), 0);
    assert_int_equal(ranks.count, 1);
    assert_string_equal(ranks.list[0].job, "prterun-n1-7@1");
    assert_int_equal(ranks.list[0].lock, RANK_UNLOCKED);
    if (geteuid() == 0) {
        SKIP_BECAUSE("root may read every file");
    }
    for (long pid = 300; pid < 302; pid++) {
        snprintf(path, sizeof(path), "%s/%ld/environ", proc, pid);
        assert_int_equal(chmod(path, 0), 0);
    }
    assert_int_equal(collect(HEADING "300 here here - 0 ? x\n"), 0);
    assert_int_equal(ranks.count, 1);
    assert_int_equal(ranks.unreadable, 1);
    assert_int_equal(ranks.list[0].number, -1);
    assert_int_equal(ranks.list[0].lock, RANK_LOCK_UNKNOWN);
}

/* Nobody ran mosps: where ranks are is known of the release of 2009 only. */
static void test_without_mosps(void **state)
{
    (void) state;
    put_pair(200, 1, "-e");
    put_process(300, 50, "a.out", "./b.out|", "OMPI_COMM_WORLD_RANK=0|PMIX_NAMESPACE=65537|");
    put(300, "where", "10.0.0.7\n");
    put(300, "from", "0\n");
    put(300, "lock", "1\n");
    put(300, "nmigs", "7\n");
    put(300, "cantmove", "uses shared memory\n");
    put_process(301, 50, "a.out", "./b.out|", "OMPI_COMM_WORLD_RANK=2|PMIX_NAMESPACE=65537|");
    assert_int_equal(collect(NULL), 0);
    assert_int_equal(ranks.count, 2);
    assert_string_equal(ranks.list[0].job, "1,1");
    assert_string_equal(ranks.list[0].where, "10.0.0.7");
    assert_string_equal(ranks.list[0].home, "here");
    assert_int_equal(ranks.list[0].moves, 7);
    assert_string_equal(ranks.list[0].obstacle, "uses shared memory");
    assert_int_equal(ranks.list[0].lock, RANK_LOCKED);
    assert_string_equal(ranks.list[1].where, "");
    assert_int_equal(ranks.list[1].moves, -1);
    assert_true(ranks.list[0].is_2009 && !ranks.list[1].is_2009);
    /* A mosps tells where it is, but not why it stays. */
    assert_int_equal(collect(HEADING "300 here here - 7 ? x\n200 2 here - 3 ? x\n"), 0);
    assert_int_equal(ranks.count, 2);
    assert_string_equal(ranks.list[0].where, "here");
    assert_string_equal(ranks.list[0].obstacle, "uses shared memory");
    assert_true(ranks.list[0].is_2009 && !ranks.list[1].is_2009);
    assert_int_equal(ranks.list[0].lock, RANK_LOCKED);
    assert_int_equal(ranks.list[1].lock, RANK_UNLOCKED);
    assert_int_equal(ranks.list[1].moves, 3);
}

/* Nothing of this may be taken for a rank, or be followed beyond its end. */
static void test_broken(void **state)
{
    static const char *const stats[] = {"",       "200",       "200 (",
                                        "200 )(", "200 (x) S", "200 (x) S 1 2 3"};
    static const char *const headings[] = {"", "usage: mosps", "PID\n", "WHERE FROM\n", "\n\n"};

    (void) state;
    put_pair(200, 1, "-e");
    for (size_t i = 0; i < sizeof(headings) / sizeof(headings[0]); i++) {
        assert_int_equal(collect(headings[i]), -EINVAL);
    }
    assert_int_equal(
        collect(HEADING "x here here - 0 ? x\n\n-200 here\n 200\n99999999999 here here"), 0);
    assert_int_equal(ranks.count, 0);
    for (size_t i = 0; i < sizeof(stats) / sizeof(stats[0]); i++) {
        put(200, "stat", stats[i]);
        assert_int_equal(collect(HEADING "200 here here - 0 ? x\n"), 0);
        assert_int_equal(ranks.count, 0);
    }
    snprintf(proc + strlen(proc), 8, "/none");
    assert_int_equal(collect(NULL), -ENOENT);
    proc[strlen(proc) - strlen("/none")] = '\0';
}

/* Only root can read the environment of a setuid mosrun; the command line tells who it is [real].
 */
static void test_by_command_line(void **state)
{
    (void) state;
    put_pair(200, 9, "-e|-L|-aMOSIX_RANK=3/4/3942645761/unlock");
    put_pair(300, 9, "-e|-L|-aMOSIX_RANK=0/4/prterun-n1-7@1/");
    put_pair(400, 1, "-e|-aMOSIX_RANK=x///");
    put(200, "environ", "");
    put(201, "environ", "");
    assert_int_equal(collect(HEADING "200 here here - 0 ? x\n300 here here - 0 ? x\n"
                                     "400 here here - 0 ? x\n"),
                     0);
    assert_int_equal(ranks.count, 3);
    assert_string_equal(ranks.list[0].job, "60160,1");
    assert_int_equal(ranks.list[0].number, 1);
    assert_int_equal(ranks.list[1].number, 3);
    assert_int_equal(ranks.list[1].size, 4);
    assert_int_equal(ranks.list[1].lock, RANK_UNLOCKED);
    assert_string_equal(ranks.list[2].job, "prterun-n1-7@1");
    assert_int_equal(ranks.list[2].number, 0);
    assert_int_equal(ranks.list[2].lock, RANK_LOCKED);
}

/* MOSIX leaves ranks out of what mosps prints while they move [real]. */
static void test_moving(void **state)
{
    struct rank_source source = {.proc = proc, .mosps = HEADING "200 here 10.77.0.3 - 0 ? x\n"};

    (void) state;
    put_pair(200, 9, "-e|-aMOSIX_RANK=9/4/3942645761/");
    put_pair(300, 1, "-e|-aMOSIX_RANK=1/4/3942645761/");
    put_process(310, 301, "./a.out x", "/bin/mosrun|-e|-aMOSIX_RANK=1/4/3942645761/|./a.out|x|",
                "");
    put_pair(400, 2, "-e");
    put_process(500, 1, "x", "/bin/mosrun|-e|-aMOSIX_RANK=3/4/3942645761/|./a.out|x|", "");
    assert_int_equal(collect(source.mosps), 0);
    assert_int_equal(ranks.count, 2);
    assert_string_equal(ranks.list[0].where, "moving");
    assert_int_equal(ranks.list[0].number, 1);
    assert_int_equal(ranks.list[0].moves, -1);
    assert_true(rank_is_under_way(&ranks.list[0]) && !rank_is_away(&ranks.list[0]));
    assert_int_equal(ranks.list[1].pid, 310);
    assert_true(ranks.list[1].is_child);
    /* One that has just been started. */
    put_top("uptime", "51.00 9.00\n");
    assert_int_equal(collect(source.mosps), 0);
    assert_string_equal(ranks.list[0].where, "starting");
    /* Of another user. */
    source.user = 4711;
    put(301, "status", "Name:\tx\nUid:\t1000\t1000\t1000\t1000\n");
    rank_list_free(&ranks);
    assert_int_equal(rank_collect(&source, &ranks), 0);
    assert_int_equal(ranks.count, 0);
    put(301, "status", "Name:\tx\nUid:\t4711\t4711\t4711\t4711\n");
    assert_int_equal(rank_collect(&source, &ranks), 0);
    assert_int_equal(ranks.count, 1);
}

static void test_command(void **state)
{
    struct rank_command command;
    static const char words[] = "mosenv\0-aLD_PRELOAD=-L\0-C/ck\0-z\0p\0-L";

    (void) state;
    assert_int_equal(rank_command_read(words, sizeof(words), &command), 0);
    assert_string_equal(command.program, "p");
    assert_true(command.checkpoints && !command.locked);
    assert_int_equal(rank_command_read("mosrun", sizeof("mosrun"), &command), 0);
    assert_string_equal(command.program, "");
    assert_int_equal(rank_command_read("", 0, &command), -ENOENT);
    assert_int_equal(rank_command_read("xmosrun", sizeof("xmosrun"), &command), -ENOENT);
}

/* 256 ranks are found within a second, also where a node has a thousand other processes. */
static void test_many(void **state)
{
    struct timespec before;
    struct timespec after;
    char *text = calloc(256, 64);
    size_t used;

    (void) state;
    assert_non_null(text);
    used = (size_t) snprintf(text, 64, "%s", HEADING);
    for (long i = 0; i < 256; i++) {
        put_pair(1000 + 2 * i, i, "-e");
        put_process(5000 + i, 1, "other", "sleep|9|", "A=1|");
        used += (size_t) snprintf(text + used, 60, "%ld here here - 0 ? x\n", 1000 + 2 * i);
    }
    clock_gettime(CLOCK_MONOTONIC, &before);
    assert_int_equal(collect(text), 0);
    clock_gettime(CLOCK_MONOTONIC, &after);
    free(text);
    assert_int_equal(ranks.count, 256);
    assert_int_equal(ranks.list[255].number, 255);
    assert_true(after.tv_sec - before.tv_sec + (after.tv_nsec - before.tv_nsec) / 1e9 < 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_of_4, make_proc, drop_proc),
        cmocka_unit_test_setup_teardown(test_by_command_line, make_proc, drop_proc),
        cmocka_unit_test_setup_teardown(test_moving, make_proc, drop_proc),
        cmocka_unit_test_setup_teardown(test_without_mosps, make_proc, drop_proc),
        cmocka_unit_test_setup_teardown(test_broken, make_proc, drop_proc),
        cmocka_unit_test(test_command),
        cmocka_unit_test_setup_teardown(test_many, make_proc, drop_proc),
        cmocka_unit_test_setup_teardown(test_unreadable, make_proc, drop_proc),
    };

    return RUN_TESTS(tests);
}
