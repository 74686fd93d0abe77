/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Answers trapped system calls in the handler of SIGSYS. The signal comes at the very instruction
 * that made the call, so what reaches MOSIX may do there what a function in its place could do. The
 * answers of the discipline come anywhere in the C library and do only async-signal-safe things:
 * table look-ups, raw system calls, stores to the saved registers.
 */
#include "discipline_trap.h"

#include "call_table.h"
#include "code_map.h"
#include "discipline.h"
#include "discipline_bpf.h"
#include "discipline_signals.h"
#include "env_names.h"
#include "raw_call.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

#include <dlfcn.h>

/* The type of a mapping within its flags; the C library names no mask for it. */
#define MAPPING_TYPE 0x0f

/* The kernel's si_code SYS_SECCOMP, which the C library's headers do not all name. */
#define TRAPPED_BY_FILTER 1

/* Room for the digits of any number and an end. */
#define NUMBER_ROOM 24

#define AFFINITY_WORD_BITS (8 * sizeof(unsigned long))

/* Set once by the constructor; a started process keeps the discipline that it was started with. */
static struct discipline discipline = {.profile = DISCIPLINE_PROFILE_OFF};

/* What answers calls that reach MOSIX. */
static discipline_trap_answer *reach_call;

/* The one processor that sched_getaffinity names: where the program happened to start. */
static unsigned own_cpu;

bool discipline_trap_is_real(void)
{
    return discipline.profile == DISCIPLINE_PROFILE_REAL;
}

/* Past the library's own wrappers: to them, standard error may be a mailbox. */
static void complain(const char *before, const char *name, const char *after)
{
    const struct iovec parts[] = {
        {(void *) before, strlen(before)},
        {(void *) name, strlen(name)},
        {(void *) after, strlen(after)},
    };

    (void) raw_writev(STDERR_FILENO, parts, sizeof(parts) / sizeof(parts[0]));
}

/* NUMBER in decimal, in DIGITS, which has room for it. */
static const char *format_number(long number, char digits[static NUMBER_ROOM])
{
    char *at = digits + NUMBER_ROOM - 1;

    *at = '\0';
    do {
        *--at = (char) ('0' + number % 10);
        number /= 10;
    } while (number > 0 && at > digits);
    return at;
}

/*
 * The wording of these reports is MOSIX's: [seen] for the profiles of 2009, [real] for 4.4.3. That
 * a program which is killed gets one, too, is [assumed] for 2009. ARGUMENT is the call's first one.
 */
static void report(long number, unsigned int argument)
{
    bool real = discipline_trap_is_real();
    char digits[NUMBER_ROOM];

    if (number == SYS_mmap) {
        complain("MOSRUN: Shared memory (MAP_SHARED)", "", " not supported under MOSIX\n");
    } else if (real && number == SYS_prctl) {
        complain("MOSRUN: Prctl option #", format_number(argument, digits),
                 " not supported under MOSIX\n");
    } else if (real && (number == SYS_getpriority || number == SYS_setpriority)) {
        complain("MOSRUN: getpriority/setpriority supported under MOSIX only for self", "", "\n");
    } else {
        complain("MOSRUN: system-call '", call_name(number), "' not supported under MOSIX\n");
    }
}

/* Ends the process as MOSIX 4 does: with status 1, and nothing is cleaned up [real]. */
static void end_process(void)
{
    (void) raw_call(SYS_exit_group, 1, 0, 0, 0, 0, 0);
}

static void end_illegally(long number)
{
    char digits[NUMBER_ROOM];

    complain("MOSRUN: illegal system call #", format_number(number, digits), "\n");
    end_process();
}

/* An unsupported call where mosrun -u is in force. */
static void end_refused(long number, unsigned int argument)
{
    report(number, argument);
    if (discipline_trap_is_real()) {
        end_process();
    }
    discipline_signals_die();
}

/*
 * As the kernel does it: the bytes written are returned, a mask that is too short or odd is
 * refused.
 */
static long name_one_cpu(size_t size, unsigned long *mask)
{
    size_t word = own_cpu / AFFINITY_WORD_BITS;
    size_t needed = (word + 1) * sizeof(*mask);

    if (size < needed || size % sizeof(*mask) != 0) {
        return -EINVAL;
    }
    if (mask == NULL) {
        return -EFAULT;
    }
    memset(mask, 0, needed);
    mask[word] = 1UL << own_cpu % AFFINITY_WORD_BITS;
    return (long) needed;
}

static long map_privately(const greg_t *registers)
{
    long flags = (registers[REG_R10] & ~(long) (MAPPING_TYPE | MAP_SYNC)) | MAP_PRIVATE;

    return raw_call(SYS_mmap, registers[REG_RDI], registers[REG_RSI], registers[REG_RDX], flags,
                    registers[REG_R8], registers[REG_R9]);
}

