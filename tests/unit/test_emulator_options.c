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
    return run_options_parse(count, words, &options, reason, sizeof(reason));
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
    assert_int_equal(run_options_parse(0, none, &options, reason, sizeof(reason)), -EINVAL);
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

static void test_table(void **state)
{
    struct run_option_help help;
    bool seen[128] = {false};
    size_t count = 0;

    (void) state;
    while (run_options_help(count, &help)) {
        assert_false(seen[(unsigned char) help.letter]);
        seen[(unsigned char) help.letter] = true;
        assert_non_null(help.form);
        assert_non_null(help.meaning);
        count++;
    }
    assert_int_equal(count, strlen("r#hbjGFLlDANqQPJmdcnzeuwtTEMiCXSROIg"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_missing_program),
        cmocka_unit_test(test_missing_values),
        cmocka_unit_test(test_bad_values),
        cmocka_unit_test(test_contradictions),
        cmocka_unit_test(test_twice),
        cmocka_unit_test(test_too_many_directories),
        cmocka_unit_test(test_other_forms_refused),
        cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_no_words_at_all),
        cmocka_unit_test(test_program_only),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_variants_of_values),
        cmocka_unit_test(test_other_forms),
        cmocka_unit_test(test_table),
    };

    return RUN_TESTS(tests);
}
