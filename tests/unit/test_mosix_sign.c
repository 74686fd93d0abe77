/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signs of life of a node: what its kernel answers, and what mosctl says of it.
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

int __real_connect(int fd, const struct sockaddr *to, socklen_t size);
int __wrap_connect(int fd, const struct sockaddr *to, socklen_t size);

int __wrap_connect(int fd, const struct sockaddr *to, socklen_t size)
{
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

/* What is found out of a place, with a mosctl of that text. */
struct sign {
    bool is_known;
    uint32_t address;
};

static struct sign ask(const char *mosctl, const char *place)
{
    char path[] = "/tmp/test_mosix_sign.XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    struct sign sign;

    assert_non_null(file);
    assert_true(fprintf(file, "#!/bin/sh\n%s\n", mosctl) > 0);
    assert_int_equal(fchmod(fd, 0755), 0);
    assert_int_equal(fclose(file), 0);
    sign.is_known = mosix_sign_of_mosix(path, place);
    sign.address = mosix_sign_address(path, place);
    unlink(path);
    return sign;
}

static void test_mosix(void **state)
{
    (void) state;
    assert_true(ask("echo 'Status: Running Normally'", "2").is_known);
    assert_false(ask(SILENT, "2").is_known);
    assert_true(mosix_sign_of_mosix("/nowhere/mosctl", "2"));
}

static void test_address(void **state)
{
    (void) state;
    assert_int_equal(ask(WHOIS SILENT, "2").address, LOCAL);
    assert_int_equal(ask(SILENT, "10.77.0.3").address, 0x0a4d0003);
    assert_int_equal(ask(WHOIS SILENT, "3").address, 0);
    assert_int_equal(ask(WHOIS SILENT, "leaving").address, 0);
    assert_int_equal(ask(WHOIS SILENT, "2x").address, 0);
    assert_int_equal(ask(WHOIS SILENT, "").address, 0);
    assert_int_equal(ask(WHOIS SILENT, "99999999999").address, 0);
    assert_int_equal(mosix_sign_address("/nowhere/mosctl", "2"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kernel),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_mosix),
        cmocka_unit_test(test_address),
    };

    return RUN_TESTS(tests);
}
