/* SPDX-License-Identifier: BSD-3-Clause */
/* The parser of mosrun's command line: what is refused and why, then what the words become. */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "run_options.h"

#define WORDS_MAX 40

static struct run_options options;
static char reason[512];
static char *words[WORDS_MAX + 1];
static char line_copy[1024];

/* The profile that the cases are about. */
static const struct profile *profile;

static void use(const char *word)
{
    assert_int_equal(profile_parse(word, &profile), 0);
}

static int use_2009(void **state)
{
    (void) state;
    use("2009");
    return 0;
}

static int use_4(void **state)
{
    (void) state;
    use("4.4.3");
    return 0;
}

/* Parse LINE, whose words are separated by single blanks; "mosrun" is put before them. */
static int parse(const char *line)
{
    int count = 1;
    char *rest = line_copy;

    words[0] = (char *) "mosrun";
    snprintf(line_copy, sizeof(line_copy), "%s", line);
    while (*line != '\0' && rest != NULL && count < WORDS_MAX) {
        words[count++] = strsep(&rest, " ");
    }
    words[count] = NULL;
    memset(reason, 'x', sizeof(reason));
    return run_options_parse(&profile->mosrun, count, words, &options, reason, sizeof(reason));
}

static void refused(const char *line, int rc, const char *why)
{
    int found = parse(line);

    if (found != rc || memchr(reason, '\0', sizeof(reason)) == NULL ||
        strstr(reason, why) == NULL || strchr(reason, '\n') != NULL) {
        fail_msg("'%s': %d, %.400s", line, found, reason);
    }
}

static void accepted(const char *line)
{
    int rc = parse(line);

    if (rc != 0) {
        fail_msg("'%s': %d, %.400s", line, rc, reason);
    }
}

static void test_unknown(void **state)
{
    (void) state;
    refused("-y prog", -EINVAL, "unknown option '-y'");
    refused("- prog", -EINVAL, "unknown option '-'");
    refused("-- prog", -EINVAL, "unknown option '--'");
    refused("-# prog", -EINVAL, "unknown option '-#'");
    refused("-#1 prog", -EINVAL, "unknown option '-#1'");
    refused("-\xff prog", -EINVAL, "unknown option");
    refused("-Le prog", -EINVAL, "options are not bundled");
}

static void test_missing_program(void **state)
{
    (void) state;
    refused("", -EINVAL, "the program is missing");
    refused("-e -L", -EINVAL, "the program is missing");
    refused("-d 100", -EINVAL, "the program is missing");
    refused("-X /tmp", -EINVAL, "the program is missing");
}

static void test_missing_values(void **state)
{
    static const char *const needy[] = {"-r", "-j", "-D", "-A", "-N", "-P", "-J",
                                        "-m", "-C", "-S", "-R", "-O", "-I"};
    char line[32];

    (void) state;
    for (size_t i = 0; i < sizeof(needy) / sizeof(needy[0]); i++) {
        snprintf(line, sizeof(line), "%s prog", needy[i]);
        refused(line, -EINVAL, "the value is missing; expected ");
    }
    refused("-d", -EINVAL, "the value is missing");
    refused("-X", -EINVAL, "the value is missing");
}

static void test_bad_values(void **state)
{
    (void) state;
    refused("-m-1 prog", -EINVAL, "option -m{mb}: '-1' is malformed; expected a whole number");
    refused("-d10001 prog", -ERANGE,
            "'10001' is not allowed; expected a whole number from 0 to 10000");
    refused("-d -5 prog", -EINVAL, "'-5' is malformed");
    refused("-q-1 prog", -EINVAL, "'-1' is malformed");
    refused("-A0 prog", -ERANGE, "'0' is not allowed");
    refused("-S30001 file", -ERANGE, "'30001' is not allowed");
    refused("-0 prog", -ERANGE, "'0' is not allowed");
    refused("-1.2.3.999 prog", -ERANGE, "'1.2.3.999' is not allowed");
    refused("-1.2 prog", -EINVAL, "'1.2' is malformed");
    refused("-Ehere prog", -EINVAL, "'here' is malformed");
    refused("-X/proc prog", -ERANGE, "'/proc' is not allowed");
    refused("-J--x prog", -EINVAL, "'--x' is malformed");
}

