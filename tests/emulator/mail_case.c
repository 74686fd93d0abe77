/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Common to the programs that try the emulator's mailboxes; see mail_case.h.
 */
#include "mail_case.h"

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>

/* No case takes long; what hangs is ended. */
#define CASE_SECONDS 50

_Noreturn void mail_case_fail(const char *file, int line, const char *what, int error)
{
    fprintf(stderr, "%s:%d: expected: %s (errno is %d: %s)\n", file, line, what, error,
            strerror(error));
    exit(1);
}

int mail_case_main(int argc, char **argv, const struct mail_case *cases, size_t count)
{
    alarm(CASE_SECONDS);
    for (size_t i = 0; argc == 2 && i < count; i++) {
        if (strcmp(argv[1], cases[i].name) == 0) {
            cases[i].run();
            return 0;
        }
    }
    fprintf(stderr, "usage: %s CASE, one of:\n", argv[0]);
    for (size_t i = 0; i < count; i++) {
        fprintf(stderr, "  %s\n", cases[i].name);
    }
    return 2;
}

int mosix_open(const char *path, int how, unsigned int value)
{
    return (int) syscall(SYS_open, path, how, value);
}

int own_box(unsigned int flags)
{
    int box = mosix_open("/proc/mosix/mybox", O_CREAT, flags);

    EXPECT(box >= 0);
    return box;
}

int box_to(pid_t pid)
{
    char path[64];
    int box;

    (void) snprintf(path, sizeof(path), "/proc/mosix/mbox/0.0.0.0/%d", (int) pid);
    box = mosix_open(path, O_WRONLY, 0);
    EXPECT(box >= 0);
    return box;
}

void send_text(int box, const char *text)
{
    EXPECT(write(box, text, strlen(text)) == (ssize_t) strlen(text));
}

void expect_text(int box, const char *text)
{
    char buffer[256];
    ssize_t got = read(box, buffer, sizeof(buffer));

    EXPECT(got == (ssize_t) strlen(text));
    EXPECT(memcmp(buffer, text, strlen(text)) == 0);
}

void expect_nothing(int box)
{
    volatile size_t probe = (size_t) -1;

    EXPECT_ERRNO(read(box, NULL, probe), EAGAIN);
}

int fill(int box)
{
    int count = 0;

    while (write(box, "x", 1) == 1) {
        count++;
    }
    return count;
}

void rest(int milliseconds)
{
    EXPECT(poll(NULL, 0, milliseconds) == 0);
}

static void on_signal(int number)
{
    (void) number;
}

void interrupt_after(int milliseconds)
{
    const struct sigaction action = {.sa_handler = on_signal};
    const struct itimerval timer = {.it_value.tv_sec = milliseconds / 1000,
                                    .it_value.tv_usec = milliseconds % 1000 * 1000};

    EXPECT(sigaction(SIGALRM, &action, NULL) == 0);
    EXPECT(setitimer(ITIMER_REAL, &timer, NULL) == 0);
}

static unsigned char pattern_byte(size_t at, unsigned int seed)
{
    return (unsigned char) (at ^ at >> 8 ^ at >> 16 ^ seed);
}

unsigned char *make_pattern(size_t size, unsigned int seed)
{
    unsigned char *data = malloc(size + 1);

    EXPECT(data != NULL);
    for (size_t i = 0; i < size; i++) {
        data[i] = pattern_byte(i, seed);
    }
    return data;
}

bool is_pattern(const unsigned char *data, size_t size, unsigned int seed)
{
    for (size_t i = 0; i < size; i++) {
        if (data[i] != pattern_byte(i, seed)) {
            return false;
        }
    }
    return true;
}

struct peer start_peer(void (*body)(struct peer *parent))
{
    int down[2];
    int up[2];
    struct peer peer;

    EXPECT(pipe(down) == 0 && pipe(up) == 0);
    peer.pid = fork();
    EXPECT(peer.pid >= 0);
    if (peer.pid == 0) {
        struct peer parent = {.pid = getppid(), .in = down[0], .out = up[1]};

        alarm(CASE_SECONDS);
        close(down[1]);
        close(up[0]);
        body(&parent);
        exit(0);
    }
    close(down[0]);
    close(up[1]);
    peer.in = up[0];
    peer.out = down[1];
    return peer;
}

void tell(const struct peer *peer)
{
    EXPECT(write(peer->out, "!", 1) == 1);
}

void await(const struct peer *peer)
{
    char byte;

    EXPECT(read(peer->in, &byte, 1) == 1);
}

void expect_end(const struct peer *peer)
{
    int status;

    EXPECT(waitpid(peer->pid, &status, 0) == peer->pid);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    close(peer->in);
    close(peer->out);
}

int count_descriptors(void)
{
    DIR *directory = opendir("/proc/self/fd");
    int count = 0;

    EXPECT(directory != NULL);
    while (readdir(directory) != NULL) {
        count++;
    }
    closedir(directory);
    return count;
}
