/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The filter that the emulator's library adds, run in a small machine of ours: which calls, from
 * which addresses, raise SIGSYS.
 */
#include "test_main.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "discipline_bpf.h"
#include "call_table.h"

/* Crosses a boundary of 4 GiB, as a library well may. */
#define FIRST UINT64_C(0x7f00fffff000)
#define END UINT64_C(0x7f0100001000)

/* Where a program and two parts of its libraries may be. */
static const struct code_range elsewhere[] = {
    {UINT64_C(0x400000), UINT64_C(0x401000)},
    {UINT64_C(0x5500fffff000), UINT64_C(0x550100001000)},
    {UINT64_C(0x7f0200000000), UINT64_C(0x7f0200000001)},
};

static const struct code_map libc_only = {.libc = {FIRST, END}};
static struct code_map map = {.libc = {FIRST, END}};

static struct sock_filter program[DISCIPLINE_BPF_MAX];
static int length;

static void build(enum discipline_profile profile, enum discipline_mode mode, bool threads)
{
    const struct discipline discipline = {profile, mode, threads};

    length = discipline_bpf_build(&discipline, &map, program);
    assert_in_range(length, 0, DISCIPLINE_BPF_MAX);
}

static bool jumps(const struct sock_filter *at, uint32_t accumulator)
{
    switch (BPF_OP(at->code)) {
    case BPF_JEQ:
        return accumulator == at->k;
    case BPF_JGT:
        return accumulator > at->k;
    case BPF_JGE:
        return accumulator >= at->k;
    case BPF_JSET:
        return (accumulator & at->k) != 0;
    }
    fail_msg("unexpected jump %x", at->code);
    return false;
}

static uint32_t decide(const struct seccomp_data *data)
{
    uint32_t accumulator = 0;

    for (int i = 0; i < length; i++) {
        const struct sock_filter *at = &program[i];

        if (at->code == (BPF_LD | BPF_W | BPF_ABS)) {
            assert_in_range(at->k, 0, sizeof(*data) - sizeof(accumulator));
            memcpy(&accumulator, (const char *) data + at->k, sizeof(accumulator));
        } else if (at->code == (BPF_ALU | BPF_AND | BPF_K)) {
            accumulator &= at->k;
        } else if (at->code == (BPF_JMP | BPF_JA)) {
            i += (int) at->k;
        } else if (BPF_CLASS(at->code) == BPF_JMP) {
            i += jumps(at, accumulator) ? at->jt : at->jf;
        } else {
            assert_int_equal(at->code, BPF_RET | BPF_K);
            return at->k;
        }
    }
    fail_msg("the filter has no end");
    return 0;
}

static bool traps(int number, int argument, uint64_t value, uint64_t caller)
{
    struct seccomp_data data = {
        .nr = number, .arch = AUDIT_ARCH_X86_64, .instruction_pointer = caller};

    data.args[argument] = value;
    return decide(&data) == SECCOMP_RET_TRAP;
}

static int reset(void **state)
{
    (void) state;
    map = libc_only;
    return 0;
}

static void trap_opens(size_t count)
{
    map.open_count = count;
    for (size_t i = 0; i < count; i++) {
        map.opens[i] = elsewhere[i % (sizeof(elsewhere) / sizeof(elsewhere[0]))];
    }
}

static void test_bad_ranges(void **state)
{
    const struct discipline discipline = {DISCIPLINE_PROFILE_MODERN, DISCIPLINE_MODE_REPORT, false};

    (void) state;
    map.libc = (struct code_range){0, 0};
    assert_int_equal(discipline_bpf_build(&discipline, &map, program), -EINVAL);
    map.libc = (struct code_range){END, FIRST};
    assert_int_equal(discipline_bpf_build(&discipline, &map, program), -EINVAL);
    map = libc_only;
    trap_opens(2);
    map.opens[1].end = map.opens[1].first;
    assert_int_equal(discipline_bpf_build(&discipline, &map, program), -EINVAL);
    map.open_count = CODE_MAP_RANGES + 1;
    assert_int_equal(discipline_bpf_build(&discipline, &map, program), -EINVAL);
}

