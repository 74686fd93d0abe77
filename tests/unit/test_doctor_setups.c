/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every broken set-up of the table is named by the right check, and by no other; a healthy node and
 * a healthy image are not reported. `--list` prints the table.
 */
#include "test_main.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doctor_list.h"
#include "doctor_setups.h"
#include "made_up_root.h"

#define VARIABLES_MAX 4

static const struct setup *const tables[] = {setups_of_mosix, setups_of_openmpi};
#define TABLES (sizeof(tables) / sizeof(tables[0]))

static bool is_user; /* with no more rights than others */
static char work[64];
static char proc[96];
static struct status status;
static struct command_options options;
static struct doctor_view view;
static struct doctor_findings findings;
static const char *variables[VARIABLES_MAX + 1];

static void put(const char *name, const char *text, mode_t mode)
{
    made_up_file(work, name, text, mode);
}

static void put_script(const char *name, const char *text)
{
    char path[64];
    char script[2048];

    snprintf(path, sizeof(path), "bin/%s", name);
    snprintf(script, sizeof(script), "#!/bin/sh\n%s\n", text);
    put(path, script, 04755);
}

/* What is the same in a node and in an image: Debian 12 with MOSIX and openmpi-mosix. */
static void make_files(void)
{
    static const char *const programs[] = {"mosrun",     "mosenv",      "mosd",       "mosixd",
                                           "mosremoted", "mospostald",  "mosps",      "mosmigrate",
                                           "moskillall", "mosbestnode", "update-grub"};

    for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
        put_script(programs[i], "exit 0");
    }
    put_script("ifconfig", "exit 0");
    put_script("mossetpe", "echo 'This MOSIX node is: 10.77.0.1 (node1)'");
    /* A node that has something to do [real]. */
    put_script("mosctl", "printf '%s\\t%s\\n' Status: 'Running Normally' Avail: NO Accept: "
                         "'Yes, may accept processes from here'");
    put("etc/mosix/mosix.map", "# cluster\n10.77.0.1 2\n", 0644);
    put("etc/mosix/userview.map", "1 10.77.0.1 2\n", 0644);
    put("etc/mosix/secret", "key\n", 0600);
    put("etc/default/grub", "GRUB_CMDLINE_LINUX=\"quiet vdso=0\"\n", 0644);
    put("etc/systemd/system/mosix.service",
        "[Service]\nEnvironment=GLIBC_TUNABLES=glibc.pthread.rseq=0\n", 0644);
    made_up_library(work, "usr/lib64/libtcmalloc_minimal.so.4", EM_X86_64, 120);
    put("etc/openmpi/openmpi-mca-params.conf", "btl = ^openib\n", 0644);
    put("usr/lib/openmpi/lib/openmpi/mca_odls_mosix.so", "", 0644);
    put("usr/lib/openmpi/lib/openmpi/mca_btl_mosix.so", "", 0644);
    put("usr/lib/openmpi/lib/libopen-pal.so.40", "", 0644);
}

/* What the kernel tells of a node that runs. */
static void make_proc(void)
{
    put("proc/cmdline", "quiet vdso=0\n", 0444);
    put("proc/7/comm", "mosd\n", 0444);
    put("proc/8/comm", "mosixd\n", 0444);
    put("proc/9/comm", "mosremoted\n", 0444);
    put("proc/10/comm", "mospostald\n", 0444);
    put("proc/7/environ", "GLIBC_TUNABLES=glibc.pthread.rseq=0", 0400);
    put("proc/self/status", "Name:\tx\nNoNewPrivs:\t0\nSeccomp:\t0\n", 0444);
    put("proc/self/mounts", "proc /proc proc rw,nosuid,nodev 0 0\n/dev/sda1 / ext4 rw 0 0\n", 0444);
    put("proc/sys/kernel/pid_max", "4194304\n", 0644);
    put("proc/sys/kernel/yama/ptrace_scope", "1\n", 0644);
    put("proc/cpuinfo",
        "processor\t: 0\nflags\t\t: fpu ssse3 sse4_2 popcnt\n\n"
        "processor\t: 1\nflags\t\t: fpu ssse3 sse4_2 popcnt\n",
        0444);
    put("proc/net/tcp",
        "  sl  local_address rem_address   st\n"
        "   0: 00000000:00FC 00000000:0000 0A 0\n   1: 00000000:00FD 00000000:0000 0A 0\n",
        0444);
    put("proc/net/udp",
        "  sl  local_address rem_address   st\n"
        "   0: 00000000:00F9 00000000:0000 07 0\n   1: 00000000:00FD 00000000:0000 07 0\n",
        0444);
}

