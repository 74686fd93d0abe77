/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Boxes as MOSIX 4.4.3 has them: how much a mailbox holds, exec(), calls by bare instructions,
 * standard input.
 */
#include "mail_case.h"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "filters.h"

#define DESCRIPTOR_BASE 0x0C600000
#define MESSAGES 10000
#define MIB (1 << 20)

static const char *program;
static char big[33 * MIB];

static void unblock(int box)
{
    EXPECT(fcntl(box, F_SETFL, O_NONBLOCK) == 0);
}

static void send_number(int box, int number)
{
    EXPECT(write(box, &number, sizeof(number)) == (ssize_t) sizeof(number));
}

static void expect_number(int box, int number)
{
    int got = -1;

    EXPECT(read(box, &got, sizeof(got)) == (ssize_t) sizeof(got));
    EXPECT(got == number);
}

/* As many messages as MOSIX takes, twice over, in their order. */
static void messages(void)
{
    int box = own_box(7 | 8);
    int to = box_to(getpid());

    unblock(to);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < MESSAGES; i++) {
            send_number(to, i);
        }
        EXPECT_ERRNO(write(to, "x", 1), ENOSPC);
        EXPECT_ERRNO(write(to, "", 0), ENOSPC);
        expect_number(box, 0);
        send_number(to, MESSAGES);
        EXPECT_ERRNO(write(to, "x", 1), ENOSPC);
        for (int i = 1; i <= MESSAGES; i++) {
            expect_number(box, i);
        }
        expect_nothing(box);
    }
}

/* As many bytes as MOSIX takes; a smaller message may still fit. */
static void bytes(void)
{
    const size_t large = 10 * MIB;
    int box = own_box(7 | 8);
    int to = box_to(getpid());

    unblock(to);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 3; i++) {
            memset(big, 'a' + i, large);
            EXPECT(write(to, big, large) == (ssize_t) large);
        }
        EXPECT_ERRNO(write(to, big, large), ENOSPC);
        EXPECT(write(to, big, 2 * MIB) == 2 * MIB);
        EXPECT_ERRNO(write(to, "x", 1), ENOSPC);
        EXPECT(write(to, "", 0) == 0);
        for (int i = 0; i < 3; i++) {
            EXPECT(read(box, big, sizeof(big)) == (ssize_t) large);
            EXPECT(big[0] == 'a' + i && big[large - 1] == 'a' + i);
        }
        EXPECT(read(box, big, sizeof(big)) == 2 * MIB);
        EXPECT(read(box, big, sizeof(big)) == 0);
        expect_nothing(box);
    }
}

#define SENDERS 3
#define EACH 3000

static int size_of(int number)
{
    return number % 100 == 0 ? 300000 : (int) sizeof(number) * (1 + number % 5);
}

static void send_stream(struct peer *parent)
{
    int to = box_to(parent->pid);
    char *data = calloc(1, 300000);

    EXPECT(data != NULL);
    await(parent);
    for (int i = 0; i < EACH; i++) {
        memcpy(data, &i, sizeof(i));
        EXPECT(write(to, data, (size_t) size_of(i)) == size_of(i));
    }
    free(data);
}

/* Senders that outrun their receiver: nothing is lost, and each one's order stays. */
static void streams(void)
{
    struct peer senders[SENDERS];
    int next[SENDERS] = {0};
    int box = own_box(7);

    for (int i = 0; i < SENDERS; i++) {
        senders[i] = start_peer(send_stream);
        tell(&senders[i]);
    }
    for (int i = 0; i < SENDERS * EACH; i++) {
        ssize_t got = read(box, big, sizeof(big));
        long pid = syscall(SYS_open, "/proc/self/sender_pid", O_RDONLY, 0);
        int number;
        int who = 0;

        memcpy(&number, big, sizeof(number));
        while (who < SENDERS && senders[who].pid != pid) {
            who++;
        }
        EXPECT(who < SENDERS && number == next[who]++ && got == size_of(number));
    }
    for (int i = 0; i < SENDERS; i++) {
        expect_end(&senders[i]);
    }
}

