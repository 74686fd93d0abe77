/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A process that makes steps: see worker.h.
 */
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "boxes.h"
#include "error_name.h"

enum { LOST = 8, OTHER_ADDRESS = 0x0a4d0063, GAP = 16 };

static const char *program;
static char data[SIZE_MAX_STEP], place[SIZE_MAX_STEP + PARTS_MAX * GAP];
static struct interested filter, stored[STORED_MAX];
static volatile sig_atomic_t signals;

void set_program(const char *path)
{
    program = path;
}

static void count_signal(int number)
{
    signals += number == SIGIO;
}

static void say(struct answer *answer, const char *text)
{
    snprintf(answer->text, sizeof(answer->text), "%s", text);
}

static void say_result(struct answer *answer, long result)
{
    if (result < 0) {
        say(answer, error_name(errno));
    } else {
        snprintf(answer->text, sizeof(answer->text), "%ld", result);
    }
}

static long send_parts(const struct step *step)
{
    struct iovec parts[PARTS_MAX];

    for (int i = 0; i < step->parts; i++) {
        parts[i] = (struct iovec){data + i * step->size, (size_t) step->size};
    }
    return writev(step->fd, parts, step->parts);
}

static void send_step(const struct step *step, struct answer *answer)
{
    long length = step->operation == SEND_PARTS ? step->parts * step->size : step->size;

    for (long i = 0; i < length; i++) {
        data[i] = (char) message_byte(step->id, i);
    }
    switch (step->operation) {
    case SEND_PARTS:
        say_result(answer, send_parts(step));
        break;
    case SEND_BAD:
        say_result(answer, raw_write(step->fd, (void *) 8, 16));
        break;
    case SEND_LONG:
        say_result(answer, raw_write(step->fd, data, (size_t) 1 << 31));
        break;
    default:
        say_result(answer, write(step->fd, data, (size_t) length));
    }
}

/* The child answers, so that nothing depends on waitpid(). */
static void send_by_child(const struct worker *worker, const struct step *step,
                          struct answer *answer)
{
    pid_t pid = fork();

    if (pid == 0) {
        send_step(step, answer);
        _exit(write(worker->out, answer, sizeof(*answer)) == sizeof(*answer) ? 0 : LOST);
    }
    if (pid < 0) {
        say_result(answer, -1);
    } else {
        waitpid(pid, NULL, 0);
        answer->text[0] = '\0';
    }
}

static unsigned char byte_at(const void *from, long at)
{
    return ((const unsigned char *) from)[at];
}

/* Parts have gaps between them, which must stay as they are. */
static long read_parts(const struct step *step)
{
    struct iovec parts[PARTS_MAX];
    long result;

    for (int i = 0; i < step->parts; i++) {
        parts[i] = (struct iovec){place + i * (step->size + GAP), (size_t) step->size};
    }
    result = readv(step->fd, parts, step->parts);
    for (int i = 1; i < step->parts && result > 0; i++) {
        memmove(place + i * step->size, place + i * (step->size + GAP), (size_t) step->size);
    }
    return result;
}

static void read_step(const struct step *step, struct answer *answer)
{
    long result;

    switch (step->operation) {
    case READ_PARTS:
        result = read_parts(step);
        break;
    case READ_BAD:
        result = raw_read(step->fd, (void *) 8, (size_t) step->size);
        break;
    case PROBE:
        say_result(answer, raw_read(step->fd, NULL, (size_t) -1));
        return;
    default:
        result = read(step->fd, place, (size_t) step->size);
    }
    if (result < 0) {
        say_result(answer, result);
    } else {
        read_answer(answer, result, byte_at, place);
    }
}

static void open_send(const struct worker *worker, const struct step *step, struct answer *answer)
{
    const char *kind = step->value == UBOX_ZERO ? "ubox" : "mbox";
    const char *address = step->value == MBOX_OWN ? home_text() : "0.0.0.0";

    say_result(answer, box_path(kind, address, worker->pids[step->to], step->flags));
}

