/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signals and mailboxes.
 */
#include "probe.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t io_signals, io_code;

static void count_io(int number, siginfo_t *info, void *context)
{
    (void) number;
    (void) context;
    io_signals++;
    io_code = info->si_code;
}

static void signal_io(void)
{
    struct sigaction action = {.sa_sigaction = count_io, .sa_flags = SA_SIGINFO};
    int box, fd;

    sigaction(SIGIO, &action, NULL);
    box = (int) mailbox(8 | 16);
    fd = (int) send_box(getpid());
    done("signal.flag 16 write", write(fd, "a", 1));
    pause_ms(200);
    row("signal.flag 16 first message", "%d signals, code %d", (int) io_signals, (int) io_code);
    done("signal.flag 16 write, unread", write(fd, "b", 1));
    pause_ms(200);
    row("signal.flag 16 second, first unread", "%d signals", (int) io_signals);
    while (read(box, big, 16) > 0) {
    }
    done("signal.flag 16 write, empty again", write(fd, "c", 1));
    pause_ms(200);
    row("signal.flag 16 after emptying", "%d signals", (int) io_signals);
    mailbox(8);
    mailbox(8 | 16);
    pause_ms(200);
    row("signal.flag 16 set while a message waits", "%d signals", (int) io_signals);
}

static void signal_interrupt(void)
{
    int box = (int) mailbox(7);

    interrupt_in(300);
    result("signal.blocking read, alarm", read(box, big, 16));
    interrupt_in(300);
    result("signal.blocking probe, alarm", raw_read(box, NULL, -1L));
    alarm_off();
}

static void signal_restart(void)
{
    struct sigaction restart = {.sa_handler = ignore, .sa_flags = SA_RESTART};
    struct itimerval timer = {{0, 0}, {0, 300000}};
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        int box = (int) mailbox(7);

        sigaction(SIGALRM, &restart, NULL);
        setitimer(ITIMER_REAL, &timer, NULL);
        _exit(read(box, big, 16) < 0 ? errno : 100);
    }
    pause_ms(1500);
    if (waitpid(pid, &status, WNOHANG) == 0) {
        row("signal.blocking read, SA_RESTART", "goes on");
        kill(pid, SIGKILL);
    } else {
        row("signal.blocking read, SA_RESTART", "%s", error_name(WEXITSTATUS(status)));
    }
}

static void signal_wakes(int in, int out)
{
    int fd = (int) send_box(getppid());

    tell(out, 'r');
    hear(in);
    pause_ms(300);
    done("signal.write to sleeping reader", write(fd, "x", 1));
    tell(out, 'w');
    hear(in);
}

static void signal_sleep(void)
{
    int box = (int) mailbox(7);
    struct peer peer = start_peer(signal_wakes);

    hear(peer.from);
    tell(peer.to, 'g');
    result("signal.sleeping reader wakes", read(box, big, 16));
    hear(peer.from);
    end_peer(&peer);
}

const struct probe_test signal_tests[] = {
    TEST(signal, signal_io, 20),
    TEST(signal, signal_interrupt, 10),
    TEST(signal, signal_restart, 10),
    TEST(signal, signal_sleep, 10),
    TESTS_END,
};
