/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Common to the programs that try the emulator's mailboxes: each runs the one case that its
 * argument names. If all is as expected it is silent and ends with status 0, otherwise it says what
 * is not and ends with status 1. They use nothing of the emulator: they are programs as MOSIX's
 * users write them.
 */
#ifndef MAIL_CASE_H
#define MAIL_CASE_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

struct mail_case {
    const char *name;
    void (*run)(void);
};

/* Runs the case named by the first argument; COUNT cases are known. */
int mail_case_main(int argc, char **argv, const struct mail_case *cases, size_t count);

#define MAIL_CASES(cases)                                                                          \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        return mail_case_main(argc, argv, cases, sizeof(cases) / sizeof((cases)[0]));              \
    }

/* Ends the process unless CONDITION. */
#define EXPECT(condition)                                                                          \
    ((condition) ? (void) 0 : mail_case_fail(__FILE__, __LINE__, #condition, errno))

/* Ends the process unless CALL returns -1 with errno ERROR. */
#define EXPECT_ERRNO(call, error)                                                                  \
    do {                                                                                           \
        errno = 0;                                                                                 \
        EXPECT((call) == -1);                                                                      \
        EXPECT(errno == (error));                                                                  \
    } while (0)

_Noreturn void mail_case_fail(const char *file, int line, const char *what, int error);

/* The system call open(2), which every MOSIX answers; the C library's open() is another one. */
int mosix_open(const char *path, int how, unsigned int value);

/* Opens the mailbox with these flags; a send box to a process with the same home node. */
int own_box(unsigned int flags);
int box_to(pid_t pid);

/* Sends TEXT; reads a message that must be TEXT. */
void send_text(int box, const char *text);
void expect_text(int box, const char *text);

/* No message waits. */
void expect_nothing(int box);

/* Writes messages of one byte until that fails. Returns how many were written; errno says why. */
int fill(int box);

/* Does nothing for that time. The C library's own usleep() does not sleep under MOSIX 4.4.3. */
void rest(int milliseconds);

/* A signal that ends a waiting call comes after this many milliseconds. */
void interrupt_after(int milliseconds);

/* SIZE bytes, each of which says where it is, different for each SEED; and whether DATA is so. */
unsigned char *make_pattern(size_t size, unsigned int seed);
bool is_pattern(const unsigned char *data, size_t size, unsigned int seed);

/* Two processes that wait for each other's signals. */
struct peer {
    pid_t pid; /* the other one */
    int in;
    int out;
};

/* Forks. BODY runs in the child, which then ends with status 0. */
struct peer start_peer(void (*body)(struct peer *parent));
void tell(const struct peer *peer);
void await(const struct peer *peer);

/* The peer must end, with status 0. */
void expect_end(const struct peer *peer);

/* Descriptors that the kernel knows in this process. */
int count_descriptors(void);

#endif
