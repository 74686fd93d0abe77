/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Opening what the emulator serves, and what its descriptors can and cannot do.
 */
#include "mail_case.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#define DESCRIPTOR_BASE 0x0C600000
#define SEND_BOXES 128

/* Not a constant to the compiler, so that the checking forms of open() are called. */
static volatile int read_only = O_RDONLY;
static volatile size_t probe = (size_t) -1;

static void expect_mosip(int fd)
{
    char text[64];
    ssize_t got = read(fd, text, sizeof(text));

    EXPECT(got == (ssize_t) strlen("127.0.0.1\n"));
    EXPECT(memcmp(text, "127.0.0.1\n", (size_t) got) == 0);
    EXPECT(close(fd) == 0);
}

static void mosip(void)
{
    static const char path[] = "/proc/mosix/mosip";
    char line[64];
    FILE *file;

    expect_mosip(open(path, O_RDONLY));
    expect_mosip(open64(path, O_RDONLY));
    expect_mosip(openat(AT_FDCWD, path, O_RDONLY));
    expect_mosip(openat64(AT_FDCWD, path, O_RDONLY | O_CLOEXEC));
    expect_mosip(open(path, read_only));
    expect_mosip(openat(AT_FDCWD, path, read_only));
    file = fopen(path, "r");
    EXPECT(file != NULL && fgets(line, sizeof(line), file) != NULL);
    EXPECT(strcmp(line, "127.0.0.1\n") == 0 && fclose(file) == 0);
    file = fopen64(path, "re");
    EXPECT(file != NULL && fclose(file) == 0);
}

static void mosip_status(void)
{
    struct stat status;

    EXPECT(stat("/proc/mosix/mosip", &status) == 0 && S_ISREG(status.st_mode));
    EXPECT(lstat("/proc/mosix/mybox", &status) == 0 && S_ISCHR(status.st_mode));
    EXPECT(fstatat(AT_FDCWD, "/proc/mosix/mbox/0.0.0.0/2", &status, 0) == 0);
    EXPECT_ERRNO(stat("/proc/mosix/none", &status), ENOENT);
    EXPECT(access("/proc/mosix/mosip", R_OK) == 0);
    EXPECT(faccessat(AT_FDCWD, "/proc/self/lock", R_OK | W_OK, 0) == 0);
    EXPECT_ERRNO(access("/proc/mosix/mosip", W_OK), EACCES);
    EXPECT_ERRNO(access("/proc/mosix/none", F_OK), ENOENT);
    EXPECT_ERRNO(open("/proc/mosix/mosip", O_WRONLY), EACCES);
}

/* Without mosrun nothing of all this exists. */
static void outside(void)
{
    struct stat status;

    EXPECT_ERRNO(open("/proc/mosix/mosip", O_RDONLY), ENOENT);
    EXPECT_ERRNO(open("/proc/mosix/mybox", O_CREAT, 7), ENOENT);
    EXPECT_ERRNO(open("/proc/mosix/mbox/0.0.0.0/2", O_WRONLY), ENOENT);
    EXPECT_ERRNO(open("/proc/self/lock", O_RDONLY), ENOENT);
    EXPECT_ERRNO(stat("/proc/mosix/mosip", &status), ENOENT);
    EXPECT(fopen("/proc/mosix/mosip", "r") == NULL && errno == ENOENT);
    EXPECT_ERRNO(write(DESCRIPTOR_BASE, "x", 1), EBADF);
    EXPECT_ERRNO(read(DESCRIPTOR_BASE, &status, 1), EBADF);
    EXPECT_ERRNO(close(DESCRIPTOR_BASE + 1), EBADF);
}