static void test_contradictions(void **state)
{
    (void) state;
    refused("-h -b prog", -EINVAL, "options -h and -b contradict each other");
    refused("-rnode -7 prog", -EINVAL, "contradict each other");
    refused("-j1-2 -h prog", -EINVAL, "contradict each other");
    refused("-L -l prog", -EINVAL, "options -L and -l contradict each other");
    refused("-q -Q prog", -EINVAL, "contradict each other");
    refused("-c -n prog", -EINVAL, "contradict each other");
    refused("-t -T prog", -EINVAL, "contradict each other");
    refused("-u -e prog", -EINVAL, "contradict each other");
    refused("-u -w prog", -EINVAL, "contradict each other");
    refused("-E -M prog", -EINVAL, "contradict each other");
    refused("-S5 -Rfile x", -EINVAL, "contradict each other");
}

static void test_twice(void **state)
{
    (void) state;
    refused("-J1 -J1 prog", -EINVAL, "option -J{JobID} is given twice");
    refused("-1.2.3.4 -5 prog", -EINVAL, "is given twice");
    refused("-E -E prog", -EINVAL, "is given twice");
    accepted("-e -e -L -L prog");
}

static void test_too_many_directories(void **state)
{
    (void) state;
    refused("-X/1 -X/2 -X/3 -X/4 -X/5 -X/6 -X/7 -X/8 -X/9 -X/10 -X/11 prog", -ERANGE,
            "more than 10 directories");
    accepted("-X/1 -X /2 -X/3 -X/4 -X/5 -X/6 -X/7 -X/8 -X/9 -X/10 prog");
    assert_int_equal(options.private_directory_count, 10);
    assert_string_equal(options.private_directories[1], "/2");
    assert_string_equal(options.private_directories[9], "/10");
}

static void test_other_forms_refused(void **state)
{
    (void) state;
    refused("-S5", -EINVAL, "needs one word");
    refused("-S5 a b", -EINVAL, "needs one word");
    refused("-S5 ,failed", -EINVAL, "needs one word");
    refused("-Rfile prog", -EINVAL, "'prog': -R{filename} takes no program");
    refused("-Rfile -z", -EINVAL, "option -z is not allowed with -R{filename}");
    refused("-Ifile -L", -EINVAL, "option -L is not allowed with -I{filename}");
    refused("-Ifile prog", -EINVAL, "-I{filename} takes no program");
    refused("-O1=a prog", -EINVAL, "only allowed with -R{filename}");
}

/* A long word must not spoil the reason. */
static void test_long_words(void **state)
{
    char line[900];

    (void) state;
    memset(line, 'y', sizeof(line) - 1);
    line[0] = '-';
    line[sizeof(line) - 1] = '\0';
    refused(line, -EINVAL, "unknown option '-yyyy");
    line[1] = 'm';
    refused(line, -EINVAL, "is malformed; expected a whole number");
}

static void test_no_words_at_all(void **state)
{
    char *const none[] = {NULL};

    (void) state;
    assert_int_equal(run_options_parse(&profile->mosrun, 0, none, &options, reason, sizeof(reason)),
                     -EINVAL);
    assert_string_equal(reason, "the program is missing");
}

static void test_program_only(void **state)
{
    (void) state;
    accepted("prog -e -y");
    assert_int_equal(options.form, RUN_FORM_RUN);
    assert_int_equal(options.operand_count, 3);
    assert_ptr_equal(options.operands[0], words[1]);
    assert_null(options.operands[3]);
    for (size_t i = 0; i < sizeof(options.given); i++) {
        assert_false(options.given[i]);
    }
}

static void test_values(void **state)
{
    (void) state;
    accepted(
        "-g -rnode -F -L -G -D1d2h3m -A5 -N3 -q -P4 -Jweather -m64 -d 100 -M/tmp -Cx prog arg");
    assert_string_equal(options.where, "node");
    assert_int_equal(options.class, 1);
    assert_int_equal(options.minutes, 1563);
    assert_int_equal(options.interval, 5);
    assert_int_equal(options.versions, 3);
    assert_int_equal(options.priority, -1);
    assert_int_equal(options.parallel, 4);
    assert_string_equal(options.job_token, "weather");
    assert_int_equal(options.memory, 64);
    assert_int_equal(options.decay, 100);
    assert_string_equal(options.directory, "/tmp");
    assert_string_equal(options.checkpoint, "x");
    assert_int_equal(options.operand_count, 2);
    assert_true(options.given['L'] && options.given['F'] && options.given['g']);
}