static void send_until_full(struct peer *parent)
{
    int to = box_to(parent->pid);

    unblock(to);
    EXPECT(fill(to) == MESSAGES && errno == ENOSPC);
    EXPECT(fcntl(to, F_SETFL, 0) == 0);
    tell(parent);
    send_text(to, "y");
}

/* A writer waits for room. */
static void room(void)
{
    int box = own_box(7);
    struct peer peer = start_peer(send_until_full);

    await(&peer);
    EXPECT(poll(NULL, 0, 100) == 0);
    for (int i = 0; i < MESSAGES; i++) {
        expect_text(box, "x");
    }
    expect_text(box, "y");
    expect_end(&peer);
}

static void hold(struct peer *parent)
{
    (void) own_box(7);
    tell(parent);
    await(parent);
}

/* A writer that waits for room hears of its receiver's end, and of signals. */
static void receiver_ends(void)
{
    struct peer peer = start_peer(hold);
    int to;
    pid_t killer;

    await(&peer);
    to = box_to(peer.pid);
    unblock(to);
    EXPECT(fill(to) == MESSAGES);
    EXPECT(fcntl(to, F_SETFL, 0) == 0);
    interrupt_after(50);
    EXPECT_ERRNO(write(to, "x", 1), EINTR);
    killer = fork();
    if (killer == 0) {
        poll(NULL, 0, 100);
        _exit(kill(peer.pid, SIGKILL) == 0 ? 0 : 1);
    }
    EXPECT_ERRNO(write(to, "x", 1), ESRCH);
    EXPECT_ERRNO(write(to, "x", 1), ESRCH);
    EXPECT(waitpid(killer, NULL, 0) == killer && waitpid(peer.pid, NULL, 0) == peer.pid);
}

/* Filters choose among all that waits. */
static void filtered(void)
{
    struct interested filter = {.conditions = WANT_MINLEN, .minlen = 5 * MIB};
    int box = own_box(7 | 8);
    int to = box_to(getpid());

    unblock(to);
    for (int i = 0; i < 500; i++) {
        send_number(to, i);
    }
    memset(big, 'z', 6 * MIB);
    EXPECT(write(to, big, 6 * MIB) == 6 * MIB);
    EXPECT(syscall(SYS_ioctl, box, SIOCINTERESTED, &filter) == 0);
    memset(big, 0, 6 * MIB);
    EXPECT(read(box, NULL, (size_t) * (volatile long *) &(long){-1}) == 6 * MIB);
    EXPECT(read(box, big, sizeof(big)) == 6 * MIB);
    EXPECT(big[0] == 'z' && big[6 * MIB - 1] == 'z');
    (void) syscall(SYS_ioctl, box, SIOCINTERESTED, NULL);
    for (int i = 0; i < 500; i++) {
        expect_number(box, i);
    }
    expect_nothing(box);
}

/* exec() keeps the mailbox, what is in it, and the send boxes. */
static void exec_keeps(void)
{
    int to;

    (void) own_box(7 | 8);
    to = box_to(getpid());
    EXPECT(to == DESCRIPTOR_BASE + 1);
    unblock(to);
    for (int i = 0; i < 100; i++) {
        send_number(to, i);
    }
    execl(program, program, "after-exec", NULL);
    EXPECT(false);
}

static void after_exec(void)
{
    for (int i = 0; i < 100; i++) {
        expect_number(DESCRIPTOR_BASE, i);
    }
    expect_nothing(DESCRIPTOR_BASE);
    send_text(DESCRIPTOR_BASE + 1, "still open");
    expect_text(DESCRIPTOR_BASE, "still open");
    EXPECT(fill(DESCRIPTOR_BASE + 1) == MESSAGES && errno == ENOSPC);
    EXPECT(box_to(getpid()) == DESCRIPTOR_BASE + 2);
    EXPECT(own_box(7 | 8) == DESCRIPTOR_BASE);
    expect_text(DESCRIPTOR_BASE, "x");
}

/* A read of ROOM bytes gives TEXT. */
static void expect_first(int box, size_t room, const char *text)
{
    char got[64];

    EXPECT(read(box, got, room) == (ssize_t) strlen(text));
    EXPECT(memcmp(got, text, strlen(text)) == 0);
}

