/* SPDX-License-Identifier: BSD-3-Clause */
/* The table of the discipline. Libc only. */
#include "call_table.h"

#include "call_numbers.h"

#include <asm/ioctls.h>
#include <errno.h>
#include <linux/futex.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/sockios.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define BOTH (CALL_IN_MODERN | CALL_IN_MANUAL)
#define ALL (BOTH | CALL_IN_REAL)
#define CALL(call) .name = #call, .number = SYS_##call
#define ALL_BITS UINT32_MAX

/* The manual refuses it without condition, and so does MOSIX 4. */
#define MANUAL(call)                                                                               \
    {                                                                                              \
        CALL(call), .profiles = ALL, .grade = "doc"                                                \
    }

/* The same, but MOSIX 4 does not report it under -w [real for epoll and futex]. */
#define SILENT(call)                                                                               \
    {                                                                                              \
        CALL(call), .profiles = ALL, .silent = CALL_IN_REAL, .grade = "doc"                        \
    }

/* Only MOSIX 4 was seen to refuse it. */
#define REFUSED(call)                                                                              \
    {                                                                                              \
        CALL(call), .profiles = CALL_IN_REAL, .grade = "real"                                      \
    }

/* Newer than the manual, and another way to what the manual refuses. */
#define RELATIVE(call, of)                                                                         \
    {                                                                                              \
        CALL(call), .profiles = ALL, .grade = "assumed", .note = "as " of                          \
    }

/* The same, but MOSIX 4 knows no such number. */
#define RELATIVE_2009(call, of)                                                                    \
    {                                                                                              \
        CALL(call), .profiles = BOTH, .grade = "assumed", .note = "as " of                         \
    }

/* Requests of ioctl that the manual refuses. */
#define REQUEST(name)                                                                              \
    {                                                                                              \
        CALL(ioctl), .profiles = ALL, .grade = "doc", .note = #name, .when = {                     \
            {CALL_TEST_IS, 1, ALL_BITS, name}                                                      \
        }                                                                                          \
    }

#define WHEN(test, argument, mask, value) .when = {{CALL_TEST_##test, argument, mask, value}}

/* MOSIX 4 looks at an argument before the kernel would look at others. */
#define FIRST(call, errno_value, text, test, argument, mask, value)                                \
    {                                                                                              \
        CALL(call), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_ERROR, .error = (errno_value), \
                    WHEN(test, argument, mask, value), .grade = "real", .note = text               \
    }
#define BAD_ADDRESS(call, argument, errno_value)                                                   \
    FIRST(call, errno_value, "an address outside of the program: " #errno_value, NO_USER,          \
          argument, 0, 0)
#define BAD_DESCRIPTOR(call)                                                                       \
    FIRST(call, EBADF, "a descriptor above the limit: EBADF", AT_LEAST, 0, 0, OPEN_FILES)
