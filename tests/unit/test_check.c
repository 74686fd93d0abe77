/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What `openmpi-mosix check` makes of libraries, symbols and the output of a trial, and its
 * verdict.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_libraries.h"
#include "check_options.h"
#include "check_report.h"
#include "check_symbols.h"
#include "check_trial.h"
#include "program_output.h"

static struct check_findings findings;

/* The finding of that check, or NULL. */
static const struct check_finding *find(const char *check)
{
    for (size_t i = 0; i < findings.count; i++) {
        if (strcmp(findings.list[i].check, check) == 0) {
            return &findings.list[i];
        }
    }
    return NULL;
}

static void expect(const char *check, enum check_level level, const char *part)
{
    const struct check_finding *finding = find(check);

    assert_non_null(finding);
    assert_int_equal(finding->level, level);
    if (strstr(finding->what, part) == NULL) {
        print_message("%s\n", finding->what);
    }
    assert_non_null(strstr(finding->what, part));
}

static void expect_verdict(const char *expected)
{
    char verdict[CHECK_TEXT_SIZE + 64];

    check_report_verdict(&findings, verdict, sizeof(verdict));
    assert_string_equal(verdict, expected);
}

/* A program with one symbol, and a library with another one. */
static void judge(char *symbol, char *name, char *library_symbol)
{
    size_t place = 0;
    struct program_node nodes[2] = {
        {.name = "./a.out",
         .path = "./a.out",
         .dynamic = {.names = symbol,
                     .size = strlen(symbol),
                     .imports = &place,
                     .import_count = symbol[0] != '\0'}},
        {.name = name,
         .path = "/lib/x",
         .dynamic = {.names = library_symbol,
                     .size = strlen(library_symbol),
                     .imports = &place,
                     .import_count = library_symbol[0] != '\0'}},
    };
    const struct program_tree tree = {.nodes = nodes, .count = 2};

    findings.count = 0;
    check_libraries(&tree, &findings);
    check_symbols(&tree, &findings);
}

static void test_plain(void **state)
{
    (void) state;
    judge("getrandom", "libc.so.6", "epoll_wait");
    assert_int_equal(check_findings_worst(&findings), CHECK_OK);
    expect("mpi", CHECK_OK, "not linked with MPI");
    expect_verdict("runs");
}

static void test_symbols(void **state)
{
    (void) state;
    judge("epoll_create1", "libx.so.1", "shm_open");
    expect("events", CHECK_LIMIT, "epoll_create1");
    expect("shared", CHECK_LIMIT, "shm_open in libx.so.1");
    expect_verdict("runs, with limits");
    judge("mlock", "libx.so.1", "epoll_wait");
    expect("memory", CHECK_OK, "mlock");
    expect("events", CHECK_OK, "epoll_wait in libx.so.1");
    judge("_ZNSt6thread15_M_start_threadEv", "libx.so.1", "");
    expect("threads", CHECK_NOTE, "std::thread");
    expect_verdict("runs with threads as coroutines");
    /* A part of it is permitted; of libraries that is not said. */
    judge("prctl", "libx.so.1", "setpriority");
    expect("partly", CHECK_OK, "it has prctl, which MOSIX permits, only the signal");
    assert_int_equal(check_findings_worst(&findings), CHECK_OK);
    judge("", "libx.so.1", "setpriority");
    assert_null(find("partly"));
    findings.count = 0;
    check_symbols_named("mmap64", &findings);
    expect("partly", CHECK_OK, "not memory that is shared for writing");
    judge("dlopen", "libx.so.1", "");
    expect("dlopen", CHECK_OK, "not looked at");
}

/* The manual of 2009 permits a part of these [doc], of semtimedop nothing; MOSIX 4 has that [real].
 */
static void test_parts(void **state)
{
    static const char *const names[] = {"clone", "getpriority", "ioctl",       "mmap",
                                        "prctl", "semtimedop",  "setpriority", "setrlimit"};

    (void) state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        findings.count = 0;
        check_symbols_named(names[i], &findings);
        expect("partly", CHECK_OK, names[i]);
    }
}

static void test_libraries(void **state)
{
    (void) state;
    judge("", "libmpi.so.40", "pthread_create");
    expect("mpi", CHECK_OK, "Open MPI");
    assert_null(find("threads"));
    judge("", "libmpich.so.12", "");
    expect("mpi", CHECK_CANNOT, "another MPI (libmpich.so.12)");
    judge("", "liburing.so.2", "");
    expect("io_uring", CHECK_LIMIT, "liburing.so.2");
    judge("", "libcuda.so.1", "");
    expect("devices", CHECK_LIMIT, "libcuda.so.1");
}

