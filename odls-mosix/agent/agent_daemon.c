/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading the daemon's command line and environment; see agent_daemon.h.
 */
#include "agent_daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent_rank.h"
#include "mosrun_parts.h"
#include "mosrun_words.h"

#define OWN_PREFIX "odls_mosix_"
#define ENVIRONMENT_PREFIX "OMPI_MCA_"
#define LAUNCHER_PREFIX "PRTE_MCA_"
#define SERVER_PREFIX "PMIX_MCA_"
#define NAME_SIZE 256
/* More than any kernel lets a command line be by default. */
#define COMMAND_MAX (8 * 1024 * 1024)

/* Reads a whole file with a zero after it. Returns its size or -errno; the caller frees *text. */
static ssize_t read_all(int fd, char **text)
{
    size_t used = 0;

    *text = NULL;
    for (size_t size = 65536; size <= COMMAND_MAX; size *= 2) {
        char *larger = realloc(*text, size + 1);
        ssize_t length = 1;

        if (larger == NULL) {
            return -ENOMEM;
        }
        *text = larger;
        while (length > 0 && used < size) {
            length = read(fd, *text + used, size - used);
            used += length > 0 ? (size_t) length : 0;
        }
        if (length <= 0) {
            (*text)[used] = '\0';
            return length < 0 ? -errno : (ssize_t) used;
        }
    }
    return -E2BIG;
}

extern char **environ;

/* The words of a process's "cmdline" or "environ": *words and *text are the caller's to free. */
static int read_words(long pid, const char *name, char **text, char ***words)
{
    char path[64];
    size_t count = 0;
    ssize_t size;
    int fd;

    *words = NULL;
    *text = NULL;
    snprintf(path, sizeof(path), "/proc/%ld/%s", pid, name);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return -errno;
    }
    size = read_all(fd, text);
    (void) close(fd);
    if (size < 0) {
        return (int) size;
    }
    *words = calloc((size_t) size + 2, sizeof(char *));
    if (*words == NULL) {
        return -ENOMEM;
    }
    for (ssize_t at = 0; at < size; at += (ssize_t) strlen(*text + at) + 1) {
        (*words)[count++] = *text + at;
    }
    return 0;
}

/* Sets one parameter unless the command line exports its variable. Returns 1, 0 or -errno. */
static int take(const struct mosrun_part *part, const char *name, const char *value)
{
    char variable[NAME_SIZE];
    size_t size = strlen(value);
    char *plain;
    int rc;

    if (strncmp(name, OWN_PREFIX, strlen(OWN_PREFIX)) != 0 ||
        snprintf(variable, sizeof(variable), ENVIRONMENT_PREFIX "%s", name) >=
            (int) sizeof(variable) ||
        mosrun_parts_exports(part, variable)) {
        return 0;
    }
    if (size >= 2 && value[0] == '"' && value[size - 1] == '"') {
        value++;
        size -= 2;
    }
    plain = strndup(value, size);
    rc = plain == NULL || setenv(variable, plain, 1) != 0 ? -ENOMEM : 1;
    free(plain);
    return rc;
}

/* Sets our parameters that variables of that process with that prefix tell, unless they are set. */
static void adopt(long pid, const char *prefix)
{
    size_t length = strlen(prefix);
    char variable[NAME_SIZE];
    char **words;
    char *text;
    int rc = read_words(pid, "environ", &text, &words);

    for (char **word = words; rc == 0 && *word != NULL; word++) {
        const char *name = *word + length;
        const char *end = strchr(*word, '=');

        if (strncmp(*word, prefix, length) == 0 && end != NULL &&
            strncmp(name, OWN_PREFIX, strlen(OWN_PREFIX)) == 0 &&
            snprintf(variable, sizeof(variable), ENVIRONMENT_PREFIX "%.*s", (int) (end - name),
                     name) < (int) sizeof(variable)) {
            (void) setenv(variable, end + 1, 0);
        }
    }
    free(words);
    free(text);
}

/* Whether these are the words of a daemon of another node, which has no applications. */
static bool is_prted(char *const *words)
{
    const char *slash = words[0] != NULL ? strrchr(words[0], '/') : NULL;

    return words[0] != NULL && strcmp(slash != NULL ? slash + 1 : words[0], "prted") == 0;
}

/* The words that count for the application of argv. Returns 0 or -errno. */
static int find_part(char *const *words, char *const *argv, struct mosrun_part *part)
{
    if (is_prted(words) && agent_rank_job(environ) <= 1) {
        *part = (struct mosrun_part){.words = words + 1, .count = mosrun_words_count(words + 1)};
        return 0;
    }
    return agent_rank_part(words, argv, part);
}

int agent_daemon_parameters(long daemon, char *const *argv)
{
    struct mosrun_part part;
    const char *name;
    const char *value;
    char **words;
    char *text;
    int at = 0;
    int count = 0;
    int rc;

    adopt(daemon, LAUNCHER_PREFIX);
    adopt((long) getpid(), SERVER_PREFIX);
    rc = read_words(daemon, "cmdline", &text, &words);
    if (rc == 0) {
        rc = find_part(words, argv, &part);
    }
    while (rc >= 0 && (name = mosrun_parts_next(&part, &at, &value)) != NULL) {
        rc = take(&part, name, value);
        count += rc > 0;
    }
    free(words);
    free(text);
    return rc < 0 ? rc : count;
}