#define NEGATIVE(call, argument, errno_value)                                                      \
    FIRST(call, errno_value, "a negative number: " #errno_value, ANY, argument, SIGN_BIT, 0)

/* A call that boxes take. */
#define ON_BOX(call)                                                                               \
    {                                                                                              \
        CALL(call), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_EMULATED,                      \
                    WHEN(IS, 0, CALL_BOX_MASK, CALL_BOX_FIRST), .grade = "real",                   \
                    .note = "on a box"                                                             \
    }

/* select and pselect6 of MOSIX 4 look at the number of descriptors and at the sets first. */
#define SELECTS(call)                                                                              \
    FIRST(call, EINVAL, "no descriptors: EINVAL", IS, 0, ALL_BITS, 0),                             \
        FIRST(call, EINVAL, "too many descriptors: EINVAL", AT_LEAST, 0, 0, OPEN_FILES + 1),       \
    {                                                                                              \
        CALL(call), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_ERROR, .error = EINVAL,        \
                    .grade = "real", .note = "no sets: EINVAL", .when = {                          \
                        {CALL_TEST_ZERO, 1, 0, 0},                                                 \
                        {CALL_TEST_ZERO, 2, 0, 0},                                                 \
                        {CALL_TEST_ZERO, 3, 0, 0}                                                  \
                    }                                                                              \
    }

/* mosrun fixes this limit [doc]. */
#define OPEN_FILES 1024

#define SIGN_BIT 0x80000000U

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
    SILENT(epoll_create),
    SILENT(epoll_ctl),
    SILENT(epoll_pwait),
    SILENT(epoll_wait),
    SILENT(eventfd),
    MANUAL(get_kernel_syms),
    MANUAL(get_mempolicy),
    MANUAL(get_robust_list),
    MANUAL(getcpu),
    MANUAL(getpmsg),
    MANUAL(init_module),
    SILENT(inotify_add_watch),
    SILENT(inotify_init),
    SILENT(inotify_rm_watch),
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
    SILENT(signalfd),
    MANUAL(swapoff),
    MANUAL(swapon),
    MANUAL(syslog),
    MANUAL(timer_create),
    MANUAL(timer_delete),
    MANUAL(timer_getoverrun),
    MANUAL(timer_gettime),
    MANUAL(timer_settime),
    SILENT(timerfd_gettime),
    SILENT(timerfd_settime),
    MANUAL(tuxcall),
    MANUAL(unshare),
    MANUAL(uselib),
    MANUAL(vmsplice),
    MANUAL(waitid),
    SILENT(timerfd_create),
    MANUAL(alloc_hugepages),
    MANUAL(bdflush),
    MANUAL(free_hugepages),
    MANUAL(vm86),

    /* Threads that end call it with all signals blocked, where nothing can be trapped. */
    {CALL(madvise), .profiles = ALL, .lifted_by_threads = true, .grade = "doc",
     .note = "unless threads are allowed"},

    /* Where the profiles differ: a C library of today does not run without. */
    {CALL(clock_nanosleep), .profiles = CALL_IN_MANUAL | CALL_IN_REAL, .grade = "doc",
     .note = "works in modern [assumed]: sleep and usleep of today's C library use it"},
    /* Threads that start, and children of fork() from glibc 2.41 on, call it as madvise above. */
    {CALL(set_robust_list), .profiles = CALL_IN_MANUAL | CALL_IN_REAL, .untrappable = true,
     .grade = "doc",
     .note = "works in modern [assumed]: every program of today calls it before main"},
    {CALL(sched_getaffinity), .profiles = CALL_IN_MANUAL | CALL_IN_REAL, .grade = "doc",
     .note = "see below for modern"},
    {CALL(sched_getaffinity), .profiles = CALL_IN_MODERN, .answer = CALL_ANSWER_ONE_CPU,
     .grade = "assumed", .note = "names one processor"},
    {CALL(futex), .profiles = CALL_IN_MANUAL, .lifted_by_threads = true, .grade = "doc",
     .note = "unless threads are allowed"},
    {CALL(futex), .profiles = CALL_IN_MODERN | CALL_IN_REAL, .silent = CALL_IN_REAL,
     .lifted_by_threads = true, WHEN(IS_NOT, 1, FUTEX_CMD_MASK & 0x7f, FUTEX_WAKE), .grade = "doc",
     .note = "other than FUTEX_WAKE, unless threads are allowed"},
    {CALL(futex), .profiles = CALL_IN_MODERN, .lifted_by_threads = true, .answer = CALL_ANSWER_ZERO,
     WHEN(IS, 1, FUTEX_CMD_MASK & 0x7f, FUTEX_WAKE), .grade = "assumed",
     .note = "FUTEX_WAKE wakes nobody and returns 0, unless threads are allowed"},
    {CALL(futex), .profiles = CALL_IN_REAL, .silent = CALL_IN_REAL, .lifted_by_threads = true,
     WHEN(IS, 1, 0xff, FUTEX_WAKE), .grade = "real",
     .note = "FUTEX_WAKE without FUTEX_PRIVATE_FLAG"},
    {CALL(futex), .profiles = CALL_IN_REAL, .lifted_by_threads = true, .answer = CALL_ANSWER_ZERO,
     WHEN(IS, 1, 0xff, FUTEX_WAKE_PRIVATE), .grade = "real",
     .note = "FUTEX_WAKE with FUTEX_PRIVATE_FLAG wakes nobody and returns 0"},

    /* Limited calls. */
    {CALL(clone), .profiles = ALL, .spares_threads = true, .untrappable = true,
     WHEN(ANY, 0, THREAD_FLAGS, 0), .grade = "doc",
     .note = "flags of threads, unless these are allowed"},
    {CALL(clone), .profiles = ALL, .spares_threads = true, WHEN(ANY, 0, OTHER_FLAGS, 0),
     .grade = "doc", .note = "flags other than those of fork, vfork and threads"},
    {CALL(clone), .profiles = ALL, .spares_threads = true, .untrappable = true,
     WHEN(IS, 0, CLONE_VM | CLONE_VFORK, CLONE_VM), .grade = "doc",
     .note = "CLONE_VM without CLONE_VFORK"},
    {CALL(clone), .profiles = ALL, .spares_threads = true,
     WHEN(IS, 0, CLONE_VM | CLONE_VFORK, CLONE_VFORK), .grade = "doc",
     .note = "CLONE_VFORK without CLONE_VM"},
    {CALL(clone), .profiles = ALL, .spares_threads = true, .untrappable = true,
     WHEN(IS_NOT, 0, CSIGNAL, SIGCHLD), .grade = "doc", .note = "signal other than SIGCHLD"},
    {CALL(clone), .profiles = CALL_IN_MANUAL | CALL_IN_REAL, .lifted_by_threads = true,
     .untrappable = true, WHEN(NOT_ZERO, 1, 0, 0), .grade = "doc",
     .note = "with a stack; allowed in modern [assumed]: posix_spawn, system and popen need it"},
    {CALL(clone3), .profiles = BOTH, .answer = CALL_ANSWER_ABSENT, .grade = "assumed",
     .note = "newer than the manual: ENOSYS in every mode, the C library falls back to clone"},
    {CALL(getpriority), .profiles = ALL, WHEN(NOT_ZERO, 0, 0, 0), .grade = "doc",
     .note = "PRIO_PGRP and PRIO_USER"},
    {CALL(getpriority), .profiles = ALL, WHEN(NOT_ZERO, 1, 0, 0), .grade = "doc",
     .note = "process other than 0"},
    {CALL(setpriority), .profiles = ALL, WHEN(NOT_ZERO, 0, 0, 0), .grade = "doc",
     .note = "PRIO_PGRP and PRIO_USER"},
    {CALL(setpriority), .profiles = ALL, WHEN(NOT_ZERO, 1, 0, 0), .grade = "doc",
     .note = "process other than 0"},
    {CALL(mmap), .profiles = BOTH, .answer = CALL_ANSWER_PRIVATE,
     .when = {{CALL_TEST_ANY, 3, MAP_SHARED, 0}, {CALL_TEST_NOT_OWN, 0, 0, 0}}, .grade = "doc",
     .note = "MAP_SHARED; under -e and -w read-only ones become MAP_PRIVATE"},
    {CALL(mmap), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_PRIVATE,
     .when = {{CALL_TEST_IS, 3, MAP_TYPE, MAP_SHARED}, {CALL_TEST_NOT_OWN, 0, 0, 0}},
     .grade = "real", .note = "MAP_SHARED; under -e and -w read-only ones become MAP_PRIVATE"},
    {CALL(mmap), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_PRIVATE,
     WHEN(IS, 3, MAP_TYPE, MAP_SHARED_VALIDATE), .grade = "assumed", .note = "MAP_SHARED_VALIDATE"},
    {CALL(prctl), .profiles = ALL, WHEN(IS, 0, ALL_BITS, 0), .grade = "doc", .note = "option 0"},
    {CALL(prctl), .profiles = ALL, WHEN(AT_LEAST, 0, 0, PR_GET_PDEATHSIG + 1), .grade = "doc",
     .note = "other than PR_SET_PDEATHSIG and PR_GET_PDEATHSIG"},
    {CALL(semtimedop), .profiles = BOTH, .grade = "doc", .note = "the manual's limit of ipc"},
    {CALL(setrlimit), .profiles = BOTH, WHEN(IS, 0, ALL_BITS, RLIMIT_NOFILE), .grade = "doc",
     .note = "RLIMIT_NOFILE"},
    {CALL(setrlimit), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_ZERO,
     WHEN(IS, 0, ALL_BITS, RLIMIT_NOFILE), .grade = "real",
     .note = "RLIMIT_NOFILE: returns 0, and the limit stays"},
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
    RELATIVE_2009(epoll_pwait2, "epoll_pwait"),
    RELATIVE(eventfd2, "eventfd"),
    RELATIVE(finit_module, "init_module"),
    {CALL(futex_waitv), .profiles = BOTH, .lifted_by_threads = true, .grade = "assumed",
     .note = "as futex"},
    RELATIVE(inotify_init1, "inotify_init"),
    RELATIVE_2009(io_pgetevents, "io_getevents"),
    RELATIVE_2009(io_uring_enter, "io_submit"),
    RELATIVE_2009(io_uring_register, "io_submit"),
    RELATIVE_2009(io_uring_setup, "io_setup"),
    RELATIVE_2009(kexec_file_load, "kexec_load"),
    RELATIVE_2009(mlock2, "mlock"),
    RELATIVE(process_vm_readv, "ptrace"),
    RELATIVE(process_vm_writev, "ptrace"),
    RELATIVE(rt_tgsigqueueinfo, "rt_sigqueueinfo"),
    RELATIVE_2009(sched_getattr, "sched_getparam"),
    RELATIVE_2009(sched_setattr, "sched_setparam"),
    RELATIVE(setns, "unshare"),
    RELATIVE(signalfd4, "signalfd"),

    /* What MOSIX 4 was seen to do besides. */
    REFUSED(fanotify_init),
    REFUSED(fanotify_mark),
    REFUSED(kcmp),
    REFUSED(name_to_handle_at),
    REFUSED(open_by_handle_at),
    REFUSED(perf_event_open),
    REFUSED(prlimit64),
    REFUSED(recvmmsg),
    REFUSED(sendmmsg),
    REFUSED(syncfs),
    REFUSED(sysfs),
    {CALL(shmdt), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_ZERO, .grade = "real",
     .note = "returns 0"},
    {CALL(setuid), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_ZERO,
     WHEN(IS, 0, ALL_BITS, ALL_BITS), .grade = "real", .note = "-1: returns 0"},
    {CALL(setgid), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_ZERO,
     WHEN(IS, 0, ALL_BITS, ALL_BITS), .grade = "real", .note = "-1: returns 0"},
    {CALL(sched_setattr), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_HANG, .grade = "real",
     .note = "never returns"},
    {.name = "315 to 334",
     .number = 315,
     .last = 334,
     .profiles = CALL_IN_REAL,
     .answer = CALL_ANSWER_END,
     .grade = "real",
     .note = "getrandom, statx, rseq and others"},
    {.name = "335 and above",
     .number = 335,
     .last = CALL_NUMBERS_LAST,
     .profiles = CALL_IN_REAL,
     .answer = CALL_ANSWER_END,
     .grade = "real",
     .note = "clone3, openat2, faccessat2 and others"},

    /* What the library answers. */
    {CALL(open), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_EMULATED, .grade = "real",
     .note = "mailboxes, switches"},
    {CALL(creat), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_EMULATED, .grade = "real",
     .note = "mailboxes"},
    {CALL(readlink), .profiles = CALL_IN_REAL, .answer = CALL_ANSWER_EMULATED, .grade = "real",
     .note = "what is no link: EPERM"},
    ON_BOX(close),
    ON_BOX(dup2),
    ON_BOX(fcntl),
    ON_BOX(ioctl),
    ON_BOX(preadv),
    ON_BOX(read),
    ON_BOX(readv),
    ON_BOX(write),
    ON_BOX(writev),

    /* Which error it gives first. The order of the rows counts: preadv may be on a box. */
    BAD_ADDRESS(access, 0, EFAULT),
    BAD_ADDRESS(faccessat, 1, EFAULT),
    BAD_ADDRESS(fchownat, 1, EFAULT),
    BAD_ADDRESS(linkat, 1, EFAULT),
    BAD_ADDRESS(mknod, 0, EFAULT),
    BAD_ADDRESS(mknodat, 1, EFAULT),
    BAD_ADDRESS(newfstatat, 1, EFAULT),
    BAD_ADDRESS(rt_sigpending, 0, EFAULT),
    BAD_ADDRESS(rt_sigsuspend, 0, EFAULT),
    BAD_ADDRESS(sysinfo, 0, EINVAL),
    BAD_ADDRESS(time, 0, EINVAL),
    BAD_ADDRESS(truncate, 0, EFAULT),
    BAD_ADDRESS(umount2, 0, EFAULT),
    BAD_ADDRESS(unlinkat, 1, EFAULT),
    BAD_ADDRESS(wait4, 1, EFAULT),
    BAD_ADDRESS(_sysctl, 0, EFAULT),
    BAD_DESCRIPTOR(fgetxattr),
    BAD_DESCRIPTOR(flock),
    BAD_DESCRIPTOR(fremovexattr),
    BAD_DESCRIPTOR(fsetxattr),
    BAD_DESCRIPTOR(ftruncate),
    BAD_DESCRIPTOR(pread64),
    BAD_DESCRIPTOR(preadv),
    BAD_DESCRIPTOR(pwrite64),
    BAD_DESCRIPTOR(pwritev),
    BAD_DESCRIPTOR(recvfrom),
    BAD_DESCRIPTOR(sendfile),
    BAD_DESCRIPTOR(sendto),
    BAD_DESCRIPTOR(splice),
    BAD_DESCRIPTOR(tee),
    NEGATIVE(getcwd, 1, ERANGE),
    NEGATIVE(msgsnd, 0, EINVAL),
    NEGATIVE(semop, 0, EINVAL),
    NEGATIVE(semtimedop, 0, EINVAL),
    FIRST(ppoll, EINVAL, "too many descriptors: EINVAL", AT_LEAST, 1, 0, OPEN_FILES + 1),
    SELECTS(select),
    SELECTS(pselect6),
};

#define TABLE_COUNT (sizeof(table) / sizeof(table[0]))

const struct call_row *call_table(size_t *count)
{
    *count = TABLE_COUNT;
    return table;
}

const struct call_row *call_row_find(long number, enum call_answer answer,
                                     const struct discipline *discipline)
{
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        const struct call_row *row = &table[i];
        bool covered = number == row->number || (number > row->number && number <= row->last) ||
                       (number > row->last && row->last == CALL_NUMBERS_LAST);

        if (covered && row->answer == answer && call_row_applies(row, discipline)) {
            return row;
        }
    }
    return NULL;
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
