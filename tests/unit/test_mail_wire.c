/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The form of a message between two emulated processes: nothing that contradicts the kernel's word
 * gets through.
 */
#include "test_main.h"

#include <errno.h>
#include <string.h>

#include "mail_wire.h"

#define LENGTH 100

static const struct mail_info sample = {
    .home = 0x7f000001, .pid = 4711, .length = LENGTH, .location = 0x7f000003};
static const struct mail_envelope inline_envelope = {
    .size = MAIL_PREFIX_SIZE + LENGTH,
    .pid = 4711,
};
static const struct mail_envelope passed_envelope = {
    .size = MAIL_PREFIX_SIZE,
    .descriptors = 1,
    .pid = 4711,
};

static struct mail_prefix prefix_of(enum mail_kind kind, uint32_t length)
{
    struct mail_info info = sample;
    struct mail_prefix prefix;

    info.length = length;
    mail_prefix_encode(&prefix, kind, &info);
    return prefix;
}

static void expect_bad(struct mail_prefix prefix, struct mail_envelope envelope)
{
    struct mail_info info;

    assert_int_equal(mail_prefix_check(&prefix, &envelope, &info), -EBADMSG);
}

static void test_wrong_prefix(void **state)
{
    struct mail_prefix prefix = prefix_of(MAIL_INLINE, LENGTH);

    (void) state;
    prefix.magic ^= 1;
    expect_bad(prefix, inline_envelope);
    prefix = prefix_of(MAIL_INLINE, LENGTH);
    prefix.counted = 2;
    expect_bad(prefix, inline_envelope);
    prefix = prefix_of(MAIL_INLINE, LENGTH);
    prefix.home = 0;
    expect_bad(prefix, inline_envelope);
    expect_bad(prefix_of((enum mail_kind) 0, LENGTH), inline_envelope);
    expect_bad(prefix_of(MAIL_BARE, LENGTH), inline_envelope);
    expect_bad(prefix_of(MAIL_PASSED, LENGTH), inline_envelope);
    expect_bad(prefix_of(MAIL_INLINE, LENGTH), passed_envelope);
}

static void test_wrong_sender(void **state)
{
    struct mail_envelope envelope = inline_envelope;
    struct mail_prefix prefix = prefix_of(MAIL_INLINE, LENGTH);

    (void) state;
    envelope.pid = 4712;
    expect_bad(prefix, envelope);
    envelope.pid = 0;
    prefix.pid = 0;
    expect_bad(prefix, envelope);
    envelope.pid = -1;
    prefix.pid = 0xffffffff;
    expect_bad(prefix, envelope);
}

/* In another namespace of process IDs the kernel's number is another one, or none. */
static void test_foreign_sender(void **state)
{
    struct mail_info info = sample;
    struct mail_envelope envelope = inline_envelope;
    struct mail_prefix prefix;

    (void) state;
    info.space = 11;
    mail_prefix_encode(&prefix, MAIL_INLINE, &info);
    envelope.pid = 0;
    expect_bad(prefix, envelope);
    envelope.space = 11;
    expect_bad(prefix, envelope);
    envelope.space = 12;
    assert_int_equal(mail_prefix_check(&prefix, &envelope, &info), MAIL_INLINE);
    assert_int_equal(info.pid, sample.pid);
    envelope.pid = 99;
    assert_int_equal(mail_prefix_check(&prefix, &envelope, &info), MAIL_INLINE);
    assert_int_equal(info.pid, sample.pid);
}

static void test_wrong_size(void **state)
{
    struct mail_envelope envelope = inline_envelope;

    (void) state;
    for (envelope.size = 0; envelope.size < 2 * LENGTH; envelope.size++) {
        if (envelope.size != inline_envelope.size) {
            expect_bad(prefix_of(MAIL_INLINE, LENGTH), envelope);
        }
    }
    /* a datagram that is larger than the reader's room, though it says so itself */
    envelope.size = MAIL_PREFIX_SIZE + (size_t) MAIL_INLINE_MAX + 1;
    expect_bad(prefix_of(MAIL_INLINE, MAIL_INLINE_MAX + 1), envelope);
    envelope = passed_envelope;
    expect_bad(prefix_of(MAIL_PASSED, (32u << 20) + 1), envelope);
    expect_bad(prefix_of(MAIL_PASSED, UINT32_MAX), envelope);
    envelope.size++;
    expect_bad(prefix_of(MAIL_PASSED, LENGTH), envelope);
}

static void test_wrong_descriptors(void **state)
{
    struct mail_envelope envelope = inline_envelope;

    (void) state;
    envelope.descriptors = 1;
    expect_bad(prefix_of(MAIL_INLINE, LENGTH), envelope);
    envelope = passed_envelope;
    envelope.descriptors = 2;
    expect_bad(prefix_of(MAIL_PASSED, LENGTH), envelope);
    envelope.descriptors = 0;
    expect_bad(prefix_of(MAIL_PASSED, LENGTH), envelope);
}

static void test_wrong_bare(void **state)
{
    struct mail_envelope envelope = {.size = 5, .pid = 1, .bare_home = 0x7f000001};
    const struct mail_prefix prefix = {0};

    (void) state;
    envelope.pid = 0;
    expect_bad(prefix, envelope);
    envelope.pid = 1;
    envelope.descriptors = 1;
    expect_bad(prefix, envelope);
    envelope.descriptors = 0;
    envelope.size = (size_t) MAIL_INLINE_MAX + 1;
    expect_bad(prefix, envelope);
}

