/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What MOSIX 4 says on standard error about a process that it ends, and what that means. The exit
 * status is 1 and tells nothing [real]. Libc only; trusts nothing in the text.
 */
#ifndef MOSRUN_END_H
#define MOSRUN_END_H

#include <stdbool.h>
#include <stddef.h>

/* The wording of all of them is [real]. */
enum mosrun_end_kind {
    MOSRUN_END_NONE,
    MOSRUN_END_ILLEGAL,      /* a system call whose number MOSIX does not know: number */
    MOSRUN_END_UNSUPPORTED,  /* one that it refuses: name */
    MOSRUN_END_SHARED,       /* a shared mapping */
    MOSRUN_END_PRCTL,        /* an option of prctl: number */
    MOSRUN_END_DEVICE,       /* mapping a device */
    MOSRUN_END_PRIORITY,     /* the priority of another process */
    MOSRUN_END_VDSO,         /* error 96 */
    MOSRUN_END_MAILBOX,      /* error 805 */
    MOSRUN_END_KILLED,       /* error 100 */
    MOSRUN_END_INSIDE,       /* error 220 */
    MOSRUN_END_ERROR,        /* any other error: number */
    MOSRUN_END_FREEZE,       /* no space to freeze */
    MOSRUN_END_MEMORY,       /* mosrun could not open the process's memory */
    MOSRUN_END_NO_NODE,      /* the node to start on is not in the map */
    MOSRUN_END_SILENT_NODE,  /* it does not answer */
    MOSRUN_END_NO_SETUID,    /* mosrun is not setuid root */
    MOSRUN_END_NOT_EXECUTED, /* the program could not be run: number is errno */
    MOSRUN_END_OTHER         /* another line of mosrun */
};

#define MOSRUN_END_NAME_SIZE 32

struct mosrun_end {
    enum mosrun_end_kind kind;
    long number;
    char name[MOSRUN_END_NAME_SIZE];
};

/*
 * Looks for such a line in the size bytes at text, which hold one line; what stands before it, such
 * as a tag of mpirun, does not matter. Returns whether there is one, and fills in end.
 */
bool mosrun_end_read(const char *text, size_t size, struct mosrun_end *end);

/*
 * Whether the process ends after that line. deadly: mosrun ends processes for calls that it does
 * not support (option -u, its own default, and not that of odls mosix).
 */
bool mosrun_end_is_final(const struct mosrun_end *end, bool deadly);

/* The number of that call if the line is about one, -1 otherwise. */
long mosrun_end_call(const struct mosrun_end *end);

/* Sentences, without a line's end; each is never empty. */
struct mosrun_end_text {
    char what[192];
    char why[512];
    char remedy[512];
};

void mosrun_end_explain(const struct mosrun_end *end, struct mosrun_end_text *text);

#endif
