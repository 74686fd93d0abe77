/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signs of life of a node: what mosctl says, and if that is nothing, what the node's kernel says.
 */
#include "test_main.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mosix_sign.h"

#define LOCAL 0x7f000001u
#define SILENT "echo 'No current information'; exit 1"
#define WHOIS "[ $1 = whois ] && [ $2 = 2 ] && echo '127.0.0.1 (node2)' && exit\n"

static int refused; /* what connect() fails with; 0: it does what it always does */
static struct in_addr called;

int __real_connect(int fd, const struct sockaddr *to, socklen_t size);
int __wrap_connect(int fd, const struct sockaddr *to, socklen_t size);

int __wrap_connect(int fd, const struct sockaddr *to, socklen_t size)
{
    called = ((const struct sockaddr_in *) to)->sin_addr;
    if (refused == 0) {
        return __real_connect(fd, to, size);
    }
    errno = refused;
    return -1;
}

static int listen_for(int backlog, uint16_t *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(LOCAL)};
    socklen_t size = sizeof(at);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (const struct sockaddr *) &at, sizeof(at)), 0);
    assert_int_equal(listen(fd, backlog), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *) &at, &size), 0);
    *port = ntohs(at.sin_port);
    return fd;
}

static void test_kernel(void **state)
{
    uint16_t port;
    int fd = listen_for(0, &port);

    (void) state;
    refused = 0;
    assert_true(mosix_sign_of_kernel(LOCAL, port, 2000));
    /* Nobody accepts, so from now on nothing is answered. */
    for (int i = 0; i < 4 && mosix_sign_of_kernel(LOCAL, port, 50); i++) {
    }
    assert_false(mosix_sign_of_kernel(LOCAL, port, 50));
    close(fd);
    assert_true(mosix_sign_of_kernel(LOCAL, port, 2000));
}

static void test_errors(void **state)
{
    static const struct {
        int error;
        bool answers;
    } cases[] = {{EHOSTUNREACH, false}, {EHOSTDOWN, false},  {ETIMEDOUT, false},
                 {ECONNREFUSED, true},  {ENETUNREACH, true}, {EACCES, true},
                 {ENOBUFS, true}};

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        refused = cases[i].error;
        assert_int_equal(mosix_sign_of_kernel(LOCAL, 252, 10), cases[i].answers);
    }
}

/* Whether that place is missing, with a mosctl of that text. */
static bool is_missing(const char *mosctl, const char *place)
{
    char path[] = "/tmp/test_mosix_sign.XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool missing;

    assert_non_null(file);
    assert_true(fprintf(file, "#!/bin/sh\n%s\n", mosctl) > 0);
    assert_int_equal(fchmod(fd, 0755), 0);
    assert_int_equal(fclose(file), 0);
    missing = mosix_sign_is_missing(path, place);
    unlink(path);
    return missing;
}

static void test_both(void **state)
{
    (void) state;
    refused = EHOSTUNREACH;
    called.s_addr = 0;
    assert_false(is_missing("echo 'Status: Running Normally'", "2"));
    assert_int_equal(called.s_addr, 0);
    assert_true(is_missing(WHOIS SILENT, "2"));
    assert_int_equal(ntohl(called.s_addr), LOCAL);
    assert_true(is_missing(SILENT, "10.77.0.3"));
    assert_int_equal(ntohl(called.s_addr), 0x0a4d0003);
    refused = ECONNREFUSED;
    assert_false(is_missing(SILENT, "10.77.0.3"));
}

static void test_unknown(void **state)
{
    (void) state;
    refused = EHOSTUNREACH;
    assert_false(is_missing(SILENT, "leaving"));
    assert_false(is_missing(SILENT, "2x"));
    assert_false(is_missing(SILENT, ""));
    assert_false(is_missing(SILENT, "99999999999"));
    assert_false(is_missing(WHOIS SILENT, "3"));
    assert_false(mosix_sign_is_missing("/nowhere/mosctl", "10.77.0.3"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kernel),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_both),
        cmocka_unit_test(test_unknown),
    };

    return RUN_TESTS(tests);
}
