/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages on datagram sockets, where the kernel does not do what was asked for, and where it does.
 */
#include "test_main.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "mail_collect.h"
#include "mail_socket.h"
#include "raw_send.h"

#define HOME 0x7f000001u

/* The next calls of raw_send() fail with these; 0 ends the list. */
static int send_errors[4];
static int sends;
static int memfd_error;

ssize_t __wrap_raw_send(int socket, const struct msghdr *message, int flags);
ssize_t __real_raw_send(int socket, const struct msghdr *message, int flags);
int __wrap_raw_memfd(const char *name, unsigned int flags);
int __real_raw_memfd(const char *name, unsigned int flags);

ssize_t __wrap_raw_send(int socket, const struct msghdr *message, int flags)
{
    int error = send_errors[sends];

    sends += error != 0;
    if (error != 0) {
        errno = error;
        return -1;
    }
    return __real_raw_send(socket, message, flags);
}

/* With a writable mapping a memfd cannot be sealed: EBUSY. */
static bool memfd_is_busy;
static void *mapping;

static void release(int number)
{
    (void) number;
    munmap(mapping, 4096);
}

int __wrap_raw_memfd(const char *name, unsigned int flags)
{
    int fd;

    if (memfd_error != 0) {
        errno = memfd_error;
        return -1;
    }
    fd = __real_raw_memfd(name, flags);
    if (memfd_is_busy) {
        mapping = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        assert_ptr_not_equal(mapping, MAP_FAILED);
    }
    return fd;
}

static int receiver;
static int sender;
static struct mail_policy policy;

static int setup(void **state)
{
    const int on = 1;
    struct sockaddr_un address;
    socklen_t length = mail_name(&address, MAIL_ROLE_BOX, HOME, (int32_t) getpid(), 99);

    (void) state;
    memset(send_errors, 0, sizeof(send_errors));
    sends = 0;
    memfd_error = 0;
    policy = (struct mail_policy){.home = HOME, .uid = getuid(), .gid = getgid()};
    receiver = mail_socket_bind(&address, length);
    assert_true(receiver >= 0);
    assert_int_equal(mail_socket_bind(&address, length), -EADDRINUSE);
    assert_int_equal(setsockopt(receiver, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)), 0);
    sender = mail_socket_open();
    assert_true(sender >= MAIL_HIDDEN_MIN);
    return connect(sender, (struct sockaddr *) &address, length);
}

/* A path outlives its socket, and is taken again; that of a living one is not. */
static void test_paths(void **state)
{
    char directory[] = "/tmp/test_mail_socket.XXXXXX";
    char node[sizeof(directory) + 16];
    struct sockaddr_un address;
    struct stat status;
    socklen_t length;
    int first;
    int second;

    (void) state;
    assert_non_null(mkdtemp(directory));
    (void) snprintf(node, sizeof(node), "%s/127.0.0.1", directory);
    assert_int_equal(mkdir(node, 0755), 0);
    mail_names_below(directory);
    length = mail_name(&address, MAIL_ROLE_BOX, 0x7f000001, 7, 0);
    second = mail_socket_open();
    assert_int_equal(mail_socket_connect(second, &address, length), -ECONNREFUSED);
    first = mail_socket_bind(&address, length);
    assert_true(first >= 0);
    assert_int_equal(stat(address.sun_path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0777);
    assert_int_equal(mail_socket_bind(&address, length), -EADDRINUSE);
    assert_int_equal(mail_socket_connect(second, &address, length), 0);
    close(first);
    assert_int_equal(mail_socket_connect(second, &address, length), -ECONNREFUSED);
    first = mail_socket_bind(&address, length);
    assert_true(first >= 0);
    assert_int_equal(mail_socket_connect(second, &address, length), 0);
    close(first);
    close(second);
    unlink(address.sun_path);
    length = mail_name(&address, MAIL_ROLE_BOX, 0x7f000002, 7, 0);
    assert_int_equal(mail_socket_bind(&address, length), -ENOENT);
    mail_names_below(NULL);
    rmdir(node);
    rmdir(directory);
}

static int teardown(void **state)
{
    (void) state;
    return close(sender) | close(receiver);
}

static int deliver(const char *data, size_t size)
{
    const struct mail_info info = {
        .home = HOME, .pid = (int32_t) getpid(), .length = (uint32_t) size};
    const struct iovec part = {(void *) data, size};

    return mail_deliver(sender, &info, &part, 1, false);
}

static int collect(char *data, size_t size, struct mail_arrival *arrival)
{
    const struct iovec part = {data, size};

    return mail_collect(receiver, &policy, &part, 1, MSG_DONTWAIT, arrival);
}

static void test_send_errors(void **state)
{
    static const int errors[] = {EAGAIN, ECONNREFUSED, EINTR, ENOTCONN, EPIPE};

    (void) state;
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        sends = 0;
        send_errors[0] = errors[i];
        assert_int_equal(deliver("x", 1), -errors[i]);
        assert_int_equal(sends, 1);
    }
}

