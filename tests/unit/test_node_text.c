/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What counts in settings that others wrote: the kernel's command line, GRUB's files,
 * GLIBC_TUNABLES and units of systemd.
 */
#include "test_main.h"

#include <string.h>

#include "node_environment.h"
#include "node_grub.h"
#include "node_text.h"

#define TUNABLE "glibc.pthread.rseq=0"

static void test_kernel(void **state)
{
    static const char *const wanted[] = {"vdso=0", "quiet vdso=0\n", "vdso=1 vdso=0 x",
                                         "root=1 # x vdso=0", "a=\"b c\" vdso=0"};
    static const char *const other[] = {"vdso=0 vdso=1", "vdso=01", "vdso=", "vdso=0,x",
                                        "vdso=0\tvdso=1 -- vdso=0"};
    static const char *const none[] = {"",        "novdso=0",         "foo=vdso=0", "MYNOTE=vdso=0",
                                       "vdso =0", "foo=\"x vdso=0\"", "-- vdso=0"};

    (void) state;
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        assert_int_equal(node_text_kernel(wanted[i], "vdso=0"), NODE_WORD_WANTED);
    }
    for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
        assert_int_equal(node_text_kernel(other[i], "vdso=0"), NODE_WORD_OTHER);
    }
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        assert_int_equal(node_text_kernel(none[i], "vdso=0"), NODE_WORD_NONE);
    }
}

static void test_tunable(void **state)
{
    (void) state;
    assert_int_equal(node_text_tunable("a.b=1:" TUNABLE ":c.d=2", TUNABLE), NODE_WORD_WANTED);
    assert_int_equal(node_text_tunable(TUNABLE ":glibc.pthread.rseq=1", TUNABLE), NODE_WORD_OTHER);
    assert_int_equal(node_text_tunable("glibc.pthread.rseq=1:" TUNABLE, TUNABLE), NODE_WORD_WANTED);
    assert_int_equal(node_text_tunable(TUNABLE "1", TUNABLE), NODE_WORD_OTHER);
    assert_int_equal(node_text_tunable("x" TUNABLE, TUNABLE), NODE_WORD_NONE);
    assert_int_equal(node_text_tunable("", TUNABLE), NODE_WORD_NONE);
}

static void test_cut(void **state)
{
    static const char *const cases[][2] = {{"a vdso=0 b\n", "a b\n"},
                                           {"a vdso=0\n", "a\n"},
                                           {"vdso=0 b", "b"},
                                           {"vdso=0", ""},
                                           {"vdso=0 x vdso=0", "vdso=0 x"},
                                           {"a=vdso=0 vdso=01", "a=vdso=0 vdso=01"}};
    char text[64];

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        strcpy(text, cases[i][0]);
        node_text_cut(text, "vdso=0");
        assert_string_equal(text, cases[i][1]);
    }
}

/* What GRUB makes of two files, read in this order. */
static void expect_grub(const char *first, const char *second, const char *decides, bool is_off)
{
    static struct node_grub grub;
    const char *found;
    bool found_off;

    memset(&grub, 0, sizeof(grub));
    node_grub_take(&grub, first, "first");
    node_grub_take(&grub, second, "second");
    found = node_grub_decides(&grub, &found_off);
    if (strcmp(found, decides) != 0 || found_off != is_off) {
        fail_msg("%s, then %s: %s decides %d", first, second, found, found_off);
    }
}

