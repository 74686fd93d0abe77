/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What node setup plans for systems of every kind that are made up: the boot loader, the unit, and
 * what is right already.
 */
#include "test_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "made_up_root.h"
#include "node_apply.h"
#include "node_plan_boot.h"
#include "node_plan_unit.h"

static char work[PATH_MAX];
static char proc[PATH_MAX];
static struct node_system made_up;
static struct node_plan plan;

static void put(const char *name, const char *text)
{
    made_up_file(work, name, text, 0755);
}

/* A running system with MOSIX that nobody set up, and no boot loader. */
static int make_system(void **state)
{
    (void) state;
    snprintf(work, sizeof(work), "/tmp/test-node-plan.XXXXXX");
    if (mkdtemp(work) == NULL) {
        return -1;
    }
    memset(&plan, 0, sizeof(plan));
    memset(&made_up, 0, sizeof(made_up));
    snprintf(proc, sizeof(proc), "%.1000s/proc", work);
    made_up.root = work;
    made_up.proc = proc;
    strcpy(made_up.path, "/sbin");
    strcpy(made_up.kernel, "6.1.0");
    strcpy(made_up.libc, "2.36");
    put("proc/cmdline", "BOOT_IMAGE=/vmlinuz root=/dev/sda1 initrd=\\x quiet\n");
    put("sbin/mosd", "");
    put("lib/systemd/systemd", "");
    put("etc/systemd/system/x", "");
    put("etc/kernel/x", "");
    return 0;
}

static int remove_system(void **state)
{
    char command[2 * PATH_MAX];

    (void) state;
    snprintf(command, sizeof(command), "rm -rf %s", work);
    return system(command);
}

/* The step of that number is of that kind, and its path and its text hold these texts. */
static void expect(size_t number, enum node_step_kind kind, const char *path, const char *text)
{
    const struct node_step *step = &plan.steps[number];

    assert_true(number < plan.count);
    if (step->kind != kind || strcmp(step->path, path) != 0 || strstr(step->text, text) == NULL) {
        fail_msg("step %zu: kind %d, %s: %s", number, step->kind, step->path, step->text);
    }
}

static void test_grub(void **state)
{
    (void) state;
    put("etc/default/grub", "GRUB_TIMEOUT=5\n");
    put("sbin/update-grub", "");
    node_plan_boot(&made_up, &plan);
    expect(0, NODE_STEP_WRITE, "/etc/default/grub.d/zz-openmpi-mosix.cfg",
           "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX vdso=0\"\n");
    expect(1, NODE_STEP_RUN, "/sbin/update-grub", "");
    assert_string_equal(plan.steps[1].argv[0], "/sbin/update-grub");
    assert_null(plan.steps[1].argv[1]);
    expect(2, NODE_STEP_ADVISE, "", "reboot");
    assert_int_equal(plan.count, 3);
    /* An image runs nothing, and is not to be booted again. */
    plan.count = 0;
    made_up.proc = NULL;
    node_plan_boot(&made_up, &plan);
    expect(1, NODE_STEP_ADVISE, "", "run this inside the image: /sbin/update-grub");
    assert_int_equal(plan.count, 2);
}

/* The last word counts, wherever the files of GRUB set it. */
static void test_grub_overruled(void **state)
{
    (void) state;
    made_up.proc = NULL;
    put("sbin/update-grub", "");
    put("etc/default/grub", "GRUB_CMDLINE_LINUX_DEFAULT=\"quiet vdso=1\"\n");
    node_plan_boot(&made_up, &plan);
    expect(0, NODE_STEP_WRITE, "/etc/default/grub.d/zz-openmpi-mosix.cfg",
           "\nGRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT vdso=0\"\n");
    put("etc/default/grub.d/zz-openmpi-mosix.cfg", plan.steps[0].text);
    plan.count = 0;
    node_plan_boot(&made_up, &plan);
    assert_int_equal(plan.count, 0);
    /* Of a former version, whose file others replace. */
    put("etc/default/grub", "");
    put("etc/default/grub.d/zz-openmpi-mosix.cfg", "");
    put("etc/default/grub.d/openmpi-mosix.cfg",
        "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX vdso=0\"\n");
    node_plan_boot(&made_up, &plan);
    assert_int_equal(plan.count, 0);
    put("etc/default/grub.d/zz-site.cfg", "GRUB_CMDLINE_LINUX=console=ttyS0\n");
    node_plan_boot(&made_up, &plan);
    expect(0, NODE_STEP_ADVISE, "", "put vdso=0 into /etc/default/grub.d/zz-site.cfg");
}

