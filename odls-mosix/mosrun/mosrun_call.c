/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of system calls; see mosrun_call.h.
 */
#include "mosrun_call.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct mosrun_call calls[] = {
#define COOP_ANSWERED(number, name, functions, why, answer)                                        \
    {number, MOSRUN_CALL_ANSWERED, MOSRUN_FOR_OTHER, #name, functions},
#define COOP_MISSING(number, name, why)                                                            \
    {number, MOSRUN_CALL_ABSENT, MOSRUN_FOR_OTHER, #name, #name},
#define COOP_REFUSED(number, name, why) {number, MOSRUN_CALL_ABSENT, MOSRUN_FOR_OTHER, #name, ""},
#include "../coop/coop_calls.def"
#define MOSRUN_REFUSED(number, name, functions, purpose)                                           \
    {number, MOSRUN_CALL_REFUSED, MOSRUN_FOR_##purpose, #name, functions},
#define MOSRUN_UNKNOWN(number, name, purpose)                                                      \
    {number, MOSRUN_CALL_ABSENT, MOSRUN_FOR_##purpose, #name, ""},
#include "mosrun_calls.def"
};

/* What the calls of libmosix-coop's own table are for, where that matters to a user. */
static const struct {
    int number;
    enum mosrun_call_purpose purpose;
} purposes[] = {
    {56, MOSRUN_FOR_THREADS},  {202, MOSRUN_FOR_THREADS}, {204, MOSRUN_FOR_PLACES},
    {314, MOSRUN_FOR_PLACES},  {315, MOSRUN_FOR_PLACES},  {317, MOSRUN_FOR_CONTAINER},
    {319, MOSRUN_FOR_SHARED},  {324, MOSRUN_FOR_THREADS}, {325, MOSRUN_FOR_MEMORY},
    {329, MOSRUN_FOR_MEMORY},  {330, MOSRUN_FOR_MEMORY},  {331, MOSRUN_FOR_MEMORY},
    {425, MOSRUN_FOR_URING},   {435, MOSRUN_FOR_THREADS}, {440, MOSRUN_FOR_MEMORY},
    {449, MOSRUN_FOR_THREADS}, {462, MOSRUN_FOR_MEMORY},  {441, MOSRUN_FOR_EVENTS},
    {128, MOSRUN_FOR_SIGNALS},
};

static const struct {
    const char *is_for;
    const char *remedy;
} texts[MOSRUN_FOR_COUNT] = {
    [MOSRUN_FOR_OTHER] = {"", "leave out what needs it"},
    [MOSRUN_FOR_THREADS] = {"threads of the kernel",
                            "use one rank for each processor, and in each one thread "
                            "(OMP_NUM_THREADS=1)"},
    [MOSRUN_FOR_SHARED] = {"memory that processes share",
                           "let the processes exchange data by messages or files"},
    [MOSRUN_FOR_URING] = {"input and output by io_uring",
                          "switch io_uring off in the program (of libuv: UV_USE_IO_URING=0)"},
    [MOSRUN_FOR_EVENTS] = {"waiting for events, as epoll does",
                           "let the program wait by poll or select (with libevent: "
                           "EVENT_NOEPOLL=1)"},
    [MOSRUN_FOR_PLACES] = {"choosing processors, priorities or places in memory",
                           "leave that out, because MOSIX chooses"},
    [MOSRUN_FOR_MEMORY] = {"locking memory, or advice about it",
                           "leave that out: a process that moves takes its memory along"},
    [MOSRUN_FOR_TIMERS] = {"timers and clocks of POSIX", "use setitimer and clock_gettime"},
    [MOSRUN_FOR_AIO] = {"input and output by libaio",
                        "use aio_read of the C library, or read and write"},
    [MOSRUN_FOR_SIGNALS] = {"signals that carry a value, or waiting for one",
                            "send signals by kill, and handle them"},
    [MOSRUN_FOR_QUEUES] = {"message queues of POSIX", "use pipes, sockets or MPI"},
    [MOSRUN_FOR_KEYS] = {"keys and capabilities of the kernel", "start the program without them"},
    [MOSRUN_FOR_TRACE] = {"looking into processes", "debug and measure natively"},
    [MOSRUN_FOR_CONTAINER] = {"another root, namespace or sandbox",
                              "start the program without its container or sandbox"},
    [MOSRUN_FOR_ADMIN] = {"administration of the system", "do that outside of the job"},
};

/* Whether a list with blanks between has that word. */
static bool has_word(const char *list, const char *word)
{
    size_t length = strlen(word);

    while (*list != '\0') {
        size_t own = strcspn(list, " ");

        if (own == length && strncmp(list, word, length) == 0) {
            return true;
        }
        list += own;
        list += strspn(list, " ");
    }
    return false;
}

const struct mosrun_call *mosrun_call_numbered(long number)
{
    for (size_t i = 0; i < COUNT(calls); i++) {
        if (calls[i].number == number) {
            return &calls[i];
        }
    }
    return NULL;
}

const struct mosrun_call *mosrun_call_named(const char *name)
{
    for (size_t i = 0; i < COUNT(calls); i++) {
        if (strcmp(calls[i].name, name) == 0) {
            return &calls[i];
        }
    }
    return NULL;
}

const struct mosrun_call *mosrun_call_made_by(const char *function)
{
    for (size_t i = 0; i < COUNT(calls); i++) {
        if (has_word(calls[i].functions, function)) {
            return &calls[i];
        }
    }
    return NULL;
}

enum mosrun_call_purpose mosrun_call_purpose(const struct mosrun_call *call)
{
    for (size_t i = 0; i < COUNT(purposes); i++) {
        if (purposes[i].number == call->number) {
            return purposes[i].purpose;
        }
    }
    return call->purpose;
}

const char *mosrun_call_is_for(enum mosrun_call_purpose purpose)
{
    return texts[purpose].is_for;
}

const char *mosrun_call_remedy(enum mosrun_call_purpose purpose)
{
    return texts[purpose].remedy;
}
