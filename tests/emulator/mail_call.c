/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The system call open(2): by the function syscall(), by the C library's own syscall() past all
 * wrappers, and by a bare instruction.
 */
#include "mail_case.h"

#include <dlfcn.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define DESCRIPTOR_BASE 0x0C600000
#define HOME 0x7f000001

static const char *program;
static volatile size_t probe = (size_t) -1;

typedef long opener(const char *path, int flags, unsigned int mode);

static long by_function(const char *path, int flags, unsigned int mode)
{
    return syscall(SYS_open, path, flags, mode);
}

/* As a library does that wraps syscall() itself and hands on what it does not answer. */
static long by_c_library(const char *path, int flags, unsigned int mode)
{
    static long (*function)(long, ...);

    if (function == NULL) {
        void *library = dlopen("libc.so.6", RTLD_NOW | RTLD_NOLOAD);

        EXPECT(library != NULL);
        function = (long (*)(long, ...)) dlsym(library, "syscall");
        EXPECT(function != NULL);
    }
    return function(SYS_open, path, flags, mode);
}

static long by_instruction(const char *path, int flags, unsigned int mode)
{
    long result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(SYS_open), "D"(path), "S"((long) flags), "d"((long) mode)
                     : "rcx", "r11", "memory");
    if (result < 0 && result >= -4095) {
        errno = (int) -result;
        return -1;
    }
    return result;
}

static opener *const openers[] = {by_function, by_c_library, by_instruction};

#define EACH(name, by)                                                                             \
    for (size_t name = 0; name < sizeof(openers) / sizeof(openers[0]); name++)                     \
        for (opener *by = openers[name]; by != NULL; by = NULL)

static void set(const char *name, unsigned int value)
{
    char path[64];

    (void) snprintf(path, sizeof(path), "/proc/self/%s", name);
    EXPECT(by_function(path, O_WRONLY | O_CREAT, value) == 0);
}

static long get(opener *by, const char *name)
{
    char path[64];

    (void) snprintf(path, sizeof(path), "/proc/self/%s", name);
    errno = 0;
    return by(path, O_RDONLY, 0);
}

/* A mailbox and a send box are opened, and work, whichever way is taken. */
static void boxes(void)
{
    char path[64];

    EACH(i, by)
    {
        int box = (int) by("/proc/mosix/mybox", O_CREAT, 7);
        int to;

        EXPECT(box == DESCRIPTOR_BASE);
        (void) snprintf(path, sizeof(path), "/proc/mosix/mbox/0.0.0.0/%d", (int) getpid());
        to = (int) by(path, 1, 0);
        EXPECT(to == DESCRIPTOR_BASE + 1);
        send_text(to, "by open(2)");
        expect_text(box, "by open(2)");
        (void) snprintf(path, sizeof(path), "/proc/mosix/ubox/127.0.0.1/%d", (int) getpid());
        EXPECT(by(path, 1, 0) == DESCRIPTOR_BASE + 2);
        EXPECT(close(to) == 0 && close(DESCRIPTOR_BASE + 2) == 0 && close(box) == 0);
    }
}

/* What boxes take, by syscall(). */
static void calls(void)
{
    int box = own_box(15);
    int to = box_to(getpid());
    char text[8] = "message";
    const struct iovec part = {.iov_base = text, .iov_len = 7};

    EXPECT(syscall(SYS_write, to, text, 7L) == 7);
    EXPECT(syscall(SYS_writev, to, &part, 1L) == 7);
    EXPECT(syscall(SYS_read, box, NULL, -1L) == 7);
    EXPECT(syscall(SYS_read, box, text, 8L) == 7);
    EXPECT(syscall(SYS_readv, box, &part, 1L) == 7);
    EXPECT_ERRNO(syscall(SYS_read, box, text, 8L), EAGAIN);
    EXPECT_ERRNO(syscall(SYS_read, to, text, 8L), EBADF);
    EXPECT(syscall(SYS_fcntl, to, F_SETFL, (long) O_NONBLOCK) == 0);
    EXPECT(fill(to) > 0 && errno == ENOSPC);
    EXPECT(syscall(SYS_ioctl, box, 0x8985L, NULL) == 0);
    EXPECT_ERRNO(syscall(SYS_dup2, to, 50L), EBADF);
    EXPECT_ERRNO(syscall(SYS_lseek, to, 0L, 0L), EBADF);
    EXPECT(syscall(SYS_close, to) == 0 && syscall(SYS_close, box) == 0);
    EXPECT_ERRNO(syscall(SYS_write, to, text, 7L), EBADF);
}