static void make(bool in_root)
{
    snprintf(work, sizeof(work), "/tmp/test-doctor.XXXXXX");
    assert_non_null(mkdtemp(work));
    snprintf(proc, sizeof(proc), "%s/proc", work);
    assert_int_equal(setenv("HOME", "/home/x", 1), 0);
    memset(&view, 0, sizeof(view));
    memset(&options, 0, sizeof(options));
    memset(variables, 0, sizeof(variables));
    make_files();
    if (!in_root) {
        make_proc();
    }
    snprintf(options.root, sizeof(options.root), "%s", work);
    view.system.root = work;
    view.system.proc = in_root ? NULL : proc;
    strcpy(view.system.path, "/bin");
    strcpy(view.system.machine, "x86_64");
    strcpy(view.system.kernel, "6.1.0-18-amd64");
    strcpy(view.system.libc, "2.36");
    view.clock = DOCTOR_CLOCK_KEPT;
    view.is_superuser = !is_user;
    view.environment = in_root ? NULL : (char *const *) variables;
}

/* What the table does to Open MPI and the launcher, once they are known. */
static void set_status(const struct setup_step *step)
{
    if (step->kind == SETUP_RELEASE) {
        status.node.release = step->name;
    } else if (step->kind == SETUP_NATIVE) {
        status.node.is_here = false;
        free(status.node.detail);
        status.node.detail = strdup(step->name);
    } else if (step->kind == SETUP_VERSION && step->name != NULL) {
        free(status.list[0].place.version);
        status.list[0].place.version = strdup(step->name);
    } else if (step->kind == SETUP_VERSION) {
        status_free(&status);
        status.node.is_known = true;
        status.node.is_here = true;
        status.node.release = "4";
        status.node.detail = strdup("made up");
    }
}

static void apply(const struct setup_step *step)
{
    char path[512];

    snprintf(path, sizeof(path), "%s/%s", work, step->name != NULL ? step->name : "");
    switch (step->kind) {
    case SETUP_PUT:
        put(step->name, step->text, step->mode != 0 ? step->mode : 0644);
        break;
    case SETUP_SCRIPT:
        put_script(step->name, step->text);
        break;
    case SETUP_DROP:
        assert_int_equal(unlink(path), 0);
        break;
    case SETUP_GIVE:
        assert_int_equal(chown(path, 1234, 1234), 0);
        break;
    case SETUP_KERNEL:
        strcpy(view.system.kernel, step->name);
        break;
    case SETUP_LIBC:
        strcpy(view.system.libc, step->name);
        break;
    case SETUP_MACHINE:
        strcpy(view.system.machine, step->name);
        break;
    case SETUP_CLOCK:
        view.clock = DOCTOR_CLOCK_FREE;
        break;
    case SETUP_VARIABLE:
        variables[0] = step->name;
        break;
    default:
        break;
    }
}

/* Makes the set-up and all checks; setup is NULL for one in which nothing is wrong. */
static void examine(const struct setup *setup, bool in_root)
{
    char command[128];

    make(in_root);
    for (int i = 0; setup != NULL && i < SETUP_STEPS_MAX; i++) {
        apply(&setup->steps[i]);
    }
    assert_int_equal(status_collect(&options, &status), 0);
    status.node.is_known = !in_root;
    status.node.is_here = true;
    status.node.release = "4";
    status.node.detail = strdup("made up");
    for (int i = 0; setup != NULL && i < SETUP_STEPS_MAX; i++) {
        set_status(&setup->steps[i]);
    }
    view.status = &status;
    doctor_view_find_mosrun(&view);
    doctor_list_check(&view, &findings);
    status_free(&status);
    snprintf(command, sizeof(command), "rm -rf %s", work);
    assert_int_equal(system(command), 0);
}

static bool is_in(const char *list, const char *word)
{
    return list != NULL && strstr(list, word) != NULL;
}

/* Whether a finding is what the row of the table says. */
static bool is_right(const struct setup *setup, const struct node_finding *finding)
{
    return finding->level == setup->level &&
           (strstr(finding->what, setup->says) != NULL ||
            strstr(finding->evidence, setup->says) != NULL ||
            strstr(finding->remedy, setup->says) != NULL) &&
           (finding->remedy[0] != '\0' || setup->level == NODE_OK) &&
           doctor_list_meaning(finding->check)[0] != '\0';
}

