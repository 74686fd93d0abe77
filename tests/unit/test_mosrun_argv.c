/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command line of mosrun that launch settings make.
 */
#include "test_main.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosrun_argv.h"
#include "mosrun_words.h"

static bool out_of_memory;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
    return out_of_memory ? NULL : __real_malloc(size);
}

/* What most tests look at is clearer without the job's number. */
static struct mosrun_settings settings_without_job(void)
{
    struct mosrun_settings settings;

    mosrun_settings_init(&settings);
    settings.value[MOSRUN_JOB_ID] = "";
    return settings;
}

static struct mosrun_settings settings_with(enum mosrun_option_id id, const char *value)
{
    struct mosrun_settings settings = settings_without_job();

    settings.value[id] = value;
    return settings;
}

static void test_words(void **state)
{
    char **words;

    (void) state;
    assert_int_equal(mosrun_words_split("", &words), 0);
    assert_null(words[0]);
    mosrun_words_free(words);
    assert_int_equal(mosrun_words_split("  a 'b  c' \"d \\\" e\" f\\ g '' h'i'\n", &words), 6);
    assert_string_equal(words[0], "a");
    assert_string_equal(words[1], "b  c");
    assert_string_equal(words[2], "d \" e");
    assert_string_equal(words[3], "f g");
    assert_string_equal(words[4], "");
    assert_string_equal(words[5], "hi");
    assert_int_equal(mosrun_words_count(words), 6);
    mosrun_words_free(words);
    assert_int_equal(mosrun_words_count(NULL), 0);
    mosrun_words_free(NULL);
    out_of_memory = true;
    assert_int_equal(mosrun_words_split("a", &words), -ENOMEM);
    out_of_memory = false;
}

/* Builds the command line for rank and compares it with the words of expected. */
static void expect_line(const struct mosrun_settings *settings, unsigned long rank,
                        char *const *arguments, const char *expected)
{
    const struct mosrun_identity identity = {.rank = rank, .local_count = 3, .job = 4711};
    const struct mosrun_command command = {
        .mosrun = "/bin/mosrun", .program = "/bin/prog", .argv = arguments, .identity = &identity};
    char **argv;
    char **words;
    int count;

    assert_int_equal(mosrun_argv_build(settings, &command, &argv), 0);
    count = mosrun_words_split(expected, &words);
    assert_int_equal(mosrun_words_count(argv), count);
    for (int i = 0; i < count; i++) {
        assert_string_equal(argv[i], words[i]);
    }
    mosrun_words_free(words);
    mosrun_words_free(argv);
}

static void expect_options(enum mosrun_option_id id, const char *value, const char *options)
{
    struct mosrun_settings settings = settings_with(id, value);
    char line[256];

    snprintf(line, sizeof(line), "/bin/mosrun %s%s /bin/prog", options,
             id == MOSRUN_UNSUPPORTED_SYSCALLS ? "" : " -e");
    if (id == MOSRUN_EXTRA_ARGS) {
        snprintf(line, sizeof(line), "/bin/mosrun -e %s /bin/prog", options);
    }
    expect_line(&settings, 0, (char *[]){"/bin/prog", NULL}, line);
}

static void test_each_option(void **state)
{
    (void) state;
    expect_options(MOSRUN_GRID_CLASS, "", "");
    expect_options(MOSRUN_START_LOCATION, "best", "-b");
    expect_options(MOSRUN_START_LOCATION, "home", "-h");
    expect_options(MOSRUN_REMOTE_HOST_NAME, "alpha", "-ralpha");
    expect_options(MOSRUN_REMOTE_HOST_ADDRESS, "192.168.1.7", "-192.168.1.7");
    expect_options(MOSRUN_GRID_CLASS, "0", "-G0");
    expect_options(MOSRUN_GRID_CLASS, "3", "-G3");
    expect_options(MOSRUN_MIGRATION_LOCK, "0", "-l");
    expect_options(MOSRUN_MIGRATION_LOCK, "1", "-L");
    expect_options(MOSRUN_QUEUE_PRIORITY, "0", "");
    expect_options(MOSRUN_QUEUE_PRIORITY, "20", "-q20 -P3");
    expect_options(MOSRUN_QUEUE_PRIORITY, "default", "-q -P3");
    expect_options(MOSRUN_JOB_ID, "auto", "-J4711");
    expect_options(MOSRUN_JOB_ID, "17", "-J17");
    expect_options(MOSRUN_JOB_ID, "mine", "-Jmine");
    expect_options(MOSRUN_UNSUPPORTED_SYSCALLS, "0", "-u");
    expect_options(MOSRUN_UNSUPPORTED_SYSCALLS, "1", "-e");
    expect_options(MOSRUN_UNSUPPORTED_SYSCALLS, "2", "-w");
    expect_options(MOSRUN_UNSUPPORTED_SYSCALLS, "", "");
    expect_options(MOSRUN_EXTRA_ARGS, "-m512 '-C/a b'", "-m512 '-C/a b'");
    expect_options(MOSRUN_EXTRA_ARGS, "-J9 -c", "-J9 -c");
    expect_options(MOSRUN_VERBOSE, "1", "");
    expect_options(MOSRUN_ENABLE, "require", "");
}

