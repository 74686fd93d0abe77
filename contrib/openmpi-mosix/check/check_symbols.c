/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Judging symbols; see check_symbols.h.
 */
#include "check_symbols.h"

#include <stdio.h>
#include <string.h>

#include "check_libraries.h"
#include "mosrun_call.h"

#define LIST_SIZE 224

/* Which functions of a purpose the program uses, and which its libraries. */
struct use {
    char own[LIST_SIZE];
    char others[LIST_SIZE];
};

/* The word for each purpose, and what the use of it means. */
static const struct {
    const char *check;
    enum check_level own;
    enum check_level others;
} purposes[MOSRUN_FOR_COUNT] = {
    [MOSRUN_FOR_OTHER] = {"calls", CHECK_LIMIT, CHECK_OK},
    [MOSRUN_FOR_THREADS] = {"threads", CHECK_NOTE, CHECK_NOTE},
    [MOSRUN_FOR_SHARED] = {"shared", CHECK_LIMIT, CHECK_LIMIT},
    [MOSRUN_FOR_URING] = {"io_uring", CHECK_LIMIT, CHECK_LIMIT},
    [MOSRUN_FOR_EVENTS] = {"events", CHECK_LIMIT, CHECK_OK},
    /* Advice, which programs do without. */
    [MOSRUN_FOR_PLACES] = {"places", CHECK_OK, CHECK_OK},
    [MOSRUN_FOR_MEMORY] = {"memory", CHECK_OK, CHECK_OK},
    [MOSRUN_FOR_TIMERS] = {"timers", CHECK_LIMIT, CHECK_OK},
    [MOSRUN_FOR_AIO] = {"aio", CHECK_LIMIT, CHECK_OK},
    [MOSRUN_FOR_SIGNALS] = {"signals", CHECK_LIMIT, CHECK_OK},
    [MOSRUN_FOR_QUEUES] = {"queues", CHECK_LIMIT, CHECK_OK},
    [MOSRUN_FOR_KEYS] = {"keys", CHECK_LIMIT, CHECK_OK},
    [MOSRUN_FOR_TRACE] = {"trace", CHECK_LIMIT, CHECK_OK},
    [MOSRUN_FOR_CONTAINER] = {"container", CHECK_LIMIT, CHECK_OK},
    [MOSRUN_FOR_ADMIN] = {"admin", CHECK_LIMIT, CHECK_OK},
};

/* Functions that make such calls somewhere inside. The beginning of a name stands for all of them
 * where it ends in a star. */
static const struct {
    const char *function;
    enum mosrun_call_purpose purpose;
} inside[] = {
    {"pthread_create", MOSRUN_FOR_THREADS},
    {"thrd_create", MOSRUN_FOR_THREADS},
    {"_ZNSt6thread15_M_start_thread*", MOSRUN_FOR_THREADS},
    {"shm_open", MOSRUN_FOR_SHARED},
    {"shmget", MOSRUN_FOR_SHARED},
    {"sem_open", MOSRUN_FOR_SHARED},
    {"pthread_mutexattr_setpshared", MOSRUN_FOR_SHARED},
    {"pthread_condattr_setpshared", MOSRUN_FOR_SHARED},
    {"pthread_barrierattr_setpshared", MOSRUN_FOR_SHARED},
    {"MPI_Win_allocate_shared", MOSRUN_FOR_SHARED},
    {"io_uring_queue_init", MOSRUN_FOR_URING},
};

#define SHARED_PART "not memory that is shared for writing, and no device"
#define SELF_PART "only for the process itself"
#define FILES_PART "but not the number of open files, which is always 1024"

/* Functions of which a rank gets a part [doc4], and which one. */
static const struct {
    const char *function;
    const char *part;
} partial[] = {
    {"mmap", SHARED_PART},
    {"mmap64", SHARED_PART},
    {"prctl", "only the signal that comes when the parent ends"},
    {"getpriority", SELF_PART},
    {"setpriority", SELF_PART},
    {"setrlimit", FILES_PART},
    {"setrlimit64", FILES_PART},
    {"ioctl", "but no settings of network interfaces, and none that only some driver knows"},
    {"clone", "only as fork and vfork make processes"},
    {"semtimedop", "but not that of 2009"},
};

static bool is_such(const char *function, const char *symbol)
{
    size_t length = strlen(function);

    return function[length - 1] == '*' ? strncmp(symbol, function, length - 1) == 0
                                       : strcmp(symbol, function) == 0;
}

/* What a symbol is for; MOSRUN_FOR_COUNT when a rank gets what it does. */
static enum mosrun_call_purpose purpose_of(const char *symbol)
{
    const struct mosrun_call *call;