static void test_variants_of_values(void **state)
{
    (void) state;
    accepted("-G0 -Q7 -d500 -J42 -E prog");
    assert_int_equal(options.class, 0);
    assert_int_equal(options.priority, 7);
    assert_int_equal(options.decay, 500);
    assert_int_equal(options.job_id, 42);
    assert_null(options.job_token);
    assert_null(options.directory);
    accepted("-10.0.0.7 prog");
    assert_string_equal(options.where, "10.0.0.7");
    assert_true(options.given[RUN_OPTION_NODE]);
    accepted("-12 prog");
    assert_string_equal(options.where, "12");
    accepted("-j1-5,9-12 prog");
    assert_string_equal(options.where, "1-5,9-12");
    accepted("-e -w prog");
}

static void test_other_forms(void **state)
{
    (void) state;
    accepted("-S30000 -q -e commands,failed");
    assert_int_equal(options.form, RUN_FORM_MULTIPLE);
    assert_int_equal(options.max_jobs, 30000);
    assert_string_equal(options.operands[0], "commands,failed");
    accepted("-Rckpt -O1=a,2=b -h");
    assert_int_equal(options.form, RUN_FORM_RECOVER);
    assert_string_equal(options.checkpoint, "ckpt");
    assert_string_equal(options.redirections, "1=a,2=b");
    accepted("-g -Ickpt");
    assert_int_equal(options.form, RUN_FORM_INSPECT);
    assert_string_equal(options.checkpoint, "ckpt");
}

/* Every letter of a profile has exactly one row, and no row is of no profile. */
static void test_table(void **state)
{
    struct run_option_help help;

    (void) state;
    for (size_t i = 0; (profile = profile_at(i)) != NULL; i++) {
        size_t seen[128] = {0};
        size_t count = 0;

        for (size_t row = 0; run_options_help(row, &help); row++) {
            if (run_options_has(&profile->mosrun, &help)) {
                seen[(unsigned char) help.letter]++;
                count++;
            }
        }
        assert_int_equal(count, strlen(profile->mosrun.options) + strlen(profile->mosrun.obsolete));
        for (size_t letter = 0; letter < 128; letter++) {
            assert_true(seen[letter] <= 1);
        }
    }
    for (size_t row = 0; run_options_help(row, &help); row++) {
        bool used = false;

        for (size_t i = 0; (profile = profile_at(i)) != NULL; i++) {
            used = used || run_options_has(&profile->mosrun, &help);
        }
        assert_true(used);
        assert_non_null(help.form);
        assert_non_null(help.meaning);
    }
}

/* MOSIX 4.4.3: what it answered with usage [real]. */
static void test_4_refused(void **state)
{
    static const char *const lines[] = {
        "",          "-y prog",       "-- prog",    "-v prog",
        "-V prog",   "-? prog",       "-h1 prog",   "--help",
        "-f prog",   "-s prog",       "-Le prog",   "-lL prog",
        "-g1 prog",  "-hx prog",      "-r prog",    "-N prog",
        "-N-1 prog", "-Nx prog",      "-A prog",    "-A-1 prog",
        "-Ax prog",  "-m prog",       "-m-1 prog",  "-mx prog",
        "-C prog",   "-m262144 prog", "-d -1 p",    "-dx prog",
        "-d10001 p", "-z prog",       "-X",         "-R",
        "-I",        "-O prog",       "-J1 prog",   "-Jx prog",
        "-q prog",   "-q1 prog",      "-Q prog",    "-P2 prog",
        "-D prog",   "-D1 prog",      "-j1-2 prog", "-j1 prog",
        "-E prog",   "-E/tmp p",      "-M prog",    "-M/tmp prog",
        "-i prog",   "-0 prog",       "-Gx prog",   "-t5 prog",
        "-a prog",   "-aNAME prog",   "-a=1 prog",  "-e",
        "-d",        "-# prog",       "-z",         "-1.2.3 prog",
    };

    (void) state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        int rc = parse(lines[i]);

        if (rc >= 0 || options.own_words) {
            fail_msg("'%s': %d", lines[i], rc);
        }
    }
}

/* ... with words of its own [real] ... */
static void test_4_own_words(void **state)
{
    (void) state;
    refused("-Xp1 prog", -EINVAL, "Invalid private-directory name (p1)");
    assert_true(options.own_words);
    refused("-X/a/.. prog", -ERANGE, "Invalid private-directory name (/a/..)");
    assert_true(options.own_words);
    refused("-X/etc prog", -ERANGE, "Disallowed private-directory name (/etc)");
    refused("-X /proc prog", -ERANGE, "Disallowed private-directory name (/proc)");
    refused("-X/1 -X/2 -X/3 -X/4 -X/5 -X/6 -X/7 -X/8 -X/9 -X/10 -X/11 prog", -ERANGE,
            "Too many private directories");
    assert_true(options.own_words);
}

