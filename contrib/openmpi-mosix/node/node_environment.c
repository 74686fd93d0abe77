/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading units; see node_environment.h.
 */
#include "node_environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME "GLIBC_TUNABLES"
#define BLANKS " \t\r\n"

/*
 * The next word, without its quotation marks, which may be around a part of it. A backslash at the
 * end of a line joins it with the next one. Returns its end, or NULL when there is none.
 */
static const char *next_word(const char *at, const char *end, char *word, size_t size)
{
    size_t length = 0;
    char quote = '\0';

    while (at < end && (strchr(BLANKS, *at) != NULL || (*at == '\\' && at[1] == '\n'))) {
        at++;
    }
    if (at == end) {
        return NULL;
    }
    for (; at < end && (quote != '\0' || strchr(BLANKS, *at) == NULL); at++) {
        if (*at == quote || (quote == '\0' && (*at == '"' || *at == '\''))) {
            quote = quote == '\0' ? *at : '\0';
        } else if (*at == '\\' && at[1] == '\n') {
            at++;
        } else if (length + 1 < size) {
            word[length++] = *at;
        }
    }
    word[length] = '\0';
    return at;
}

static void take_assignment(struct node_environment *environment, const char *word,
                            const char *path)
{
    size_t length;

    if (strncmp(word, NAME "=", strlen(NAME "=")) == 0) {
        word += strlen(NAME "=");
        length = strlen(word);
        environment->is_cut = length >= sizeof(environment->value);
        memcpy(environment->value, word, environment->is_cut ? 0 : length);
        environment->value[environment->is_cut ? 0 : length] = '\0';
        snprintf(environment->from, sizeof(environment->from), "%s", path);
    }
}

static void take_unset(struct node_environment *environment, const char *word, const char *path)
{
    size_t length = strlen(NAME);

    if (strncmp(word, NAME, length) == 0 && (word[length] == '\0' || word[length] == '=')) {
        snprintf(environment->unset, sizeof(environment->unset), "%s", path);
    }
}

/* A leading "-" means that the file may be missing. */
static void take_file(struct node_environment *environment, const char *word)
{
    if (environment->count < NODE_ENVIRONMENT_FILES_MAX) {
        snprintf(environment->files[environment->count], PATH_MAX, "%s", word + (*word == '-'));
        environment->count++;
    }
}

/* An empty value takes back what earlier lines said. */
static void take_nothing(struct node_environment *environment, const char *key, const char *path)
{
    if (strcmp(key, "Environment") == 0) {
        environment->value[0] = '\0';
        environment->is_cut = false;
        snprintf(environment->from, sizeof(environment->from), "%s", path);
    } else if (strcmp(key, "UnsetEnvironment") == 0) {
        environment->unset[0] = '\0';
    } else if (strcmp(key, "EnvironmentFile") == 0) {
        environment->count = 0;
    }
}

static void take_line(struct node_environment *environment, const char *line, const char *end,
                      const char *path)
{
    char word[PATH_MAX];
    char key[32];
    const char *equals = memchr(line, '=', (size_t) (end - line));
    const char *at;

    if (equals == NULL) {
        return;
    }
    snprintf(key, sizeof(key), "%.*s", (int) (equals - line), line);
    key[strcspn(key, " \t")] = '\0';
    at = next_word(equals + 1, end, word, sizeof(word));
    if (at == NULL) {
        take_nothing(environment, key, path);
    }
    for (; at != NULL; at = next_word(at, end, word, sizeof(word))) {
        if (strcmp(key, "Environment") == 0) {
            take_assignment(environment, word, path);
        } else if (strcmp(key, "UnsetEnvironment") == 0) {
            take_unset(environment, word, path);
        } else if (strcmp(key, "EnvironmentFile") == 0) {
            take_file(environment, word);
        }
    }
}

/* The end of a line, those that a backslash joins to it included. */
static const char *line_end(const char *line)
{
    const char *end = line + strcspn(line, "\n");

    while (*end == '\n' && end > line && end[-1] == '\\') {
        end++;
        end += strcspn(end, "\n");
    }
    return end;
}

void node_environment_take(struct node_environment *environment, const char *text, const char *path)
{
    bool is_service = false;

    while (*text != '\0') {
        const char *end;

        text += strspn(text, BLANKS);
        if (*text == '#' || *text == ';') {
            text += strcspn(text, "\n");
            continue;
        }
        end = line_end(text);
        if (*text == '[') {
            is_service = strncmp(text, "[Service]", strlen("[Service]")) == 0;
        } else if (is_service) {
            take_line(environment, text, end, path);
        }
        text = end;
    }
}

bool node_environment_assigned(const char *text, char *value, size_t size)
{
    bool is_found = false;

    value[0] = '\0';
    while (*text != '\0') {
        const char *end;

        text += strspn(text, BLANKS);
        if (strncmp(text, "export ", strlen("export ")) == 0) {
            text += strlen("export ");
            text += strspn(text, " \t");
        }
        end = text + strcspn(text, "\n");
        if (strncmp(text, NAME "=", strlen(NAME "=")) == 0) {
            is_found = true;
            text += strlen(NAME "=");
            text += strspn(text, "\"'");
            snprintf(value, size, "%.*s", (int) strcspn(text, BLANKS "\"';"), text);
        }
        text = end;
    }
    return is_found;
}