/* Every kernel that needs the word must get it. */
static void test_entries(void **state)
{
    (void) state;
    made_up.proc = NULL;
    put("sbin/grubby", "");
    put("boot/loader/entries/1.conf", "version 6.1.0-1\noptions root=/dev/sda1 vdso=0\n");
    put("boot/loader/entries/2.conf", "version 6.1.0-2\noptions root=/dev/sda1\n");
    node_plan_boot(&made_up, &plan);
    assert_int_equal(plan.count, 1);
    plan.count = 0;
    put("boot/loader/entries/2.conf", "version 6.1.0-2\noptions x\noptions vdso=0\n");
    put("boot/loader/entries/3.conf", "version 0-rescue-x\noptions root=/dev/sda1\n");
    put("boot/loader/entries/4.conf", "version 5.14.0\noptions root=/dev/sda1\n");
    node_plan_boot(&made_up, &plan);
    assert_int_equal(plan.count, 0);
}

static void test_grubby(void **state)
{
    (void) state;
    put("sbin/grubby", "");
    node_plan_boot(&made_up, &plan);
    expect(0, NODE_STEP_WRITE, NODE_GRUBBY_RECORD, "--args=vdso=0");
    expect(1, NODE_STEP_RUN, "/sbin/grubby", "");
    assert_string_equal(plan.steps[1].argv[1], "--update-kernel=ALL");
    assert_string_equal(plan.steps[1].argv[2], "--args=vdso=0");
    assert_null(plan.steps[1].argv[3]);
    plan.count = 0;
    made_up.proc = NULL;
    node_plan_boot(&made_up, &plan);
    expect(0, NODE_STEP_ADVISE, "", "/sbin/grubby --update-kernel=ALL --args=vdso=0");
    assert_int_equal(plan.count, 1);
    plan.count = 0;
    put("boot/loader/entries/1.conf", "title x\noptions root=/dev/sda1 vdso=0\n");
    node_plan_boot(&made_up, &plan);
    assert_int_equal(plan.count, 0);
}

static void test_systemd_boot(void **state)
{
    (void) state;
    put("etc/kernel/cmdline", "root=/dev/sda1 quiet  \n\n");
    put("sbin/kernel-install", "");
    put("boot/vmlinuz-6.1.0", "");
    node_plan_boot(&made_up, &plan);
    expect(0, NODE_STEP_CMDLINE, "/etc/kernel/cmdline", "");
    assert_string_equal(plan.steps[0].text, "root=/dev/sda1 quiet vdso=0\n");
    expect(1, NODE_STEP_RUN, "/sbin/kernel-install", "");
    assert_string_equal(plan.steps[1].argv[1], "add");
    assert_string_equal(plan.steps[1].argv[2], "6.1.0");
    assert_string_equal(plan.steps[1].argv[3], "/boot/vmlinuz-6.1.0");
    assert_null(plan.steps[1].argv[4]);
}

/* A "#" inside the line is a word like others; a line that begins with it is a comment. */
static void test_cmdline_comments(void **state)
{
    (void) state;
    made_up.proc = NULL;
    put("etc/kernel/cmdline", "root=1 # x vdso=0\n");
    node_plan_boot(&made_up, &plan);
    assert_int_equal(plan.count, 0);
    put("etc/kernel/cmdline", "root=1 vdso=0 vdso=1\n# vdso=0\n");
    node_plan_boot(&made_up, &plan);
    expect(0, NODE_STEP_CMDLINE, "/etc/kernel/cmdline", "vdso=1\n# vdso=0\nvdso=0\n");
}

/* Without the file, kernel-install takes the running command line, and so do we. */
static void test_systemd_boot_without_file(void **state)
{
    (void) state;
    put("boot/loader/loader.conf", "");
    node_plan_boot(&made_up, &plan);
    expect(0, NODE_STEP_CMDLINE, "/etc/kernel/cmdline", "");
    assert_string_equal(plan.steps[0].text, "root=/dev/sda1 quiet vdso=0\n");
    expect(1, NODE_STEP_ADVISE, "", "run kernel-install");
    plan.count = 0;
    made_up.proc = NULL;
    node_plan_boot(&made_up, &plan);
    expect(0, NODE_STEP_ADVISE, "", "/etc/kernel/cmdline");
}

