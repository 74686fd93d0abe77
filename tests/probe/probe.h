/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the parts of the probe share: rows of output, children and peers, and MOSIX's boxes. libc
 * only, and no memory of its own but `big`.
 *
 * Nothing may be printed that varies from run to run: no process ID, no address, no time.
 */
#ifndef PROBE_H
#define PROBE_H

#include <stddef.h>
#include <sys/types.h>

#include "boxes.h"
#include "error_name.h"

#define MIB (1L << 20)

/* Contents of messages, or a place for what is read. */
extern char big[33 * MIB];

/* How this program was called. */
extern char *self_name;

/*
 * Rows: "NAME<TAB>value", by one write(2).
 */

void row(const char *name, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A number, or the name of errno if VALUE is -1. */
void result(const char *name, long value);

/* "ok", or the name of errno if VALUE is negative. */
void done(const char *name, long value);

/* A descriptor in hexadecimal, or the name of errno. */
void descriptor_row(const char *name, long fd);

/* What result() prints; valid for seven more calls. */
const char *text_of(long value);

const char *signal_name(int number);

/*
 * Tests: each runs in a child of its own. What ends that, or lasts longer than SECONDS, is a row
 * with NAME.
 */

struct probe_test {
    const char *name;
    void (*test)(void);
    unsigned int seconds;
};

#define TEST(section, function, seconds)                                                           \
    {                                                                                              \
#section "." #function, function, seconds                                                  \
    }
#define TESTS_END                                                                                  \
    {                                                                                              \
        NULL, NULL, 0                                                                              \
    }

/* A test of one row: HOW is result or done. */
#define ONE_ROW(test, how, name, ...)                                                              \
    static void test(void)                                                                         \
    {                                                                                              \
        how(name, __VA_ARGS__);                                                                    \
    }                                                                                              \
    struct probe_test

void run_test(const struct probe_test *test);

/* A row about how a child ended, unless it ended well. */
void report_end(const char *name, int status);

extern const struct probe_test paths_tests[], mybox_tests[], sendbox_tests[], message_tests[],
    full_tests[], order_tests[], signal_tests[], family_tests[], permission_tests[], filter_tests[],
    self_tests[], wait_tests[], masks_tests[], memory_tests[], process_tests[], time_tests[],
    files_tests[], pipes_tests[], socket_tests[], libc_tests[], links_tests[];

/* Section "syscall": a test for each number. */
void every_call(void);

/* What the program does that the section "family" executes. Does not return. */
void after_exec(int fd);

/*
 * Time. pause_ms() is poll(2), because the C library's nanosleep() is a call that MOSIX refuses.
 */

void pause_ms(int milliseconds);

/* A handler of signals that does nothing. */
void ignore(int number);

/* SIGALRM with that handler, without SA_RESTART, after so long; and no more of it. */
void interrupt_in(int milliseconds);
void alarm_off(void);

/*
 * A peer: a child with a pipe in both directions. tell() and hear() carry one letter; hear() gives
 * '!' at the end.
 */

struct peer {
    pid_t pid;
    int to, from;
};

struct peer start_peer(void (*work)(int in, int out));
void end_peer(struct peer *peer);
void tell(int fd, char word);
char hear(int fd);

#endif