/* Larger than a message whose bytes come with it. */
enum { LARGE = 5 << 20 };

/* Messages that were passed over stay, too, and what is known of the last one. */
static void exec_keeps_queue(void)
{
    int box = own_box(7 | 8 | 32);
    int to = box_to(getpid());
    char *large = calloc(1, LARGE);

    EXPECT(large != NULL);
    send_text(to, "passed over");
    large[LARGE - 1] = 'z';
    EXPECT(write(to, large, LARGE) == LARGE);
    send_text(to, "read");
    send_text(to, "later");
    expect_first(box, 5, "read");
    EXPECT(dup2(to, STDOUT_FILENO) == STDOUT_FILENO);
    execl(program, program, "after-exec-queue", NULL);
    EXPECT(false);
}

static void after_exec_queue(void)
{
    char *large = calloc(1, LARGE);

    EXPECT(large != NULL);
    EXPECT(syscall(SYS_open, "/proc/self/sender_pid", 0) == getpid());
    EXPECT(syscall(SYS_open, "/proc/self/message_length", 0) == 4);
    EXPECT(write(STDOUT_FILENO, "output", 6) == 6);
    expect_first(DESCRIPTOR_BASE, 20, "passed over");
    EXPECT(read(DESCRIPTOR_BASE, large, LARGE) == LARGE && large[LARGE - 1] == 'z');
    expect_first(DESCRIPTOR_BASE, 20, "later");
    expect_first(DESCRIPTOR_BASE, 20, "output");
    expect_nothing(DESCRIPTOR_BASE);
}

/* A child that calls exec() has its parent's send boxes and not its mailbox. */
static void child_execs(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    int status = -1;
    pid_t pid = fork();

    if (pid == 0) {
        execl(program, program, "child-after-exec", NULL);
        _exit(9);
    }
    EXPECT(waitpid(pid, &status, 0) == pid && status == 0);
    expect_text(box, "from the child");
    send_text(to, "and the parent's box works");
    expect_text(box, "and the parent's box works");
}

static void child_after_exec(void)
{
    char byte;

    EXPECT_ERRNO(read(DESCRIPTOR_BASE, &byte, 1), EBADF);
    send_text(DESCRIPTOR_BASE + 1, "from the child");
}

static long by_instruction(long number, long a, long b, long c)
{
    long result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c)
                     : "rcx", "r11", "memory");
    return result;
}

/* Every call that a box takes, without any function of the C library. */
static void instructions(void)
{
    char path[64];
    char text[16] = "";
    struct iovec part = {.iov_base = text, .iov_len = sizeof(text)};
    long box = by_instruction(SYS_open, (long) "/proc/mosix/mybox", O_CREAT, 7 | 8);
    long to;

    (void) snprintf(path, sizeof(path), "/proc/mosix/mbox/0.0.0.0/%d", (int) getpid());
    to = by_instruction(SYS_open, (long) path, O_WRONLY, 0);
    EXPECT(box == DESCRIPTOR_BASE && to == DESCRIPTOR_BASE + 1);
    EXPECT(by_instruction(SYS_openat, AT_FDCWD, (long) path, O_WRONLY) == -ENOENT);
    EXPECT(by_instruction(SYS_read, box, (long) text, 1) == -EAGAIN);
    EXPECT(by_instruction(SYS_fcntl, to, F_SETFL, O_NONBLOCK) == 0);
    EXPECT(by_instruction(SYS_write, to, (long) "one", 3) == 3);
    EXPECT(by_instruction(SYS_writev, to, (long) &(struct iovec){"four", 4}, 1) == 4);
    EXPECT(by_instruction(SYS_read, box, 0, -1) == 3);
    EXPECT(by_instruction(SYS_ioctl, box, SIOCINTERESTED, 0) == 0);
    EXPECT(by_instruction(SYS_read, box, (long) text, sizeof(text)) == 3);
    EXPECT(by_instruction(SYS_readv, box, (long) &part, 1) == 4);
    EXPECT(memcmp(text, "four", 4) == 0);
    EXPECT(by_instruction(SYS_close, to, 0, 0) == 0);
    EXPECT(by_instruction(SYS_close, to, 0, 0) == -EBADF);
    EXPECT(by_instruction(SYS_close, box, 0, 0) == 0);
    EXPECT(by_instruction(SYS_creat, (long) "/proc/mosix/mybox", 7, 0) == DESCRIPTOR_BASE);
}

