/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TCP and unix sockets.
 */
#include "probe.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 2000, ENDLESS = 100000000 };

/* An address of this machine; PORT 0 lets the kernel choose. */
static struct sockaddr_in here(unsigned short port)
{
    struct sockaddr_in at = {.sin_family = AF_INET};

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(port);
    return at;
}

static void poll_row(const char *name, int fd, short events)
{
    struct pollfd polled = {fd, events, 0};

    result(name, poll(&polled, 1, PATIENCE));
}

static void option_row(const char *name, int fd, int level, int option, int value)
{
    done(name, setsockopt(fd, level, option, &value, sizeof(value)));
}

/* Gives the listener's address in AT. */
static int tcp_listener(struct sockaddr_in *at)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t size = sizeof(*at);

    *at = here(0);
    done("socket.socket", listener);
    option_row("socket.reuse", listener, SOL_SOCKET, SO_REUSEADDR, 1);
    done("socket.bind", bind(listener, (struct sockaddr *) at, size));
    done("socket.listen", listen(listener, 5));
    done("socket.getsockname", getsockname(listener, (struct sockaddr *) at, &size));
    return listener;
}

static int tcp_caller(const struct sockaddr_in *at)
{
    int caller = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int got = 0;
    socklen_t size = sizeof(got);

    done("socket.socket nonblock", caller);
    result("socket.connect nonblock", connect(caller, (const struct sockaddr *) at, sizeof(*at)));
    poll_row("socket.poll connected", caller, POLLOUT);
    done("socket.SO_ERROR", getsockopt(caller, SOL_SOCKET, SO_ERROR, &got, &size));
    row("socket.SO_ERROR value", "%d", got);
    return caller;
}

static int tcp_callee(int listener)
{
    int callee;

    poll_row("socket.poll listener", listener, POLLIN);
    callee = accept(listener, NULL, NULL);
    done("socket.accept", callee);
    option_row("socket.TCP_NODELAY", callee, IPPROTO_TCP, TCP_NODELAY, 1);
    option_row("socket.SO_SNDBUF", callee, SOL_SOCKET, SO_SNDBUF, 65536);
    option_row("socket.SO_KEEPALIVE", callee, SOL_SOCKET, SO_KEEPALIVE, 1);
    return callee;
}

static void tcp_data(int caller, int callee)
{
    char text[64], control[64];
    struct iovec part = {text, sizeof(text)};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control,
                             .msg_controllen = sizeof(control)};
    int got = 0;

    result("socket.recv nothing", recv(caller, text, sizeof(text), 0));
    result("socket.write", write(callee, "hello", 5));
    poll_row("socket.poll data", caller, POLLIN);
    result("socket.recvmsg", recvmsg(caller, &message, 0));
    message = (struct msghdr){.msg_iov = &part, .msg_iovlen = 1};
    part.iov_len = 3;
    result("socket.sendmsg", sendmsg(caller, &message, MSG_NOSIGNAL));
    result("socket.readv", readv(callee, &(struct iovec){text, sizeof(text)}, 1));
    result("socket.writev", writev(callee, &(struct iovec){text, 4}, 1));
    pause_ms(50);
    result("socket.FIONREAD", ioctl(caller, FIONREAD, &got) == 0 ? got : -1);
    result("socket.recv peek", recv(caller, text, sizeof(text), MSG_PEEK));
    result("socket.recvfrom", recvfrom(caller, text, sizeof(text), MSG_DONTWAIT, NULL, NULL));
}

static void tcp_full(int caller)
{
    long total = 0, wrote;

    while ((wrote = write(caller, big, 100000)) > 0 && total < ENDLESS) {
        total += wrote;
    }
    row("socket.nonblocking write, full", "%s", wrote < 0 ? error_name(errno) : "endless");
}

static void socket_tcp(void)
{
    struct sockaddr_in at;
    socklen_t size = sizeof(at);
    int listener = tcp_listener(&at);
    int caller = tcp_caller(&at);
    int callee = tcp_callee(listener);

    tcp_data(caller, callee);
    done("socket.getpeername", getpeername(caller, (struct sockaddr *) &at, &size));
    tcp_full(caller);
    done("socket.shutdown", shutdown(callee, SHUT_RDWR));
    close(callee);
    pause_ms(50);
    signal(SIGPIPE, SIG_IGN);
    result("socket.send after close", send(caller, "x", 1, 0) >= 0 ? send(caller, "x", 1, 0) : -1);
    done("socket.accept4 nothing", fcntl(listener, F_SETFL, O_NONBLOCK));
    result("socket.accept nothing", accept(listener, NULL, NULL));
}

