/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Deciding the environment of a rank under mosrun; see mosrun_env.h.
 */
#include "mosrun_env.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../coop/coop_daemon.h"
#include "../coop/coop_home.h"
#include "mosix_needs.h"
#include "mosix_program.h"
#include "mosix_record.h"

#define PARAMETER_PREFIX "OMPI_MCA_"

/* Variables that need no knowledge of files. */
static const struct constant {
    const char *name;
    const char *value;
    const char *reason;
    enum mosrun_series series;
} constants[] = {
    {"EVENT_NOEPOLL", "1", "MOSIX does not support epoll", MOSRUN_SERIES_ALL},
    /* That one asks libevent for epoll only, unless it is told otherwise. */
    {"OMPI_MCA_opal_event_include", "poll", "MOSIX does not support epoll", MOSRUN_SERIES_5},
    {"KMP_AFFINITY", "disabled", "LLVM's OpenMP ends where it cannot ask for its processors",
     MOSRUN_SERIES_ALL},
    /* A library of each rank there, used or not. While it replaces mmap and others, it calls
     * sched_yield 300 to 1900 times. */
    {"UCX_MEM_MMAP_HOOK_MODE", "none", "UCX would make hundreds of system calls in MPI_Init",
     MOSRUN_SERIES_5},
    {"OMPI_MCA_orte_bound_at_launch", "1", "MOSIX chooses processors, so a rank must not bind",
     MOSRUN_SERIES_4},
};

/*
 * Under MOSIX 4.4.3, a rank that gets SIGSEGV hangs in Open MPI's handler and outlives mpirun;
 * without it the rank ends, and mpirun names it [real].
 */
static const struct constant no_handlers = {
    "OMPI_MCA_opal_signal",
    "",
    "Open MPI's handler of signals hangs under MOSIX 4",
    MOSRUN_SERIES_ALL,
};

#define TUNABLES "GLIBC_TUNABLES"
#define RSEQ_TUNABLE "glibc.pthread.rseq"

/* A rank that starts natively must not take neighbours under mosrun for ranks that share memory. */
static const struct constant neighbours = {
    MOSIX_NEIGHBOURS_ENV,
    "1",
    "ranks under mosrun share no memory with it",
    MOSRUN_SERIES_ALL,
};

static const struct constant store = {
    "PMIX_MCA_gds",
    "hash",
    "keeps job data in private instead of shared memory",
    MOSRUN_SERIES_ALL,
};

const char *mosrun_env_get(char *const *env, const char *name)
{
    size_t length = strlen(name);
    const char *value = NULL;

    for (; *env != NULL; env++) {
        if (strncmp(*env, name, length) == 0 && (*env)[length] == '=') {
            value = *env + length + 1;
        }
    }
    return value;
}

/* Removes the first entry whose name is the length bytes at name. */
static void remove_first(char **env, const char *name, size_t length)
{
    while (*env != NULL && (strncmp(*env, name, length) != 0 || (*env)[length] != '=')) {
        env++;
    }
    if (*env == NULL) {
        return;
    }
    free(*env);
    for (; *env != NULL; env++) {
        env[0] = env[1];
    }
}

void mosrun_env_strip(char **env)
{
    const char *mark = mosrun_env_get(env, MOSRUN_ENV_MARK);
    char *names = mark != NULL ? strdup(mark) : NULL;
    const char *name = names;

    while (name != NULL && *name != '\0') {
        size_t length = strcspn(name, ",");

        remove_first(env, name, length);
        name += length + (name[length] == ',');
    }
    if (names != NULL) {
        remove_first(env, MOSRUN_ENV_MARK, strlen(MOSRUN_ENV_MARK));
    }
    free(names);
}

