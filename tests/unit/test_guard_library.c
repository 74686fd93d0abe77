/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether a process lacks the library for cooperative threads. MOSIX, and the kernel where it
 * refuses threads, are replaced.
 */
#include "test_main.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guard_library.h"
#include "mosix_open.h"
#include "mosrun_env.h"

int __wrap_mosix_switch_read(const char *name, uint32_t *value);
long __wrap_syscall(long number, ...);

static int clone_error;
static int switch_result;

int __wrap_mosix_switch_read(const char *name, uint32_t *value)
{
    assert_string_equal(name, "lock");
    *value = 0;
    return switch_result;
}

long __wrap_syscall(long number, ...)
{
    assert_int_equal(number, SYS_clone);
    errno = clone_error;
    return -1;
}

static void test_lacks(void **state)
{
    (void) state;
    unsetenv(MOSRUN_ENV_MARK);
    clone_error = EINVAL;
    switch_result = 0;
    assert_false(guard_lacks_library()); /* threads are permitted */
    clone_error = ENOSYS;
    assert_true(guard_lacks_library());
    switch_result = -ENOENT;
    assert_false(guard_lacks_library()); /* something else than MOSIX refuses threads */
    setenv(MOSRUN_ENV_MARK, "OMPI_MCA_btl", 1);
    assert_true(guard_lacks_library()); /* started by odls mosix */
    unsetenv(MOSRUN_ENV_MARK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lacks),
    };

    return RUN_TESTS(tests);
}
