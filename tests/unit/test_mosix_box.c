/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Boxes against a kernel that is played by this file: every call is looked at, and every error
 * that MOSIX may give comes out as it should.
 */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include "mosix_box.h"

#define BOX 207618048 /* what a descriptor of MOSIX looks like */

/* An answer that does not come before a signal does. */
#define WAIT_FOR_A_SIGNAL (-4711)

/* The next answers of the kernel: a result, or -errno. */
static struct {
    int open;
    int fcntl;
    ssize_t io[4];
    int io_calls;
    int closed;
    char path[128];
    int flags;
    unsigned int mode;
    const void *buffer;
    size_t size;
} kernel;

static ssize_t answer(ssize_t result)
{
    if (result < 0) {
        errno = (int) -result;
        return -1;
    }
    return result;
}

int __wrap_mosix_open(const char *path, int flags, unsigned int mode);
int __wrap_fcntl(int fd, int command, ...);
ssize_t __wrap_read(int fd, void *buffer, size_t size);
ssize_t __wrap_readv(int fd, const struct iovec *parts, int count);
ssize_t __wrap_writev(int fd, const struct iovec *parts, int count);
int __wrap_close(int fd);

int __wrap_mosix_open(const char *path, int flags, unsigned int mode)
{
    snprintf(kernel.path, sizeof(kernel.path), "%s", path);
    kernel.flags = flags;
    kernel.mode = mode;
    return kernel.open;
}

int __wrap_fcntl(int fd, int command, ...)
{
    va_list arguments;

    assert_int_equal(fd, BOX);
    assert_int_equal(command, F_SETFL);
    va_start(arguments, command);
    assert_int_equal(va_arg(arguments, int), O_NONBLOCK);
    va_end(arguments);
    return (int) answer(kernel.fcntl);
}

ssize_t __wrap_read(int fd, void *buffer, size_t size)
{
    assert_int_equal(fd, BOX);
    kernel.buffer = buffer;
    kernel.size = size;
    if (kernel.io[kernel.io_calls] == WAIT_FOR_A_SIGNAL) {
        return pause();
    }
    return answer(kernel.io[kernel.io_calls++]);
}

ssize_t __wrap_readv(int fd, const struct iovec *parts, int count)
{
    (void) parts;
    assert_int_equal(fd, BOX);
    assert_in_range(count, 1, MOSIX_BOX_PARTS_MAX);
    return answer(kernel.io[kernel.io_calls++]);
}

ssize_t __wrap_writev(int fd, const struct iovec *parts, int count)
{
    (void) parts;
    (void) count;
    assert_int_equal(fd, BOX);
    return answer(kernel.io[kernel.io_calls++]);
}

int __wrap_close(int fd)
{
    kernel.closed++;
    errno = EIO; /* must not hide an earlier error */
    return fd == BOX ? 0 : -1;
}

static int reset(void **state)
{
    (void) state;
    memset(&kernel, 0, sizeof(kernel));
    kernel.open = BOX;
    return 0;
}

static void test_own_fails(void **state)
{
    char root[5000];

    (void) state;
    kernel.open = -ENOENT;
    assert_int_equal(mosix_box_open_own("/proc/mosix", 4), -ENOENT);
    kernel.open = -EBUSY;
    assert_int_equal(mosix_box_open_own("/proc/mosix", 4), -EBUSY);
    memset(root, 'x', sizeof(root) - 1);
    root[sizeof(root) - 1] = '\0';
    assert_int_equal(mosix_box_open_own(root, 4), -ENAMETOOLONG);
    assert_int_equal(mosix_box_open_peer(root, MOSIX_BOX_ORDERED, 1, 1), -ENAMETOOLONG);
}

static void test_own(void **state)
{
    (void) state;
    assert_int_equal(mosix_box_open_own("/proc/mosix", 71), BOX);
    assert_string_equal(kernel.path, "/proc/mosix/mybox");
    assert_int_equal(kernel.flags, O_CREAT);
    assert_int_equal(kernel.mode, 71);
}

static void test_peer_fails(void **state)
{
    (void) state;
    kernel.open = -EMFILE;
    assert_int_equal(mosix_box_open_peer("/m", MOSIX_BOX_ORDERED, 1, 2), -EMFILE);
    kernel.open = BOX;
    kernel.fcntl = -EINVAL;
    assert_int_equal(mosix_box_open_peer("/m", MOSIX_BOX_ORDERED, 1, 2), -EINVAL);
    assert_int_equal(kernel.closed, 1);
}

static void test_peer(void **state)
{
    (void) state;
    assert_int_equal(mosix_box_open_peer("/m", MOSIX_BOX_ORDERED, 0x0a0102ff, 4711), BOX);
    assert_string_equal(kernel.path, "/m/mbox/10.1.2.255/4711");
    assert_int_equal(kernel.flags, 1);
    assert_int_equal(mosix_box_open_peer("/m", MOSIX_BOX_UNORDERED, 0, 4711), BOX);
    assert_string_equal(kernel.path, "/m/ubox/0.0.0.0/4711");
}

static int write_five(void)
{
    char text[] = "hello";
    const struct iovec parts[] = {{text, 2}, {text + 2, 3}};

    return mosix_box_write(BOX, parts, 2);
}