static void test_options_before_e(void **state)
{
    (void) state;
    expect_options(MOSRUN_REMOTE_HOST_NUMBER, "17", "-17");
    expect_options(MOSRUN_RANDOM_HOST_LIST, "1-4,alpha", "-j1-4,alpha");
    expect_options(MOSRUN_START_ELSEWHERE, "1", "-F");
    expect_options(MOSRUN_START_ELSEWHERE, "0", "");
    expect_options(MOSRUN_EXPECTED_RUN_TIME, "2d3h", "-D2d3h");
    expect_options(MOSRUN_CHECKPOINT_INTERVAL, "30", "-A30");
    expect_options(MOSRUN_CHECKPOINT_VERSIONS, "0", "-N0");
    expect_options(MOSRUN_PARALLEL_PROCESSES, "8", "-P8");
    expect_options(MOSRUN_REQUIRED_MEMORY, "512", "-m512");
    expect_options(MOSRUN_STATISTICS_DECAY, "10000", "-d10000");
    expect_options(MOSRUN_COUNT_SYSCALLS, "0", "-c");
    expect_options(MOSRUN_COUNT_SYSCALLS, "1", "-n");
}

/* Those that come after -e. */
static void test_options_after_e(void **state)
{
    static const struct {
        enum mosrun_option_id id;
        const char *value;
        const char *options;
    } rows[] = {
        {MOSRUN_LOCAL_TIME, "1", "-t"},
        {MOSRUN_LOCAL_TIME, "0", "-T"},
        {MOSRUN_BATCH, "mosix", "-M"},
        {MOSRUN_BATCH_STDIN, "1", "-i"},
        {MOSRUN_CHECKPOINT_FILE, "/tmp/a b", "'-C/tmp/a b'"},
        {MOSRUN_PRIVATE_DIRECTORIES, "/a", "-X/a"},
        {MOSRUN_PRIVATE_DIRECTORIES, "/a:/b c:/d", "-X/a '-X/b c' -X/d"},
        {MOSRUN_ARGUMENT_ZERO, "auto", ""},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct mosrun_settings settings = settings_with(rows[i].id, rows[i].value);
        char line[256];

        snprintf(line, sizeof(line), "/bin/mosrun -e %s /bin/prog", rows[i].options);
        expect_line(&settings, 0, (char *[]){"/bin/prog", NULL}, line);
    }
}

static void test_queue(void **state)
{
    struct mosrun_settings settings = settings_with(MOSRUN_QUEUE_PRIORITY, "5");

    (void) state;
    settings.value[MOSRUN_QUEUE_ABORT] = "run";
    settings.value[MOSRUN_PARALLEL_PROCESSES] = "";
    expect_line(&settings, 0, (char *[]){"/bin/prog", NULL}, "/bin/mosrun -Q5 -e /bin/prog");
    settings.value[MOSRUN_QUEUE_PRIORITY] = "default";
    expect_line(&settings, 0, (char *[]){"/bin/prog", NULL}, "/bin/mosrun -Q -e /bin/prog");
    settings.value[MOSRUN_QUEUE_ABORT] = "kill";
    expect_line(&settings, 0, (char *[]){"/bin/prog", NULL}, "/bin/mosrun -q -e /bin/prog");
}

