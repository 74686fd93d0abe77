/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the MPI test programs share. See check.h.
 */
#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLEARED 0xEE

static const char *program_name;
static int own_rank;
static int world_size;

static void remember_place(const char *program)
{
    program_name = program;
    MPI_Comm_rank(MPI_COMM_WORLD, &own_rank);
    MPI_Comm_size(MPI_COMM_WORLD, &world_size);
}

void check_start(int *argc, char ***argv, const char *program)
{
    MPI_Init(argc, argv);
    remember_place(program);
}

void check_start_threaded(int *argc, char ***argv, const char *program)
{
    int provided;

    MPI_Init_thread(argc, argv, MPI_THREAD_MULTIPLE, &provided);
    remember_place(program);
    if (provided != MPI_THREAD_MULTIPLE) {
        check_fail("MPI_THREAD_MULTIPLE was asked for, thread level %d was given", provided);
    }
}

int check_rank(void)
{
    return own_rank;
}

int check_size(void)
{
    return world_size;
}

int check_end(void)
{
    MPI_Barrier(MPI_COMM_WORLD);
    if (own_rank == 0) {
        printf("%s: ok, %d ranks\n", program_name, world_size);
        fflush(stdout);
    }
    MPI_Finalize();
    return EXIT_SUCCESS;
}

void check_fail(const char *format, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    fprintf(stderr, "%s: rank %d: %s\n", program_name, own_rank, text);
    MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    exit(EXIT_FAILURE);
}

void check_mpi(int rc, const char *what)
{
    char text[MPI_MAX_ERROR_STRING];
    int length;

    if (rc != MPI_SUCCESS) {
        MPI_Error_string(rc, text, &length);
        check_fail("%s: %s", what, text);
    }
}

int check_argument(int argc, char **argv, int index, int preset, int min, int max)
{
    if (index >= argc) {
        return preset;
    }

    char *end;
    long number = strtol(argv[index], &end, 10);

    if (end == argv[index] || *end != '\0' || number < min || number > max) {
        check_fail("argument %d is \"%s\": must be a number from %d to %d", index, argv[index], min,
                   max);
    }
    return (int) number;
}

void *check_alloc(size_t size)
{
    unsigned char *buffer = malloc(size + CHECK_GUARD);

    if (buffer == NULL) {
        check_fail("no memory for %zu bytes", size + CHECK_GUARD);
    }
    return buffer;
}

unsigned char check_byte(unsigned seed, size_t i)
{
    return (unsigned char) ((i ^ (i >> 8) ^ (i >> 16)) * 167U + seed * 59U);
}

void check_fill(unsigned char *buffer, size_t size, unsigned seed)
{
    for (size_t i = 0; i < size; i++) {
        buffer[i] = check_byte(seed, i);
    }
}

void check_clear(unsigned char *buffer, size_t size)
{
    memset(buffer, CLEARED, size + CHECK_GUARD);
}

void check_message(const unsigned char *buffer, size_t size, unsigned seed, const char *text)
{
    for (size_t i = 0; i < size; i++) {
        if (buffer[i] != check_byte(seed, i)) {
            check_fail("%s, %zu bytes: byte %zu is 0x%02x and should be 0x%02x", text, size, i,
                       buffer[i], check_byte(seed, i));
        }
    }
    for (size_t i = size; i < size + CHECK_GUARD; i++) {
        if (buffer[i] != CLEARED) {
            check_fail("%s, %zu bytes: byte %zu, after the message, was overwritten with 0x%02x",
                       text, size, i, buffer[i]);
        }
    }
}

void check_status(MPI_Status *status, int source, int tag, size_t size, const char *text)
{
    int count;

    MPI_Get_count(status, MPI_BYTE, &count);
    if (status->MPI_SOURCE != source || status->MPI_TAG != tag || (size_t) count != size) {
        check_fail("%s: the status tells of %d bytes with tag %d from rank %d instead of %zu bytes "
                   "with tag %d from rank %d",
                   text, count, status->MPI_TAG, status->MPI_SOURCE, size, tag, source);
    }
}
