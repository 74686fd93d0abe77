/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Pictures again and again; see ps_watch.h.
 */
#include "ps_watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "program_output.h"

#define CLEAR "\033[H\033[J"
#define KEYS "q: quit"

/* How long a painter may take to end the programs that it runs. */
#define END_MS 2000
#define LOOK_MS 10

/* One picture under way: its process, what it writes, and what has come of that. */
struct painter {
    pid_t pid;
    int source;
    FILE *text;
};

/* The signal that shall end the watch, or 0. */
static volatile sig_atomic_t ended_by;

static void note_end(int signal)
{
    ended_by = signal;
}

/* In a painter. What it runs leads process groups of its own, and must not stay. */
static void stop_programs(int signal)
{
    (void) signal;
    program_output_cancel();
}

/* Signals end a watch only after the terminal is as it was. */
static void handle_signals(void (*handler)(int))
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    struct sigaction action = {.sa_handler = handler};

    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        (void) sigaction(signals[i], &action, NULL);
    }
}

void ps_watch_note_signals(void)
{
    handle_signals(note_end);
}

int ps_watch_signal(void)
{
    return ended_by;
}

/* The end of what fits into so many columns; bytes that continue a character take none. */
static size_t fitting(const char *line, size_t length, unsigned columns)
{
    unsigned used = 0;
    size_t at = 0;

    for (; columns > 0 && at < length; at++) {
        used += ((unsigned char) line[at] & 0xc0) != 0x80;
        if (used > columns) {
            return at;
        }
    }
    return length;
}

void ps_watch_fit(const char *text, unsigned rows, unsigned columns, FILE *out)
{
    size_t left = 0;
    size_t room;

    for (const char *at = text; *at != '\0'; at++) {
        left += *at == '\n';
    }
    room = rows > 0 ? rows - 1 : left;
    for (; left > 0 && room > 0; left--, room--) {
        size_t length = strcspn(text, "\n");

        fwrite(text, 1, fitting(text, length, columns), out);
        fputc('\n', out);
        text += length + 1;
    }
    if (left > 0) {
        fprintf(out, "\u2026 %zu more, ", left);
    }
    fputs(KEYS, out);
}

/* Whether a key that ends the watch was pressed, or there is no keyboard any more. */
static bool is_quit_pressed(void)
{
    char key;

    return read(STDIN_FILENO, &key, 1) != 1 || key == 'q' || key == 'Q' || key == 3 || key == 4;
}

static int start(ps_watch_paint paint, void *context, struct painter *painter)
{
    int ends[2];
    FILE *out;

    if (pipe2(ends, O_CLOEXEC) != 0) {
        return -errno;
    }
    painter->pid = fork();
    if (painter->pid == 0) {
        enum command_exit result = COMMAND_FAILED;

        handle_signals(stop_programs);
        if (ended_by != 0) { /* between fork() and there */
            program_output_cancel();
        }
        (void) prctl(PR_SET_PDEATHSIG, SIGTERM);
        out = fdopen(ends[1], "w");
        if (out != NULL) {
            result = paint(context, out);
            (void) fclose(out);
        }
        _exit(result);
    }
    (void) close(ends[1]);
    painter->source = ends[0];
    if (painter->pid < 0) {
        (void) close(ends[0]);
        return -errno;
    }
    return 0;
}

/* Takes what it writes, to the end. Returns false when somebody wants to quit before. */
static bool collect(struct painter *painter)
{
    char buffer[4096];

    for (;;) {
        struct pollfd wait[] = {{.fd = painter->source, .events = POLLIN},
                                {.fd = STDIN_FILENO, .events = POLLIN}};
        ssize_t length;

        if (poll(wait, 2, -1) < 0 && errno != EINTR) {
            return false;
        }
        if (ended_by != 0 || (wait[1].revents != 0 && is_quit_pressed())) {
            return false;
        }
        if (wait[0].revents != 0) {
            length = read(painter->source, buffer, sizeof(buffer));
            if (length == 0) {
                return true;
            }
            fwrite(buffer, 1, length > 0 ? (size_t) length : 0, painter->text);
        }
    }
}

/* Waits for its end, which may be near. Returns its exit status. */
static enum command_exit finish(const struct painter *painter, bool is_due)
{
    int status = 0;
    int left = is_due ? END_MS / LOOK_MS : 0;
    pid_t pid = 0;

    if (is_due) {
        (void) kill(painter->pid, SIGTERM);
    }
    while (left-- > 0 && (pid = waitpid(painter->pid, &status, WNOHANG)) == 0) {
        (void) poll(NULL, 0, LOOK_MS);
    }
    if (pid == 0) {
        if (is_due) {
            (void) kill(painter->pid, SIGKILL);
        }
        while (waitpid(painter->pid, &status, 0) < 0 && errno == EINTR) {
        }
    }
    return WIFEXITED(status) ? (enum command_exit) WEXITSTATUS(status) : COMMAND_FAILED;
}

static void put(const char *text, FILE *out)
{
    struct winsize size = {0};

    (void) ioctl(fileno(out), TIOCGWINSZ, &size);
    fputs(CLEAR, out);
    ps_watch_fit(text, size.ws_row, size.ws_col, out);
    fflush(out);
}

/* One picture. Returns false when somebody wants to quit, or nothing can be painted. */
static bool show(ps_watch_paint paint, void *context, FILE *out, enum command_exit *result)
{
    struct painter painter;
    char *text = NULL;
    size_t size;
    bool is_whole;

    painter.text = open_memstream(&text, &size);
    if (painter.text == NULL || start(paint, context, &painter) < 0) {
        *result = COMMAND_FAILED;
        return false;
    }
    is_whole = collect(&painter);
    if (is_whole) {
        *result = finish(&painter, false);
    } else {
        (void) finish(&painter, true);
    }
    (void) close(painter.source);
    if (fclose(painter.text) == 0 && is_whole) {
        put(text, out);
    }
    free(text);
    return is_whole;
}

/* Whether nobody wants to quit, within the time between two pictures. */
static bool pause_watch(void)
{
    struct pollfd keyboard = {.fd = STDIN_FILENO, .events = POLLIN};

    return ended_by == 0 && !(poll(&keyboard, 1, PS_WATCH_MS) > 0 && is_quit_pressed()) &&
           ended_by == 0;
}

enum command_exit ps_watch(ps_watch_paint paint, void *context, FILE *out)
{
    enum command_exit result = COMMAND_OK;
    struct termios before;
    struct termios raw;

    if (tcgetattr(STDIN_FILENO, &before) != 0 || isatty(fileno(out)) == 0) {
        return COMMAND_USAGE;
    }
    ps_watch_note_signals();
    raw = before;
    /* Interrupts come as keys, so that the terminal is always given back as it was. */
    raw.c_lflag &= ~(tcflag_t) (ICANON | ECHO | ISIG);
    (void) tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    put("", out);
    while (show(paint, context, out, &result) && pause_watch()) {
    }
    fputc('\n', out);
    fflush(out);
    (void) tcsetattr(STDIN_FILENO, TCSANOW, &before);
    handle_signals(SIG_DFL);
    if (ended_by != 0) {
        (void) raise(ended_by);
    }
    return result;
}
