/* SPDX-License-Identifier: BSD-3-Clause */
/* Random bytes where /dev/urandom is missing, interrupted, or gives few bytes at a time. */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#include "coop_kernel.h"
#include "coop_random.h"

#define SOURCE 5
#define KEPT 1001

static long open_result = SOURCE;
static long dup_from; /* the lowest number that was asked for when the library was loaded */
static mode_t kept_mode;
static dev_t kept_device;
static long read_result; /* < 0: each second read fails so */
static long read_limit;  /* bytes that one read gives */
static int reads;
static int open_files;

/* The kernel: the bytes are 1, 2, 3 ... */
long coop_kernel_call(long number, const long arguments[6])
{
    static unsigned char next;
    unsigned char *buffer = (unsigned char *) arguments[1];
    long size = arguments[2] < read_limit ? arguments[2] : read_limit;

    switch (number) {
    case SYS_fcntl:
        assert_int_equal(arguments[0], SOURCE);
        assert_int_equal(arguments[1], F_DUPFD_CLOEXEC);
        dup_from = arguments[2];
        return dup_from > 500 ? -EINVAL : KEPT;
    case SYS_fstat: {
        struct stat *status = (struct stat *) arguments[1];

        assert_int_equal(arguments[0], KEPT);
        *status = (struct stat){.st_mode = kept_mode, .st_rdev = kept_device};
        return kept_mode == 0 ? -EBADF : 0;
    }
    case SYS_openat:
        open_files += open_result >= 0;
        return open_result;
    case SYS_close:
        open_files--;
        return 0;
    default:
        assert_int_equal(number, SYS_read);
        assert_int_equal(arguments[0], open_result < 0 ? KEPT : SOURCE);
        if (reads++ % 2 == 1 && read_result < 0) {
            return read_result;
        }
        for (long i = 0; i < size; i++) {
            buffer[i] = ++next;
        }
        return size;
    }
}

static int prepare(void **state)
{
    (void) state;
    open_result = SOURCE;
    kept_mode = 0;
    kept_device = makedev(1, 9);
    read_result = 0;
    read_limit = 1000000;
    reads = 0;
    open_files = 0;
    return 0;
}

static void test_pieces(void **state)
{
    unsigned char buffer[1000] = {0};

    (void) state;
    read_limit = 100;
    read_result = -EINTR;
    assert_int_equal(coop_random(buffer, sizeof(buffer), GRND_NONBLOCK), sizeof(buffer));
    for (size_t i = 1; i < sizeof(buffer); i++) {
        assert_int_equal(buffer[i], (unsigned char) (buffer[i - 1] + 1));
    }
    assert_int_equal(reads, 19);
    assert_int_equal(open_files, 0);
}

static void test_errors(void **state)
{
    unsigned char buffer[1000];

    (void) state;
    assert_int_equal(coop_random(buffer, 1, 64), -EINVAL);
    assert_int_equal(coop_random(buffer, 1, 2 | 4), -EINVAL);
    read_limit = 100;
    read_result = -EIO;
    assert_int_equal(coop_random(buffer, sizeof(buffer), 0), -EIO);
    assert_int_equal(open_files, 0);
    open_result = -EMFILE;
    assert_int_equal(coop_random(buffer, 1, 0), -EMFILE);
    open_result = -ENOENT;
    assert_int_equal(coop_random(buffer, 1, 0), -ENOSYS);
    assert_int_equal(coop_random_fill(buffer, sizeof(buffer)), -ENOSYS);
}

/* All descriptors are in use, or there is no /dev any more. */
static void test_kept_descriptor(void **state)
{
    static const int errors[] = {-EMFILE, -ENFILE, -ENOENT, -EACCES};
    unsigned char buffer[1000] = {0};

    (void) state;
    assert_int_equal(dup_from, 200);
    kept_mode = S_IFCHR | 0666;
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        open_result = errors[i];
        assert_int_equal(coop_random(buffer, sizeof(buffer), 0), sizeof(buffer));
        assert_int_equal(coop_random_fill(buffer, sizeof(buffer)), 0);
    }
    assert_int_equal(open_files, 0);
}

/* The program put something else in its place: nobody may get that as random bytes. */
static void test_foreign_descriptor(void **state)
{
    unsigned char byte;

    (void) state;
    open_result = -EMFILE;
    kept_mode = S_IFREG | 0644;
    assert_int_equal(coop_random(&byte, 1, 0), -EMFILE);
    kept_mode = S_IFCHR | 0666;
    kept_device = makedev(1, 5);
    assert_int_equal(coop_random(&byte, 1, 0), -EMFILE);
    assert_int_equal(reads, 0);
}

/* Small requests share a read; no byte is given out twice. */
static void test_stock(void **state)
{
    bool seen[256] = {false};
    unsigned char byte;

    (void) state;
    for (int i = 0; i < 200; i++) {
        assert_int_equal(coop_random_fill(&byte, 1), 0);
        assert_false(seen[byte]);
        seen[byte] = true;
    }
    assert_int_equal(reads, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_pieces, prepare),
        cmocka_unit_test_setup(test_errors, prepare),
        cmocka_unit_test_setup(test_kept_descriptor, prepare),
        cmocka_unit_test_setup(test_foreign_descriptor, prepare),
        cmocka_unit_test_setup(test_stock, prepare),
    };

    return RUN_TESTS(tests);
}