static void test_openmp(void **state)
{
    (void) state;
    unsetenv("OMP_NUM_THREADS");
    judge("", "libgomp.so.1", "");
    expect("openmp", CHECK_NOTE, "one thread");
    setenv("OMP_NUM_THREADS", "4", 1);
    judge("shmget", "libgomp.so.1", "");
    expect("openmp", CHECK_SETTING, "is \"4\"");
    expect_verdict("runs with `-x OMP_NUM_THREADS=1`, with limits");
    unsetenv("OMP_NUM_THREADS");
}

static void test_missing(void **state)
{
    struct program_node nodes[2] = {{.name = "a", .path = "a"}, {.name = "libno.so.1"}};
    const struct program_tree tree = {.nodes = nodes, .count = 2};

    (void) state;
    findings.count = 0;
    check_libraries(&tree, &findings);
    expect("libraries", CHECK_CANNOT, "libno.so.1");
    expect_verdict("cannot run under MOSIX: libraries were not found: libno.so.1");
}

static void judge_trial(const char *output, int result)
{
    findings.count = 0;
    check_trial_judge("/no/program", output, result, 7, &findings);
}

static void test_trial(void **state)
{
    (void) state;
    judge_trial("hello\n", 0);
    expect("trial", CHECK_OK, "ran to its end");
    judge_trial("MOSRUN: system-call 'shmat' not supported under MOSIX\n"
                "MOSRUN: system-call 'shmat' not supported under MOSIX\n"
                "MOSRUN: Shared memory (MAP_SHARED) not supported under MOSIX",
                0);
    expect("refused", CHECK_OK, "asked for shmat, mmap with MAP_SHARED, which");
    expect("trial", CHECK_OK, "ran to its end");
    judge_trial("MOSRUN: illegal system call #318\nmpirun says more\n", 1);
    expect("trial", CHECK_CANNOT, "getrandom");
    judge_trial("The user-provided time limit for job execution has been reached:\n", 110);
    expect("trial", CHECK_OK, "still ran under mosrun after 7 s");
    judge_trial("", -ETIMEDOUT);
    expect("trial", CHECK_OK, "still ran");
    judge_trial("usage: a.out FILE\n", 3);
    expect("trial", CHECK_UNKNOWN, "exit status 3");
    expect_verdict("failed in the trial: it ended under mosrun with exit status 3, and MOSIX said "
                   "nothing about it");
    assert_non_null(strstr(find("trial")->remedy, "usage: a.out FILE"));
    judge_trial("", PROGRAM_OUTPUT_SIGNAL + 11);
    expect("trial", CHECK_UNKNOWN, "signal 11");
    judge_trial("mpirun does not run as root\n--allow-run-as-root\n", 1);
    expect("trial", CHECK_NOTE, "does not run jobs of root");
    expect_verdict("runs; there was no trial");
}

static void test_many_findings(void **state)
{
    (void) state;
    findings.count = 0;
    for (int i = 0; i < 2 * CHECK_FINDINGS_MAX; i++) {
        check_finding_add(&findings, CHECK_OK, "x", "%d", i);
    }
    assert_int_equal(findings.count, CHECK_FINDINGS_MAX);
}

static int read_options(struct check_options *options, char **argv)
{
    char fault[256];
    int argc = 0;

    while (argv[argc] != NULL) {
        argc++;
    }
    return check_options_read(argc, argv, options, fault, sizeof(fault));
}

static void test_options(void **state)
{
    struct check_options options;

    (void) state;
    assert_int_equal(read_options(&options, (char *[]){"check", "--run", "--limit", "5", "a.out",
                                                       "--json", "-x", NULL}),
                     0);
    assert_true(options.run && !options.json && options.limit == 5);
    assert_string_equal(options.command[0], "a.out");
    assert_string_equal(options.command[2], "-x");
    assert_int_equal(read_options(&options, (char *[]){"check", "--json", "--", "-a", NULL}), 0);
    assert_string_equal(options.command[0], "-a");
    assert_int_equal(read_options(&options, (char *[]){"check", NULL}), -EINVAL);
    assert_int_equal(read_options(&options, (char *[]){"check", "", NULL}), -EINVAL);
    assert_int_equal(read_options(&options, (char *[]){"check", "--limit", "0", "a", NULL}),
                     -EINVAL);
    assert_int_equal(read_options(&options, (char *[]){"check", "--limit", "9x", "a", NULL}),
                     -EINVAL);
    assert_int_equal(read_options(&options, (char *[]){"check", "--limit", NULL}), -EINVAL);
    assert_int_equal(read_options(&options, (char *[]){"check", "--root", "/", "a", NULL}),
                     -EINVAL);
    assert_int_equal(read_options(&options, (char *[]){"check", "--help", NULL}), 0);
    assert_true(options.help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),         cmocka_unit_test(test_symbols),
        cmocka_unit_test(test_libraries),     cmocka_unit_test(test_openmp),
        cmocka_unit_test(test_missing),       cmocka_unit_test(test_trial),
        cmocka_unit_test(test_many_findings), cmocka_unit_test(test_options),
        cmocka_unit_test(test_parts),
    };

    return RUN_TESTS(tests);
}