/* -e has no place in the command line of a native batch job. */
static void test_batch(void **state)
{
    struct mosrun_settings settings = settings_with(MOSRUN_BATCH, "linux");

    (void) state;
    settings.value[MOSRUN_BATCH_STDIN] = "1";
    expect_line(&settings, 0, (char *[]){"/bin/prog", NULL}, "/bin/mosrun -E -i /bin/prog");
    settings.value[MOSRUN_BATCH_DIRECTORY] = "/some where";
    expect_line(&settings, 0, (char *[]){"/bin/prog", NULL},
                "/bin/mosrun '-E/some where' -i /bin/prog");
    settings.value[MOSRUN_BATCH] = "mosix";
    expect_line(&settings, 0, (char *[]){"/bin/prog", NULL},
                "/bin/mosrun -e '-M/some where' -i /bin/prog");
}

/* Further arguments take the place of initial values, whatever stands between them. */
static void test_extra_arguments_win(void **state)
{
    struct mosrun_settings settings = settings_with(MOSRUN_EXTRA_ARGS, "-J7 -u -z");

    (void) state;
    settings.value[MOSRUN_JOB_ID] = "auto";
    expect_line(&settings, 0, (char *[]){"/bin/prog", "x", NULL},
                "/bin/mosrun -J7 -u -z /bin/prog /bin/prog x");
}

static void test_all_at_once(void **state)
{
    struct mosrun_settings settings = settings_without_job();

    (void) state;
    settings.value[MOSRUN_START_LOCATION] = "custom";
    settings.value[MOSRUN_REMOTE_HOST_NAME] = "ignored";
    settings.value[MOSRUN_REMOTE_HOST_ADDRESS] = "10.0.0.9 ";
    settings.value[MOSRUN_GRID_CLASS] = "2";
    settings.value[MOSRUN_QUEUE_PRIORITY] = "7";
    settings.value[MOSRUN_EXTRA_ARGS] = "-c";
    expect_line(&settings, 5, (char *[]){"/bin/prog", "x", NULL},
                "/bin/mosrun -10.0.0.9 -G2 -q7 -P3 -e -c /bin/prog x");
}

/* The order of options is that of the table. */
static void test_order_of_options(void **state)
{
    static const struct {
        enum mosrun_option_id id;
        const char *value;
    } rows[] = {
        {MOSRUN_ARGUMENT_ZERO, "always"},  {MOSRUN_PRIVATE_DIRECTORIES, "/x:/y"},
        {MOSRUN_CHECKPOINT_FILE, "/c"},    {MOSRUN_BATCH_STDIN, "1"},
        {MOSRUN_BATCH, "mosix"},           {MOSRUN_LOCAL_TIME, "0"},
        {MOSRUN_COUNT_SYSCALLS, "1"},      {MOSRUN_STATISTICS_DECAY, "500"},
        {MOSRUN_REQUIRED_MEMORY, "512"},   {MOSRUN_JOB_ID, "77"},
        {MOSRUN_QUEUE_ABORT, "run"},       {MOSRUN_QUEUE_PRIORITY, "7"},
        {MOSRUN_CHECKPOINT_VERSIONS, "5"}, {MOSRUN_CHECKPOINT_INTERVAL, "30"},
        {MOSRUN_EXPECTED_RUN_TIME, "2d"},  {MOSRUN_MIGRATION_LOCK, "1"},
        {MOSRUN_GRID_CLASS, "4"},          {MOSRUN_START_ELSEWHERE, "1"},
        {MOSRUN_START_LOCATION, "home"},
    };
    struct mosrun_settings settings = settings_without_job();

    (void) state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        settings.value[rows[i].id] = rows[i].value;
    }
    expect_line(
        &settings, 0, (char *[]){"/bin/prog", NULL},
        "/bin/mosrun -h -F -G4 -L -D2d -A30 -N5 -Q7 -P3 -J77 -m512 -d500 -n -e -T -M -i -C/c "
        "-X/x -X/y -z /bin/prog /bin/prog");
}

static void test_host_list_by_rank(void **state)
{
    static const char *const hosts[] = {"-ralpha", "-10.0.0.2", "-12"};
    struct mosrun_settings settings = settings_with(MOSRUN_REMOTE_HOST_LIST, "alpha,10.0.0.2,12");

    (void) state;
    for (unsigned long rank = 0; rank < 7; rank++) {
        char line[64];

        snprintf(line, sizeof(line), "/bin/mosrun %s -e /bin/prog", hosts[rank % 3]);
        expect_line(&settings, rank, (char *[]){"/bin/prog", NULL}, line);
    }
}