static void socket_accept4(void)
{
    struct sockaddr_in at = here(0);
    socklen_t size = sizeof(at);
    int listener = socket(AF_INET, SOCK_STREAM, 0), caller = socket(AF_INET, SOCK_STREAM, 0);

    bind(listener, (struct sockaddr *) &at, size);
    listen(listener, 5);
    getsockname(listener, (struct sockaddr *) &at, &size);
    done("socket.connect blocking", connect(caller, (struct sockaddr *) &at, size));
    done("socket.accept4", accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

static void socket_refused(void)
{
    struct sockaddr_in at = here(9);

    done("socket.connect refused",
         connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *) &at, sizeof(at)));
}

/* Passes a descriptor, then plain data, from CALLER to CALLEE. */
static void unix_messages(int caller, int callee, int descriptor)
{
    char text[8] = "x", control[CMSG_SPACE(sizeof(int))] = "";
    struct iovec part = {text, 1};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control,
                             .msg_controllen = sizeof(control)};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);

    *header = (struct cmsghdr){CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
    memcpy(CMSG_DATA(header), &descriptor, sizeof(descriptor));
    result("unix.send descriptor", sendmsg(caller, &message, 0));
    result("unix.receive descriptor", recvmsg(callee, &message, MSG_DONTWAIT));
    message.msg_control = NULL;
    message.msg_controllen = 0;
    result("unix.sendmsg plain", sendmsg(caller, &message, 0));
    result("unix.recvmsg plain", recvmsg(callee, &message, MSG_DONTWAIT));
}

static void socket_unix(void)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX, .sun_path = "/tmp/probe.sock"};
    int listener = socket(AF_UNIX, SOCK_STREAM, 0), caller = socket(AF_UNIX, SOCK_STREAM, 0);
    struct ucred who;
    socklen_t size = sizeof(who);
    int callee;

    unlink(at.sun_path);
    done("unix.bind", bind(listener, (struct sockaddr *) &at, sizeof(at)));
    done("unix.listen", listen(listener, 5));
    done("unix.connect", connect(caller, (struct sockaddr *) &at, sizeof(at)));
    callee = accept(listener, NULL, NULL);
    done("unix.accept", callee);
    unlink(at.sun_path);
    result("unix.write", write(caller, "abc", 3));
    result("unix.read", read(callee, big, 8));
    done("unix.SO_PEERCRED", getsockopt(callee, SOL_SOCKET, SO_PEERCRED, &who, &size));
    row("unix.SO_PEERCRED pid", "%s", who.pid == getpid() ? "own" : "other");
    unix_messages(caller, callee, listener);
    at.sun_path[0] = '\0';
    memcpy(at.sun_path + 1, "probe-abstract", 14);
    done("unix.bind abstract", bind(socket(AF_UNIX, SOCK_DGRAM, 0), (struct sockaddr *) &at, 17));
}

static int inheritor(int fd)
{
    struct pollfd polled = {fd, POLLIN, 0};

    return poll(&polled, 1, PATIENCE) == 1 && read(fd, big, 10) == 4 && write(fd, "ok", 2) == 2;
}

static void socket_inherited(void)
{
    int pair[2], status = 0;
    pid_t pid;

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0) {
        return;
    }
    pid = fork();
    if (pid == 0) {
        close(pair[0]);
        _exit(inheritor(pair[1]) ? 5 : 6);
    }
    result("inherited.parent writes", write(pair[0], "ping", 4));
    result("inherited.parent reads", read(pair[0], big, 10));
    waitpid(pid, &status, 0);
    row("inherited.child", "%s", WEXITSTATUS(status) == 5 ? "ok" : "fails");
    close(pair[1]);
    result("inherited.end of file", read(pair[0], big, 10));
}

const struct probe_test socket_tests[] = {
    TEST(socket, socket_tcp, 20),       TEST(socket, socket_accept4, 10),
    TEST(socket, socket_refused, 10),   TEST(socket, socket_unix, 10),
    TEST(socket, socket_inherited, 10), TESTS_END,
};
