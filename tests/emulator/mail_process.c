/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Boxes and processes: fork, exec, standard output, users, home nodes; and the files below
 * /proc/self.
 */
#include "mail_case.h"

#include <grp.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static const char *program;
static volatile size_t probe = (size_t) -1;

static void child_without_mailbox(struct peer *parent)
{
    char byte;

    (void) parent;
    EXPECT_ERRNO(read(0x0C600000, &byte, 1), EBADF);
    EXPECT_ERRNO(close(0x0C600000), EBADF);
}

static void fork_mailbox(void)
{
    int box = own_box(7);
    struct peer peer = start_peer(child_without_mailbox);

    expect_end(&peer);
    send_text(box_to(getpid()), "still mine");
    expect_text(box, "still mine");
}

static int inherited;

static void child_sends(struct peer *parent)
{
    (void) parent;
    send_text(inherited, "through the parent's box");
    EXPECT(close(inherited) == 0);
}

static void fork_sendbox(void)
{
    int box = own_box(7);
    struct peer peer;

    inherited = box_to(getpid());
    peer = start_peer(child_sends);
    expect_end(&peer);
    expect_text(box, "through the parent's box");
    send_text(inherited, "and not closed by it");
    expect_text(box, "and not closed by it");
}

static void child_own(struct peer *parent)
{
    int box = own_box(7);

    expect_nothing(box);
    send_text(box_to(parent->pid), "ready");
    expect_text(box, "for the child");
}

/* Each child may have its own mailbox; messages go to the right one. */
static void fork_own(void)
{
    int box = own_box(7);
    struct peer peer;

    send_text(box_to(getpid()), "for the parent");
    peer = start_peer(child_own);
    expect_text(box, "for the parent");
    expect_text(box, "ready");
    send_text(box_to(peer.pid), "for the child");
    expect_end(&peer);
    expect_nothing(box);
}

/* Runs this program again, with another case, in a child. */
static void run_other(const char *name, const char *variable, const char *value)
{
    pid_t pid = fork();
    int status;

    EXPECT(pid >= 0);
    if (pid == 0) {
        EXPECT(setenv(variable, value, 1) == 0);
        execl(program, program, name, NULL);
        _exit(127);
    }
    EXPECT(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void after_exec(void)
{
    EXPECT_ERRNO(write(atoi(getenv("CASE_BOX")), "x", 1), EBADF);
    EXPECT(count_descriptors() <= atoi(getenv("CASE_COUNT")));
}

static void exec_closes(void)
{
    char text[32];

    (void) snprintf(text, sizeof(text), "%d", count_descriptors());
    setenv("CASE_COUNT", text, 1);
    own_box(7);
    (void) snprintf(text, sizeof(text), "%d", box_to(getpid()));
    run_other("after-exec", "CASE_BOX", text);
}

/* dup2() to standard output: printf(), and what children write, become messages. */
/* system() would make a call that MOSIX 4.4.3 does not know. */
static void run_printf(void)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        execlp("printf", "printf", "%060d", "7", NULL);
        _exit(127);
    }
    EXPECT(waitpid(child, &status, 0) == child && status == 0);
}

static void standard_output(void)
{
    int box = own_box(7);
    int to = box_to(getpid());
    int saved = dup(1);
    char cut[6];

    EXPECT(dup2(to, 1) == 1 && dup2(to, 2) == 2);
    EXPECT(close(to) == 0);
    EXPECT(printf("from %s", "printf") > 0 && fflush(stdout) == 0);
    EXPECT(fprintf(stderr, "e") == 1);
    run_printf();
    EXPECT(write(1, "plain", 5) == 5);
    EXPECT(write(1, "longer than the buffer", 22) == 22);
    EXPECT(write(1, "short", 5) == 5);
    EXPECT(dup2(saved, 1) == 1 && close(2) == 0);
    expect_text(box, "from printf");
    expect_text(box, "e");
    expect_text(box, "000000000000000000000000000000000000000000000000000000000007");
    expect_text(box, "plain");
    EXPECT(read(box, cut, sizeof(cut)) == 6 && memcmp(cut, "longer", 6) == 0);
    EXPECT(read(box, NULL, probe) == 5);
    expect_text(box, "short");
    expect_nothing(box);
}

