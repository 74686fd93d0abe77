/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Connections between daemons: those that Open MPI keeps alive are watched, and no others.
 * Connections of ranks: which of them have ended.
 */
#include "test_main.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon_links.h"

/* A connection to itself: what it was bound to. */
static int connect_to(int listener)
{
    struct sockaddr_in address;
    socklen_t size = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_true(fd > 2);
    assert_int_equal(getsockname(listener, (struct sockaddr *) &address, &size), 0);
    assert_int_equal(connect(fd, (struct sockaddr *) &address, size), 0);
    return fd;
}

static int patience_of(int fd)
{
    unsigned int value = 0;
    socklen_t size = sizeof(value);

    assert_int_equal(getsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &value, &size), 0);
    return (int) value;
}

static void test_what_is_watched(void **state)
{
    const struct sockaddr_in any = {.sin_family = AF_INET,
                                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int link;
    int other;
    int pair[2];

    (void) state;
    assert_int_equal(bind(listener, (const struct sockaddr *) &any, sizeof(any)), 0);
    assert_int_equal(listen(listener, 2), 0);
    assert_int_equal(setsockopt(listener, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on)), 0);
    link = connect_to(listener);
    other = connect_to(listener);
    assert_int_equal(setsockopt(link, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on)), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(setsockopt(pair[0], SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on)), 0);

    assert_int_equal(daemon_links_watch(), 1);
    assert_int_equal(patience_of(link), DAEMON_LINKS_PATIENCE);
    assert_int_equal(patience_of(other), 0);
    assert_int_equal(patience_of(listener), 0);
    close(link);
    close(other);
    close(listener);
    close(pair[0]);
    close(pair[1]);
    assert_int_equal(daemon_links_watch(), 0);
}

/* Whether something is left to read does not matter, nor do pipes. */
static void test_what_has_ended(void **state)
{
    const struct sockaddr_in any = {.sin_family = AF_INET,
                                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int far;
    int near;
    int pair[2];
    int ends[2];
    char byte;

    (void) state;
    assert_int_equal(bind(listener, (const struct sockaddr *) &any, sizeof(any)), 0);
    assert_int_equal(listen(listener, 2), 0);
    far = connect_to(listener);
    near = accept(listener, NULL, NULL);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(daemon_links_ended(), 0);

    assert_int_equal(write(far, "x", 1), 1);
    close(far);
    close(ends[1]);
    assert_int_equal(daemon_links_ended(), 1);
    assert_int_equal(read(near, &byte, 1), 1);
    assert_int_equal(daemon_links_ended(), 1);
    close(near);
    assert_int_equal(daemon_links_ended(), 0);
    close(pair[1]);
    assert_int_equal(daemon_links_ended(), 1);
    close(pair[0]);
    close(ends[0]);
    close(listener);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_watched),
        cmocka_unit_test(test_what_has_ended),
    };

    return RUN_TESTS(tests);
}