static void bad_paths(void)
{
    static const char *const names[] = {
        "",
        "mosi",
        "mosip/",
        "mybox2",
        "mbox",
        "mbox/",
        "mbox/127.0.0.1",
        "mbox/127.0.0.1/",
        "mbox/127.0.0.1/0",
        "mbox/127.0.0.1/-1",
        "mbox/127.0.0.1/+1",
        "mbox/127.0.0.1/01",
        "mbox/127.0.0.1/1x",
        "mbox/127.0.0.1/1",
        "mbox/127.0.0.1/2147483648",
        "mbox/127.0.0.1/4294967298",
        "mbox/127.0.0.1/99999999999999999999",
        "mbox/127.0.0.256/2",
        "mbox/127.0.0/2",
        "mbox/127.0.0.1.1/2",
        "mbox//2",
        "mbox/localhost/2",
        "ubox/127.0.0.1",
        "xbox/127.0.0.1/2",
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char path[128];

        (void) snprintf(path, sizeof(path), "/proc/mosix/%s", names[i]);
        EXPECT_ERRNO(mosix_open(path, O_WRONLY, 0), ENOENT);
        EXPECT(fopen(path, "r") == NULL && errno == ENOENT);
    }
}

static void pid_range(void)
{
    int box = mosix_open("/proc/mosix/mbox/127.0.0.1/2147483647", O_WRONLY, 0);

    EXPECT_ERRNO(write(box, "x", 1), ESRCH);
    EXPECT(close(box) == 0);
    EXPECT_ERRNO(mosix_open("/proc/mosix/mbox/127.0.0.1/2147483648", O_WRONLY, 0), ENOENT);
    EXPECT_ERRNO(mosix_open("/proc/mosix/mbox/127.0.0.1/1", O_WRONLY, 0), ENOENT);
    box = mosix_open("/proc/mosix/mbox/127.0.0.1/2", O_WRONLY, 0);
    EXPECT(box >= 0 && close(box) == 0);
}

static void unknown_node(void)
{
    EXPECT_ERRNO(mosix_open("/proc/mosix/mbox/10.1.2.3/2", O_WRONLY, 0), ENOENT);
    EXPECT_ERRNO(mosix_open("/proc/mosix/ubox/224.0.0.1/2", O_WRONLY, 0), ENOENT);
    EXPECT(mosix_open("/proc/mosix/mbox/127.3.2.1/2", O_WRONLY, 0) >= 0);
}

static void bad_mode(void)
{
    EXPECT_ERRNO(mosix_open("/proc/mosix/mbox/0.0.0.0/2", O_RDONLY, 0), EINVAL);
    EXPECT_ERRNO(mosix_open("/proc/mosix/mbox/0.0.0.0/2", O_RDWR, 0), EINVAL);
    EXPECT(mosix_open("/proc/mosix/mbox/0.0.0.0/2", O_ACCMODE, 0) >= 0);
}

static void no_create(void)
{
    EXPECT_ERRNO(mosix_open("/proc/mosix/mybox", O_RDONLY, 0), EINVAL);
}

/* The same by the C library's open() and fopen(), which reach boxes under the profile 2009. */
static void library_opens(void)
{
    int box = open("/proc/mosix/mybox", O_CREAT, 7);
    char path[64];
    int to;

    EXPECT(box >= 0);
    (void) snprintf(path, sizeof(path), "/proc/mosix/ubox/127.0.0.1/%d", (int) getpid());
    to = open(path, O_WRONLY);
    EXPECT(to >= 0);
    send_text(to, "by the C library");
    expect_text(box, "by the C library");
    EXPECT_ERRNO(open(path, O_RDWR), EINVAL);
    EXPECT_ERRNO(open("/proc/mosix/mbox/127.0.0.1/1", O_WRONLY), ENOENT);
    EXPECT_ERRNO(open("/proc/mosix/mybox", O_RDONLY), EINVAL);
    EXPECT(fopen("/proc/mosix/mybox", "r") == NULL && errno == EINVAL);
    EXPECT(open("/proc/self/lock", 1 | O_CREAT, 1) == 0);
}

/* Flags that mean nothing are accepted. */
static void any_flags(void)
{
    static const unsigned int flags[] = {0, 127, 128, 0666, 1u << 31, ~0u};

    EXPECT(signal(SIGIO, SIG_IGN) != SIG_ERR);
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        int box = own_box(flags[i] & ~64u);

        send_text(box_to(getpid()), "x");
        expect_text(box, "x");
        EXPECT(close(box) == 0);
    }
}