/* Appends a variable; takes over value, also when it fails. */
static int add(struct mosrun_additions *additions, const char *name, char *value,
               const char *reason)
{
    struct mosrun_addition *larger;
    char *copy = strdup(name);

    larger = realloc(additions->items, (additions->count + 1) * sizeof(*larger));
    if (larger != NULL) {
        additions->items = larger;
    }
    if (larger == NULL || copy == NULL || value == NULL) {
        free(copy);
        free(value);
        return -ENOMEM;
    }
    larger[additions->count++] =
        (struct mosrun_addition){.name = copy, .value = value, .reason = reason};
    return 0;
}

static bool is_users(char *const *env, const char *name)
{
    return mosrun_env_get(env, name) != NULL &&
           !mosrun_list_has(mosrun_env_get(env, MOSRUN_ENV_MARK), name);
}

static bool counts(enum mosrun_series series, const struct mosrun_facts *facts)
{
    return series == MOSRUN_SERIES_ALL ||
           series == (facts->is_series_5 ? MOSRUN_SERIES_5 : MOSRUN_SERIES_4);
}

/* Whether ranks get btl mosix, as far as is decided; btl is the first of the lists. */
static bool uses_mosix(char *const *env, const struct mosrun_facts *facts,
                       const struct mosrun_additions *additions)
{
    const char *btl = mosrun_env_get(env, PARAMETER_PREFIX "btl");

    for (size_t i = 0; i < additions->count; i++) {
        if (strcmp(additions->items[i].name, PARAMETER_PREFIX "btl") == 0) {
            btl = additions->items[i].value;
        }
    }
    return mosrun_components_allow(btl != NULL ? btl : facts->selection[0], "mosix");
}

static int plan_components(char *const *env, const struct mosrun_facts *facts,
                           struct mosrun_additions *additions)
{
    char osc[64];

    for (size_t i = 0; i < MOSRUN_EXCLUSION_COUNT; i++) {
        struct mosrun_exclusion own = mosrun_exclusions[i];
        const struct mosrun_exclusion *exclusion = &own;
        const char *selection = facts->selection[i];
        bool replaced = false;
        char *value = NULL;
        bool users;
        char name[64];
        int result;

        snprintf(name, sizeof(name), PARAMETER_PREFIX "%s", exclusion->framework);
        users = is_users(env, name);
        if (users) {
            selection = mosrun_env_get(env, name);
        }
        if (facts->locked[i] || !counts(exclusion->series, facts)) {
            continue;
        }
        if (own.without_mosix != NULL && !uses_mosix(env, facts, additions)) {
            snprintf(osc, sizeof(osc), "%s,%s", own.without_mosix, own.components);
            own.components = osc;
        }
        result = mosrun_components_choose(exclusion, selection, users, &value, &replaced);
        if (result == 0 && value != NULL) {
            result = add(additions, name, value, exclusion->reason);
        }
        if (result < 0) {
            return result;
        }
        if (value != NULL) {
            additions->items[additions->count - 1].users = users;
            additions->items[additions->count - 1].replaced = replaced ? selection : NULL;
        }
    }
    return 0;
}

/* Appends a list of libraries to those in *value. */
static int add_libraries(char **value, const char *libraries)
{
    return libraries == NULL || *libraries == '\0' ? 0 : mosrun_list_extend(value, ":", libraries);
}

static const char *preload_reason(const struct mosrun_facts *facts, bool asked)
{
    if (facts->coop == NULL && facts->allocator == NULL) {
        return "odls_mosix_ld_preload asks for it";
    }
    if (facts->allocator == NULL) {
        return asked ? "odls_mosix_ld_preload, and runs all threads on the one that MOSIX permits"
                     : "runs all threads on the one that MOSIX permits";
    }
    return facts->coop == NULL ? "glibc's malloc makes a call that MOSIX does not know"
                               : "runs all threads on the one that MOSIX permits, and replaces "
                                 "glibc's malloc, which makes a call that MOSIX does not know";
}

static int plan_preload(char *const *env, const struct mosrun_facts *facts,
                        struct mosrun_additions *additions)
{
    bool asked = facts->preload != NULL && *facts->preload != '\0';
    char *value;

