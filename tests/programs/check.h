/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the MPI test programs share: start, end, failing with a message that names the place, and
 * bytes that can be checked wherever they arrive.
 */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <mpi.h>
#include <stddef.h>

/* Buffers to receive into are this much longer than the message, and the rest must stay
 * untouched. */
#define CHECK_GUARD 64

/* MPI_Init (or, for threads, MPI_Init_thread with MPI_THREAD_MULTIPLE) and the rank's place. The
 * name is borrowed and starts every message. */
void check_start(int *argc, char ***argv, const char *program);
void check_start_threaded(int *argc, char ***argv, const char *program);

int check_rank(void);
int check_size(void);

/* Barrier, one line "PROGRAM: ok, N ranks" from rank 0, MPI_Finalize. Returns 0, for main(). */
int check_end(void);

/* Print "PROGRAM: rank R: ..." on standard error and end the whole job with status 1. */
_Noreturn void check_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Fail with what was called, and the text of the error, unless rc is MPI_SUCCESS. */
void check_mpi(int rc, const char *what);

/* The number in argv[index], or the preset if there is none; fails outside min ... max. */
int check_argument(int argc, char **argv, int index, int preset, int min, int max);

/* size bytes plus CHECK_GUARD; never NULL. Released by free(). */
void *check_alloc(size_t size);

/* Byte i of the message with that seed. */
unsigned char check_byte(unsigned seed, size_t i);

/* Write the message with that seed. */
void check_fill(unsigned char *buffer, size_t size, unsigned seed);

/* Overwrite size bytes and the guard, so that what does not arrive is noticed. */
void check_clear(unsigned char *buffer, size_t size);

/* Fail unless the buffer holds the message with that seed and an untouched guard. The text says
 * which message it was. */
void check_message(const unsigned char *buffer, size_t size, unsigned seed, const char *text);

/* Fail unless the status tells of size bytes from that source with that tag. */
void check_status(MPI_Status *status, int source, int tag, size_t size, const char *text);

#endif
