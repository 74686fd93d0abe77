/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of the discipline. Libc only. */
#include "call_table.h"

#include "call_numbers.h"

#include <asm/ioctls.h>
#include <linux/futex.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/sockios.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define BOTH (CALL_IN_MODERN | CALL_IN_MANUAL)
#define CALL(call) .name = #call, .number = SYS_##call
#define ALL_BITS UINT32_MAX

/* The manual refuses it without condition. */
#define MANUAL(call)                                                                               \
    {                                                                                              \
        CALL(call), .profiles = BOTH, .grade = "doc"                                               \
    }

/* Newer than the manual, and another way to what the manual refuses. */
#define RELATIVE(call, of)                                                                         \
    {                                                                                              \
        CALL(call), .profiles = BOTH, .grade = "assumed", .note = "as " of                         \
    }

/* Requests of ioctl that the manual refuses. */
#define REQUEST(name)                                                                              \
    {                                                                                              \
        CALL(ioctl), .profiles = BOTH, .grade = "doc", .note = #name, .when = {                    \
            {CALL_TEST_IS, 1, ALL_BITS, name}                                                      \
        }                                                                                          \
    }

#define WHEN(test, argument, mask, value) .when = {{CALL_TEST_##test, argument, mask, value}}

/* What thread libraries set, and always with all signals blocked. */
#define THREAD_FLAGS                                                                               \
    (CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS)

#define PERMITTED_FLAGS                                                                            \
    (CLONE_CHILD_SETTID | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID | CLONE_VFORK | CLONE_VM)

#define OTHER_FLAGS (ALL_BITS & ~(uint32_t) (CSIGNAL | THREAD_FLAGS | PERMITTED_FLAGS))

