/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of system calls: numbers are those of this machine's kernel headers, each call is there
 * once, and what is found by number, name and function is the same.
 */
#include "test_main.h"

#include <string.h>
#include <sys/syscall.h>

#include "mosrun_call.h"

#ifdef __x86_64__
static const struct {
    int number;
    long own;
} refused[] = {
#define MOSRUN_REFUSED(number, name, functions, purpose) {number, SYS_##name},
#define MOSRUN_UNKNOWN(number, name, purpose)
#include "mosrun_calls.def"
};

static void test_numbers(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        assert_int_equal(refused[i].number, refused[i].own);
    }
}
#else
static void test_numbers(void **state)
{
    (void) state;
    SKIP_BECAUSE("the numbers are those of x86-64");
}
#endif

static void test_each_once(void **state)
{
    (void) state;
    for (long number = 0; number < 600; number++) {
        const struct mosrun_call *call = mosrun_call_numbered(number);

        if (call != NULL) {
            assert_ptr_equal(mosrun_call_named(call->name), call);
            assert_true(call->state != MOSRUN_CALL_REFUSED || number < MOSRUN_CALL_UNKNOWN);
            assert_true(mosrun_call_purpose(call) < MOSRUN_FOR_COUNT);
        }
    }
    assert_null(mosrun_call_numbered(0));
    assert_null(mosrun_call_named("read"));
    assert_null(mosrun_call_named(""));
    assert_null(mosrun_call_made_by("memcpy"));
    assert_null(mosrun_call_made_by(""));
}

static void test_states(void **state)
{
    (void) state;
    assert_string_equal(mosrun_call_numbered(318)->name, "getrandom");
    assert_int_equal(mosrun_call_numbered(318)->state, MOSRUN_CALL_ANSWERED);
    assert_int_equal(mosrun_call_numbered(334)->state, MOSRUN_CALL_ABSENT);
    assert_int_equal(mosrun_call_numbered(291)->state, MOSRUN_CALL_REFUSED);
    assert_int_equal(mosrun_call_made_by("arc4random")->number, 318);
    assert_int_equal(mosrun_call_made_by("epoll_create1")->number, 291);
    assert_int_equal(mosrun_call_purpose(mosrun_call_named("memfd_create")), MOSRUN_FOR_SHARED);
    assert_int_equal(mosrun_call_purpose(mosrun_call_named("shmat")), MOSRUN_FOR_SHARED);
    assert_int_equal(mosrun_call_purpose(mosrun_call_named("statx")), MOSRUN_FOR_OTHER);
}

static void test_texts(void **state)
{
    (void) state;
    for (int i = 0; i < MOSRUN_FOR_COUNT; i++) {
        assert_true(i == MOSRUN_FOR_OTHER ||
                    mosrun_call_is_for((enum mosrun_call_purpose) i)[0] != '\0');
        assert_true(mosrun_call_remedy((enum mosrun_call_purpose) i)[0] != '\0');
    }
}

/* What the manuals of MOSIX say that it does not support [doc], of what x86-64 has. */
static void test_manual(void **state)
{
    char names[] =
        "acct add_key adjtimex afs_syscall capget capset chroot clock_getres "
        "clock_nanosleep clock_settime create_module delete_module epoll_create epoll_ctl "
        "epoll_pwait epoll_wait eventfd futex get_kernel_syms get_mempolicy "
        "get_robust_list getcpu getpmsg init_module inotify_add_watch inotify_init "
        "inotify_rm_watch io_cancel io_destroy io_getevents io_setup io_submit ioperm "
        "iopl ioprio_get ioprio_set kexec_load keyctl lookup_dcookie madvise mbind "
        "migrate_pages mlock mlockall move_pages mq_getsetattr mq_notify mq_open "
        "mq_timedreceive mq_timedsend mq_unlink munlock munlockall nfsservctl personality "
        "pivot_root ptrace quotactl reboot remap_file_pages request_key rt_sigqueueinfo "
        "rt_sigtimedwait sched_get_priority_max sched_get_priority_min sched_getaffinity "
        "sched_getparam sched_getscheduler sched_rr_get_interval sched_setaffinity "
        "sched_setparam sched_setscheduler security set_mempolicy setdomainname "
        "sethostname set_robust_list settimeofday shmat signalfd swapoff swapon syslog "
        "timer_create timer_delete timer_getoverrun timer_gettime timer_settime "
        "timerfd_create timerfd_gettime timerfd_settime tuxcall unshare uselib vmsplice "
        "waitid";
    char *rest = names;
    const char *name;

    (void) state;
    while ((name = strsep(&rest, " ")) != NULL) {
        if (mosrun_call_named(name) == NULL) {
            fail_msg("%s is not in the table", name);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_each_once),
        cmocka_unit_test(test_states),  cmocka_unit_test(test_texts),
        cmocka_unit_test(test_manual),
    };

    return RUN_TESTS(tests);
}
