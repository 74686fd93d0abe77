/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Stacks: the kernel refuses memory, sizes overflow, and the guard area is there.
 */
#include "test_main.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

#include "coop_stack.h"

static bool fail_mmap;
static bool fail_mprotect;

void *__real_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset);
int __real_mprotect(void *address, size_t size, int protection);
int __wrap_mprotect(void *address, size_t size, int protection);

void *__wrap_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
    assert_int_equal(flags & MAP_SHARED, 0);
    if (fail_mmap) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    return __real_mmap(address, size, protection, flags, fd, offset);
}

int __wrap_mprotect(void *address, size_t size, int protection)
{
    if (fail_mprotect) {
        errno = EACCES;
        return -1;
    }
    return __real_mprotect(address, size, protection);
}

static void test_refused(void **state)
{
    struct coop_stack stack = {0};

    (void) state;
    fail_mmap = true;
    assert_int_equal(coop_stack_map(&stack, 65536, 4096), -ENOMEM);
    fail_mmap = false;
    fail_mprotect = true;
    assert_int_equal(coop_stack_map(&stack, 65536, 4096), -EACCES);
    fail_mprotect = false;
    assert_null(stack.mapping);
    coop_stack_unmap(&stack);
}

static void test_too_large(void **state)
{
    struct coop_stack stack = {0};

    (void) state;
    assert_int_equal(coop_stack_map(&stack, SIZE_MAX, 4096), -ENOMEM);
    assert_int_equal(coop_stack_map(&stack, 4096, SIZE_MAX), -ENOMEM);
    assert_int_equal(coop_stack_map(&stack, SIZE_MAX - 8192, SIZE_MAX - 8192), -ENOMEM);
}

/* Whether the kernel could write to ADDRESS. */
static bool is_writable(void *address)
{
    int fds[2];
    bool writable;

    assert_int_equal(pipe(fds), 0);
    assert_int_equal(write(fds[1], "x", 1), 1);
    writable = read(fds[0], address, 1) == 1;
    close(fds[0]);
    close(fds[1]);
    return writable;
}

static void test_guard(void **state)
{
    struct coop_stack stack;
    char *bottom;

    (void) state;
    assert_int_equal(coop_stack_map(&stack, 10000, 1), 0);
    bottom = stack.bottom;
    assert_true(stack.size >= 10000);
    assert_true(is_writable(bottom));
    assert_true(is_writable(bottom + stack.size - 1));
    assert_false(is_writable(bottom - 1));
    coop_stack_unmap(&stack);
    assert_null(stack.bottom);
}

static void test_borrowed(void **state)
{
    static char own[4096];
    struct coop_stack stack;

    (void) state;
    coop_stack_borrow(&stack, own, sizeof(own));
    assert_ptr_equal(stack.bottom, own);
    assert_int_equal(stack.size, sizeof(own));
    coop_stack_unmap(&stack);
    own[0] = 1;
    assert_int_equal(own[0], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_guard),
        cmocka_unit_test(test_borrowed),
    };

    return RUN_TESTS(tests);
}