static void call(const struct step *step, struct answer *answer)
{
    struct pollfd polled = {step->fd, POLLIN | POLLOUT, 0};
    struct stat status;
    int ready;

    switch (step->value) {
    case CALL_LSEEK:
        say_result(answer, lseek(step->fd, 0, SEEK_SET));
        break;
    case CALL_FSTAT:
        say_result(answer, fstat(step->fd, &status));
        break;
    case CALL_DUP:
        say_result(answer, dup(step->fd));
        break;
    case CALL_FSYNC:
        say_result(answer, fsync(step->fd));
        break;
    case CALL_GETFD:
        say_result(answer, fcntl(step->fd, F_GETFD));
        break;
    case CALL_GETFL:
        say_result(answer, fcntl(step->fd, F_GETFL));
        break;
    default:
        ready = poll(&polled, 1, 0);
        snprintf(answer->text, ANSWER_SIZE, "%d, revents %x", ready, (unsigned int) polled.revents);
    }
}

static void about(const struct worker *worker, const struct step *step, struct answer *answer)
{
    long value;

    if (step->value == ABOUT_LENGTH) {
        say_result(answer, self_value("message_length"));
        return;
    }
    value = self_value(step->value == ABOUT_PID ? "sender_pid" : "sender_home");
    if (step->value == ABOUT_HOME) {
        say(answer, strcmp(address_text(value), home_text()) == 0 ? "own" : "other");
        return;
    }
    say(answer, value < 0 ? error_name(errno) : "another");
    for (int i = 0; i < PROCESSES_MAX; i++) {
        if (worker->pids[i] == value) {
            snprintf(answer->text, ANSWER_SIZE, "process %d", i);
        }
    }
}

/* A filter with PIDs and addresses instead of their numbers. */
static struct interested real_filter(const struct worker *worker, struct interested wanted)
{
    wanted.pid = wanted.pid == NOBODY ? 1 : worker->pids[wanted.pid];
    switch (wanted.home) {
    case HOME_OWN:
        wanted.home = home_number();
        break;
    case HOME_OTHER:
        wanted.home = OTHER_ADDRESS;
    }
    return wanted;
}

/* SIOCINTERESTED gives the low half of the previous filter's address. */
static void set_filter(struct interested *wanted, struct answer *answer)
{
    int rc;

    errno = 0;
    rc = ioctl(BOX_DESCRIPTOR, SIOCINTERESTED, wanted);
    if (errno != 0) {
        say_result(answer, -1);
    } else {
        say(answer, rc == 0 ? "0" : rc == (int) (intptr_t) &filter ? "previous" : "wrong");
    }
}

static void filter_step(const struct worker *worker, const struct step *step, struct answer *answer)
{
    struct interests interests = {step->parts, stored};
    unsigned char bits = 0;
    int count;

    switch (step->operation) {
    case FILTER:
        filter = real_filter(worker, step->filter[0]);
        set_filter(&filter, answer);
        break;
    case CHANGE:
        filter = real_filter(worker, step->filter[0]);
        say(answer, "0");
        break;
    case UNFILTER:
        set_filter(NULL, answer);
        break;
    case STORE:
        for (int i = 0; i < STORED_MAX; i++) {
            stored[i] = real_filter(worker, step->filter[i]);
        }
        say_result(answer, ioctl(BOX_DESCRIPTOR, SIOCSTOREINTERESTS, &interests));
        break;
    default:
        count = ioctl(BOX_DESCRIPTOR, SIOCWHICH, &bits);
        if (count < 0) {
            say_result(answer, count);
        } else {
            snprintf(answer->text, ANSWER_SIZE, "%d, bits %x", count, bits);
        }
    }
}