    if (!asked && facts->coop == NULL && facts->allocator == NULL) {
        return 0;
    }
    value = strdup("");
    if (value != NULL &&
        (add_libraries(&value, facts->preload) < 0 || add_libraries(&value, facts->coop) < 0 ||
         add_libraries(&value, mosrun_env_get(env, "LD_PRELOAD")) < 0 ||
         add_libraries(&value, facts->allocator) < 0)) {
        free(value);
        value = NULL;
    }
    return add(additions, "LD_PRELOAD", value, preload_reason(facts, asked));
}

static int plan_constant(char *const *env, const struct constant *constant,
                         struct mosrun_additions *additions)
{
    if (is_users(env, constant->name)) {
        return 0;
    }
    return add(additions, constant->name, strdup(constant->value), constant->reason);
}

/* Whether a list of tunables, NAME=VALUE with colons between, sets one to that; the last counts. */
static bool sets_tunable(const char *list, const char *name, const char *value)
{
    size_t length = strlen(name);
    bool sets = false;

    while (list != NULL && *list != '\0') {
        size_t size = strcspn(list, ":");

        if (strncmp(list, name, length) == 0 && list[length] == '=') {
            sets = size == length + 1 + strlen(value) &&
                   strncmp(list + length + 1, value, strlen(value)) == 0;
        }
        list += size;
        list += *list == ':';
    }
    return sets;
}

/*
 * Adds to the user's tunables that the loader does not register rseq, even against what they say:
 * with rseq no rank lives.
 */
static int plan_tunables(char *const *env, const struct mosrun_facts *facts,
                         struct mosrun_additions *additions)
{
    const char *old = mosrun_env_get(env, TUNABLES);
    char *value;

    if (!mosix_needs_rseq_off(facts->libc) || sets_tunable(old, RSEQ_TUNABLE, "0")) {
        return 0;
    }
    value = strdup(old != NULL ? old : "");
    if (value != NULL && mosrun_list_extend(&value, ":", RSEQ_TUNABLE "=0") < 0) {
        free(value);
        value = NULL;
    }
    return add(additions, TUNABLES, value, "glibc's loader makes a call that MOSIX does not know");
}

/* Tells the library in the rank what to do once it is loaded. */
static int plan_home(const struct mosrun_home *home, struct mosrun_additions *additions)
{
    static const char reason[] = "glibc's loader works on the home node only, so the rank starts "
                                 "there and is free to move after that";
    int result;

    if (home == NULL) {
        return 0;
    }
    result = add(additions, COOP_HOME_ENV, strdup(home->lock), reason);
    if (result == 0 && home->node[0] != '\0') {
        result = add(additions, COOP_NODE_ENV, strdup(home->node), reason);
    }
    return result;
}

/* Tells the library in the rank which process to look after. */
static int plan_daemon(const struct mosrun_facts *facts, struct mosrun_additions *additions)
{
    char number[24];

    if (facts->coop == NULL || facts->daemon == 0) {
        return 0;
    }
    snprintf(number, sizeof(number), "%ld", facts->daemon);
    return add(additions, COOP_DAEMON_ENV, strdup(number), "the rank ends when its daemon is lost");
}

/*
 * OpenMP, OpenBLAS, MKL, BLIS and numexpr take the number of threads from OMP_NUM_THREADS, unless a
 * variable of their own says more. Nobody binds ranks under mosrun, so they would take the number
 * of processors. A user who sets one of these variables means it, and is told why it fails.
 */
static int plan_threads(char *const *env, const struct mosrun_facts *facts,
                        struct mosrun_additions *additions)
{
    static const struct constant single[] = {
        {"OMP_NUM_THREADS", "1", "MOSIX permits one kernel thread", MOSRUN_SERIES_ALL},
        {"OMP_THREAD_LIMIT", "1", "so that a program that asks for more gets one",
         MOSRUN_SERIES_ALL},
    };
    int result = 0;

