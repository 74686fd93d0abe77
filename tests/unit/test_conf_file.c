/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests of conf_file: the old file stays, and nothing else is left, wherever the kernel refuses;
 * and random files come back byte for byte.
 */
#include "test_main.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf_file.h"
#include "params_block.h"

#define BLOCK "# ours\nodls_mosix_enable = auto\n"

static char directory[] = "/tmp/conf-file-XXXXXX";

/* Which call fails, and how; a name of NULL lets all of them work. */
static const char *failing;
static int failure;

#define REFUSE(name)                                                                               \
    do {                                                                                           \
        if (failing != NULL && strcmp(failing, name) == 0) {                                       \
            errno = failure;                                                                       \
            return -1;                                                                             \
        }                                                                                          \
    } while (0)

int __real_fsync(int descriptor);
int __wrap_fsync(int descriptor);
int __real_fchmod(int descriptor, mode_t mode);
int __wrap_fchmod(int descriptor, mode_t mode);
int __real_futimens(int descriptor, const struct timespec times[2]);
int __wrap_futimens(int descriptor, const struct timespec times[2]);
int __real_renameat(int from, const char *old, int to, const char *name);
int __wrap_renameat(int from, const char *old, int to, const char *name);
ssize_t __real_write(int descriptor, const void *bytes, size_t size);
ssize_t __wrap_write(int descriptor, const void *bytes, size_t size);
ssize_t __real_flistxattr(int descriptor, char *names, size_t size);
ssize_t __wrap_flistxattr(int descriptor, char *names, size_t size);
int __real_flock(int descriptor, int operation);
int __wrap_flock(int descriptor, int operation);

int __wrap_fsync(int descriptor)
{
    REFUSE("fsync");
    return __real_fsync(descriptor);
}

int __wrap_fchmod(int descriptor, mode_t mode)
{
    REFUSE("fchmod");
    return __real_fchmod(descriptor, mode);
}

int __wrap_futimens(int descriptor, const struct timespec times[2])
{
    REFUSE("futimens");
    return __real_futimens(descriptor, times);
}

int __wrap_renameat(int from, const char *old, int to, const char *name)
{
    REFUSE("renameat");
    return __real_renameat(from, old, to, name);
}

/* Short writes are not failures: here every write is short. */
ssize_t __wrap_write(int descriptor, const void *bytes, size_t size)
{
    REFUSE("write");
    return __real_write(descriptor, bytes, size > 7 ? size / 2 : size);
}

ssize_t __wrap_flistxattr(int descriptor, char *names, size_t size)
{
    REFUSE("flistxattr");
    return __real_flistxattr(descriptor, names, size);
}

int __wrap_flock(int descriptor, int operation)
{
    REFUSE("flock");
    return __real_flock(descriptor, operation);
}

