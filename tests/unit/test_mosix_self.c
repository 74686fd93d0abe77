/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The own home node, asked for in a file or by a message to oneself, while strangers write to the
 * same mailbox.
 */
#include "test_main.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "mosix_address.h"
#include "mosix_box.h"
#include "mosix_open.h"
#include "mosix_self.h"
#include "mosix_time.h"

#define MAILBOX 0x0c600000
#define SEND_BOX 0x0c600001
#define FILE_DESCRIPTOR 7
#define TOKEN UINT64_C(0x0123456789abcdef)
#define HOME 0x0a4d0001u
#define PATIENCE 50

/* Sizes of what is in the mailbox in turn; a size below 0 is what the read returns instead. */
static struct {
    int file;    /* a descriptor or -errno */
    int content; /* what reading it says */
    int write[8];
    int writes;
    int64_t queue[8];
    int first;
    int count;
    bool delivers; /* this process's own message arrives */
    int probes;
    int switch_rc;
    uint32_t switch_value;
    int64_t now;
    bool last_was_own;
} fake;

static struct mosix_self self = {"/proc/mosix", MAILBOX, false, SEND_BOX, TOKEN};

int __wrap_mosix_open(const char *path, int flags, unsigned int mode);
int __wrap_mosix_home_read_from(int fd, uint32_t *home);
int __wrap_mosix_box_write(int box, const struct iovec *parts, int count);
int __wrap_mosix_box_probe(int box);
ssize_t __wrap_mosix_box_read(int box, const struct iovec *parts, int count);
int __wrap_mosix_switch_read(const char *name, uint32_t *value);
int64_t __wrap_mosix_time(void);
void __wrap_mosix_pause(int milliseconds);

int __wrap_mosix_open(const char *path, int flags, unsigned int mode)
{
    assert_string_equal(path, "/proc/mosix/mosip");
    assert_int_equal(flags, O_RDONLY | O_CLOEXEC);
    assert_int_equal(mode, 0);
    return fake.file;
}

int __wrap_mosix_home_read_from(int fd, uint32_t *home)
{
    assert_int_equal(fd, fake.file);
    *home = HOME;
    return fake.content;
}

static void arrive(int64_t size)
{
    assert_in_range(fake.count, 0, 7);
    fake.queue[fake.count++] = size;
}

int __wrap_mosix_box_write(int box, const struct iovec *parts, int count)
{
    int rc = fake.write[fake.writes++];

    assert_int_equal(box, SEND_BOX);
    assert_int_equal(count, 1);
    assert_int_equal(parts->iov_len, sizeof(self.token));
    assert_memory_equal(parts->iov_base, &self.token, sizeof(self.token));
    if (rc == 0 && fake.delivers) {
        arrive(0); /* stands for this process's own message */
    }
    return rc;
}

int __wrap_mosix_box_probe(int box)
{
    assert_int_equal(box, MAILBOX);
    fake.probes++;
    return fake.first < fake.count;
}

ssize_t __wrap_mosix_box_read(int box, const struct iovec *parts, int count)
{
    int64_t size;

    assert_int_equal(box, MAILBOX);
    assert_int_equal(count, 1);
    if (fake.first == fake.count) {
        assert_false(self.may_block); /* it would wait for ever */
        return -EAGAIN;
    }
    size = fake.queue[fake.first++];
    fake.last_was_own = size == 0;
    if (size == 0) {
        memcpy(parts->iov_base, &self.token, sizeof(self.token));
        return sizeof(self.token);
    }
    if (size < 0) {
        return (ssize_t) size;
    }
    memset(parts->iov_base, 'x', parts->iov_len);
    return size < (int64_t) parts->iov_len ? (ssize_t) size : (ssize_t) parts->iov_len;
}

int __wrap_mosix_switch_read(const char *name, uint32_t *value)
{
    assert_string_equal(name, "sender_home");
    assert_true(fake.last_was_own);
    assert_int_equal(fake.first, fake.count);
    *value = fake.switch_value;
    return fake.switch_rc;
}

