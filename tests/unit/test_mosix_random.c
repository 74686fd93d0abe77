/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random bytes, from a source that is slow, short, interrupted or missing.
 */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "mosix_random.h"

#define SOURCE 33

static struct {
    int open[3];
    int open_calls;
    ssize_t read[5];
    int read_calls;
    int closed;
} kernel;

int __wrap_open(const char *path, int flags, ...);
ssize_t __wrap_read(int fd, void *buffer, size_t size);
int __wrap_close(int fd);

int __wrap_open(const char *path, int flags, ...)
{
    int result = kernel.open[kernel.open_calls++];

    assert_string_equal(path, "/dev/urandom");
    assert_int_equal(flags, O_RDONLY | O_CLOEXEC);
    if (result < 0) {
        errno = -result;
        return -1;
    }
    return result;
}

ssize_t __wrap_read(int fd, void *buffer, size_t size)
{
    ssize_t result = kernel.read[kernel.read_calls++];

    assert_int_equal(fd, SOURCE);
    if (result < 0) {
        errno = (int) -result;
        return -1;
    }
    assert_true((size_t) result <= size);
    memset(buffer, kernel.read_calls, (size_t) result);
    return result;
}

int __wrap_close(int fd)
{
    assert_int_equal(fd, SOURCE);
    kernel.closed++;
    return 0;
}

static int reset(void **state)
{
    (void) state;
    memset(&kernel, 0, sizeof(kernel));
    kernel.open[0] = SOURCE;
    return 0;
}

static void test_no_source(void **state)
{
    char bytes[8];

    (void) state;
    kernel.open[0] = -ENOENT;
    assert_int_equal(mosix_random(bytes, sizeof(bytes)), -ENOENT);
    assert_int_equal(kernel.closed, 0);
}

static void test_read_fails(void **state)
{
    char bytes[8];

    (void) state;
    kernel.read[0] = 3;
    kernel.read[1] = -EIO;
    assert_int_equal(mosix_random(bytes, sizeof(bytes)), -EIO);
    assert_int_equal(kernel.closed, 1);
}

static void test_source_ends(void **state)
{
    char bytes[8];

    (void) state;
    kernel.read[0] = 3;
    kernel.read[1] = 0;
    assert_int_equal(mosix_random(bytes, sizeof(bytes)), -EIO);
    assert_int_equal(kernel.closed, 1);
}

static void test_interrupted_and_short(void **state)
{
    char bytes[8];

    (void) state;
    kernel.open[0] = -EINTR;
    kernel.open[1] = SOURCE;
    kernel.read[0] = -EINTR;
    kernel.read[1] = 3;
    kernel.read[2] = -EINTR;
    kernel.read[3] = 5;
    assert_int_equal(mosix_random(bytes, sizeof(bytes)), 0);
    assert_memory_equal(bytes, "\2\2\2\4\4\4\4\4", 8);
    assert_int_equal(kernel.closed, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_no_source, reset),
        cmocka_unit_test_setup(test_read_fails, reset),
        cmocka_unit_test_setup(test_source_ends, reset),
        cmocka_unit_test_setup(test_interrupted_and_short, reset),
    };

    return RUN_TESTS(tests);
}