/* A shell redirects by open, dup2 and close. */
static void shell(void)
{
    int box = own_box(7);
    char command[128];

    (void) snprintf(command, sizeof(command), "echo hello >/proc/mosix/mbox/0.0.0.0/%d",
                    (int) getpid());
    EXPECT(system(command) == 0);
    expect_text(box, "hello\n");
    expect_nothing(box);
}

static void dup2_nobody(void)
{
    EXPECT(dup2(box_to(getpid()), 1) == 1);
    EXPECT_ERRNO(write(1, "x", 1), ESRCH);
    EXPECT_ERRNO(fcntl(1, F_GETFL), EINVAL);
    EXPECT(own_box(7) >= 0 && write(1, "x", 1) == 1);
    EXPECT(close(1) == 0);
    EXPECT_ERRNO(write(1, "x", 1), EBADF);
}

/* Becomes another user, and perhaps another group, and writes to its parent. */
static void write_as(struct peer *parent, gid_t group, int error)
{
    int to = box_to(parent->pid);

    EXPECT(setgroups(0, NULL) == 0);
    EXPECT(setresgid(group, group, group) == 0 && setresuid(65534, 65534, 65534) == 0);
    if (error == 0) {
        send_text(to, "admitted");
    } else {
        EXPECT_ERRNO(write(to, "x", 1), error);
    }
}

static void other_group(struct peer *parent)
{
    write_as(parent, 65534, 0);
}

static void other_group_denied(struct peer *parent)
{
    write_as(parent, 65534, EACCES);
}

static void same_group(struct peer *parent)
{
    write_as(parent, getgid(), 0);
}

static void same_group_denied(struct peer *parent)
{
    write_as(parent, getgid(), EACCES);
}

/* Writes to a mailbox with FLAGS as another user, who is ADMITTED or not. */
static void expect_user(unsigned int flags, void (*body)(struct peer *parent), bool admitted)
{
    int box = own_box(flags);
    struct peer peer = start_peer(body);

    expect_end(&peer);
    if (admitted) {
        expect_text(box, "admitted");
    }
    expect_nothing(box);
    EXPECT(close(box) == 0);
}

static void users(void)
{
    expect_user(0, other_group_denied, false);
    expect_user(4, other_group_denied, false);
    expect_user(1, other_group_denied, false);
    expect_user(2, other_group, true);
    expect_user(3, other_group, true);
}

static void groups(void)
{
    expect_user(0, same_group_denied, false);
    expect_user(4, same_group_denied, false);
    expect_user(1, same_group, true);
    expect_user(2, same_group, true);
}

static void root_writes(struct peer *parent)
{
    EXPECT(seteuid(0) == 0 && setresuid(0, 0, 0) == 0);
    send_text(box_to(parent->pid), "from root");
}

/* Root may write whatever the flags: the mailbox is an ordinary user's. */
static void root(void)
{
    struct peer peer;

    EXPECT(setresuid(65534, 65534, 0) == 0);
    for (unsigned int flags = 0; flags <= 4; flags++) {
        int box = own_box(flags);

        peer = start_peer(root_writes);
        expect_text(box, "from root");
        expect_end(&peer);
        EXPECT(close(box) == 0);
    }
}

static void from_other_home(void)
{
    char path[64];
    int to;

    (void) snprintf(path, sizeof(path), "/proc/mosix/mbox/127.0.0.1/%d", (int) getppid());
    to = mosix_open(path, O_WRONLY, 0);
    EXPECT(to >= 0);
    if (getenv("CASE_DENIED") != NULL) {
        EXPECT_ERRNO(write(to, "x", 1), EACCES);
        return;
    }
    send_text(to, "from another home");
    EXPECT_ERRNO(write(box_to(getppid()), "x", 1), ESRCH);
}