    if (facts->coop == NULL || is_users(env, single[0].name) || is_users(env, single[1].name)) {
        return 0;
    }
    for (size_t i = 0; result == 0 && i < sizeof(single) / sizeof(single[0]); i++) {
        result = plan_constant(env, &single[i], additions);
    }
    return result;
}

/* Whether a list with colons between has one of the names, of which the last is NULL. */
static bool has_entry(const char *list, const char *const *names)
{
    char entry[PATH_MAX];

    while (list != NULL) {
        list = mosix_list_next(list, entry);
        for (const char *const *name = names; *name != NULL; name++) {
            if (strcmp(entry, *name) == 0) {
                return true;
            }
        }
    }
    return false;
}

int mosrun_env_plan_path(char *const *env, const char *directory,
                         struct mosrun_additions *additions)
{
    static const char variable[] = PARAMETER_PREFIX "mca_base_component_path";
    const char *old = mosrun_env_get(env, variable);
    const char *const enough[] = {directory, NULL};
    char *value;
    int result;

    if (directory == NULL || has_entry(old, enough)) {
        return 0;
    }
    value = strdup(directory);
    if (value != NULL &&
        mosrun_list_extend(&value, ":", old != NULL ? old : "SYSTEM_DEFAULT:USER_DEFAULT") < 0) {
        free(value);
        value = NULL;
    }
    result = add(additions, variable, value, "lets the rank find btl mosix");
    if (result == 0) {
        /* What is handed down to spawned ranks is right for them, too. */
        additions->items[additions->count - 1].users = true;
    }
    return result;
}

/* Names the variables that a later launch must not take for the user's. */
static int plan_mark(struct mosrun_additions *additions)
{
    char *names = strdup("");

    for (size_t i = 0; names != NULL && i < additions->count; i++) {
        if (!additions->items[i].users &&
            mosrun_list_extend(&names, ",", additions->items[i].name) < 0) {
            free(names);
            names = NULL;
        }
    }
    return add(additions, MOSRUN_ENV_MARK, names, "tells these variables from the user's");
}

int mosrun_env_plan(char *const *env, const struct mosrun_facts *facts,
                    struct mosrun_additions *additions)
{
    int result;

    memset(additions, 0, sizeof(*additions));
    result = plan_components(env, facts, additions);
    if (result == 0) {
        result = mosrun_env_plan_path(env, facts->components, additions);
    }
    for (size_t i = 0; result == 0 && i < sizeof(constants) / sizeof(constants[0]); i++) {
        if (counts(constants[i].series, facts)) {
            result = plan_constant(env, &constants[i], additions);
        }
    }
    if (result == 0) {
        result = plan_constant(env, &store, additions);
    }
    if (result == 0 && facts->release == MOSIX_RELEASE_4 && !facts->handles_signals) {
        result = plan_constant(env, &no_handlers, additions);
    }
    if (result == 0) {
        result = plan_home(facts->home, additions);
    }
    if (result == 0) {
        result = plan_daemon(facts, additions);
    }
    if (result == 0) {
        result = plan_threads(env, facts, additions);
    }
    if (result == 0) {
        result = plan_mark(additions);
    }
    if (result == 0 && facts->release == MOSIX_RELEASE_4) {
        result = plan_tunables(env, facts, additions);
    }
    if (result == 0) {
        result = plan_preload(env, facts, additions);
    }
    if (result < 0) {
        mosrun_env_free(additions);
    }
    return result;
}

int mosrun_env_plan_native(char *const *env, struct mosrun_additions *additions)
{
    int result;

    memset(additions, 0, sizeof(*additions));
    result = plan_constant(env, &store, additions);
    if (result == 0) {
        result = plan_constant(env, &neighbours, additions);
    }
    if (result < 0) {
        mosrun_env_free(additions);
    }
    return result;
}

void mosrun_env_free(struct mosrun_additions *additions)
{
    for (size_t i = 0; i < additions->count; i++) {
        free(additions->items[i].name);
        free(additions->items[i].value);
    }
    free(additions->items);
    memset(additions, 0, sizeof(*additions));
}
