/* SPDX-License-Identifier: BSD-3-Clause */
/* The emulator's list of faults: what is refused and why, and what each fault becomes. */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "faults.h"

static struct faults faults;
static char reason[256];

static void refused(const char *list, int rc, const char *why)
{
    const struct faults none = {0};

    memset(&faults, 0x55, sizeof(faults));
    memset(reason, 'x', sizeof(reason));
    assert_int_equal(faults_parse(list, &faults, reason, sizeof(reason)), rc);
    assert_non_null(memchr(reason, '\0', sizeof(reason)));
    assert_non_null(strstr(reason, why));
    assert_memory_equal(&faults, &none, sizeof(none));
}

static void accepted(const char *list)
{
    memset(&faults, 0x55, sizeof(faults));
    assert_int_equal(faults_parse(list, &faults, reason, sizeof(reason)), 0);
    assert_string_equal(reason, "");
}

static void test_unknown_words(void **state)
{
    (void) state;
    refused("noise", -EINVAL, "unknown fault 'noise'");
    refused("Box=1", -EINVAL, "unknown fault 'Box'");
    refused("=1", -EINVAL, "unknown fault ''");
    refused(",", -EINVAL, "unknown fault ''");
    refused("box=1,", -EINVAL, "unknown fault ''");
    refused(" box=1", -EINVAL, "unknown fault ' box'");
    refused("boxes=1", -EINVAL, "unknown fault 'boxes'");
}

static void test_bad_values(void **state)
{
    static const char *const lists[] = {
        "box",
        "box=",
        "box=x",
        "box=1x",
        "box=-1",
        "box= 1",
        "box=+1",
        "nononblock=1",
        "nononblock=",
        "open-errno",
        "open-errno=",
        "open-errno=22",
        "open-errno=eio",
        "write-errno=EIO@",
        "write-errno=EIO@+",
        "write-errno=EIO@1++",
        "drop=1+",
        "write-errno=@1",
        "box=0x10",
        "open-errno=EIO@1",
    };

    (void) state;
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        refused(lists[i], -EINVAL, "is malformed; expected ");
    }
}

static void test_out_of_range(void **state)
{
    static const char *const lists[] = {
        "box=0",   "box=1000001",    "eintr=0",           "eintr=101",
        "delay=0", "delay=60000001", "vanish=0",          "truncate=33554433",
        "drop=0",  "dup=0",          "write-errno=EIO@0", "drop=99999999999999999999",
    };

    (void) state;
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        refused(lists[i], -ERANGE, "is out of range; expected ");
    }
}

static void test_twice(void **state)
{
    (void) state;
    refused("box=1,eintr=5,box=1", -EINVAL, "fault 'box' is given twice");
}

static void test_too_long(void **state)
{
    char list[300];

    (void) state;
    memset(list, '1', sizeof(list) - 1);
    memcpy(list, "box=", 4);
    list[sizeof(list) - 1] = '\0';
    refused(list, -EINVAL, "is too long");
}

static void test_short_reason(void **state)
{
    char small[8];

    (void) state;
    assert_int_equal(faults_parse("noise", &faults, small, sizeof(small)), -EINVAL);
    assert_int_equal(strlen(small), sizeof(small) - 1);
}

static void test_nothing(void **state)
{
    const struct faults none = {0};

    (void) state;
    accepted(NULL);
    assert_memory_equal(&faults, &none, sizeof(none));
    accepted("");
    assert_memory_equal(&faults, &none, sizeof(none));
}

static void test_everything(void **state)
{
    (void) state;
    accepted("box=4,eintr=10,delay=250,vanish=7,write-errno=ENOSPC@3,open-errno=EACCES,"
             "peer-open-errno=EINVAL,nononblock,truncate=100,drop=2,dup=5,full-errno=ENOSPC");
    assert_int_equal(faults.box, 4);
    assert_int_equal(faults.eintr_percent, 10);
    assert_int_equal(faults.delay_us, 250);
    assert_int_equal(faults.vanish, 7);
    assert_int_equal(faults.write_errno, ENOSPC);
    assert_int_equal(faults.write_errno_at, 3);
    assert_int_equal(faults.open_errno, EACCES);
    assert_int_equal(faults.peer_open_errno, EINVAL);
    assert_true(faults.nononblock);
    assert_int_equal(faults.truncate, 100);
    assert_int_equal(faults.drop, 2);
    assert_int_equal(faults.dup, 5);
    assert_int_equal(faults.full_errno, ENOSPC);
}

static void test_every_write(void **state)
{
    (void) state;
    accepted("write-errno=ECONNRESET");
    assert_int_equal(faults.write_errno, ECONNRESET);
    assert_int_equal(faults.write_errno_at, 0);
    accepted("write-errno=ECONNRESET@7");
    assert_int_equal(faults.write_errno_at, 7);
    assert_false(faults.write_errno_stays);
    accepted("write-errno=ECONNRESET@7+");
    assert_int_equal(faults.write_errno_at, 7);
    assert_true(faults.write_errno_stays);
}

/* Each form of the list is written as the parser wants it: without its value the word is malformed,
 * not unknown. */
static void test_help_belongs_to_parser(void **state)
{
    struct fault_help help;
    char word[64];

    (void) state;
    for (size_t i = 0; faults_help(i, &help); i++) {
        snprintf(word, sizeof(word), "%.*s=?", (int) strcspn(help.form, "="), help.form);
        refused(word, -EINVAL, help.form);
    }
    assert_true(faults_help(0, &help));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown_words), cmocka_unit_test(test_bad_values),
        cmocka_unit_test(test_out_of_range),  cmocka_unit_test(test_twice),
        cmocka_unit_test(test_too_long),      cmocka_unit_test(test_short_reason),
        cmocka_unit_test(test_nothing),       cmocka_unit_test(test_everything),
        cmocka_unit_test(test_every_write),   cmocka_unit_test(test_help_belongs_to_parser),
    };

    return RUN_TESTS(tests);
}