static void test_write_fails(void **state)
{
    static const struct {
        ssize_t kernel;
        int result;
    } cases[] = {
        {-EAGAIN, -EAGAIN},
        {-ENOSPC, -EAGAIN},
        {-ESRCH, -ESRCH},
        {-EACCES, -EACCES},
        {-ECONNABORTED, -ECONNABORTED},
        {-ETIMEDOUT, -ETIMEDOUT},
        {-ECONNREFUSED, -ECONNREFUSED},
        {-EIO, -EIO},
        {-ENETUNREACH, -ENETUNREACH},
        {-ECONNRESET, -ECONNRESET},
        {4, -EMSGSIZE},
        {0, -EMSGSIZE},
    };
    const struct iovec huge = {NULL, MOSIX_BOX_MESSAGE_MAX + 1};

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        kernel.io_calls = 0;
        kernel.io[0] = cases[i].kernel;
        assert_int_equal(write_five(), cases[i].result);
        assert_int_equal(kernel.io_calls, 1);
    }
    kernel.io_calls = 0;
    assert_int_equal(mosix_box_write(BOX, &huge, 1), -EMSGSIZE);
    assert_int_equal(kernel.io_calls, 0);
}

static void test_write(void **state)
{
    (void) state;
    kernel.io[0] = -EINTR;
    kernel.io[1] = -EINTR;
    kernel.io[2] = 5;
    assert_int_equal(write_five(), 0);
    assert_int_equal(kernel.io_calls, 3);
}

static void test_parts(void **state)
{
    char bytes[MOSIX_BOX_PARTS_MAX + 1];
    struct iovec parts[MOSIX_BOX_PARTS_MAX + 1];

    (void) state;
    for (int i = 0; i <= MOSIX_BOX_PARTS_MAX; i++) {
        parts[i] = (struct iovec){bytes + i, 1};
    }
    assert_int_equal(mosix_box_write(BOX, parts, MOSIX_BOX_PARTS_MAX + 1), -EINVAL);
    assert_int_equal(mosix_box_read(BOX, parts, MOSIX_BOX_PARTS_MAX + 1), -EINVAL);
    assert_int_equal(kernel.io_calls, 0);
    kernel.io[0] = MOSIX_BOX_PARTS_MAX;
    kernel.io[1] = 5;
    assert_int_equal(mosix_box_write(BOX, parts, MOSIX_BOX_PARTS_MAX), 0);
    assert_int_equal(mosix_box_read(BOX, parts, MOSIX_BOX_PARTS_MAX), 5);
}

static void test_probe(void **state)
{
    (void) state;
    kernel.io[0] = -EINTR;
    kernel.io[1] = 0;
    assert_int_equal(mosix_box_probe(BOX), 1);
    assert_null(kernel.buffer);
    assert_true(kernel.size == (size_t) -1);
    kernel.io[2] = -EAGAIN;
    assert_int_equal(mosix_box_probe(BOX), 0);
    kernel.io[3] = -EBADF;
    assert_int_equal(mosix_box_probe(BOX), -EBADF);
}

/* What the program had set for itself, before and after a test of the mailbox. */
static void expect_alarm(void (*handler)(int), long microseconds)
{
    struct sigaction action;
    struct itimerval timer;

    assert_int_equal(sigaction(SIGALRM, NULL, &action), 0);
    assert_ptr_equal(action.sa_handler, handler);
    assert_int_equal(getitimer(ITIMER_REAL, &timer), 0);
    assert_int_equal(timer.it_interval.tv_usec, microseconds);
}

static void test_never_blocks(void **state)
{
    (void) state;
    kernel.io[0] = 12; /* somebody's stray message */
    kernel.io[1] = -EINTR;
    kernel.io[2] = -EAGAIN;
    assert_int_equal(mosix_box_test_nonblocking(BOX), 1);
    assert_int_equal(kernel.io_calls, 3);
    expect_alarm(SIG_DFL, 0);
}

static void test_blocks(void **state)
{
    (void) state;
    kernel.io[0] = WAIT_FOR_A_SIGNAL;
    assert_int_equal(mosix_box_test_nonblocking(BOX), 0);
    expect_alarm(SIG_DFL, 0);
}

static void ignore_alarm(int number)
{
    (void) number;
}

static void test_alarm_is_put_back(void **state)
{
    const struct itimerval hourly = {{3600, 7}, {3600, 7}};
    const struct itimerval off = {{0, 0}, {0, 0}};

    (void) state;
    signal(SIGALRM, ignore_alarm);
    setitimer(ITIMER_REAL, &hourly, NULL);
    kernel.io[0] = -EIO;
    assert_int_equal(mosix_box_test_nonblocking(BOX), -EIO);
    expect_alarm(ignore_alarm, 7);
    setitimer(ITIMER_REAL, &off, NULL);
    signal(SIGALRM, SIG_DFL);
}

static void test_read(void **state)
{
    char room[8];
    const struct iovec part = {room, sizeof(room)};

    (void) state;
    kernel.io[0] = -EINTR;
    kernel.io[1] = 8;
    assert_int_equal(mosix_box_read(BOX, &part, 1), 8);
    kernel.io[2] = -EAGAIN;
    assert_int_equal(mosix_box_read(BOX, &part, 1), -EAGAIN);
    kernel.io[3] = 0; /* a message may be empty */
    assert_int_equal(mosix_box_read(BOX, &part, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_own_fails, reset),
        cmocka_unit_test_setup(test_own, reset),
        cmocka_unit_test_setup(test_peer_fails, reset),
        cmocka_unit_test_setup(test_peer, reset),
        cmocka_unit_test_setup(test_write_fails, reset),
        cmocka_unit_test_setup(test_write, reset),
        cmocka_unit_test_setup(test_parts, reset),
        cmocka_unit_test_setup(test_probe, reset),
        cmocka_unit_test_setup(test_never_blocks, reset),
        cmocka_unit_test_setup(test_blocks, reset),
        cmocka_unit_test_setup(test_alarm_is_put_back, reset),
        cmocka_unit_test_setup(test_read, reset),
    };

    return RUN_TESTS(tests);
}