static void test_argument_zero(void **state)
{
    struct mosrun_settings settings = settings_without_job();

    (void) state;
    expect_line(&settings, 0, (char *[]){"prog", "a b", "", NULL},
                "/bin/mosrun -e -z /bin/prog prog 'a b' ''");
    expect_line(&settings, 0, (char *[]){"", NULL}, "/bin/mosrun -e -z /bin/prog ''");
    expect_line(&settings, 0, (char *[]){NULL}, "/bin/mosrun -e /bin/prog");
    settings.value[MOSRUN_ARGUMENT_ZERO] = "always";
    expect_line(&settings, 0, (char *[]){"/bin/prog", "x", NULL},
                "/bin/mosrun -e -z /bin/prog /bin/prog x");
}

static void test_bytes_are_kept(void **state)
{
    static char huge[100001];
    char *arguments[] = {"/bin/prog", "\n\t\x80\xff\x01 '\"\\$", huge, NULL};
    const struct mosrun_identity identity = {0};
    const struct mosrun_command command = {
        .mosrun = "/bin/mosrun", .program = "/bin/prog", .argv = arguments, .identity = &identity};
    struct mosrun_settings settings = settings_without_job();
    char **argv;

    (void) state;
    memset(huge, 'x', sizeof(huge) - 1);
    assert_int_equal(mosrun_argv_build(&settings, &command, &argv), 0);
    assert_string_equal(argv[3], arguments[1]);
    assert_string_equal(argv[4], huge);
    assert_null(argv[5]);
    mosrun_words_free(argv);
}

static void test_program_with_a_dash(void **state)
{
    const struct mosrun_identity identity = {0};
    const struct mosrun_command command = {.mosrun = "mosrun",
                                           .program = "-prog",
                                           .argv = (char *[]){"-prog", "1", NULL},
                                           .identity = &identity};
    struct mosrun_settings settings = settings_without_job();
    char **argv;

    (void) state;
    assert_int_equal(mosrun_argv_build(&settings, &command, &argv), 0);
    assert_string_equal(argv[2], "-z");
    assert_string_equal(argv[3], "./-prog");
    assert_string_equal(argv[4], "-prog");
    assert_string_equal(argv[5], "1");
    mosrun_words_free(argv);
}

static void test_unchecked_settings_and_no_memory(void **state)
{
    const struct mosrun_identity identity = {0};
    const struct mosrun_command command = {.mosrun = "mosrun",
                                           .program = "prog",
                                           .argv = (char *[]){"prog", NULL},
                                           .identity = &identity};
    struct mosrun_settings settings = settings_with(MOSRUN_REMOTE_HOST_ADDRESS, "nowhere");
    char **argv;

    (void) state;
    assert_int_equal(mosrun_argv_build(&settings, &command, &argv), -EINVAL);
    settings = settings_with(MOSRUN_MIGRATION_LOCK, "7");
    assert_int_equal(mosrun_argv_build(&settings, &command, &argv), -EINVAL);
    settings = settings_with(MOSRUN_EXTRA_ARGS, "'");
    assert_int_equal(mosrun_argv_build(&settings, &command, &argv), -EINVAL);
    mosrun_settings_init(&settings);
    out_of_memory = true;
    assert_int_equal(mosrun_argv_build(&settings, &command, &argv), -ENOMEM);
    out_of_memory = false;
}

/* The same settings make other options of the mosrun of MOSIX 4, or none. */
static void test_releases(void **state)
{
    static const struct {
        enum mosix_release release;
        const char *freeze;
        const char *options;
    } cases[] = {
        {MOSIX_RELEASE_2009, "", "-J7 -m64 -e"},
        {MOSIX_RELEASE_4, "", "-m64 -e"},
        {MOSIX_RELEASE_4, "0", "-g -m64 -e"},
        {MOSIX_RELEASE_4, "1", "-G -m64 -e"},
    };
    const struct mosrun_identity numbered = {.job = 7, .node = "n"};

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct mosrun_command command = {.mosrun = "mosrun",
                                               .program = "prog",
                                               .argv = (char *[]){"prog", NULL},
                                               .release = cases[i].release,
                                               .identity = &numbered};
        struct mosrun_settings settings;
        char expected[80];
        char **words;
        char **argv;
        int count;

        mosrun_settings_init(&settings);
        settings.value[MOSRUN_REQUIRED_MEMORY] = "64";
        settings.value[MOSRUN_FREEZE] = cases[i].freeze;
        assert_int_equal(mosrun_argv_build(&settings, &command, &argv), 0);
        snprintf(expected, sizeof(expected), "mosrun %s prog", cases[i].options);
        count = mosrun_words_split(expected, &words);
        assert_int_equal(mosrun_words_count(argv), count);
        for (int word = 0; word < count; word++) {
            assert_string_equal(argv[word], words[word]);
        }
        mosrun_words_free(words);
        mosrun_words_free(argv);
    }
}

