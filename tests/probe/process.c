/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Features: clone, futex, prctl, arch_prctl, limits.
 */
#include "probe.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char child_stack[65536] __attribute__((aligned(16)));

static int clone_work(void *unused)
{
    (void) unused;
    _exit(3);
}

static void clone_row(const char *name, int flags, void *stack)
{
    long pid;
    int status = 0;

    if (stack != NULL) {
        pid = clone(clone_work, stack, flags, NULL, NULL, NULL, NULL);
    } else {
        pid = syscall(SYS_clone, flags, NULL, NULL, NULL, 0);
        if (pid == 0) {
            syscall(SYS_exit, 3);
        }
    }
    if (pid < 0) {
        row(name, "%s", error_name(errno));
        return;
    }
    if (waitpid((pid_t) pid, &status, __WALL) != pid) {
        row(name, "started");
    } else {
        row(name, "ok, exit %d", WEXITSTATUS(status));
    }
}

static void clone_plain(void)
{
    clone_row("clone.SIGCHLD", SIGCHLD, NULL);
}

static void clone_none(void)
{
    clone_row("clone.no signal", 0, NULL);
}

static void clone_usr1(void)
{
    signal(SIGUSR1, SIG_IGN);
    clone_row("clone.SIGUSR1", SIGUSR1, NULL);
}

static void clone_stack(void)
{
    clone_row("clone.stack", SIGCHLD, child_stack + sizeof(child_stack));
}

static void clone_vfork_stack(void)
{
    clone_row("clone.VM|VFORK, stack", CLONE_VM | CLONE_VFORK | SIGCHLD,
              child_stack + sizeof(child_stack));
}

static void clone_thread(void)
{
    clone_row("clone.thread",
              CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM,
              child_stack + sizeof(child_stack));
}

static void clone_files(void)
{
    clone_row("clone.FILES", CLONE_FILES | SIGCHLD, NULL);
}

static void clone_vforked(void)
{
    int status = 0;
    pid_t pid = vfork();

    if (pid == 0) {
        _exit(3);
    }
    waitpid(pid, &status, 0);
    if (pid < 0) {
        row("clone.vfork", "%s", error_name(errno));
    } else {
        row("clone.vfork", "ok, exit %d", WEXITSTATUS(status));
    }
}

static volatile unsigned int word;

ONE_ROW(futex_wake, result, "futex.wake", syscall(SYS_futex, &word, 1, 1, NULL));
ONE_ROW(futex_wake_private, result, "futex.wake private", syscall(SYS_futex, &word, 129, 1, NULL));

static void futex_wait(void)
{
    struct timespec time = {0, 1000000};

    result("futex.wait", syscall(SYS_futex, &word, 0, 0, &time));
    result("futex.wait private", syscall(SYS_futex, &word, 128, 0, &time));
    result("futex.wait, value differs", syscall(SYS_futex, &word, 128, 1, &time));
}

static void futex_other(void)
{
    result("futex.lock_pi", syscall(SYS_futex, &word, 6, 0, NULL));
    result("futex.requeue", syscall(SYS_futex, &word, 3, 1, 1, &word));
    result("futex.wake_bitset", syscall(SYS_futex, &word, 10, 1, NULL, NULL, -1));
}

ONE_ROW(prctl_death, result, "prctl.SET_PDEATHSIG", prctl(PR_SET_PDEATHSIG, 0));
ONE_ROW(prctl_name, result, "prctl.SET_NAME", prctl(PR_SET_NAME, "probe"));
ONE_ROW(prctl_dumpable, result, "prctl.GET_DUMPABLE", prctl(PR_GET_DUMPABLE));
ONE_ROW(prctl_subreaper, result, "prctl.SET_CHILD_SUBREAPER", prctl(PR_SET_CHILD_SUBREAPER, 1));
ONE_ROW(prctl_privs, result, "prctl.SET_NO_NEW_PRIVS", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));

static void arch_fs(void)
{
    unsigned long base = 0;

    result("arch_prctl.GET_FS", syscall(SYS_arch_prctl, 0x1003, &base));
    result("arch_prctl.SET_FS", syscall(SYS_arch_prctl, 0x1002, base));
    result("arch_prctl.SET_GS", syscall(SYS_arch_prctl, 0x1001, 0));
    result("arch_prctl.CET_STATUS", syscall(SYS_arch_prctl, 0x3001, 0));
}

static void limits_1(void)
{
    static const struct {
        int number;
        const char *name;
    } limits[] = {{RLIMIT_NOFILE, "NOFILE"}, {RLIMIT_CORE, "CORE"}, {RLIMIT_STACK, "STACK"},
                  {RLIMIT_AS, "AS"},         {RLIMIT_CPU, "CPU"},   {RLIMIT_NPROC, "NPROC"},
                  {RLIMIT_DATA, "DATA"}};
    unsigned long values[2];
    char name[64];

    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        long rc = syscall(SYS_getrlimit, limits[i].number, values);

        snprintf(name, sizeof(name), "limit.get %s", limits[i].name);
        done(name, rc);
        snprintf(name, sizeof(name), "limit.set %s", limits[i].name);
        if (rc == 0) {
            done(name, syscall(SYS_setrlimit, limits[i].number, values));
        }
    }
    syscall(SYS_getrlimit, RLIMIT_NOFILE, values);
    row("limit.NOFILE", "%lu %lu", values[0], values[1]);
}

static void limits_64(void)
{
    unsigned long values[2];

    done("limit.prlimit64 get", syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, NULL, values));
    done("limit.prlimit64 set", syscall(SYS_prlimit64, 0, RLIMIT_CORE, values, NULL));
}

const struct probe_test process_tests[] = {
    TEST(feature, clone_plain, 5),
    TEST(feature, clone_none, 5),
    TEST(feature, clone_usr1, 5),
    TEST(feature, clone_stack, 5),
    TEST(feature, clone_vfork_stack, 5),
    TEST(feature, clone_thread, 5),
    TEST(feature, clone_files, 5),
    TEST(feature, clone_vforked, 5),
    TEST(feature, futex_wake, 5),
    TEST(feature, futex_wake_private, 5),
    TEST(feature, futex_wait, 5),
    TEST(feature, futex_other, 5),
    TEST(feature, prctl_death, 5),
    TEST(feature, prctl_name, 5),
    TEST(feature, prctl_dumpable, 5),
    TEST(feature, prctl_subreaper, 5),
    TEST(feature, prctl_privs, 5),
    TEST(feature, arch_fs, 5),
    TEST(feature, limits_1, 5),
    TEST(feature, limits_64, 5),
    TESTS_END,
};