/* Opening the mailbox again changes its flags and loses nothing. */
static void again(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    char byte;

    send_text(to, "kept");
    EXPECT(own_box(7 | 8) == box);
    expect_text(box, "kept");
    EXPECT_ERRNO(read(box, &byte, 1), EAGAIN);
    EXPECT(close(box) == 0);
    EXPECT_ERRNO(close(box), EBADF);
    EXPECT_ERRNO(read(box, &byte, 1), EBADF);
    EXPECT(own_box(7) == box);
}

static void taken(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int length = snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1,
                          "mosix-emulator:box:127.0.0.1:%d:0", (int) getpid());
    int socket_ = socket(AF_UNIX, SOCK_DGRAM, 0);

    EXPECT(bind(socket_, (struct sockaddr *) &address,
                (socklen_t) (offsetof(struct sockaddr_un, sun_path) + 1 + (size_t) length)) == 0);
    EXPECT_ERRNO(mosix_open("/proc/mosix/mybox", O_CREAT, 7), EBUSY);
    EXPECT(close(socket_) == 0);
    own_box(7);
}

static void descriptors(void)
{
    int box = own_box(7);
    int to = box_to(2);

    EXPECT(box >= DESCRIPTOR_BASE && box < DESCRIPTOR_BASE + 1000);
    EXPECT(to >= DESCRIPTOR_BASE && to < DESCRIPTOR_BASE + 1000 && to != box);
}

/* What is not listed as allowed fails. */
static void other_calls(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    struct stat status;

    EXPECT_ERRNO(dup(box), EBADF);
    EXPECT_ERRNO(dup(to), EBADF);
    EXPECT_ERRNO(dup2(box, 7), EBADF);
    EXPECT_ERRNO(dup2(to, 7), EBADF);
    EXPECT_ERRNO(dup2(to, 0), EBADF);
    EXPECT_ERRNO(fstat(box, &status), EBADF);
    EXPECT_ERRNO(lseek(to, 0, SEEK_SET), EBADF);
}

/* To poll() nothing ever happens on a box. */
static void polling(void)
{
    const struct timespec at_once = {0};
    struct pollfd set[3] = {{.fd = own_box(7), .events = POLLIN},
                            {.fd = box_to(getpid()), .events = POLLOUT, .revents = 0x7f},
                            {.events = POLLIN}};
    int ends[2];

    EXPECT(pipe(ends) == 0);
    set[2].fd = ends[0];
    send_text(set[1].fd, "waits");
    EXPECT(poll(set, 3, 0) == 0);
    EXPECT(set[0].revents == 0 && set[1].revents == 0 && set[2].revents == 0);
    EXPECT(write(ends[1], "x", 1) == 1);
    EXPECT(poll(set, 3, -1) == 1);
    EXPECT(set[0].revents == 0 && set[1].revents == 0 && set[2].revents == POLLIN);
    set[2].revents = 0;
    EXPECT(ppoll(set, 3, &at_once, NULL) == 1 && set[2].revents == POLLIN);
    EXPECT(set[0].fd == DESCRIPTOR_BASE && set[1].fd == DESCRIPTOR_BASE + 1);
    EXPECT(poll(set, 2, 1) == 0);
}

static void wrong_box(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    char byte;
    const struct iovec part = {.iov_base = &byte, .iov_len = 1};

    EXPECT_ERRNO(read(to, &byte, 1), EBADF);
    EXPECT_ERRNO(readv(to, &part, 1), EBADF);
    EXPECT_ERRNO(read(to, NULL, probe), EINVAL);
    EXPECT_ERRNO(write(box, "x", 1), EBADF);
    EXPECT_ERRNO(writev(box, &part, 1), EBADF);
}

static void mailbox_control(void)
{
    static const int commands[] = {F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD, F_SETOWN};
    int box = own_box(7);
    int number;

    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        EXPECT_ERRNO(fcntl(box, commands[i], 0), EBADF);
    }
    EXPECT_ERRNO(ioctl(box, FIONREAD, &number), EINVAL);
    EXPECT_ERRNO(ioctl(box, FIONBIO, &number), EINVAL);
}