/* Flag 4 admits processes whose home node is another one. */
static void homes(void)
{
    int box = own_box(7 & ~4);

    setenv("CASE_DENIED", "1", 1);
    run_other("from-other-home", "MOSIX_EMULATOR_RUN", "127.0.0.2");
    expect_nothing(box);
    unsetenv("CASE_DENIED");
    own_box(4);
    run_other("from-other-home", "MOSIX_EMULATOR_RUN", "127.0.0.2");
    expect_text(box, "from another home");
}

static unsigned int flags_away;

static void write_to_traveller(struct peer *parent)
{
    bool admitted = (flags_away & 2) != 0;
    int to = box_to(parent->pid);

    await(parent);
    send_text(to, "at home");
    tell(parent);
    await(parent);
    for (int i = 0; i < 3; i++) {
        if (admitted) {
            send_text(to, "away");
        } else {
            EXPECT_ERRNO(write(to, "x", 1), EACCES);
        }
    }
    tell(parent);
    await(parent);
    send_text(to, "home again");
}

/* An ordinary user's mailbox: while its process is away, the same user needs flag 2. What came
 * before is kept, and senders that have written before notice the change. */
static void away(void)
{
    EXPECT(getuid() != 0);
    for (flags_away = 0; flags_away <= 7; flags_away++) {
        struct peer peer = start_peer(write_to_traveller);
        int box = own_box(flags_away);

        tell(&peer);
        await(&peer);
        EXPECT(mosix_open("/proc/self/migrate", 1 | O_CREAT, 0x7f000009) == 0);
        tell(&peer);
        await(&peer);
        EXPECT(mosix_open("/proc/self/migrate", 1 | O_CREAT, 0) == 0);
        tell(&peer);
        expect_end(&peer);
        expect_text(box, "at home");
        for (int i = 0; i < 3 && (flags_away & 2) != 0; i++) {
            expect_text(box, "away");
        }
        expect_text(box, "home again");
        expect_nothing(box);
        EXPECT(close(box) == 0);
    }
}

#define TRAVELS 200

static void write_all_the_time(struct peer *parent)
{
    int to = box_to(parent->pid);

    await(parent);
    for (unsigned int i = 0; i < 20 * TRAVELS; i++) {
        EXPECT(write(to, &i, sizeof(i)) == sizeof(i));
    }
}

/* Nothing is lost or out of order while a receiver that admits its senders comes and goes. */
static void travels(void)
{
    struct peer peers[2] = {start_peer(write_all_the_time), start_peer(write_all_the_time)};
    unsigned int next[2] = {0};
    int box = own_box(2);

    tell(&peers[0]);
    tell(&peers[1]);
    for (unsigned int i = 0; i < 2 * 20 * TRAVELS; i++) {
        unsigned int number;
        bool second;

        EXPECT(read(box, &number, sizeof(number)) == sizeof(number));
        second = syscall(SYS_open, "/proc/self/sender_pid", O_RDONLY, 0) == peers[1].pid;
        EXPECT(number == next[second]++);
        if (i % 20 == 0) {
            EXPECT(mosix_open("/proc/self/migrate", 1 | O_CREAT, i % 40 == 0 ? 0x7f000009 : 0) ==
                   0);
        }
    }
    expect_nothing(box);
    expect_end(&peers[0]);
    expect_end(&peers[1]);
}

/* The first line of a file without its newline. */
static const char *line_of(const char *path)
{
    static char line[64];
    FILE *file = fopen(path, "r");

    EXPECT(file != NULL && fgets(line, sizeof(line), file) != NULL && fclose(file) == 0);
    line[strcspn(line, "\n")] = '\0';
    return line;
}

static void set_text(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY);

    EXPECT(fd >= 0);
    EXPECT(write(fd, text, strlen(text)) == (ssize_t) strlen(text));
    EXPECT(close(fd) == 0);
}

