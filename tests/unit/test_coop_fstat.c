/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * fstat() where the kernel refuses newfstatat with an empty path, as MOSIX does away from home: a
 * filter of system calls refuses it here. As it cannot be taken back, each test runs in a child.
 */
#include "test_main.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "coop_fstat.h"

/* What a child found, as its exit status. */
enum {
    DIRECTORY_OPENS = 1,
    LIBRARY_OPENS = 2,
    FSTAT_WORKS = 4,
    STAT_WORKS = 8,
    ERRORS_STAY = 16,
    ALL = 31,
    UNKNOWN = 32,
};

/* A library that this program does not have yet. */
#define LIBRARY "libresolv.so.2"

static bool refuse_empty_paths(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_newfstatat, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[3])),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, AT_EMPTY_PATH, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EFAULT),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {
        .len = sizeof(filter) / sizeof(filter[0]),
        .filter = filter,
    };

    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static int look(void)
{
    struct stat status = {0};
    int found = 0;

    found |= opendir("/") != NULL ? DIRECTORY_OPENS : 0;
    found |= dlopen(LIBRARY, RTLD_NOW) != NULL ? LIBRARY_OPENS : 0;
    found |= fstat(open("/", O_RDONLY), &status) == 0 && S_ISDIR(status.st_mode) ? FSTAT_WORKS : 0;
    status.st_mode = 0;
    found |= stat("/dev/null", &status) == 0 && S_ISCHR(status.st_mode) ? STAT_WORKS : 0;
    found |= fstat(9999, &status) < 0 && errno == EBADF && stat("/no/such", &status) < 0 &&
                     errno == ENOENT
                 ? ERRORS_STAY
                 : 0;
    return found;
}

/* What works in a child, whose C library was repaired or not. */
static int found_by_child(bool repair)
{
    pid_t child = fork();
    int status;

    assert_true(child >= 0);
    if (child == 0) {
        if ((repair && coop_fstat_repair() < 0) || !refuse_empty_paths()) {
            _exit(UNKNOWN);
        }
        _exit(look());
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void test_away(void **state)
{
    int plain = found_by_child(false);

    (void) state;
    if (plain == UNKNOWN) {
        SKIP_BECAUSE("this needs a kernel that filters system calls");
    }
    if (plain == ALL) {
        SKIP_BECAUSE("this glibc makes fstat() by the system call fstat");
    }
    assert_int_equal(plain & (DIRECTORY_OPENS | LIBRARY_OPENS | FSTAT_WORKS), 0);
    assert_int_equal(found_by_child(true), ALL);
}

static void test_twice(void **state)
{
    struct stat status;

    (void) state;
    assert_true(coop_fstat_repair() >= 0);
    assert_int_equal(coop_fstat_repair(), 0);
    assert_int_equal(fstat(STDIN_FILENO, &status), 0);
    assert_int_equal(fstatat(AT_FDCWD, "", &status, AT_EMPTY_PATH), 0);
    assert_true(S_ISDIR(status.st_mode));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_away),
        cmocka_unit_test(test_twice),
    };

    return RUN_TESTS(tests);
}