static void paths(void)
{
    EACH(i, by)
    {
        EXPECT(by("//proc/mosix/mybox", O_CREAT, 7) == DESCRIPTOR_BASE);
        EXPECT(by("/proc//mosix///mybox", O_CREAT, 7) == DESCRIPTOR_BASE);
        EXPECT(by("//proc//self//lock", 0, 0) == 0);
        EXPECT_ERRNO(by("/proc/./mosix/mybox", O_CREAT, 7), ENOENT);
        EXPECT_ERRNO(by("/proc/mosix/mybox/", O_CREAT, 7), ENOENT);
        EXPECT_ERRNO(by("/proc/mosix", 0, 0), ENOENT);
        EXPECT_ERRNO(by("/proc/mosix/mosip", 0, 0), ENOENT);
        EXPECT_ERRNO(by("/proc/self/where", 0, 0), ENOENT);
        EXPECT_ERRNO(by("/proc/self/mosip", 0, 0), ENOENT);
        EXPECT_ERRNO(by("proc/mosix/mybox", O_CREAT, 7), ENOENT);
        EXPECT_ERRNO(by("/proc/mosix/mybox", 0, 7), EINVAL);
        EXPECT_ERRNO(by("/proc/mosix/mbox/0.0.0.0/2", 0, 0), EINVAL);
    }
}

/* Everything else is opened by the kernel, and costs nothing but time. */
static void files(void)
{
    char name[64];
    char longest[4096];
    struct stat status;

    /* Not by mkstemp(), which may ask for random bytes, a call that MOSIX does not know. */
    (void) snprintf(name, sizeof(name), "/tmp/open-call-%d", (int) getpid());
    EXPECT(close(open(name, O_WRONLY | O_CREAT | O_EXCL, 0600)) == 0);
    memset(longest, 'x', sizeof(longest) - 1);
    longest[0] = '/';
    longest[sizeof(longest) - 1] = '\0';
    umask(0);
    EACH(i, by)
    {
        int fd = (int) by("/dev/null", O_RDWR | O_CLOEXEC, 0);

        EXPECT(fd > 2 && fd < 100 && write(fd, "x", 1) == 1);
        EXPECT(fcntl(fd, F_GETFD) == FD_CLOEXEC && close(fd) == 0);
        EXPECT(unlink(name) == 0);
        fd = (int) by(name, O_WRONLY | O_CREAT | O_EXCL, 0640);
        EXPECT(fd > 2 && fstat(fd, &status) == 0 && (status.st_mode & 07777) == 0640);
        EXPECT(close(fd) == 0);
        EXPECT_ERRNO(by(name, O_WRONLY | O_CREAT | O_EXCL, 0640), EEXIST);
        EXPECT_ERRNO(by("/nowhere", 0, 0), ENOENT);
        EXPECT_ERRNO(by(NULL, 0, 0), EFAULT);
        EXPECT_ERRNO(by(longest, 0, 0), ENAMETOOLONG);
    }
    EXPECT(unlink(name) == 0);
}

/* open(2) gives the value itself. */
static void switches(void)
{
    EACH(i, by)
    {
        EXPECT(get(by, "lock") == 0);
        EXPECT(by("/proc/self/lock", 1 | O_CREAT, 1) == 0 && get(by, "lock") == 1);
        EXPECT(by("/proc/self/lock", 2 | O_CREAT, 0) == 1 && get(by, "lock") == 0);
        EXPECT(by("/proc/self/lock", 1, 1) == 0 && get(by, "lock") == 1);
        set("lock", 0);
        EXPECT(get(by, "freezable") == 1 && get(by, "nmigs") == 0 && get(by, "whereami") == 0);
        EXPECT(get(by, "sigmig") == 1 && get(by, "needmem") == 0 && get(by, "cpujob") == 0);
        EXPECT(get(by, "decayrate") == 9976 && get(by, "checkpoint") == 1);
        EXPECT(get(by, "checkpointlimit") == 0 && get(by, "checkpointinterval") == 0);
        EXPECT_ERRNO(get(by, "checkpointfile"), EBADF);
    }
}

