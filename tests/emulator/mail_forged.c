/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What anybody on the host can send to the socket of a mailbox: it must do no harm. This program
 * knows how the emulator's messages look, in order to make wrong ones.
 */
#include "mail_case.h"

#include <grp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>

#define MAGIC 0x324d584du
#define INLINE 1
#define PASSED 2
#define HOME 0x7f000001u

struct prefix {
    uint32_t magic;
    uint32_t kind;
    uint32_t pid;
    uint32_t home;
    uint32_t length;
    uint32_t counted;
    uint32_t space;
    uint32_t location;
};

static volatile size_t probe = (size_t) -1;
static int own;
static int forger;

static struct sockaddr_un name_of(const char *format, int pid, socklen_t *length)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char text[sizeof(address.sun_path) - 1];
    int size = snprintf(text, sizeof(text), "mosix-emulator:%s:%d:0", format, pid);

    memcpy(address.sun_path + 1, text, (size_t) size);
    *length = (socklen_t) (offsetof(struct sockaddr_un, sun_path) + 1 + (size_t) size);
    return address;
}

/* A mailbox with FLAGS, and a socket of ours that is connected to it. */
static void setup_with(unsigned int flags)
{
    socklen_t length;
    struct sockaddr_un address = name_of("box:127.0.0.1", (int) getpid(), &length);

    own = own_box(flags);
    forger = socket(AF_UNIX, SOCK_DGRAM, 0);
    EXPECT(forger >= 0 && connect(forger, (struct sockaddr *) &address, length) == 0);
}

static void setup(void)
{
    setup_with(7);
}

/* Sends PREFIX_SIZE bytes of PREFIX, SIZE bytes of DATA and COUNT times the descriptor FD. */
static void forge(const void *prefix, size_t prefix_size, const void *data, size_t size, int fd,
                  int count)
{
    struct iovec parts[2] = {{(void *) prefix, prefix_size}, {(void *) data, size}};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(16 * sizeof(int))] = {0};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};

    if (count > 0) {
        struct cmsghdr *header = (struct cmsghdr *) control;

        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE((size_t) count * sizeof(int));
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN((size_t) count * sizeof(int));
        for (int i = 0; i < count; i++) {
            memcpy(CMSG_DATA(header) + (size_t) i * sizeof(int), &fd, sizeof(fd));
        }
    }
    EXPECT(sendmsg(forger, &message, 0) == (ssize_t) (prefix_size + size));
}

static struct prefix proper(uint32_t length)
{
    return (struct prefix){
        .magic = MAGIC,
        .kind = INLINE,
        .pid = (uint32_t) getpid(),
        .home = HOME,
        .length = length,
    };
}

/* What was forged is neither found by a probe nor read; the message after it is. */
static void expect_dropped(void)
{
    int before = count_descriptors();

    expect_nothing(own);
    send_text(box_to(getpid()), "genuine");
    expect_text(own, "genuine");
    expect_nothing(own);
    /* the send box is new */
    EXPECT(count_descriptors() == before + 1);
}

/* A proper message of our own making is read: the others fail for the reason that they name. */
static void accepted(void)
{
    struct prefix prefix = proper(4);

    setup();
    forge(&prefix, sizeof(prefix), "fine", 4, -1, 0);
    expect_text(own, "fine");
}

static void too_short(void)
{
    struct prefix prefix = proper(0);

    setup();
    for (size_t size = 0; size < sizeof(prefix); size += 6) {
        forge(&prefix, size, NULL, 0, -1, 0);
    }
    expect_dropped();
}

static void wrong_fields(void)
{
    struct prefix bad[8];

    setup();
    for (size_t i = 0; i < 8; i++) {
        bad[i] = proper(4);
    }
    bad[0].magic++;
    bad[1].kind = 0;
    bad[2].kind = 3;
    bad[3].pid = 1;
    bad[4].home = 0;
    bad[5].counted = 2;
    bad[6].pid = 0x80000000u;
    /* As if this process were in another namespace of process IDs. */
    bad[7].pid = 1;
    bad[7].space = 5;
    for (size_t i = 0; i < 8; i++) {
        forge(&bad[i], sizeof(bad[i]), "data", 4, -1, 0);
    }
    expect_dropped();
}

static void wrong_length(void)
{
    static const uint32_t lengths[] = {0, 3, 5, 33554433, 0xffffffffu, 0x80000000u};

    setup();
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        struct prefix prefix = proper(lengths[i]);

        forge(&prefix, sizeof(prefix), "data", 4, -1, 0);
    }
    expect_dropped();
}