/* ... and what it took [real]. */
static void test_4_accepted(void **state)
{
    static const char *const lines[] = {
        "-b prog",     "-h prog",   "-l prog",    "-L prog",       "-g prog",    "-G prog",
        "-e prog",     "-w prog",   "-u prog",    "-c prog",       "-n prog",    "-F prog",
        "-G2 prog",    "-rnode1 p", "-1 prog",    "-10.77.0.1 p",  "-N3 -N0 p",  "-A1 -A0 prog",
        "-m10 -m0 p",  "-d0 prog",  "-d5000 p",   "-d10000 prog",  "-d 5000 p",  "-C/tmp/ck prog",
        "-z prog one", "-X/dir p",  "-X /dir p",  "-m262143 prog", "-p prog",    "-k prog",
        "-aA=b -e p",  "-aA= prog", "-L -l prog", "-c -n prog",    "-e -u prog", "-r1 -h -b prog",
    };

    (void) state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        accepted(lines[i]);
    }
}

/* Of opposites the last one counts [real]. */
static void test_4_last_counts(void **state)
{
    (void) state;
    accepted("-e -w prog");
    assert_true(options.given['w'] && !options.given['e']);
    accepted("-w -e prog");
    assert_true(options.given['e'] && !options.given['w']);
    accepted("-e -u prog");
    assert_true(options.given['u'] && !options.given['e']);
    accepted("-L -l prog");
    assert_true(options.given['l'] && !options.given['L']);
    accepted("-g -G prog");
    assert_true(options.given['G'] && !options.given['g']);
    accepted("-m10 -m20 prog");
    assert_int_equal(options.memory, 20);
    accepted("-rnode1 -h prog");
    assert_true(options.given['h'] && !options.given['r']);
}

static void test_4_values(void **state)
{
    (void) state;
    accepted("-t -k -T -t prog");
    assert_string_equal(options.obsolete, "tkTt");
    assert_false(options.given['t']);
    accepted("-t -t -t -t -t -t -t -t -t -t prog");
    assert_int_equal(strlen(options.obsolete), RUN_OBSOLETE - 1);
    accepted("-aLD_PRELOAD=/x.so -aA=b=c prog");
    assert_int_equal(options.variable_count, 2);
    assert_string_equal(options.variables[1], "A=b=c");
    accepted("-z prog zero");
    assert_int_equal(options.operand_count, 2);
}

static void test_4_too_many_variables(void **state)
{
    char *many[RUN_VARIABLES + 4];
    char variable[] = "-aA=b";
    char program[] = "prog";

    (void) state;
    for (int count = RUN_VARIABLES; count <= RUN_VARIABLES + 1; count++) {
        for (int i = 1; i <= count; i++) {
            many[i] = variable;
        }
        many[0] = many[count + 1] = program;
        many[count + 2] = NULL;
        assert_int_equal(
            run_options_parse(&profile->mosrun, count + 2, many, &options, reason, sizeof(reason)),
            count <= RUN_VARIABLES ? 0 : -ERANGE);
    }
}

#define IN_2009(test) cmocka_unit_test_setup(test, use_2009)
#define IN_4(test) cmocka_unit_test_setup(test, use_4)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_2009(test_unknown),
        IN_2009(test_missing_program),
        IN_2009(test_missing_values),
        IN_2009(test_bad_values),
        IN_2009(test_contradictions),
        IN_2009(test_twice),
        IN_2009(test_too_many_directories),
        IN_2009(test_other_forms_refused),
        IN_2009(test_long_words),
        IN_2009(test_no_words_at_all),
        IN_2009(test_program_only),
        IN_2009(test_values),
        IN_2009(test_variants_of_values),
        IN_2009(test_other_forms),
        IN_4(test_4_refused),
        IN_4(test_4_own_words),
        IN_4(test_4_accepted),
        IN_4(test_4_last_counts),
        IN_4(test_4_values),
        IN_4(test_4_too_many_variables),
        IN_4(test_long_words),
        IN_4(test_no_words_at_all),
        cmocka_unit_test(test_table),
    };

    return RUN_TESTS(tests);
}