static void expect_good(enum mail_kind kind, uint32_t length, struct mail_envelope envelope)
{
    struct mail_prefix prefix = prefix_of(kind, length);
    struct mail_info info;

    assert_int_equal(mail_prefix_check(&prefix, &envelope, &info), kind);
    assert_int_equal(info.home, sample.home);
    assert_int_equal(info.pid, envelope.pid);
    assert_int_equal(info.length, length);
    assert_int_equal(info.location, sample.location);
}

static void test_good(void **state)
{
    struct mail_envelope envelope = inline_envelope;

    (void) state;
    expect_good(MAIL_INLINE, LENGTH, inline_envelope);
    expect_good(MAIL_PASSED, LENGTH, passed_envelope);
    expect_good(MAIL_PASSED, 32u << 20, passed_envelope);
    envelope.size = MAIL_PREFIX_SIZE;
    expect_good(MAIL_INLINE, 0, envelope);
    envelope = (struct mail_envelope){.size = LENGTH, .pid = 12, .bare_home = sample.home};
    assert_int_equal(mail_prefix_check(&(struct mail_prefix){0}, &envelope, &(struct mail_info){0}),
                     MAIL_BARE);
}

static void test_bytes_on_the_wire(void **state)
{
    static const unsigned char golden[MAIL_PREFIX_SIZE] = {
        'M', 'X', 'M', '2', 1, 0, 0, 0, 0x67, 0x12, 0, 0, 1, 0, 0, 127,
        100, 0,   0,   0,   0, 0, 0, 0, 0,    0,    0, 0, 3, 0, 0, 127,
    };
    struct mail_prefix prefix = prefix_of(MAIL_INLINE, LENGTH);

    (void) state;
    assert_memory_equal(&prefix, golden, sizeof(golden));
}

static void test_names(void **state)
{
    struct sockaddr_un address;
    socklen_t length;

    (void) state;
    length = mail_name(&address, MAIL_ROLE_BARE, 0xc0a80102, 4194304, UINT32_MAX);
    assert_true(length <= sizeof(address));
    assert_int_equal(address.sun_path[0], 0);
    assert_int_equal(mail_name_bare_home(&address, length), 0xc0a80102);
    assert_int_equal(mail_name_bare_home(&address, length - 40), 0);
    assert_int_equal(mail_name_bare_home(&address, 0), 0);
    assert_int_equal(mail_name_bare_home(&address, sizeof(sa_family_t) + 1), 0);
    assert_int_equal(mail_name_bare_home(&address, sizeof(address) + 1), 0);
    length = mail_name(&address, MAIL_ROLE_BOX, 0x7f000001, 1, 0);
    assert_int_equal(mail_name_bare_home(&address, length), 0);
    address.sun_path[0] = '/';
    assert_int_equal(mail_name_bare_home(&address, length), 0);
}

/* In a cluster names are paths, and only those below its directory are. */
static void test_names_below(void **state)
{
    struct sockaddr_un address;
    socklen_t length;

    (void) state;
    mail_names_below("/run/c/mail");
    length = mail_name(&address, MAIL_ROLE_BOX, 0xc0a80102, 7, 3);
    assert_string_equal(address.sun_path, "/run/c/mail/192.168.1.2/box:7:3");
    assert_int_equal(length, offsetof(struct sockaddr_un, sun_path) + strlen(address.sun_path) + 1);
    assert_int_equal(mail_name_bare_home(&address, length), 0);
    length = mail_name(&address, MAIL_ROLE_BARE, 0xc0a80102, 4194304, UINT32_MAX);
    assert_int_equal(mail_name_bare_home(&address, length), 0xc0a80102);
    assert_int_equal(mail_name_bare_home(&address, length - 40), 0);
    address.sun_path[0] = '\0';
    assert_int_equal(mail_name_bare_home(&address, length), 0);
    address.sun_path[0] = '.';
    assert_int_equal(mail_name_bare_home(&address, length), 0);
    mail_names_below("/run/0123456789012345678901234567890123456789");
    length = mail_name(&address, MAIL_ROLE_REPLACED, 0xffffffff, 2147483647, UINT32_MAX);
    assert_true(length <= sizeof(address));
    mail_names_below(NULL);
}

/* TEXT, received as if its first PREFIX bytes were a prefix, into parts of PART bytes. */
static void expect_shift(const char *text, size_t prefix, size_t part, size_t room)
{
    char memory[64];
    struct iovec parts[64];
    size_t size = strlen(text);
    size_t whole = size < room ? size : room;
    size_t stored = size - prefix < room ? size - prefix : room;
    int count = 0;

    memset(memory, '#', sizeof(memory));
    for (size_t at = 0; at < room; at += part, count++) {
        parts[count].iov_base = memory + at;
        parts[count].iov_len = room - at < part ? room - at : part;
    }
    memcpy(memory, text + prefix, stored);
    assert_int_equal(mail_shift_in(text, prefix, parts, count, stored, room), whole);
    assert_memory_equal(memory, text, whole);
    assert_int_equal(memory[room], '#');
}

static void test_shift(void **state)
{
    static const char text[] = "abcdefghijklmnopqrstuvwxyz";

    (void) state;
    for (size_t prefix = 0; prefix < 27; prefix++) {
        for (size_t room = 1; room < 30; room++) {
            expect_shift(text, prefix, 1, room);
            expect_shift(text, prefix, 7, room);
            expect_shift(text, prefix, 40, room);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong_prefix),
        cmocka_unit_test(test_wrong_sender),
        cmocka_unit_test(test_foreign_sender),
        cmocka_unit_test(test_wrong_size),
        cmocka_unit_test(test_wrong_descriptors),
        cmocka_unit_test(test_wrong_bare),
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_bytes_on_the_wire),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_names_below),
        cmocka_unit_test(test_shift),
    };

    return RUN_TESTS(tests);
}