static void proc_lock(void)
{
    FILE *file;

    EXPECT(strcmp(line_of("/proc/self/lock"), "0") == 0);
    set_text("/proc/self/lock", "1\n");
    EXPECT(strcmp(line_of("/proc/self/lock"), "1") == 0);
    EXPECT(open("/proc/self/lock", 1 | O_CREAT, 0) == 0);
    EXPECT(strcmp(line_of("/proc/self/lock"), "0") == 0);
    EXPECT(open("/proc/self/lock", 1 | O_CREAT, 1) == 0);
    EXPECT(strcmp(line_of("/proc/self/lock"), "1") == 0);
    file = fopen("/proc/self/lock", "w");
    EXPECT(file != NULL && fprintf(file, "0\n") == 2 && fclose(file) == 0);
    EXPECT(strcmp(line_of("/proc/self/lock"), "0") == 0);
}

/* What mosrun's -L says. */
static void proc_locked(void)
{
    EXPECT(strcmp(line_of("/proc/self/lock"), "1") == 0);
}

static void proc_migrate(void)
{
    EXPECT(strcmp(line_of("/proc/self/where"), "0") == 0);
    EXPECT(strcmp(line_of("/proc/self/nmigs"), "0") == 0);
    set_text("/proc/self/migrate", "127.0.0.9");
    EXPECT(strcmp(line_of("/proc/self/where"), "127.0.0.9") == 0);
    set_text("/proc/self/migrate", "127.0.0.9\n");
    EXPECT(strcmp(line_of("/proc/self/nmigs"), "1") == 0);
    set_text("/proc/self/migrate", "home");
    EXPECT(strcmp(line_of("/proc/self/where"), "0") == 0);
    EXPECT(open("/proc/self/migrate", 1 | O_CREAT, 0x7f000003) == 0);
    EXPECT(strcmp(line_of("/proc/self/where"), "127.0.0.3") == 0);
    EXPECT(open("/proc/self/migrate", 1 | O_CREAT, 0) == 0);
    EXPECT(strcmp(line_of("/proc/self/nmigs"), "4") == 0);
}

static void proc_bad_value(void)
{
    static const char *const values[] = {
        "", "2", "01", "yes", "1 1", "127.0.0.1", "11111111111111111111111111111111111111111"};
    int fd = open("/proc/self/lock", O_WRONLY);

    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        EXPECT_ERRNO(write(fd, values[i], strlen(values[i])), EINVAL);
    }
    EXPECT(close(fd) == 0);
    EXPECT_ERRNO(close(fd), EBADF);
    fd = open("/proc/self/migrate", O_WRONLY);
    EXPECT_ERRNO(write(fd, "10.1.2.3", 8), EINVAL);
    EXPECT_ERRNO(write(fd, "1", 1), EINVAL);
    EXPECT_ERRNO(open("/proc/self/lock", 1 | O_CREAT, 2), EINVAL);
}

static void proc_denied(void)
{
    EXPECT_ERRNO(open("/proc/self/where", O_WRONLY), EACCES);
    EXPECT_ERRNO(open("/proc/self/nmigs", O_RDWR), EACCES);
    EXPECT_ERRNO(open("/proc/self/migrate", O_RDONLY), EACCES);
}

static const struct mail_case cases[] = {
    {"fork-mailbox", fork_mailbox},
    {"fork-sendbox", fork_sendbox},
    {"fork-own", fork_own},
    {"exec-closes", exec_closes},
    {"after-exec", after_exec},
    {"standard-output", standard_output},
    {"shell", shell},
    {"dup2-nobody", dup2_nobody},
    {"users", users},
    {"groups", groups},
    {"root", root},
    {"away", away},
    {"travels", travels},
    {"homes", homes},
    {"from-other-home", from_other_home},
    {"proc-lock", proc_lock},
    {"proc-locked", proc_locked},
    {"proc-migrate", proc_migrate},
    {"proc-bad-value", proc_bad_value},
    {"proc-denied", proc_denied},
};

int main(int argc, char **argv)
{
    program = argv[0];
    return mail_case_main(argc, argv, cases, sizeof(cases) / sizeof(cases[0]));
}