/* A datagram that is too large, or finds no memory in one piece, goes as a memfd. */
static void test_send_otherwise(void **state)
{
    static const int errors[] = {EMSGSIZE, ENOBUFS};
    struct mail_arrival arrival;
    char text[8];

    (void) state;
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        sends = 0;
        send_errors[0] = errors[i];
        assert_int_equal(deliver("content", 7), 0);
        assert_int_equal(collect(text, sizeof(text), &arrival), 0);
        assert_int_equal(arrival.kind, MAIL_PASSED);
        assert_int_equal(arrival.info.length, 7);
        assert_int_equal(pread(arrival.content, text, sizeof(text), 0), 7);
        assert_memory_equal(text, "content", 7);
        assert_int_equal(pwrite(arrival.content, "x", 1, 0), -1);
        close(arrival.content);
        sends = 0;
        send_errors[1] = ECONNREFUSED;
        assert_int_equal(deliver("content", 7), -ECONNREFUSED);
        sends = 0;
        memfd_error = ENOMEM;
        assert_int_equal(deliver("content", 7), -ENOMEM);
        memfd_error = 0;
        send_errors[1] = 0;
    }
}

/* A memfd that cannot be sealed yet is waited for; one that never can is an error of its own. */
static void test_busy(void **state)
{
    const struct itimerval soon = {.it_value.tv_usec = 20000};
    const struct sigaction action = {.sa_handler = release};
    struct mail_arrival arrival;
    char text[8];

    (void) state;
    memfd_is_busy = true;
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &soon, NULL), 0);
    send_errors[0] = EMSGSIZE;
    assert_int_equal(deliver("content", 7), 0);
    assert_int_equal(collect(text, sizeof(text), &arrival), 0);
    assert_int_equal(arrival.info.length, 7);
    close(arrival.content);
    sends = 0;
    assert_int_equal(deliver("content", 7), -EIO);
    release(0);
    memfd_is_busy = false;
}

static void test_bad_memory(void **state)
{
    (void) state;
    assert_int_equal(deliver((const char *) 8, 10), -EFAULT);
    assert_int_equal(deliver((const char *) 8, 8u << 20), -EFAULT);
}

static void test_full(void **state)
{
    char *large = calloc(1, 8u << 20);
    struct mail_arrival arrival;
    int count = 0;

    (void) state;
    while (deliver("x", 1) == 0) {
        count++;
    }
    assert_int_equal(deliver("x", 1), -EAGAIN);
    assert_int_equal(deliver(large, 8u << 20), -EAGAIN);
    while (count-- > 0) {
        assert_int_equal(collect(large, 1, &arrival), 0);
    }
    assert_int_equal(collect(large, 1, &arrival), -EAGAIN);
    free(large);
}

static void test_peek(void **state)
{
    struct mail_arrival arrival;
    struct mail_info info;
    char text[3];

    (void) state;
    assert_int_equal(mail_peek(receiver, &policy, &info), -EAGAIN);
    assert_int_equal(deliver("hello", 5), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(mail_peek(receiver, &policy, &info), 0);
        assert_int_equal(info.length, 5);
        assert_int_equal(info.pid, getpid());
    }
    assert_int_equal(collect(text, sizeof(text), &arrival), 0);
    assert_int_equal(arrival.stored, 3);
    assert_int_equal(arrival.info.length, 5);
    assert_memory_equal(text, "hel", 3);
    assert_int_equal(deliver("", 0), 0);
    assert_int_equal(mail_peek(receiver, &policy, &info), 0);
    assert_int_equal(info.length, 0);
}

