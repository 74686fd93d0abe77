/* SPDX-License-Identifier: BSD-3-Clause */
/* The environment that mosrun hands to the program. Libc only. */
#include "program_env.h"

#include "env_names.h"
#include "run_options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PRELOAD "LD_PRELOAD"
#define PRELOAD_SEPARATORS ": "

/* Room for what is added: one entry for each variable of env_names.h, LD_PRELOAD, and those of -a.
 */
#define ADDED_MAX (16 + RUN_VARIABLES)

struct program_env {
    size_t count;
    size_t capacity;
    bool failed;
    char *entries[];
};

/* What mosrun sets for the program: an inner or native start must not pass the outer one's values
 * on. */
static const char *const own_variables[] = {
    EMULATOR_ENV_RUN,       EMULATOR_ENV_SYSCALLS, EMULATOR_ENV_LOCK,  EMULATOR_ENV_CLASS,
    EMULATOR_ENV_JOBID,     EMULATOR_ENV_MEMORY,   EMULATOR_ENV_DECAY, EMULATOR_ENV_COUNT,
    EMULATOR_ENV_LOCALTIME, EMULATOR_ENV_FILTER,
};

static const char *const lost_prefixes[] = {"LD_", "MALLOC_"};

static const char *const lost_variables[] = {
    "GCONV_PATH", "GETCONF_DIR", "GLIBC_TUNABLES",   "HOSTALIASES", "LOCALDOMAIN", "LOCPATH",
    "NIS_PATH",   "NLSPATH",     "RESOLV_HOST_CONF", "RES_OPTIONS", "TMPDIR",      "TZDIR",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What follows "NAME=" in ENTRY, NULL if it sets another variable. */
static const char *value_of(const char *entry, const char *name)
{
    size_t length = strlen(name);

    return strncmp(entry, name, length) == 0 && entry[length] == '=' ? entry + length + 1 : NULL;
}

static bool is_one_of(const char *entry, const char *const names[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (value_of(entry, names[i]) != NULL) {
            return true;
        }
    }
    return false;
}

const char *program_env_get(char *const environment[], const char *name)
{
    for (; *environment != NULL; environment++) {
        const char *value = value_of(*environment, name);

        if (value != NULL) {
            return value;
        }
    }
    return NULL;
}

static bool has_lost_prefix(const char *entry)
{
    for (size_t i = 0; i < COUNT(lost_prefixes); i++) {
        if (strncmp(entry, lost_prefixes[i], strlen(lost_prefixes[i])) == 0) {
            return true;
        }
    }
    return false;
}

bool program_env_is_lost(const char *entry)
{
    return has_lost_prefix(entry) || is_one_of(entry, lost_variables, COUNT(lost_variables));
}

static bool is_dropped(const char *entry, enum program_env_keep keep)
{
    switch (keep) {
    case PROGRAM_ENV_KEEP_NONE:
        return program_env_is_lost(entry);
    case PROGRAM_ENV_KEEP_TWO:
        return program_env_is_lost(entry) && !has_lost_prefix(entry);
    case PROGRAM_ENV_KEEP_ALL:
        break;
    }
    return false;
}

static void append(struct program_env *copy, char *entry)
{
    if (entry == NULL || copy->count == copy->capacity) {
        copy->failed = true;
        free(entry);
        return;
    }
    copy->entries[copy->count++] = entry;
    copy->entries[copy->count] = NULL;
}

/* LD_PRELOAD without LIBRARY: byte for byte where the library is not in it; NULL when nothing is
 * left. */
static void append_preload(struct program_env *copy, const char *entry, const char *library)
{
    size_t length = library == NULL ? 0 : strlen(library);
    char *rest = strdup(entry);
    char *word = rest == NULL ? NULL : rest + strlen(PRELOAD) + 1;

    while (length > 0 && word != NULL && *word != '\0') {
        size_t size = strcspn(word, PRELOAD_SEPARATORS);

        if (size == length && memcmp(word, library, length) == 0) {
            char *next = word + size + (word[size] != '\0');

            memmove(word, next, strlen(next) + 1);
            continue;
        }
        word += size + (word[size] != '\0');
    }
    if (rest != NULL && rest[strlen(PRELOAD) + 1] == '\0' && entry[strlen(PRELOAD) + 1] != '\0') {
        free(rest);
        return;
    }
    append(copy, rest);
}

struct program_env *program_env_create(char *const environment[], const char *library,
                                       enum program_env_keep keep)
{
    struct program_env *copy;
    size_t count = 0;

    while (environment[count] != NULL) {
        count++;
    }
    copy = calloc(1, sizeof(*copy) + (count + ADDED_MAX + 1) * sizeof(copy->entries[0]));
    if (copy == NULL) {
        return NULL;
    }
    copy->capacity = count + ADDED_MAX;
    for (; *environment != NULL; environment++) {
        if (is_one_of(*environment, own_variables, COUNT(own_variables)) ||
            is_dropped(*environment, keep)) {
            continue;
        }
        if (value_of(*environment, PRELOAD) != NULL) {
            append_preload(copy, *environment, library);
        } else {
            append(copy, strdup(*environment));
        }
    }
    return copy;
}

void program_env_add(struct program_env *environ_copy, const char *name, const char *value)
{
    char *entry;

    append(environ_copy, asprintf(&entry, "%s=%s", name, value) < 0 ? NULL : entry);
}

void program_env_set(struct program_env *environ_copy, const char *entry)
{
    size_t length = strcspn(entry, "=") + 1;
    char *copy = strdup(entry);

    for (size_t i = 0; copy != NULL && i < environ_copy->count; i++) {
        if (strncmp(environ_copy->entries[i], entry, length) == 0) {
            free(environ_copy->entries[i]);
            environ_copy->entries[i] = copy;
            return;
        }
    }
    append(environ_copy, copy);
}

void program_env_preload(struct program_env *environ_copy, const char *library)
{
    for (size_t i = 0; i < environ_copy->count; i++) {
        const char *value = value_of(environ_copy->entries[i], PRELOAD);
        char *entry;

        if (value == NULL) {
            continue;
        }
        if (asprintf(&entry, PRELOAD "=%s%s%s", library, *value == '\0' ? "" : ":", value) < 0) {
            environ_copy->failed = true;
            return;
        }
        free(environ_copy->entries[i]);
        environ_copy->entries[i] = entry;
        return;
    }
    program_env_add(environ_copy, PRELOAD, library);
}

char **program_env_vector(struct program_env *environ_copy)
{
    return environ_copy->failed ? NULL : environ_copy->entries;
}

void program_env_free(struct program_env *environ_copy)
{
    for (size_t i = 0; environ_copy != NULL && i < environ_copy->count; i++) {
        free(environ_copy->entries[i]);
    }
    free(environ_copy);
}