static void test_no_loader(void **state)
{
    (void) state;
    node_plan_boot(&made_up, &plan);
    expect(0, NODE_STEP_ADVISE, "", "no boot loader");
    plan.count = 0;
    put("proc/cmdline", "quiet vdso=0");
    node_plan_boot(&made_up, &plan);
    assert_int_equal(plan.count, 0);
    put("proc/cmdline", "quiet");
    strcpy(made_up.kernel, "5.10.0");
    node_plan_boot(&made_up, &plan);
    assert_int_equal(plan.count, 0);
}

static void test_own_unit(void **state)
{
    (void) state;
    node_plan_unit(&made_up, &plan);
    expect(0, NODE_STEP_WRITE, "/etc/systemd/system/mosix.service", "ExecStart=/sbin/mosd\n");
    expect(0, NODE_STEP_WRITE, "/etc/systemd/system/mosix.service",
           "\nEnvironment=GLIBC_TUNABLES=glibc.pthread.rseq=0\n");
    expect(1, NODE_STEP_WRITE, "/etc/systemd/system/multi-user.target.d/openmpi-mosix.conf",
           "Wants=mosix.service\n");
    expect(2, NODE_STEP_ADVISE, "", "/etc/rc.local");
    expect(3, NODE_STEP_ADVISE, "", "systemctl restart mosix.service");
    assert_int_equal(plan.count, 4);
}

static void test_dropin(void **state)
{
    char script[2 * PATH_MAX];

    (void) state;
    put("etc/init.d/mosix", "#!/bin/sh\nmosd\n");
    put("run/systemd/system/x", "");
    put("sbin/systemctl", "");
    node_plan_unit(&made_up, &plan);
    expect(0, NODE_STEP_WRITE, "/etc/systemd/system/mosix.service.d/zz-openmpi-mosix.conf",
           "[Service]\nEnvironment=GLIBC_TUNABLES=glibc.pthread.rseq=0\n");
    expect(1, NODE_STEP_RUN, "/sbin/systemctl", "");
    assert_string_equal(plan.steps[1].argv[1], "daemon-reload");
    /* What the unit sets already is kept: one variable holds all tunables. */
    plan.count = 0;
    put("usr/lib/systemd/system/mosd.service",
        "[Service]\nEnvironment=\"GLIBC_TUNABLES=glibc.malloc.check=1\"\n");
    snprintf(script, sizeof(script), "%s/etc/init.d/mosix", work);
    assert_int_equal(unlink(script), 0);
    node_plan_unit(&made_up, &plan);
    expect(0, NODE_STEP_WRITE, "/etc/systemd/system/mosd.service.d/zz-openmpi-mosix.conf",
           "GLIBC_TUNABLES=glibc.malloc.check=1:glibc.pthread.rseq=0\n");
}

#define SET "[Service]\nEnvironment=GLIBC_TUNABLES="