static void ranges(void)
{
    static const struct {
        const char *name;
        unsigned int most;
    } limits[] = {
        {"lock", 1},
        {"freezable", 1},
        {"unsupportok", 2},
        {"sigmig", 64},
        {"needmem", 262143},
        {"cpujob", 1},
        {"decayrate", 10000},
        {"checkpointlimit", 10000000},
        {"checkpointinterval", 10000000},
    };

    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        char path[64];

        (void) snprintf(path, sizeof(path), "/proc/self/%s", limits[i].name);
        EXPECT(by_function(path, 1 | O_CREAT, limits[i].most) == 0);
        EXPECT(strcmp(limits[i].name, "sigmig") == 0 || by_function(path, 0, 0) == limits[i].most);
        EXPECT_ERRNO(by_function(path, 1 | O_CREAT, limits[i].most + 1), EINVAL);
        EXPECT_ERRNO(by_function(path, 2 | O_CREAT, (unsigned int) -1), EINVAL);
    }
    set("clear", 0);
    set("clear", (unsigned int) -1);
    EXPECT_ERRNO(by_function("/proc/self/migrate", 1 | O_CREAT, 99), EINVAL);
    EXPECT_ERRNO(by_function("/proc/self/migrate", 1 | O_CREAT, (unsigned int) -1), EINVAL);
}

static void denied(void)
{
    EACH(i, by)
    {
        EXPECT_ERRNO(get(by, "migrate"), EPERM);
        EXPECT_ERRNO(get(by, "clear"), EPERM);
        EXPECT_ERRNO(by("/proc/self/migrate", 2 | O_CREAT, 0), EPERM);
        EXPECT_ERRNO(by("/proc/self/clear", 2 | O_CREAT, 0), EPERM);
        EXPECT_ERRNO(by("/proc/self/whereami", 1 | O_CREAT, 0), EPERM);
        EXPECT_ERRNO(by("/proc/self/nmigs", 2 | O_CREAT, 0), EPERM);
        EXPECT_ERRNO(by("/proc/self/in_cluster", 1 | O_CREAT, 0), EBADF);
    }
}

static void migrating(void)
{
    EACH(i, by)
    {
        long migrations = get(by, "nmigs");

        set("migrate", HOME + 4);
        EXPECT(get(by, "whereami") == HOME + 4 && get(by, "nmigs") == migrations + 1);
        set("migrate", 1);
        EXPECT(get(by, "whereami") == 0 && get(by, "nmigs") == migrations + 2);
        set("migrate", 0);
        EXPECT(get(by, "nmigs") == migrations + 2);
        EXPECT_ERRNO(by("/proc/self/migrate", 1 | O_CREAT, 0x0a010203), ENXIO);
        EXPECT(by("/proc/self/in_cluster", O_CREAT, 1) == 1);
        EXPECT(by("/proc/self/in_cluster", O_CREAT, HOME) == 1);
        EXPECT(by("/proc/self/in_cluster", O_CREAT, 2) == 0);
        EXPECT(by("/proc/self/in_cluster", O_CREAT, 0x0a010203) == 0);
        EXPECT(get(by, "in_cluster") == 0);
    }
}

/* What mosrun was told. */
static void told(void)
{
    EXPECT(get(by_function, "lock") == 1 && get(by_function, "unsupportok") == 2);
    EXPECT(get(by_function, "needmem") == 77 && get(by_function, "decayrate") == 5);
}

static void sender_of(opener *by, pid_t pid, long length)
{
    EXPECT(get(by, "sender_pid") == pid);
    EXPECT(get(by, "sender_home") == HOME && get(by, "sender_location") == HOME);
    EXPECT(get(by, "message_length") == length);
}

static void child_asks(struct peer *parent)
{
    sender_of(by_instruction, parent->pid, 0);
    send_text(box_to(parent->pid), "from the child");
}

