/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Mailboxes of several home nodes, and nodes that cannot be reached any more. Expects a cluster of
 * the nodes 10.77.0.1, the home, and 10.77.0.2; MOSIX_EMULATOR_CLUSTER names its directory.
 */
#include "mail_case.h"

#include <sys/wait.h>

static const char *program;

/* A send box to PID on NODE, or -1. */
static int box_on(const char *node, pid_t pid)
{
    char path[64];

    (void) snprintf(path, sizeof(path), "/proc/mosix/mbox/%s/%d", node, (int) pid);
    return mosix_open(path, O_WRONLY, 0);
}

/* Runs a case in a process whose home is the second node. */
static void run_on_second(const char *name)
{
    pid_t pid = fork();
    int status;

    EXPECT(pid >= 0);
    if (pid == 0) {
        EXPECT(setenv("MOSIX_EMULATOR_RUN", "10.77.0.2", 1) == 0);
        execl(program, program, name, (char *) NULL);
        mail_case_fail(__FILE__, __LINE__, program, errno);
    }
    EXPECT(waitpid(pid, &status, 0) == pid);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Puts the first node into this state. */
static void put_state(char state)
{
    char path[256];
    int fd;

    (void) snprintf(path, sizeof(path), "%s/state", getenv("MOSIX_EMULATOR_CLUSTER"));
    fd = open(path, O_WRONLY);
    EXPECT(fd >= 0 && pwrite(fd, &state, 1, 0) == 1);
    close(fd);
}

static void nodes(void)
{
    int box = own_box(7);

    EXPECT(box_on("10.77.0.2", 2) >= 0);
    EXPECT_ERRNO(box_on("10.77.0.3", 2), ENOENT);
    EXPECT_ERRNO(box_on("127.0.0.1", 2), ENOENT);
    EXPECT(mosix_open("/proc/self/in_cluster", O_CREAT, 1) == 1);
    EXPECT(mosix_open("/proc/self/in_cluster", O_CREAT, 2) == 1);
    EXPECT(mosix_open("/proc/self/in_cluster", O_CREAT, 3) == 0);
    EXPECT(mosix_open("/proc/self/in_cluster", O_CREAT, 0x0a4d0002) == 1);
    EXPECT(mosix_open("/proc/self/in_cluster", O_CREAT, 0x0a4d0003) == 0);
    send_text(box_on("10.77.0.1", getpid()), "with the address");
    expect_text(box, "with the address");
    send_text(box_on("0.0.0.0", getpid()), "without");
    expect_text(box, "without");
    EXPECT_ERRNO(write(box_on("10.77.0.2", getpid()), "x", 1), ESRCH);
    /* The name that it had is taken again. */
    EXPECT(close(box) == 0);
    box = own_box(7);
    send_text(box_to(getpid()), "again");
    expect_text(box, "again");
}

static void echo(struct peer *parent)
{
    (void) parent;
    execl("/bin/echo", "echo", "by a program", (char *) NULL);
}

static void from_second(void)
{
    int to = box_on("10.77.0.1", getppid());
    struct peer peer;

    send_text(to, "from the second");
    EXPECT_ERRNO(write(box_to(getppid()), "x", 1), ESRCH);
    /* What others than the library write has no header. */
    EXPECT(dup2(to, STDOUT_FILENO) == STDOUT_FILENO);
    peer = start_peer(echo);
    expect_end(&peer);
}

static void homes(void)
{
    int box = own_box(6);

    run_on_second("from-second");
    expect_text(box, "from the second");
    EXPECT(mosix_open("/proc/self/sender_home", O_RDONLY, 0) == 0x0a4d0002);
    expect_text(box, "by a program\n");
    EXPECT(mosix_open("/proc/self/sender_home", O_RDONLY, 0) == 0x0a4d0002);
    own_box(2);
    EXPECT_ERRNO(write(box_on("10.77.0.2", getpid()), "x", 1), ESRCH);
}

/* What writing to the first node and opening a box to it give while that is in this state. */
static void expect_in_state(char state, int writing, int opening)
{
    int to = box_on("10.77.0.1", getppid());

    EXPECT(to >= 0);
    put_state(state);
    EXPECT_ERRNO(write(to, "x", 1), writing);
    if (opening != 0) {
        EXPECT_ERRNO(box_on("10.77.0.1", getppid()), opening);
    } else {
        EXPECT(box_on("10.77.0.1", getppid()) >= 0);
    }
    put_state('+');
    send_text(to, "there again");
}

static void states_from_second(void)
{
    expect_in_state('x', EHOSTUNREACH, EHOSTUNREACH);
    expect_in_state('l', EHOSTUNREACH, EHOSTUNREACH);
    expect_in_state('m', ECONNREFUSED, 0);
    expect_in_state('t', ETIMEDOUT, 0);
}

static void states(void)
{
    int box = own_box(6);

    run_on_second("states-from-second");
    for (int i = 0; i < 4; i++) {
        expect_text(box, "there again");
    }
    expect_nothing(box);
    /* At home it does not matter. */
    put_state('l');
    send_text(box_to(getpid()), "at home");
    expect_text(box, "at home");
    put_state('+');
}

static void lose_first(struct peer *parent)
{
    (void) parent;
    rest(300);
    put_state('x');
}

static void full_from_second(void)
{
    int to = box_on("10.77.0.1", getppid());
    struct peer peer = start_peer(lose_first);

    EXPECT(fill(to) > 0 && errno == EHOSTUNREACH);
    expect_end(&peer);
    put_state('+');
}

/* Who waits for room hears that the node has vanished. */
static void full(void)
{
    own_box(6);
    run_on_second("full-from-second");
}

static const struct mail_case cases[] = {
    {"nodes", nodes},
    {"homes", homes},
    {"from-second", from_second},
    {"states", states},
    {"states-from-second", states_from_second},
    {"full", full},
    {"full-from-second", full_from_second},
};

int main(int argc, char **argv)
{
    program = argv[0];
    return mail_case_main(argc, argv, cases, sizeof(cases) / sizeof(cases[0]));
}