static int judge(const struct setup *setup)
{
    int wrong = 0;
    bool is_named = false;

    for (size_t i = 0; i < findings.count; i++) {
        const struct node_finding *finding = &findings.list[i];
        bool is_it = setup != NULL && strcmp(finding->check, setup->check) == 0;

        is_named = is_named || (is_it && is_right(setup, finding));
        if ((is_it && !is_right(setup, finding)) ||
            (!is_it && finding->level >= NODE_WARNING &&
             (setup == NULL || !is_in(setup->also, finding->check)))) {
            print_message("# %s: %s is %d: %s (%s) %s\n", setup != NULL ? setup->what : "healthy",
                          finding->check, finding->level, finding->what, finding->evidence,
                          finding->remedy);
            wrong++;
        }
    }
    return wrong + (setup != NULL && !is_named);
}

/* What one check found, of those that are made late. */
static const struct node_finding *find(const char *check)
{
    for (size_t i = 0; i < findings.count; i++) {
        if (strcmp(findings.list[i].check, check) == 0) {
            return &findings.list[i];
        }
    }
    fail_msg("there is no check %s", check);
    return NULL;
}

/* Once mosrun has hung, no other check of it costs its time. */
static void test_hang(void **state)
{
    static const char *const skipped[] = {"mailbox", "ranks"};
    char command[128];

    (void) state;
    make(false);
    doctor_view_find_mosrun(&view);
    doctor_list_check_early(&view, NULL, &findings);
    findings.list[0].is_hang = true;
    doctor_list_check_late(&view, NULL, &findings);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(find(skipped[i])->level, NODE_UNKNOWN);
        assert_non_null(strstr(find(skipped[i])->what, "mosrun did not come back"));
    }
    snprintf(command, sizeof(command), "rm -rf %s", work);
    assert_int_equal(system(command), 0);
}

static void test_setups(void **state)
{
    int wrong = 0;

    (void) state;
    if (geteuid() != 0) {
        SKIP_BECAUSE("files of MOSIX belong to root");
    }
    for (size_t i = 0; i < TABLES; i++) {
        for (const struct setup *setup = tables[i]; setup->what != NULL; setup++) {
            examine(setup, setup->in_root);
            wrong += judge(setup);
        }
    }
    assert_int_equal(wrong, 0);
}

static void test_healthy(void **state)
{
    (void) state;
    if (geteuid() != 0) {
        SKIP_BECAUSE("files of MOSIX belong to root");
    }
    examine(NULL, false);
    assert_int_equal(judge(NULL), 0);
    assert_true(findings.count > 30);
    examine(NULL, true);
    assert_int_equal(judge(NULL), 0);
    assert_true(findings.count > 20);
}

static void test_in_order(void **state)
{
    int wrong = 0;

    (void) state;
    if (geteuid() != 0) {
        SKIP_BECAUSE("files of MOSIX belong to root");
    }
    for (const struct setup *setup = setups_in_order; setup->what != NULL; setup++) {
        examine(setup, setup->in_root);
        wrong += judge(setup);
    }
    assert_int_equal(wrong, 0);
}

/* What an ordinary user may not see is not an error, and the missing right is named. */
static void test_user(void **state)
{
    static const struct setup denied = {
        .steps = {{SETUP_SCRIPT, "nft", "echo 'Operation not permitted' >&2; exit 1", 0}}};
    const struct node_finding *ports;

    (void) state;
    if (geteuid() != 0) {
        SKIP_BECAUSE("files of MOSIX belong to root");
    }
    is_user = true;
    examine(&denied, false);
    is_user = false;
    assert_int_equal(judge(NULL), 0);
    ports = find("ports");
    assert_int_equal(ports->level, NODE_UNKNOWN);
    assert_string_equal(ports->remedy, "Run `sudo openmpi-mosix doctor`, or the same as root");
}

static int list(void)
{
    static const char *const levels[] = {"ok", "unknown", "warning", "error"};
    int count = 0;

    printf("| what is wrong | check | level |\n|---|---|---|\n");
    for (size_t i = 0; i < TABLES; i++) {
        for (const struct setup *setup = tables[i]; setup->what != NULL; setup++, count++) {
            printf("| %s | %s | %s |\n", setup->what, setup->check, levels[setup->level]);
        }
    }
    printf("\n%d set-ups\n", count);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_healthy),  cmocka_unit_test(test_setups),
        cmocka_unit_test(test_in_order), cmocka_unit_test(test_user),
        cmocka_unit_test(test_compared), cmocka_unit_test(test_hang),
    };

    if (argc > 1 && strcmp(argv[1], "--list") == 0) {
        return list();
    }
    return RUN_TESTS(tests);
}