/* systemd reads drop-ins by their names, and the last one counts. */
static void test_unit_overruled(void **state)
{
    (void) state;
    made_up.proc = NULL;
    put("etc/systemd/system/mosix.service", SET "glibc.pthread.rseq=0\n");
    node_plan_unit(&made_up, &plan);
    assert_int_equal(plan.count, 0);
    put("etc/systemd/system/mosix.service.d/override.conf", SET "glibc.malloc.check=3\n");
    node_plan_unit(&made_up, &plan);
    expect(0, NODE_STEP_WRITE, "/etc/systemd/system/mosix.service.d/zz-openmpi-mosix.conf",
           SET "glibc.malloc.check=3:glibc.pthread.rseq=0\n");
    put("etc/systemd/system/mosix.service.d/zz-openmpi-mosix.conf", plan.steps[0].text);
    plan.count = 0;
    node_plan_unit(&made_up, &plan);
    assert_int_equal(plan.count, 0);
    /* The same name in another directory does not count; a later name does. */
    put("usr/lib/systemd/system/mosix.service.d/zz-openmpi-mosix.conf", SET "x\n");
    node_plan_unit(&made_up, &plan);
    assert_int_equal(plan.count, 0);
    put("usr/lib/systemd/system/mosix.service.d/zzz.conf", "[Service]\nEnvironment=\n");
    node_plan_unit(&made_up, &plan);
    expect(0, NODE_STEP_ADVISE, "", "let /usr/lib/systemd/system/mosix.service.d/zzz.conf give");
    plan.count = 0;
    put("usr/lib/systemd/system/mosix.service.d/zzz.conf",
        "[Service]\nEnvironmentFile=-/etc/mosd.env\n");
    put("etc/mosd.env", "GLIBC_TUNABLES=y\n");
    node_plan_unit(&made_up, &plan);
    expect(0, NODE_STEP_ADVISE, "", "let /etc/mosd.env give");
    plan.count = 0;
    put("etc/mosd.env", "");
    put("etc/systemd/system/mosix.service.d/a.conf",
        "[Service]\nUnsetEnvironment=GLIBC_TUNABLES\n");
    node_plan_unit(&made_up, &plan);
    expect(0, NODE_STEP_ADVISE, "", "let /etc/systemd/system/mosix.service.d/a.conf give");
}

/* A name of many characters is kept whole, and one with a meaning in units is quoted. */
static void test_unit_odd(void **state)
{
    char unit[1024];
    char wanted[1100];

    (void) state;
    made_up.proc = NULL;
    strcpy(made_up.path, "/a %b");
    put("a %b/mosd", "");
    node_plan_unit(&made_up, &plan);
    expect(0, NODE_STEP_WRITE, "/etc/systemd/system/mosix.service",
           "\nExecStart=\"/a %%b/mosd\"\n");
    plan.count = 0;
    snprintf(unit, sizeof(unit), SET "%0900d\n", 1);
    put("etc/systemd/system/mosix.service", unit);
    node_plan_unit(&made_up, &plan);
    snprintf(wanted, sizeof(wanted), SET "%0900d:glibc.pthread.rseq=0\n", 1);
    expect(0, NODE_STEP_WRITE, "/etc/systemd/system/mosix.service.d/zz-openmpi-mosix.conf", wanted);
}

static void test_unit_not_needed(void **state)
{
    char path[2 * PATH_MAX];

    (void) state;
    strcpy(made_up.libc, "2.31");
    node_plan_unit(&made_up, &plan);
    assert_int_equal(plan.count, 0);
    strcpy(made_up.libc, "2.41");
    snprintf(path, sizeof(path), "%s/lib/systemd/systemd", work);
    assert_int_equal(unlink(path), 0);
    node_plan_unit(&made_up, &plan);
    expect(0, NODE_STEP_ADVISE, "", "no systemd");
}

/* Programs are run in order, and the first that fails ends it. */
static void test_apply(void **state)
{
    const char *const none[] = {NULL};
    char script[PATH_MAX];
    struct stat status;

    (void) state;
    made_up.root = "";
    put("good", "#!/bin/sh\ntouch \"$0.done\"\n");
    put("bad", "#!/bin/sh\necho because >&2\nexit 3\n");
    snprintf(script, sizeof(script), "%.1000s/good", work);
    node_plan_run(&plan, &made_up, script, none);
    snprintf(script, sizeof(script), "%.1000s/bad", work);
    node_plan_run(&plan, &made_up, script, none);
    snprintf(script, sizeof(script), "%.1000s/good", work);
    node_plan_run(&plan, &made_up, script, none);
    assert_int_equal(node_apply(&made_up, &plan, true, true), 0);
    strcat(script, ".done");
    assert_int_not_equal(stat(script, &status), 0);
    assert_true(node_apply(&made_up, &plan, false, true) < 0);
    assert_int_equal(stat(script, &status), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_system, remove_system)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_grub),           TEST(test_grubby),
        TEST(test_systemd_boot),   TEST(test_systemd_boot_without_file),
        TEST(test_no_loader),      TEST(test_own_unit),
        TEST(test_dropin),         TEST(test_unit_not_needed),
        TEST(test_apply),          TEST(test_grub_overruled),
        TEST(test_entries),        TEST(test_cmdline_comments),
        TEST(test_unit_overruled), TEST(test_unit_odd),
    };

    return RUN_TESTS(tests);
}