static void put(const char *name, const char *text, size_t size)
{
    FILE *file = fopen(name, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void expect_content(const char *name, const char *text, size_t size)
{
    char *found = malloc(size + 2);
    FILE *file = fopen(name, "r");

    assert_non_null(found);
    assert_non_null(file);
    assert_int_equal(fread(found, 1, size + 2, file), size);
    assert_memory_equal(found, text, size);
    fclose(file);
    free(found);
}

static int count_entries(void)
{
    DIR *entries = opendir(".");
    int count = -2;

    assert_non_null(entries);
    while (readdir(entries) != NULL) {
        count++;
    }
    closedir(entries);
    return count;
}

static int make_directory(void **state)
{
    (void) state;
    return mkdtemp(directory) != NULL && chdir(directory) == 0 ? 0 : -1;
}

static int remove_directory(void **state)
{
    (void) state;
    (void) unlink("conf");
    return rmdir(directory);
}

static void open_conf(struct conf_file *file)
{
    assert_int_equal(conf_file_open("", "conf", CONF_FILE_CHANGE, file), 0);
}

static void test_every_refusal(void **state)
{
    static const struct {
        const char *call;
        int error;
    } refusals[] = {{"write", ENOSPC},   {"write", EIO},        {"fsync", EIO},
                    {"fchmod", EPERM},   {"renameat", EBUSY},   {"renameat", EROFS},
                    {"futimens", EPERM}, {"flistxattr", EACCES}};
    const struct timespec when = {.tv_sec = 1};

    (void) state;
    put("conf", "old", 3);
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        struct conf_file file;

        open_conf(&file);
        failing = refusals[i].call;
        failure = refusals[i].error;
        assert_int_equal(conf_file_replace(&file, "new text", 8, &when), -refusals[i].error);
        failing = NULL;
        conf_file_close(&file);
        expect_content("conf", "old", 3);
        assert_int_equal(count_entries(), 1);
    }
}

/* Neither attributes nor locks exist everywhere. */
static void test_what_a_file_system_lacks(void **state)
{
    struct conf_file file;

    (void) state;
    put("conf", "old", 3);
    failing = "flock";
    failure = EOPNOTSUPP;
    open_conf(&file);
    failing = "flistxattr";
    failure = ENOTSUP;
    assert_int_equal(conf_file_replace(&file, "new", 3, NULL), 0);
    failing = NULL;
    conf_file_close(&file);
    expect_content("conf", "new", 3);
}

static void test_changed_meanwhile(void **state)
{
    struct conf_file file;

    (void) state;
    put("conf", "old", 3);
    open_conf(&file);
    put("conf", "newer", 5);
    assert_int_equal(conf_file_replace(&file, "mine", 4, NULL), -EAGAIN);
    conf_file_close(&file);
    expect_content("conf", "newer", 5);
    assert_int_equal(unlink("conf"), 0);
    open_conf(&file);
    assert_false(file.exists);
    put("conf", "sudden", 6);
    assert_int_equal(conf_file_replace(&file, "mine", 4, NULL), -EAGAIN);
    assert_int_equal(conf_file_remove(&file), -EAGAIN);
    conf_file_close(&file);
    expect_content("conf", "sudden", 6);
    assert_int_equal(count_entries(), 1);
}

static void test_too_large(void **state)
{
    struct conf_file file;

    (void) state;
    put("conf", "x", 1);
    assert_int_equal(truncate("conf", CONF_FILE_SIZE_MAX + 1), 0);
    assert_int_equal(conf_file_open("", "conf", CONF_FILE_READ, &file), -EFBIG);
    assert_int_equal(unlink("conf"), 0);
}

/* Enables or disables, as the command does. */
static void change(bool enable)
{
    struct params_result result;
    struct conf_file file;
    struct params_origin origin;

    open_conf(&file);
    origin = (struct params_origin){.exists = file.exists, .time = file.status.st_mtim};
    if (enable) {
        assert_int_equal(params_block_enable(file.text, file.size, &origin, BLOCK, &result), 1);
    } else {
        assert_int_equal(params_block_disable(file.text, file.size, &result), 1);
    }
    assert_int_equal(result.remove_file ? conf_file_remove(&file)
                                        : conf_file_replace(&file, result.text, result.size,
                                                            enable ? NULL : &result.time),
                     0);
    free(result.text);
    conf_file_close(&file);
}

static void test_random_files(void **state)
{
    const char *repeats = getenv("MOSIX_TEST_REPEATS");
    int count = repeats != NULL && strcmp(repeats, "all") == 0 ? 10000 : 100;
    unsigned seed = 20261120;
    char text[1024];

    (void) state;
    for (int i = 0; i < count; i++) {
        size_t size = (size_t) rand_r(&seed) % sizeof(text);

        for (size_t j = 0; j < size; j++) {
            int kind = rand_r(&seed);

            text[j] = kind % 9 == 0 ? '\n' : (char) (kind >> 8);
        }
        put("conf", text, size);
        change(true);
        change(false);
        expect_content("conf", text, size);
        assert_int_equal(count_entries(), 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_refusal),     cmocka_unit_test(test_what_a_file_system_lacks),
        cmocka_unit_test(test_changed_meanwhile), cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_random_files),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