/* open(2) is trapped under every discipline, from the ranges that are named and from nowhere else;
 * openat never is. */
static void expect_opens(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_true(traps(SYS_open, 0, 0, map.opens[i].first));
        assert_true(traps(SYS_open, 0, 0, map.opens[i].end - 1));
        assert_false(traps(SYS_open, 0, 0, map.opens[i].first - 1));
        assert_false(traps(SYS_open, 0, 0, map.opens[i].end));
        assert_false(traps(SYS_openat, 0, 0, map.opens[i].first));
        assert_false(traps(SYS_creat, 0, 0, map.opens[i].first));
    }
    assert_false(traps(SYS_open, 0, 0, FIRST));
    assert_false(traps(SYS_open, 0, 0, 0));
}

static void test_opens(void **state)
{
    (void) state;
    trap_opens(3);
    build(DISCIPLINE_PROFILE_OFF, DISCIPLINE_MODE_KILL, false);
    expect_opens(3);
    build(DISCIPLINE_PROFILE_MODERN, DISCIPLINE_MODE_ERROR, false);
    expect_opens(3);
    build(DISCIPLINE_PROFILE_MANUAL, DISCIPLINE_MODE_REPORT, true);
    expect_opens(3);
    assert_true(traps(SYS_epoll_create1, 0, 0, FIRST));
    assert_false(traps(SYS_epoll_create1, 0, 0, map.opens[0].first));
    trap_opens(CODE_MAP_RANGES);
    build(DISCIPLINE_PROFILE_MANUAL, DISCIPLINE_MODE_REPORT, false);
    expect_opens(CODE_MAP_RANGES);
}

static void test_nothing_to_trap(void **state)
{
    (void) state;
    build(DISCIPLINE_PROFILE_MANUAL, DISCIPLINE_MODE_KILL, false);
    assert_int_equal(length, 0);
    build(DISCIPLINE_PROFILE_OFF, DISCIPLINE_MODE_REPORT, false);
    assert_int_equal(length, 0);
}

static void test_callers(void **state)
{
    static const struct {
        uint64_t address;
        bool inside;
    } callers[] = {
        {0, false},
        {FIRST - 1, false},
        {FIRST, true},
        {UINT64_C(0x7f00ffffffff), true},
        {UINT64_C(0x7f0100000000), true},
        {END - 1, true},
        {END, false},
        {FIRST - (UINT64_C(1) << 32), false},
        {END - 1 + (UINT64_C(1) << 32), false},
        {UINT64_MAX, false},
    };

    (void) state;
    build(DISCIPLINE_PROFILE_MODERN, DISCIPLINE_MODE_REPORT, false);
    for (size_t i = 0; i < sizeof(callers) / sizeof(callers[0]); i++) {
        assert_int_equal(traps(SYS_epoll_create1, 0, 0, callers[i].address), callers[i].inside);
    }
}

static void test_other_architecture(void **state)
{
    struct seccomp_data data = {
        .nr = SYS_epoll_create1, .arch = AUDIT_ARCH_I386, .instruction_pointer = FIRST};

    (void) state;
    build(DISCIPLINE_PROFILE_MODERN, DISCIPLINE_MODE_REPORT, false);
    assert_int_equal(decide(&data), SECCOMP_RET_ALLOW);
}

static void test_ordinary_calls_pass(void **state)
{
    static const int calls[] = {SYS_read, SYS_write,  SYS_openat,   SYS_close,
                                SYS_brk,  SYS_execve, SYS_exit,     SYS_clone3,
                                SYS_fork, SYS_vfork,  SYS_mprotect, SYS_munmap};

    (void) state;
    build(DISCIPLINE_PROFILE_MODERN, DISCIPLINE_MODE_REPORT, false);
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        assert_false(traps(calls[i], 0, 1, FIRST));
    }
}