static const struct call_row table[] = {
    MANUAL(acct),
    MANUAL(add_key),
    MANUAL(adjtimex),
    MANUAL(afs_syscall),
    MANUAL(capget),
    MANUAL(capset),
    MANUAL(chroot),
    MANUAL(clock_getres),
    MANUAL(clock_settime),
    MANUAL(create_module),
    MANUAL(delete_module),
    MANUAL(epoll_create),
    MANUAL(epoll_ctl),
    MANUAL(epoll_pwait),
    MANUAL(epoll_wait),
    MANUAL(eventfd),
    MANUAL(get_kernel_syms),
    MANUAL(get_mempolicy),
    MANUAL(get_robust_list),
    MANUAL(getcpu),
    MANUAL(getpmsg),
    MANUAL(init_module),
    MANUAL(inotify_add_watch),
    MANUAL(inotify_init),
    MANUAL(inotify_rm_watch),
    MANUAL(io_cancel),
    MANUAL(io_destroy),
    MANUAL(io_getevents),
    MANUAL(io_setup),
    MANUAL(io_submit),
    MANUAL(ioperm),
    MANUAL(iopl),
    MANUAL(ioprio_get),
    MANUAL(ioprio_set),
    MANUAL(kexec_load),
    MANUAL(keyctl),
    MANUAL(lookup_dcookie),
    MANUAL(mbind),
    MANUAL(migrate_pages),
    MANUAL(mlock),
    MANUAL(mlockall),
    MANUAL(move_pages),
    MANUAL(mq_getsetattr),
    MANUAL(mq_notify),
    MANUAL(mq_open),
    MANUAL(mq_timedreceive),
    MANUAL(mq_timedsend),
    MANUAL(mq_unlink),
    MANUAL(munlock),
    MANUAL(munlockall),
    MANUAL(nfsservctl),
    MANUAL(personality),
    MANUAL(pivot_root),
    MANUAL(ptrace),
    MANUAL(quotactl),
    MANUAL(reboot),
    MANUAL(remap_file_pages),
    MANUAL(request_key),
    MANUAL(rt_sigqueueinfo),
    MANUAL(rt_sigtimedwait),
    MANUAL(sched_get_priority_max),
    MANUAL(sched_get_priority_min),
    MANUAL(sched_getparam),
    MANUAL(sched_getscheduler),
    MANUAL(sched_rr_get_interval),
    MANUAL(sched_setaffinity),
    MANUAL(sched_setparam),
    MANUAL(sched_setscheduler),
    MANUAL(security),
    MANUAL(set_mempolicy),
    MANUAL(setdomainname),
    MANUAL(sethostname),
    MANUAL(settimeofday),
    MANUAL(shmat),
    MANUAL(signalfd),
    MANUAL(swapoff),
    MANUAL(swapon),
    MANUAL(syslog),
    MANUAL(timer_create),
    MANUAL(timer_delete),
    MANUAL(timer_getoverrun),
    MANUAL(timer_gettime),
    MANUAL(timer_settime),
    MANUAL(timerfd_gettime),
    MANUAL(timerfd_settime),
    MANUAL(tuxcall),
    MANUAL(unshare),
    MANUAL(uselib),
    MANUAL(vmsplice),
    MANUAL(waitid),
    MANUAL(timerfd_create),
    MANUAL(alloc_hugepages),
    MANUAL(bdflush),
    MANUAL(free_hugepages),
    MANUAL(vm86),

    /* Threads that end call it with all signals blocked, where nothing can be trapped. */
    {CALL(madvise), .profiles = BOTH, .lifted_by_threads = true, .grade = "doc",
     .note = "unless threads are allowed"},

    /* Where the profiles differ: a C library of today does not run without. */
    {CALL(clock_nanosleep), .profiles = CALL_IN_MANUAL, .grade = "doc",
     .note = "works in modern [assumed]: sleep and usleep of today's C library use it"},
    {CALL(set_robust_list), .profiles = CALL_IN_MANUAL, .grade = "doc",
     .note = "works in modern [assumed]: every program of today calls it before main"},
    {CALL(sched_getaffinity), .profiles = CALL_IN_MANUAL, .grade = "doc",
     .note = "see below for modern"},
    {CALL(sched_getaffinity), .profiles = CALL_IN_MODERN, .answer = CALL_ANSWER_ONE_CPU,
     .grade = "assumed", .note = "names one processor"},
    {CALL(futex), .profiles = CALL_IN_MANUAL, .lifted_by_threads = true, .grade = "doc",
     .note = "unless threads are allowed"},
    {CALL(futex), .profiles = CALL_IN_MODERN, .lifted_by_threads = true,
     WHEN(IS_NOT, 1, FUTEX_CMD_MASK & 0x7f, FUTEX_WAKE), .grade = "doc",
     .note = "other than FUTEX_WAKE, unless threads are allowed"},
    {CALL(futex), .profiles = CALL_IN_MODERN, .lifted_by_threads = true, .answer = CALL_ANSWER_ZERO,
     WHEN(IS, 1, FUTEX_CMD_MASK & 0x7f, FUTEX_WAKE), .grade = "assumed",
     .note = "FUTEX_WAKE wakes nobody and returns 0, unless threads are allowed"},

    /* Limited calls. */
    {CALL(clone), .profiles = BOTH, .spares_threads = true, .untrappable = true,
     WHEN(ANY, 0, THREAD_FLAGS, 0), .grade = "doc",
     .note = "flags of threads, unless these are allowed"},
    {CALL(clone), .profiles = BOTH, .spares_threads = true, WHEN(ANY, 0, OTHER_FLAGS, 0),
     .grade = "doc", .note = "flags other than those of fork, vfork and threads"},
    {CALL(clone), .profiles = BOTH, .spares_threads = true, .untrappable = true,
     WHEN(IS, 0, CLONE_VM | CLONE_VFORK, CLONE_VM), .grade = "doc",
     .note = "CLONE_VM without CLONE_VFORK"},
    {CALL(clone), .profiles = BOTH, .spares_threads = true,
     WHEN(IS, 0, CLONE_VM | CLONE_VFORK, CLONE_VFORK), .grade = "doc",
     .note = "CLONE_VFORK without CLONE_VM"},
    {CALL(clone), .profiles = BOTH, .spares_threads = true, .untrappable = true,
     WHEN(IS_NOT, 0, CSIGNAL, SIGCHLD), .grade = "doc", .note = "signal other than SIGCHLD"},
    {CALL(clone), .profiles = CALL_IN_MANUAL, .lifted_by_threads = true, .untrappable = true,
     WHEN(NOT_ZERO, 1, 0, 0), .grade = "doc",
     .note = "with a stack; allowed in modern [assumed]: posix_spawn, system and popen need it"},
    {CALL(clone3), .profiles = BOTH, .answer = CALL_ANSWER_ABSENT, .grade = "assumed",
     .note = "newer than the manual: ENOSYS in every mode, the C library falls back to clone"},
    {CALL(getpriority), .profiles = BOTH, WHEN(NOT_ZERO, 0, 0, 0), .grade = "doc",
     .note = "PRIO_PGRP and PRIO_USER"},
    {CALL(getpriority), .profiles = BOTH, WHEN(NOT_ZERO, 1, 0, 0), .grade = "doc",
     .note = "process other than 0"},
    {CALL(setpriority), .profiles = BOTH, WHEN(NOT_ZERO, 0, 0, 0), .grade = "doc",
     .note = "PRIO_PGRP and PRIO_USER"},
    {CALL(setpriority), .profiles = BOTH, WHEN(NOT_ZERO, 1, 0, 0), .grade = "doc",
     .note = "process other than 0"},
    {CALL(mmap), .profiles = BOTH, .answer = CALL_ANSWER_PRIVATE, WHEN(ANY, 3, MAP_SHARED, 0),
     .grade = "doc", .note = "MAP_SHARED; under -e and -w read-only ones become MAP_PRIVATE"},
    {CALL(prctl), .profiles = BOTH, WHEN(IS, 0, ALL_BITS, 0), .grade = "doc", .note = "option 0"},
    {CALL(prctl), .profiles = BOTH, WHEN(AT_LEAST, 0, 0, PR_GET_PDEATHSIG + 1), .grade = "doc",
     .note = "other than PR_SET_PDEATHSIG and PR_GET_PDEATHSIG"},
    {CALL(semtimedop), .profiles = BOTH, .grade = "doc", .note = "the manual's limit of ipc"},
    {CALL(setrlimit), .profiles = BOTH, WHEN(IS, 0, ALL_BITS, RLIMIT_NOFILE), .grade = "doc",
     .note = "RLIMIT_NOFILE"},
    {CALL(prlimit64), .profiles = BOTH,
     .when = {{CALL_TEST_IS, 1, ALL_BITS, RLIMIT_NOFILE}, {CALL_TEST_NOT_ZERO, 2, 0, 0}},
     .grade = "assumed", .note = "setting RLIMIT_NOFILE; today's setrlimit is this call"},
    REQUEST(TIOCSERGSTRUCT),
    REQUEST(TIOCSERGETMULTI),
    REQUEST(TIOCSERSETMULTI),
    REQUEST(SIOCSIFFLAGS),
    REQUEST(SIOCSIFMETRIC),
    REQUEST(SIOCSIFMTU),
    REQUEST(SIOCSIFMAP),
    REQUEST(SIOCSIFHWADDR),
    REQUEST(SIOCSIFSLAVE),
    REQUEST(SIOCADDMULTI),
    REQUEST(SIOCDELMULTI),
    REQUEST(SIOCSIFHWBROADCAST),
    REQUEST(SIOCSIFTXQLEN),
    REQUEST(SIOCSMIIREG),
    REQUEST(SIOCBONDENSLAVE),
    REQUEST(SIOCBONDRELEASE),
    REQUEST(SIOCBONDSETHWADDR),
    REQUEST(SIOCBONDSLAVEINFOQUERY),
    REQUEST(SIOCBONDINFOQUERY),
    REQUEST(SIOCBONDCHANGEACTIVE),
    REQUEST(SIOCBRADDIF),
    REQUEST(SIOCBRDELIF),

    /* Calls that came after the manual. */
    RELATIVE(clock_adjtime, "adjtimex"),
    RELATIVE(epoll_create1, "epoll_create"),
    RELATIVE(epoll_pwait2, "epoll_pwait"),
    RELATIVE(eventfd2, "eventfd"),
    RELATIVE(finit_module, "init_module"),
    {CALL(futex_waitv), .profiles = BOTH, .lifted_by_threads = true, .grade = "assumed",
     .note = "as futex"},
    RELATIVE(inotify_init1, "inotify_init"),
    RELATIVE(io_pgetevents, "io_getevents"),
    RELATIVE(io_uring_enter, "io_submit"),
    RELATIVE(io_uring_register, "io_submit"),
    RELATIVE(io_uring_setup, "io_setup"),
    RELATIVE(kexec_file_load, "kexec_load"),
    RELATIVE(mlock2, "mlock"),
    RELATIVE(process_vm_readv, "ptrace"),
    RELATIVE(process_vm_writev, "ptrace"),
    RELATIVE(rt_tgsigqueueinfo, "rt_sigqueueinfo"),
    RELATIVE(sched_getattr, "sched_getparam"),
    RELATIVE(sched_setattr, "sched_setparam"),
    RELATIVE(setns, "unshare"),
    RELATIVE(signalfd4, "signalfd"),
};

#define TABLE_COUNT (sizeof(table) / sizeof(table[0]))

const struct call_row *call_table(size_t *count)
{
    *count = TABLE_COUNT;
    return table;
}

bool call_row_applies(const struct call_row *row, const struct discipline *discipline)
{
    return row->number >= 0 && (row->profiles & 1U << discipline->profile) != 0 &&
           !(row->lifted_by_threads && discipline->threads);
}

const char *call_name(long number)
{
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (table[i].number == number && number >= 0) {
            return table[i].name;
        }
    }
    return "unknown";
}