    for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++) {
        if (is_such(inside[i].function, symbol)) {
            return inside[i].purpose;
        }
    }
    call = mosrun_call_made_by(symbol);
    return call == NULL || call->state == MOSRUN_CALL_ANSWERED ? MOSRUN_FOR_COUNT
                                                               : mosrun_call_purpose(call);
}

static void collect(const struct program_tree *tree, size_t index,
                    struct use uses[MOSRUN_FOR_COUNT])
{
    const struct program_node *node = &tree->nodes[index];
    const struct program_dynamic *dynamic = &node->dynamic;

    for (size_t i = 0; i < dynamic->import_count; i++) {
        const char *symbol = dynamic->names + dynamic->imports[i];
        enum mosrun_call_purpose purpose = purpose_of(symbol);
        char text[LIST_SIZE];

        if (purpose == MOSRUN_FOR_COUNT) {
            continue;
        }
        if (symbol[0] == '_') {
            symbol = "std::thread";
        }
        if (index == 0) {
            check_list_append(uses[purpose].own, LIST_SIZE, symbol);
        } else if (snprintf(text, sizeof(text), "%s in %s", symbol, node->name) <
                   (int) sizeof(text)) {
            check_list_append(uses[purpose].others, LIST_SIZE, text);
        }
    }
}

static void add_threads(const struct use *use, struct check_findings *findings)
{
    struct check_finding *finding = check_finding_add(
        findings, CHECK_NOTE, "threads",
        "it can start threads (%s%s%s), which run one at a time, as coroutines", use->own,
        use->own[0] != '\0' && use->others[0] != '\0' ? ", " : "", use->others);

    check_finding_remedy(finding,
                         "A thread that waits in a loop for another one's flag stops the "
                         "rank; to compute in parallel, start one rank for each processor");
}

static void add_use(enum mosrun_call_purpose purpose, const struct use *use,
                    struct check_findings *findings)
{
    enum check_level level = use->own[0] != '\0' ? purposes[purpose].own : purposes[purpose].others;
    const char *is_for = mosrun_call_is_for(purpose);
    const char *remedy = mosrun_call_remedy(purpose);
    struct check_finding *finding;

    if (purpose == MOSRUN_FOR_THREADS) {
        add_threads(use, findings);
        return;
    }
    finding =
        check_finding_add(findings, level, purposes[purpose].check,
                          "it has functions for %s (%s%s%s), which MOSIX refuses with an error",
                          *is_for != '\0' ? is_for : "other things", use->own,
                          use->own[0] != '\0' && use->others[0] != '\0' ? ", " : "", use->others);
    if (level != CHECK_OK) {
        check_finding_remedy(finding, "Where this is needed, %s", remedy);
    }
}

/* Adds what MOSIX permits of a function, if it is one of those. */
static void add_partial(const char *symbol, struct check_findings *findings)
{
    for (size_t i = 0; i < sizeof(partial) / sizeof(partial[0]); i++) {
        if (strcmp(partial[i].function, symbol) == 0) {
            check_finding_add(findings, CHECK_OK, "partly", "it has %s, which MOSIX permits, %s",
                              symbol, partial[i].part);
        }
    }
}

void check_symbols(const struct program_tree *tree, struct check_findings *findings)
{
    struct use uses[MOSRUN_FOR_COUNT];

    memset(uses, 0, sizeof(uses));
    for (size_t i = 0; i < tree->count; i++) {
        if (i == 0 || !check_libraries_is_common(tree->nodes[i].name)) {
            collect(tree, i, uses);
        }
    }
    for (int i = 0; i < MOSRUN_FOR_COUNT; i++) {
        if (uses[i].own[0] != '\0' || uses[i].others[0] != '\0') {
            add_use((enum mosrun_call_purpose) i, &uses[i], findings);
        }
    }
    for (size_t i = 0; i < tree->nodes[0].dynamic.import_count; i++) {
        add_partial(tree->nodes[0].dynamic.names + tree->nodes[0].dynamic.imports[i], findings);
    }
    if (tree->nodes[0].dynamic.imports == NULL) {
        check_finding_add(findings, CHECK_OK, "symbols",
                          "it has lost its table of sections, so what it calls is not known");
    } else if (program_node_imports(&tree->nodes[0], "dlopen")) {
        check_finding_add(findings, CHECK_OK, "dlopen",
                          "it can load libraries while it runs; those were not looked at");
    }
}

void check_symbols_named(const char *function, struct check_findings *findings)
{
    enum mosrun_call_purpose purpose = purpose_of(function);
    struct use use = {.others = ""};

    if (purpose != MOSRUN_FOR_COUNT &&
        snprintf(use.own, sizeof(use.own), "%s", function) < (int) sizeof(use.own)) {
        add_use(purpose, &use, findings);
    } else {
        add_partial(function, findings);
    }
}