int64_t __wrap_mosix_time(void)
{
    return fake.now++;
}

void __wrap_mosix_pause(int milliseconds)
{
    fake.now += milliseconds;
}

static int reset(void **state)
{
    (void) state;
    memset(&fake, 0, sizeof(fake));
    fake.file = -ENOENT;
    fake.delivers = true;
    fake.switch_value = HOME;
    self.may_block = false;
    return 0;
}

static void expect(int rc, uint32_t expected)
{
    uint32_t home = 4711;

    assert_int_equal(mosix_self_home(&self, PATIENCE, &home), rc);
    if (rc == 0) {
        assert_int_equal(home, expected);
    }
}

static void test_file_that_cannot_be_used(void **state)
{
    (void) state;
    fake.file = -EACCES;
    expect(-EACCES, 0);
    fake.file = FILE_DESCRIPTOR;
    fake.content = -EINVAL;
    expect(-EINVAL, 0);
    assert_int_equal(fake.writes, 0);
}

static void test_file(void **state)
{
    (void) state;
    fake.file = FILE_DESCRIPTOR;
    expect(0, HOME);
    assert_int_equal(fake.writes, 0);
}

static void test_message_is_lost(void **state)
{
    (void) state;
    fake.delivers = false;
    expect(-ETIMEDOUT, 0);
    assert_int_equal(fake.writes, 1);
    assert_in_range(fake.now, PATIENCE, PATIENCE + 10);
}

static void test_write_fails(void **state)
{
    static const int errors[] = {EACCES, ESRCH, EIO, ECONNREFUSED};

    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        reset(state);
        fake.write[0] = -errors[i];
        expect(-errors[i], 0);
    }
}

static void test_read_fails(void **state)
{
    (void) state;
    arrive(-EBADF);
    expect(-EBADF, 0);
}

static void test_no_switch(void **state)
{
    (void) state;
    fake.switch_rc = -ENOENT;
    expect(-ENOENT, 0);
}

static void test_switch_tells_nonsense(void **state)
{
    (void) state;
    fake.switch_value = 0;
    expect(-EINVAL, 0);
}

static void test_strangers_write_first(void **state)
{
    (void) state;
    arrive(sizeof(self.token)); /* as long as ours */
    arrive(3);
    arrive(1 << 20);
    arrive(16);
    expect(0, HOME);
}

static void test_mailbox_is_full_and_mosix_not_ready(void **state)
{
    (void) state;
    fake.write[0] = -EAGAIN;
    fake.write[1] = -ENETUNREACH;
    arrive(5);
    expect(0, HOME);
    assert_int_equal(fake.writes, 3);
}

static void test_mailbox_that_blocks_is_asked_first(void **state)
{
    (void) state;
    self.may_block = true;
    fake.write[0] = -EAGAIN;
    arrive(5);
    expect(0, HOME);
    assert_in_range(fake.probes, 2, 4);
}

static void test_message(void **state)
{
    (void) state;
    expect(0, HOME);
    assert_int_equal(fake.writes, 1);
    reset(state);
    fake.switch_value = 0xc0a80001u;
    expect(0, 0xc0a80001u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_file_that_cannot_be_used, reset),
        cmocka_unit_test_setup(test_file, reset),
        cmocka_unit_test_setup(test_message_is_lost, reset),
        cmocka_unit_test(test_write_fails),
        cmocka_unit_test_setup(test_read_fails, reset),
        cmocka_unit_test_setup(test_no_switch, reset),
        cmocka_unit_test_setup(test_switch_tells_nonsense, reset),
        cmocka_unit_test_setup(test_strangers_write_first, reset),
        cmocka_unit_test_setup(test_mailbox_is_full_and_mosix_not_ready, reset),
        cmocka_unit_test_setup(test_mailbox_that_blocks_is_asked_first, reset),
        cmocka_unit_test_setup(test_message, reset),
    };

    return RUN_TESTS(tests);
}