static void test_report_mode(void **state)
{
    (void) state;
    build(DISCIPLINE_PROFILE_MODERN, DISCIPLINE_MODE_REPORT, false);
    assert_true(traps(SYS_mmap, 3, MAP_SHARED, FIRST));
    assert_false(traps(SYS_mmap, 3, MAP_PRIVATE | MAP_ANONYMOUS, FIRST));
    assert_true(traps(SYS_futex, 1, 128, FIRST));
    assert_false(traps(SYS_futex, 1, 1 | 128, FIRST));
    assert_true(traps(SYS_prctl, 0, 0, FIRST));
    assert_false(traps(SYS_prctl, 0, 1, FIRST));
    assert_false(traps(SYS_prctl, 0, 2, FIRST));
    assert_true(traps(SYS_prctl, 0, 3, FIRST));
    assert_true(traps(SYS_getpriority, 1, 1, FIRST));
    assert_true(traps(SYS_getpriority, 1, UINT64_C(1) << 32, FIRST));
    assert_false(traps(SYS_getpriority, 1, 0, FIRST));
    assert_true(traps(SYS_ioctl, 1, 0x8914, FIRST));
    assert_false(traps(SYS_ioctl, 1, 0x5401, FIRST));
    assert_true(traps(SYS_clone, 0, CLONE_NEWNET | SIGCHLD, FIRST));
    assert_false(traps(SYS_clone, 0, SIGCHLD, FIRST));
}

/* What the C library calls with all signals blocked would kill the program. */
static void test_threads_are_not_trapped(void **state)
{
    const uint64_t thread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
                            CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID |
                            CLONE_CHILD_CLEARTID;

    (void) state;
    build(DISCIPLINE_PROFILE_MANUAL, DISCIPLINE_MODE_REPORT, false);
    assert_false(traps(SYS_clone, 0, thread, FIRST));
    assert_false(traps(SYS_clone, 1, 4096, FIRST));
    build(DISCIPLINE_PROFILE_MODERN, DISCIPLINE_MODE_REPORT, true);
    assert_false(traps(SYS_clone, 0, thread | CLONE_DETACHED, FIRST));
    assert_false(traps(SYS_futex, 1, 128, FIRST));
    assert_false(traps(SYS_madvise, 2, 4, FIRST));
    assert_true(traps(SYS_clone, 0, CLONE_NEWNET | SIGCHLD, FIRST));
}

static void test_error_and_kill_modes(void **state)
{
    (void) state;
    build(DISCIPLINE_PROFILE_MODERN, DISCIPLINE_MODE_ERROR, false);
    assert_true(traps(SYS_mmap, 3, MAP_SHARED, FIRST));
    assert_true(traps(SYS_sched_getaffinity, 0, 0, FIRST));
    assert_false(traps(SYS_epoll_create1, 0, 0, FIRST));
    build(DISCIPLINE_PROFILE_MODERN, DISCIPLINE_MODE_KILL, false);
    assert_false(traps(SYS_mmap, 3, MAP_SHARED, FIRST));
    assert_true(traps(SYS_sched_getaffinity, 0, 0, FIRST));
    build(DISCIPLINE_PROFILE_MANUAL, DISCIPLINE_MODE_ERROR, false);
    assert_true(traps(SYS_mmap, 3, MAP_SHARED, FIRST));
    assert_false(traps(SYS_sched_getaffinity, 0, 0, FIRST));
}

static uint32_t answer_to(int number, int argument, uint64_t value, uint64_t caller)
{
    struct seccomp_data data = {
        .nr = number, .arch = AUDIT_ARCH_X86_64, .instruction_pointer = caller};

    data.args[argument] = value;
    return decide(&data);
}

/* Under 4.4.3 all code is alike: what reaches MOSIX is trapped from the program and its libraries.
 */