static void test_grub(void **state)
{
    (void) state;
    expect_grub("GRUB_CMDLINE_LINUX=vdso=0\n", "", "first", true);
    expect_grub("GRUB_CMDLINE_LINUX_DEFAULT='quiet vdso=0'\n", "", "first", true);
    expect_grub("  export GRUB_CMDLINE_LINUX=\"a \\\n vdso=0\"; X=1 # y\n", "", "first", true);
    expect_grub("GRUB_CMDLINE_LINUX=\"x # y vdso=0\"\n", "", "first", true);
    expect_grub("#GRUB_CMDLINE_LINUX=vdso=0\nX='\nGRUB_CMDLINE_LINUX=vdso=0\n'\n", "", "", false);
    expect_grub("GRUB_CMDLINE_XEN=vdso=0\nGRUB_CMDLINE_LINUX_RECOVERY=vdso=0\nMYNOTE=vdso=0\n", "",
                "", false);
    expect_grub("GRUB_CMDLINE_LINUX=foo=vdso=0\n", "", "", false);
    expect_grub("GRUB_CMDLINE_LINUX='vdso=0 vdso=1'\n", "", "first", false);
    /* GRUB writes _DEFAULT last. */
    expect_grub("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet vdso=1\"\n", "GRUB_CMDLINE_LINUX=vdso=0\n",
                "first", false);
    /* A later file replaces the value, or adds to it. */
    expect_grub("GRUB_CMDLINE_LINUX=vdso=0\n", "GRUB_CMDLINE_LINUX=\"console=ttyS0\"\n", "", false);
    expect_grub("GRUB_CMDLINE_LINUX=vdso=0\n", "GRUB_CMDLINE_LINUX+=\" x\"\n", "second", true);
    expect_grub("GRUB_CMDLINE_LINUX=vdso=0\n", "GRUB_CMDLINE_LINUX=\"${GRUB_CMDLINE_LINUX} x\"\n",
                "second", true);
    expect_grub("GRUB_CMDLINE_LINUX=vdso=0\n", "GRUB_CMDLINE_LINUX='$GRUB_CMDLINE_LINUX x'\n", "",
                false);
    expect_grub("GRUB_CMDLINE_LINUX=\"unfinished vdso=0", "", "first", true);
}

/* What systemd makes of a unit and a drop-in. */
static void expect_unit(const char *unit, const char *dropin, const char *value)
{
    static struct node_environment environment;

    memset(&environment, 0, sizeof(environment));
    node_environment_take(&environment, unit, "unit");
    node_environment_take(&environment, dropin, "dropin");
    assert_string_equal(environment.unset[0] != '\0' ? "unset" : environment.value, value);
}

#define UNIT "[Service]\nEnvironment=GLIBC_TUNABLES=" TUNABLE "\n"

static void test_environment(void **state)
{
    (void) state;
    expect_unit(UNIT, "", TUNABLE);
    expect_unit("[Service]\nEnvironment=A=1 \"GLIBC_TUNABLES=" TUNABLE "\" \\\n  B=2\n", "",
                TUNABLE);
    expect_unit(UNIT, "[Service]\nEnvironment=GLIBC_TUNABLES=glibc.malloc.check=3\n",
                "glibc.malloc.check=3");
    expect_unit(UNIT, "[Service]\nEnvironment=\n", "");
    expect_unit(UNIT, "[Service]\nUnsetEnvironment=X GLIBC_TUNABLES\n", "unset");
    expect_unit("[Service]\nUnsetEnvironment=GLIBC_TUNABLES\n", UNIT "UnsetEnvironment=\n",
                TUNABLE);
    expect_unit("[Unit]\nDescription=GLIBC_TUNABLES=" TUNABLE "\nEnvironment=GLIBC_TUNABLES=x\n",
                "", "");
    expect_unit("[Service]\n#Environment=GLIBC_TUNABLES=x\nEnvironment=MY_GLIBC_TUNABLES=y\n", "",
                "");
}

static void test_assigned(void **state)
{
    char value[64];

    (void) state;
    assert_true(node_environment_assigned("x\nexport GLIBC_TUNABLES=\"a=1\"\n", value, 64));
    assert_string_equal(value, "a=1");
    assert_true(node_environment_assigned("GLIBC_TUNABLES=a=1\nGLIBC_TUNABLES='b=2'", value, 64));
    assert_string_equal(value, "b=2");
    assert_false(node_environment_assigned("#GLIBC_TUNABLES=a\nMY_GLIBC_TUNABLES=b\n", value, 64));
    assert_string_equal(value, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kernel),      cmocka_unit_test(test_tunable),
        cmocka_unit_test(test_cut),         cmocka_unit_test(test_grub),
        cmocka_unit_test(test_environment), cmocka_unit_test(test_assigned),
    };

    return RUN_TESTS(tests);
}