/* The C library's functions find nothing of MOSIX. */
static void c_library(void)
{
    EXPECT_ERRNO(open("/proc/mosix/mybox", O_CREAT, 7), ENOENT);
    EXPECT_ERRNO(open("/proc/self/lock", O_RDONLY), ENOENT);
    EXPECT_ERRNO(access("/proc/mosix/mybox", F_OK), ENOENT);
    EXPECT(fopen("/proc/mosix/mosip", "r") == NULL && errno == ENOENT);
    EXPECT_ERRNO(syscall(SYS_open, (char *) -1L, O_RDONLY, 0), EFAULT);
}

static void read_orphan(struct peer *parent)
{
    char byte;

    (void) parent;
    (void) read(DESCRIPTOR_BASE, &byte, 1);
}

/* A child that reads its parent's mailbox dies. */
static void orphan(void)
{
    struct peer peer;
    int status;

    (void) own_box(7);
    peer = start_peer(read_orphan);
    EXPECT(waitpid(peer.pid, &status, 0) == peer.pid);
    EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

/* A child of vfork() that does the same hangs; otherwise such children are as they should be. */
static void vforked(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL};
    int box = own_box(7 | 8);
    int status = -1;
    char byte;
    pid_t pid;

    EXPECT(sigaction(SIGALRM, &action, NULL) == 0);
    pid = vfork();
    if (pid == 0) {
        _exit(7);
    }
    EXPECT(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 7);
    expect_nothing(box);
    EXPECT_ERRNO(read(box, &byte, 1), EAGAIN);
    pid = vfork();
    if (pid == 0) {
        alarm(1);
        (void) read(box, &byte, 1);
        _exit(0);
    }
    EXPECT(waitpid(pid, &status, 0) == pid);
    EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM);
    send_text(box_to(getpid()), "unharmed");
    expect_text(box, "unharmed");
}

/* A message that is read to nowhere stays. */
static void bad_place(void)
{
    int box = own_box(7 | 8);
    int to = box_to(getpid());
    void *volatile nowhere = (void *) 8;

    EXPECT_ERRNO(read(box, nowhere, 16), EAGAIN);
    send_text(to, "stays");
    EXPECT_ERRNO(read(box, nowhere, 16), EFAULT);
    expect_text(box, "stays");
}

/* The mailbox as standard input, which may outlive its own descriptor. */
static void standard_input(void)
{
    int box = own_box(7 | 8);
    int to = box_to(getpid());

    EXPECT_ERRNO(dup2(box, 5), EBADF);
    EXPECT(dup2(box, STDIN_FILENO) == STDIN_FILENO);
    send_text(to, "in");
    expect_text(STDIN_FILENO, "in");
    EXPECT(close(box) == 0);
    EXPECT_ERRNO(close(box), EBADF);
    send_text(to, "again");
    expect_text(STDIN_FILENO, "again");
    EXPECT(own_box(7) == box);
    send_text(to, "both");
    expect_text(box, "both");
    EXPECT(close(box) == 0 && close(STDIN_FILENO) == 0);
    EXPECT_ERRNO(write(to, "x", 1), ESRCH);
}

static const struct mail_case cases[] = {
    {"messages", messages},
    {"bytes", bytes},
    {"streams", streams},
    {"room", room},
    {"receiver-ends", receiver_ends},
    {"filtered", filtered},
    {"exec-keeps", exec_keeps},
    {"after-exec", after_exec},
    {"exec-keeps-queue", exec_keeps_queue},
    {"after-exec-queue", after_exec_queue},
    {"child-execs", child_execs},
    {"child-after-exec", child_after_exec},
    {"instructions", instructions},
    {"c-library", c_library},
    {"orphan", orphan},
    {"vforked", vforked},
    {"bad-place", bad_place},
    {"standard-input", standard_input},
};

int main(int argc, char **argv)
{
    program = argv[0];
    return mail_case_main(argc, argv, cases, sizeof(cases) / sizeof(cases[0]));
}