/* Only collecting can tell what a message is worth whose content came as a descriptor. */
static void test_peek_passed(void **state)
{
    struct mail_arrival arrival;
    struct mail_info info;
    char byte;

    (void) state;
    send_errors[0] = EMSGSIZE;
    assert_int_equal(deliver("content", 7), 0);
    assert_int_equal(mail_peek(receiver, &policy, &info), -EBADMSG);
    assert_int_equal(collect(&byte, 1, &arrival), 0);
    close(arrival.content);
}

static void test_not_admitted(void **state)
{
    struct mail_arrival arrival;
    struct mail_info info;
    char byte;

    (void) state;
    policy.home++;
    assert_int_equal(deliver("x", 1), 0);
    assert_int_equal(mail_peek(receiver, &policy, &info), -EBADMSG);
    assert_int_equal(collect(&byte, 1, &arrival), -EBADMSG);
    assert_int_equal(collect(&byte, 1, &arrival), -EAGAIN);
}

static void test_admits(void **state)
{
    const struct mail_policy none = {.flags = 0, .home = HOME, .uid = 10, .gid = 20};
    const struct mail_policy group = {.flags = 1, .home = HOME, .uid = 10, .gid = 20};
    const struct mail_policy all = {.flags = 2, .home = HOME, .uid = 10, .gid = 20};
    const struct mail_policy homes = {.flags = 4, .home = HOME, .uid = 10, .gid = 20};

    (void) state;
    assert_false(mail_admits(&none, 11, 20, HOME));
    assert_false(mail_admits(&none, 10, 20, HOME + 1));
    assert_false(mail_admits(&group, 11, 21, HOME));
    assert_false(mail_admits(&all, 11, 21, HOME + 1));
    assert_false(mail_admits(&homes, 11, 20, HOME + 1));
    assert_true(mail_admits(&none, 10, 99, HOME));
    assert_true(mail_admits(&group, 11, 20, HOME));
    assert_true(mail_admits(&all, 11, 21, HOME));
    assert_true(mail_admits(&homes, 10, 99, HOME + 1));
    /* root, but not from another home */
    assert_true(mail_admits(&none, 0, 0, HOME));
    assert_false(mail_admits(&none, 0, 0, HOME + 1));
    assert_true(mail_admits(&homes, 0, 0, HOME + 1));
}

/* Away from home even the same user is a stranger. */
static void test_admits_away(void **state)
{
    struct mail_policy policy_away = {.away = true, .home = HOME, .uid = 10, .gid = 20};

    (void) state;
    for (unsigned int flags = 0; flags <= 7; flags++) {
        bool all = (flags & 2) != 0;

        policy_away.flags = flags;
        assert_int_equal(mail_admits(&policy_away, 10, 20, HOME), all);
        assert_int_equal(mail_admits(&policy_away, 10, 20, HOME + 1), all && (flags & 4) != 0);
        assert_true(mail_admits(&policy_away, 0, 0, HOME));
    }
}

/* A permit says everything that is not in the receiver's user and home. */
static void test_permits(void **state)
{
    (void) state;
    for (unsigned int permit = 0; permit <= mail_permit_max(); permit++) {
        struct mail_policy read = {.flags = 0x50};
        /* Where flag 2 admits all, it is the same away. */
        unsigned int shown = (permit & 2) != 0 ? permit & 7 : permit;

        mail_permit_apply(permit, &read);
        assert_int_equal(mail_permit(&read), shown);
        read.flags |= 0x78;
        assert_int_equal(mail_permit(&read), shown);
    }
    assert_int_equal(mail_permit_max(), 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_send_errors, setup, teardown),
        cmocka_unit_test_setup_teardown(test_send_otherwise, setup, teardown),
        cmocka_unit_test_setup_teardown(test_busy, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bad_memory, setup, teardown),
        cmocka_unit_test_setup_teardown(test_full, setup, teardown),
        cmocka_unit_test_setup_teardown(test_peek, setup, teardown),
        cmocka_unit_test_setup_teardown(test_peek_passed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_not_admitted, setup, teardown),
        cmocka_unit_test_setup_teardown(test_admits, setup, teardown),
        cmocka_unit_test(test_admits_away),
        cmocka_unit_test(test_permits),
        cmocka_unit_test(test_paths),
    };

    return RUN_TESTS(tests);
}