/* About the message that was read or probed last. */
static void sender(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    char small[4];
    struct peer peer;

    EACH(i, by)
    {
        send_text(to, "0123456789");
        EXPECT(read(box, NULL, probe) == 10);
        sender_of(by, getpid(), 10);
        EXPECT(write(to, "", 0) == 0);
        EXPECT(read(box, small, sizeof(small)) == 4);
        sender_of(by, getpid(), 10);
        EXPECT(read(box, small, sizeof(small)) == 0);
        sender_of(by, getpid(), 0);
    }
    peer = start_peer(child_asks);
    expect_text(box, "from the child");
    sender_of(by_function, peer.pid, 14);
    expect_end(&peer);
}

/* The home node as a program finds it that knows nothing: by a message to itself. */
static void print_home(void)
{
    int box = (int) by_function("/proc/mosix/mybox", O_CREAT, 15);
    unsigned int home;
    char path[64];
    char byte;

    (void) snprintf(path, sizeof(path), "/proc/mosix/mbox/0.0.0.0/%d", (int) getpid());
    send_text((int) by_function(path, 1, 0), "x");
    EXPECT(read(box, &byte, 1) == 1);
    home = (unsigned int) get(by_function, "sender_home");
    printf("%u.%u.%u.%u\n", home >> 24, home >> 16 & 255, home >> 8 & 255, home & 255);
}

/* A home whose address is negative as an int is given as such. */
static void high_home(void)
{
    int box = own_box(7);

    send_text(box_to(getpid()), "x");
    expect_text(box, "x");
    EACH(i, by)
    {
        EXPECT(get(by, "sender_home") == (int) 0xc0a80102);
    }
}

/* 255.255.240.1 to 255.255.255.255 look like errors, as on MOSIX. */
static void highest_home(void)
{
    int box = own_box(7);

    send_text(box_to(getpid()), "x");
    expect_text(box, "x");
    EACH(i, by)
    {
        EXPECT(get(by, "sender_home") == -1 && (unsigned int) -errno == 0xfffff801);
    }
}

static void use_boxes_as_child(struct peer *parent)
{
    (void) parent;
    boxes();
}

/* A program that blocks, ignores and handles all signals, and its children. */
static void signals(void)
{
    sigset_t all;
    struct peer peer;

    sigfillset(&all);
    EXPECT(sigprocmask(SIG_SETMASK, &all, NULL) == 0);
    EXPECT(signal(SIGSYS, SIG_IGN) != SIG_ERR);
    boxes();
    peer = start_peer(use_boxes_as_child);
    expect_end(&peer);
}

/* The next program has a filter and a handler of its own. */
static void after_exec(void)
{
    execl(program, program, "boxes", NULL);
    EXPECT(false);
}

static void outside(void)
{
    EACH(i, by)
    {
        EXPECT_ERRNO(by("/proc/mosix/mybox", O_CREAT, 7), ENOENT);
        EXPECT_ERRNO(by("/proc/self/lock", 0, 0), ENOENT);
        EXPECT(close((int) by("/dev/null", 0, 0)) == 0);
    }
}

/* Says who it is, then what it got from whom. For tests with two programs. */
static void receive(void)
{
    int box = own_box(7);
    char text[64] = "";

    printf("%d\n", (int) getpid());
    fflush(stdout);
    EXPECT(read(box, text, sizeof(text) - 1) > 0);
    printf("%s %ld\n", text, get(by_function, "sender_pid"));
}

/* Sends its process ID to the process that the environment names. */
static void send_pid(void)
{
    const char *receiver = getenv("RECEIVER");
    char text[16];

    EXPECT(receiver != NULL);
    (void) snprintf(text, sizeof(text), "%d", (int) getpid());
    send_text(box_to(atoi(receiver)), text);
}

static const struct mail_case cases[] = {
    {"boxes", boxes},     {"calls", calls},           {"paths", paths},
    {"files", files},     {"switches", switches},     {"ranges", ranges},
    {"denied", denied},   {"migrating", migrating},   {"told", told},
    {"sender", sender},   {"high-home", high_home},   {"highest-home", highest_home},
    {"signals", signals}, {"print-home", print_home}, {"after-exec", after_exec},
    {"outside", outside}, {"receive", receive},       {"send-pid", send_pid},
};

int main(int argc, char **argv)
{
    program = argv[0];
    return mail_case_main(argc, argv, cases, sizeof(cases) / sizeof(cases[0]));
}