/* Whether the row of ANSWER for call NUMBER is in force. */
static bool is(enum call_answer answer, long number)
{
    return call_row_find(number, answer, &discipline) != NULL;
}

static bool reaches(long number, const greg_t *registers, long *result)
{
    const long arguments[] = {registers[REG_RDI], registers[REG_RSI], registers[REG_RDX],
                              registers[REG_R10], registers[REG_R8],  registers[REG_R9]};

    return reach_call(number, arguments, result);
}

void discipline_trap_end(long number)
{
    if (is(CALL_ANSWER_END, number)) {
        end_illegally(number);
    }
}

static long answer(long number, const greg_t *registers)
{
    long result;

    if (reaches(number, registers, &result)) {
        return result;
    }
    discipline_trap_end(number);
    if (is(CALL_ANSWER_HANG, number)) {
        raw_hang();
    }
    if (is(CALL_ANSWER_ONE_CPU, number)) {
        return name_one_cpu((size_t) registers[REG_RSI], (unsigned long *) registers[REG_RDX]);
    }
    if (discipline.mode == DISCIPLINE_MODE_KILL) {
        end_refused(number, (unsigned int) registers[REG_RDI]);
        return -ENOSYS;
    }
    if (number == SYS_mmap && (registers[REG_RDX] & PROT_WRITE) == 0) {
        return map_privately(registers);
    }
    if (discipline.mode == DISCIPLINE_MODE_REPORT) {
        report(number, (unsigned int) registers[REG_RDI]);
    }
    return -ENOSYS;
}

static void on_sigsys(int signal_number, siginfo_t *info, void *context)
{
    greg_t *registers = ((ucontext_t *) context)->uc_mcontext.gregs;
    int saved_errno = errno;

    (void) signal_number;
    if (info->si_code == TRAPPED_BY_FILTER) {
        registers[REG_RAX] = answer(info->si_syscall, registers);
    } else {
        discipline_signals_die();
    }
    errno = saved_errno;
}

/* A discipline refuses most of prctl. Without one, it is the form that valgrind knows. */
static int load_filter(const struct sock_fprog *program)
{
    if (discipline.profile == DISCIPLINE_PROFILE_OFF) {
        return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program) < 0 ? -errno : 0;
    }
    return (int) raw_call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, (long) program, 0, 0,
                          CALL_OWN_MARK);
}

/*
 * Without a discipline mosrun has not given up the right to gain privileges by exec, which
 * unprivileged filters require.
 */
static int install_filter(void)
{
    static struct sock_filter instructions[DISCIPLINE_BPF_MAX];
    struct sock_fprog program = {.filter = instructions};
    struct code_map map;
    int length;
    int rc;

    code_map_read(&map);
    length = discipline_bpf_build(&discipline, &map, instructions);
    if (length <= 0) {
        return length;
    }
    program.len = (unsigned short) length;
    rc = load_filter(&program);
    if (rc == -EACCES && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
        rc = load_filter(&program);
    }
    return rc;
}

void discipline_trap_start(discipline_trap_answer *reach)
{
    const char *mark = getenv(EMULATOR_ENV_FILTER);
    int saved_errno = errno;
    int cpu = sched_getcpu();
    int rc;

    if (mark == NULL || discipline_mark_parse(mark, &discipline) < 0) {
        discipline = (struct discipline){.profile = DISCIPLINE_PROFILE_OFF};
    }
    own_cpu = cpu < 0 ? 0 : (unsigned) cpu;
    reach_call = reach;
    rc = discipline_signals_start(on_sigsys);
    if (rc == 0) {
        rc = install_filter();
    }
    if (rc < 0) {
        complain("mosrun emulator: system calls cannot be trapped in this process, so none is "
                 "reported and a bare open(2) does not reach MOSIX: ",
                 strerror(-rc), "\n");
    }
    errno = saved_errno;
}

/* The C library may have called it with all signals blocked: then nothing was trapped. */
void discipline_trap_forked(void)
{
    if (discipline.mode == DISCIPLINE_MODE_REPORT && is(CALL_ANSWER_REFUSE, SYS_set_robust_list)) {
        report(SYS_set_robust_list, 0);
    }
}

/*
 * The C library creates threads with all signals blocked, where nothing can be trapped: -w reports
 * it here. The next pthread_create may be a library's own that needs no kernel thread, so its
 * result decides.
 */
__attribute__((visibility("default"))) int pthread_create(pthread_t *thread,
                                                          const pthread_attr_t *attributes,
                                                          void *(*start)(void *), void *argument)
{
    static __typeof__(pthread_create) *real;
    int rc;

    if (real == NULL) {
        real = (__typeof__(pthread_create) *) dlsym(RTLD_NEXT, "pthread_create");
    }
    rc = real(thread, attributes, start, argument);
    if (rc == ENOSYS && discipline.mode == DISCIPLINE_MODE_REPORT && !discipline.threads) {
        report(SYS_clone, 0);
    }
    return rc;
}