static void sendbox_control(void)
{
    int to = box_to(getpid());
    int number = 1;

    own_box(7);
    EXPECT(fcntl(to, F_GETFD) == 0);
    EXPECT_ERRNO(fcntl(to, F_SETFD, FD_CLOEXEC), EINVAL);
    EXPECT_ERRNO(fcntl(to, F_GETFL), EINVAL);
    EXPECT_ERRNO(fcntl(to, F_DUPFD, 0), EINVAL);
    EXPECT_ERRNO(ioctl(to, FIONBIO, &number), EBADF);
    EXPECT(fcntl(to, F_SETFL, O_NONBLOCK | O_APPEND) == 0);
    EXPECT(fill(to) > 0 && errno == ENOSPC);
    EXPECT(fcntl(to, F_SETFL, O_APPEND) == 0);
    interrupt_after(100);
    EXPECT(fill(to) == 0 && errno == EINTR);
    EXPECT(fcntl(to, F_SETFL, 0) == 0);
}

static void limit(void)
{
    int boxes[SEND_BOXES];

    EXPECT(own_box(7) >= 0);
    for (int i = 0; i < SEND_BOXES; i++) {
        boxes[i] = box_to(getpid());
    }
    EXPECT_ERRNO(mosix_open("/proc/mosix/mbox/0.0.0.0/2", O_WRONLY, 0), EMFILE);
    EXPECT_ERRNO(mosix_open("/proc/mosix/ubox/0.0.0.0/2", O_WRONLY, 0), EMFILE);
    EXPECT(close(boxes[77]) == 0);
    EXPECT(box_to(getpid()) == boxes[77]);
    send_text(boxes[77], "still works");
    expect_text(own_box(7), "still works");
}

static void open_nonblock(void)
{
    char path[64];
    int to;

    own_box(7);
    (void) snprintf(path, sizeof(path), "/proc/mosix/mbox/0.0.0.0/%d", (int) getpid());
    to = mosix_open(path, O_WRONLY | O_NONBLOCK, 0);
    EXPECT(to >= 0);
    /* It waits, as if O_NONBLOCK had not been given. */
    interrupt_after(200);
    EXPECT(fill(to) > 0 && errno == EINTR);
}

/* The sockets that carry the boxes take no low number, and cannot be closed by accident. */
static void hidden(void)
{
    int before = open("/dev/null", O_RDONLY);
    int box = own_box(7);
    int to = box_to(getpid());
    int after = open("/dev/null", O_RDONLY);

    EXPECT(after == before + 1);
    for (int fd = 3; fd < 1024; fd++) {
        (void) close(fd);
    }
    send_text(to, "alive");
    expect_text(box, "alive");
}

static void stream(void)
{
    int box = own_box(7);
    char path[64];
    FILE *file;

    (void) snprintf(path, sizeof(path), "/proc/mosix/mbox/0.0.0.0/%d", (int) getpid());
    file = fopen(path, "w");
    EXPECT(file != NULL);
    EXPECT(fprintf(file, "one ") > 0 && fprintf(file, "message") > 0 && fflush(file) == 0);
    EXPECT(fprintf(file, "another") > 0 && fclose(file) == 0);
    expect_text(box, "one message");
    expect_text(box, "another");
    expect_nothing(box);
}

static const struct mail_case cases[] = {
    {"mosip", mosip},
    {"mosip-status", mosip_status},
    {"outside", outside},
    {"bad-paths", bad_paths},
    {"pid-range", pid_range},
    {"unknown-node", unknown_node},
    {"bad-mode", bad_mode},
    {"no-create", no_create},
    {"library-opens", library_opens},
    {"any-flags", any_flags},
    {"again", again},
    {"taken", taken},
    {"descriptors", descriptors},
    {"other-calls", other_calls},
    {"polling", polling},
    {"wrong-box", wrong_box},
    {"mailbox-control", mailbox_control},
    {"sendbox-control", sendbox_control},
    {"limit", limit},
    {"open-nonblock", open_nonblock},
    {"hidden", hidden},
    {"stream", stream},
};

MAIL_CASES(cases)