/* Signals may come a little later than their messages. */
static void signals_step(const struct worker *worker, const struct step *step,
                         struct answer *answer)
{
    for (int i = 0; i < worker->settle && signals < step->value; i++) {
        poll(NULL, 0, 1);
    }
    say_result(answer, signals);
    signals = step->flags == 0 ? 0 : signals;
}

static void execute(const struct worker *worker, struct answer *answer)
{
    char numbers[5 + PROCESSES_MAX][16];
    char *words[2 + 5 + PROCESSES_MAX + 1] = {(char *) program, WORKER_OPTION};
    int values[5 + PROCESSES_MAX] = {worker->in, worker->out, worker->who, worker->settle,
                                     (int) home_number()};

    memcpy(values + 5, worker->pids, sizeof(worker->pids));
    for (int i = 0; i < 5 + PROCESSES_MAX; i++) {
        snprintf(numbers[i], sizeof(numbers[i]), "%d", values[i]);
        words[2 + i] = numbers[i];
    }
    execv(program, words);
    say_result(answer, -1);
}

static void perform(const struct worker *worker, const struct step *step, struct answer *answer)
{
    switch (step->operation) {
    case OPEN_BOX:
        say_result(answer, mosix_open(MYBOX, step->flags, (unsigned int) step->value));
        break;
    case OPEN_SEND:
        open_send(worker, step, answer);
        break;
    case CLOSE:
        say_result(answer, close(step->fd));
        break;
    case DUPLICATE:
        say_result(answer, dup2(step->fd, step->value));
        break;
    case SEND_CHILD:
        send_by_child(worker, step, answer);
        break;
    case SEND:
    case SEND_PARTS:
    case SEND_BAD:
    case SEND_LONG:
        send_step(step, answer);
        break;
    case READ:
    case READ_PARTS:
    case READ_BAD:
    case PROBE:
        read_step(step, answer);
        break;
    case SET_FLAGS:
        say_result(answer, fcntl(step->fd, F_SETFL, step->flags));
        break;
    case CALL:
        call(step, answer);
        break;
    case ABOUT:
        about(worker, step, answer);
        break;
    case SIGNALS:
        signals_step(worker, step, answer);
        break;
    case EXECUTE:
        execute(worker, answer);
        break;
    case DIE:
        _exit(0);
    default:
        filter_step(worker, step, answer);
    }
}

static void await(int fd, void *command, size_t size)
{
    ssize_t got;

    do {
        got = read(fd, command, size);
    } while (got < 0 && errno == EINTR);
    if (got != (ssize_t) size) {
        _exit(0);
    }
}

static void reply(const struct worker *worker, const struct answer *answer)
{
    if (answer->text[0] != '\0' && write(worker->out, answer, sizeof(*answer)) < 0) {
        _exit(LOST);
    }
}

static void handle(int number)
{
    struct sigaction action = {.sa_handler = count_signal};

    sigaction(number, &action, NULL);
}

static void obey(const struct worker *worker) __attribute__((noreturn));
static void obey(const struct worker *worker)
{
    for (;;) {
        struct step step;
        struct answer answer = {""};

        await(worker->in, &step, sizeof(step));
        perform(worker, &step, &answer);
        reply(worker, &answer);
    }
}

void work(struct worker *worker)
{
    handle(SIGIO);
    handle(SIGALRM);
    await(worker->in, worker->pids, sizeof(worker->pids));
    obey(worker);
}

void work_again(const char *path, char **arguments)
{
    struct worker worker = {
        atoi(arguments[0]), atoi(arguments[1]), atoi(arguments[2]), atoi(arguments[3]), {0}};
    struct answer answer = {"executed"};

    set_program(path);
    set_home((unsigned int) atoi(arguments[4]));
    for (int i = 0; i < PROCESSES_MAX; i++) {
        worker.pids[i] = atoi(arguments[5 + i]);
    }
    handle(SIGIO);
    handle(SIGALRM);
    reply(&worker, &answer);
    obey(&worker);
}
