/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The system call that reaches MOSIX, and what its answers mean.
 */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "mosix_open.h"

#ifdef SYS_open

static struct {
    long result; /* negative: what the kernel returns for an errno */
    char path[128];
    int flags;
    unsigned int mode;
} kernel;

long __wrap_syscall(long number, ...);

long __wrap_syscall(long number, ...)
{
    va_list arguments;

    assert_int_equal(number, SYS_open);
    va_start(arguments, number);
    snprintf(kernel.path, sizeof(kernel.path), "%s", va_arg(arguments, const char *));
    kernel.flags = va_arg(arguments, int);
    kernel.mode = va_arg(arguments, unsigned int);
    va_end(arguments);
    /* As the C library does. */
    if (kernel.result < 0 && kernel.result >= -4095) {
        errno = (int) -kernel.result;
        return -1;
    }
    return kernel.result;
}

static void test_open_fails(void **state)
{
    (void) state;
    kernel.result = -ENETUNREACH;
    assert_int_equal(mosix_open("/proc/mosix/mybox", O_CREAT, 6), -ENETUNREACH);
}

static void test_open(void **state)
{
    (void) state;
    kernel.result = 0x0c600000;
    assert_int_equal(mosix_open("/proc/mosix/mybox", O_CREAT, 71), 0x0c600000);
    assert_string_equal(kernel.path, "/proc/mosix/mybox");
    assert_int_equal(kernel.flags, O_CREAT);
    assert_int_equal(kernel.mode, 71);
}

static void test_switch_fails(void **state)
{
    static const int errors[] = {EPERM, ENOENT, EACCES, EINVAL, ENOSYS, 255};
    uint32_t value = 4711;

    (void) state;
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        kernel.result = -errors[i];
        assert_int_equal(mosix_switch_read("sender_home", &value), -errors[i]);
        assert_int_equal(value, 4711);
    }
    assert_int_equal(mosix_switch_read("a_name_that_is_longer_than_any_switch_of_mosix_can_ever_be_"
                                       "whatever_they_add",
                                       &value),
                     -ENAMETOOLONG);
}

/* What the kernel returns for an address depends on how it widens 32 bits to 64. */
static void expect_switch(long result, uint32_t expected)
{
    uint32_t value = 4711;

    kernel.result = result;
    assert_int_equal(mosix_switch_read("sender_home", &value), 0);
    assert_int_equal(value, expected);
}

static void test_switch(void **state)
{
    (void) state;
    expect_switch(0, 0);
    assert_string_equal(kernel.path, "/proc/self/sender_home");
    assert_int_equal(kernel.flags, O_RDONLY);
    expect_switch(12345, 12345);
    expect_switch(0x0a4d0001, 0x0a4d0001);
    expect_switch(0xc0a80001, 0xc0a80001);
    expect_switch((int) 0xc0a80001, 0xc0a80001);
    expect_switch((int) 0xfffffefe, 0xfffffefe); /* 255.255.254.254 */
    expect_switch((int) 0xfffff001, 0xfffff001); /* the first that looks like an errno */
}

#else

/* There is no MOSIX for such a machine. */
static void test_no_such_call(void **state)
{
    uint32_t value;

    (void) state;
    assert_int_equal(mosix_open("/proc/mosix/mybox", O_CREAT, 6), -ENOENT);
    assert_int_equal(mosix_switch_read("sender_home", &value), -ENOENT);
}

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifdef SYS_open
        cmocka_unit_test(test_open_fails),
        cmocka_unit_test(test_open),
        cmocka_unit_test(test_switch_fails),
        cmocka_unit_test(test_switch),
#else
        cmocka_unit_test(test_no_such_call),
#endif
    };

    return RUN_TESTS(tests);
}