/* Descriptors that come with a datagram that is not a message are closed. */
static void descriptors(void)
{
    struct prefix prefix = proper(4);
    int before;

    setup();
    before = count_descriptors();
    forge(&prefix, sizeof(prefix), "data", 4, 0, 1);
    forge(&prefix, sizeof(prefix), "data", 4, 0, 16);
    prefix.kind = PASSED;
    forge(&prefix, sizeof(prefix), NULL, 0, -1, 0);
    forge(&prefix, sizeof(prefix), NULL, 0, 0, 2);
    forge(NULL, 0, "x", 1, 0, 16);
    expect_dropped();
    EXPECT(count_descriptors() == before + 1);
}

static int make_memfd(size_t size, int seals)
{
    int fd = memfd_create("forged", MFD_ALLOW_SEALING);

    EXPECT(fd >= 0 && ftruncate(fd, (off_t) size) == 0 && fcntl(fd, F_ADD_SEALS, seals) == 0);
    return fd;
}

/* The content of a large message must be what its sender cannot change, and of the right size. */
static void content(void)
{
    const int seals = F_SEAL_SHRINK | F_SEAL_WRITE;
    struct prefix prefix = proper(4096);
    int ends[2];

    setup();
    prefix.kind = PASSED;
    EXPECT(pipe(ends) == 0);
    forge(&prefix, sizeof(prefix), NULL, 0, ends[0], 1);
    forge(&prefix, sizeof(prefix), NULL, 0, open("/dev/zero", O_RDONLY), 1);
    forge(&prefix, sizeof(prefix), NULL, 0, make_memfd(4096, 0), 1);
    forge(&prefix, sizeof(prefix), NULL, 0, make_memfd(4096, F_SEAL_SHRINK), 1);
    forge(&prefix, sizeof(prefix), NULL, 0, make_memfd(4095, seals), 1);
    forge(&prefix, sizeof(prefix), NULL, 0, make_memfd(1u << 30, seals), 1);
    expect_dropped();
    forge(&prefix, sizeof(prefix), NULL, 0, make_memfd(4096, seals), 1);
    EXPECT(read(own, NULL, probe) == 4096);
}

/* The same, met by a read that was not preceded by a probe. */
static void unprobed(void)
{
    struct prefix prefix = proper(4096);
    char byte;

    setup();
    own_box(7 | 8);
    forge(&prefix, sizeof(prefix), "data", 4, 0, 1);
    prefix.kind = PASSED;
    forge(&prefix, sizeof(prefix), NULL, 0, make_memfd(4095, F_SEAL_SHRINK | F_SEAL_WRITE), 1);
    forge(&prefix, 3, NULL, 0, -1, 0);
    EXPECT_ERRNO(read(own, &byte, 1), EAGAIN);
    expect_dropped();
}

/* A blocking read goes on waiting when all that came was no message. */
static void waiting(void)
{
    char byte;

    setup();
    forge("rubbish", 7, NULL, 0, -1, 0);
    interrupt_after(200);
    EXPECT_ERRNO(read(own, &byte, 1), EINTR);
    expect_dropped();
}

/* Data without a prefix is a message only from a socket that is named as one for output. */
static void bare(void)
{
    static const char *const names[] = {"bare:127.0.0", "bare:127.0.0.1.2", "bare:0.0.0.0",
                                        "bear:127.0.0.1"};

    setup();
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        socklen_t length;
        struct sockaddr_un address = name_of("box:127.0.0.1", (int) getpid(), &length);

        forger = socket(AF_UNIX, SOCK_DGRAM, 0);
        EXPECT(connect(forger, (struct sockaddr *) &address, length) == 0);
        address = name_of(names[i], (int) getpid(), &length);
        EXPECT(bind(forger, (struct sockaddr *) &address, length) == 0);
        forge("no prefix", 9, NULL, 0, -1, 0);
    }
    expect_dropped();
}

static void forge_as_other(struct peer *parent)
{
    struct prefix prefix = proper(4);

    EXPECT(setgroups(0, NULL) == 0);
    EXPECT(setresgid(65534, 65534, 65534) == 0 && setresuid(65534, 65534, 65534) == 0);
    forge(&prefix, sizeof(prefix), "user", 4, -1, 0);
    prefix.pid = (uint32_t) parent->pid;
    forge(&prefix, sizeof(prefix), "fake", 4, -1, 0);
}

/* Another user who goes around the writer's check meets the reader's. */
static void other_user(void)
{
    struct peer peer;

    setup_with(4);
    peer = start_peer(forge_as_other);
    expect_end(&peer);
    expect_dropped();
    setup_with(2);
    peer = start_peer(forge_as_other);
    expect_end(&peer);
    expect_text(own, "user");
    expect_nothing(own);
}

static const struct mail_case cases[] = {
    {"accepted", accepted},         {"too-short", too_short},     {"wrong-fields", wrong_fields},
    {"wrong-length", wrong_length}, {"descriptors", descriptors}, {"content", content},
    {"unprobed", unprobed},         {"waiting", waiting},         {"bare", bare},
    {"other-user", other_user},
};

MAIL_CASES(cases)