static void test_real_traps(void **state)
{
    (void) state;
    trap_opens(2);
    build(DISCIPLINE_PROFILE_REAL, DISCIPLINE_MODE_ERROR, false);
    for (size_t i = 0; i < map.open_count; i++) {
        uint64_t caller = map.opens[i].first;

        assert_true(traps(SYS_open, 0, 0, caller));
        assert_true(traps(SYS_creat, 0, 0, caller));
        assert_false(traps(SYS_openat, 0, 0, caller));
        assert_true(traps(SYS_read, 0, 0x0c600000, caller));
        assert_true(traps(SYS_write, 0, 0x0c600001, caller));
        assert_true(traps(SYS_close, 0, 0x0c600091, caller));
        assert_false(traps(SYS_read, 0, 0x0c5fffff, caller));
        assert_false(traps(SYS_read, 0, 3, caller));
        assert_false(traps(SYS_read, 0, 0x0c600000, map.opens[i].end));
    }
    assert_true(traps(SYS_open, 0, 0, FIRST));
    assert_true(traps(SYS_read, 0, 0x0c600000, FIRST));
    assert_false(traps(SYS_read, 0, 0x0c600000, 0));
}

/* Errors that the filter gives by itself, whoever asks. */
static void test_real_errors(void **state)
{
    const uint64_t end = UINT64_C(0x800000000000);

    (void) state;
    build(DISCIPLINE_PROFILE_REAL, DISCIPLINE_MODE_REPORT, false);
    assert_int_equal(answer_to(SYS_access, 0, end, 0), SECCOMP_RET_ERRNO | EFAULT);
    assert_int_equal(answer_to(SYS_access, 0, end - 1, 0), SECCOMP_RET_ALLOW);
    assert_int_equal(answer_to(SYS_pread64, 0, 1024, 0), SECCOMP_RET_ERRNO | EBADF);
    assert_int_equal(answer_to(SYS_pread64, 0, 1023, 0), SECCOMP_RET_ALLOW);
    assert_int_equal(answer_to(SYS_select, 0, 0, 0), SECCOMP_RET_ERRNO | EINVAL);
    assert_int_equal(answer_to(SYS_select, 0, 5, 0), SECCOMP_RET_ERRNO | EINVAL);
    assert_int_equal(answer_to(SYS_preadv, 0, 0x0c600000, FIRST), SECCOMP_RET_TRAP);
    assert_int_equal(answer_to(SYS_preadv, 0, 5000, FIRST), SECCOMP_RET_ERRNO | EBADF);
}

/* The library shares memory at an address that nobody else asks for. */
static void test_own_memory(void **state)
{
    struct seccomp_data data = {.nr = SYS_mmap,
                                .arch = AUDIT_ARCH_X86_64,
                                .instruction_pointer = FIRST,
                                .args = {0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED}};

    (void) state;
    build(DISCIPLINE_PROFILE_REAL, DISCIPLINE_MODE_ERROR, false);
    assert_int_equal(decide(&data), SECCOMP_RET_TRAP);
    data.args[0] = CALL_OWN_ADDRESS;
    assert_int_equal(decide(&data), SECCOMP_RET_ALLOW);
}

static void test_real_selects(void **state)
{
    struct seccomp_data data = {.nr = SYS_select, .arch = AUDIT_ARCH_X86_64, .args = {5}};

    (void) state;
    build(DISCIPLINE_PROFILE_REAL, DISCIPLINE_MODE_ERROR, false);
    for (int set = 1; set <= 3; set++) {
        data.args[set] = UINT64_C(1) << 32;
        assert_int_equal(decide(&data), SECCOMP_RET_ALLOW);
        data.args[set] = 0;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_bad_ranges, reset),
        cmocka_unit_test_teardown(test_opens, reset),
        cmocka_unit_test(test_nothing_to_trap),
        cmocka_unit_test(test_callers),
        cmocka_unit_test(test_other_architecture),
        cmocka_unit_test(test_ordinary_calls_pass),
        cmocka_unit_test(test_report_mode),
        cmocka_unit_test(test_threads_are_not_trapped),
        cmocka_unit_test(test_error_and_kill_modes),
        cmocka_unit_test_teardown(test_real_traps, reset),
        cmocka_unit_test(test_real_errors),
        cmocka_unit_test(test_own_memory),
        cmocka_unit_test(test_real_selects),
    };

    return RUN_TESTS(tests);
}