/* The command line tells which rank it is, with MOSIX 4 only. */
static void test_rank(void **state)
{
    static char *env[] = {"PMIX_NAMESPACE=77", "OMPI_COMM_WORLD_SIZE=4", "OMPI_COMM_WORLD_RANK=3",
                          "MOSIX_COOP_HOME=unlock", NULL};
    static const struct {
        enum mosix_release release;
        char **env;
        const char *word;
    } cases[] = {
        {MOSIX_RELEASE_4, env, "-aMOSIX_RANK=3/4/77/unlock"},
        {MOSIX_RELEASE_4, env + 2, "-aMOSIX_RANK=3///unlock"},
        {MOSIX_RELEASE_4, env + 3, "prog"},
        {MOSIX_RELEASE_2009, env, "prog"},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct mosrun_identity identity = {.node = "n"};
        const struct mosrun_command command = {.mosrun = "mosrun",
                                               .program = "prog",
                                               .argv = (char *[]){"prog", NULL},
                                               .release = cases[i].release,
                                               .env = cases[i].env,
                                               .identity = &identity};
        struct mosrun_settings settings;
        char **argv;
        int last;

        mosrun_settings_init(&settings);
        assert_int_equal(mosrun_argv_build(&settings, &command, &argv), 0);
        last = mosrun_words_count(argv) - 1;
        last -= strcmp(cases[i].word, "prog") != 0;
        assert_string_equal(argv[last], cases[i].word);
        assert_null(strstr(argv[last - 1], "MOSIX_RANK"));
        mosrun_words_free(argv);
    }
}

/* What a setuid mosrun would lose is handed over as an argument, by MOSIX 4 only. */
static void test_variables(void **state)
{
    const struct mosrun_identity identity = {.node = "n"};
    static const struct {
        enum mosix_release release;
        bool mosenv;
        const char *options;
    } cases[] = {
        {MOSIX_RELEASE_2009, true, "-e"},
        {MOSIX_RELEASE_4, true, "-e '-aGLIBC_TUNABLES=a=1:b=2' '-aTMPDIR=/t \n'"},
        {MOSIX_RELEASE_4, false,
         "-e -aLD_PRELOAD=/x.so '-aGLIBC_TUNABLES=a=1:b=2' -aMALLOC_X= '-aTMPDIR=/t \n'"},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct mosrun_command command = {
            .mosrun = "mosrun",
            .program = "prog",
            .argv = (char *[]){"prog", NULL},
            .release = cases[i].release,
            .env = (char *[]){"HOME=/h", "LD_PRELOAD=/x.so", "GLIBC_TUNABLES=a=1:b=2",
                              "MALLOC_X=", "TMPDIR=/t \n", NULL},
            .mosenv = cases[i].mosenv,
            .identity = &identity,
        };
        struct mosrun_settings settings = settings_without_job();
        char expected[200];
        char **words;
        char **argv;
        int count;

        assert_int_equal(mosrun_argv_build(&settings, &command, &argv), 0);
        snprintf(expected, sizeof(expected), "mosrun %s prog", cases[i].options);
        count = mosrun_words_split(expected, &words);
        assert_int_equal(mosrun_words_count(argv), count);
        for (int word = 0; word < count; word++) {
            assert_string_equal(argv[word], words[word]);
        }
        mosrun_words_free(words);
        mosrun_words_free(argv);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_each_option),
        cmocka_unit_test(test_options_before_e),
        cmocka_unit_test(test_options_after_e),
        cmocka_unit_test(test_queue),
        cmocka_unit_test(test_batch),
        cmocka_unit_test(test_extra_arguments_win),
        cmocka_unit_test(test_all_at_once),
        cmocka_unit_test(test_order_of_options),
        cmocka_unit_test(test_host_list_by_rank),
        cmocka_unit_test(test_argument_zero),
        cmocka_unit_test(test_bytes_are_kept),
        cmocka_unit_test(test_program_with_a_dash),
        cmocka_unit_test(test_unchecked_settings_and_no_memory),
        cmocka_unit_test(test_releases),
        cmocka_unit_test(test_variables),
        cmocka_unit_test(test_rank),
    };

    return RUN_TESTS(tests);
}
