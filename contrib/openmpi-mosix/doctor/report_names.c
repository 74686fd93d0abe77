/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finding names of users; see report_names.h.
 */
#include "report_names.h"

#include <stdbool.h>
#include <string.h>

/* What ends a name, in settings of all kinds. */
#define ENDS " \t\r\n\"'`,;:=()<>[]{}/|&@"

/* Names that say nothing about a person: accounts and directories of all systems. */
static const char *const impersonal[] = {
    "root",   "mosix", "openmpi", "mpi",     "user",     "test",       "nobody",  "nogroup",
    "daemon", "admin", "guest",   "shared",  "share",    "apps",       "local",   "opt",
    "data",   "home",  "users",   "group",   "groups",   "software",   "scratch", "public",
    "node",   "host",  "cluster", "project", "projects", "linuxbrew",  "lib",     "bin",
    "run",    "log",   "system",  "work",    "ssh",      "lost+found", NULL};

/* Names that are also words of our own sentences. */
static const char *const common[] = {
    "all",  "an",   "and", "are",  "as",   "at",   "be",   "but",   "by",   "can",  "do",
    "for",  "from", "has", "have", "here", "in",   "is",   "it",    "its",  "list", "map",
    "mark", "may",  "me",  "name", "no",   "none", "not",  "of",    "on",   "one",  "or",
    "out",  "rank", "say", "see",  "set",  "so",   "some", "start", "the",  "this", "time",
    "to",   "two",  "up",  "us",   "use",  "was",  "we",   "what",  "will", "with", NULL};

static bool is_in(const char *const *list, const char *name, size_t length)
{
    for (; *list != NULL; list++) {
        if (strlen(*list) == length && strncmp(*list, name, length) == 0) {
            return true;
        }
    }
    return false;
}

int report_names_add(struct report_words *words, const char *name, size_t length)
{
    if (is_in(impersonal, name, length)) {
        return 0;
    }
    return report_words_add(words, name, length, "[user]",
                            is_in(common, name, length) ? REPORT_WORD_IN_PATHS : REPORT_WORD_NAME);
}

/* The length of the name that stands there, or 0. A pattern or a variable is none; one letter and
 * a number name nobody, and are everywhere. */
static size_t name_length(const char *name)
{
    size_t length = strcspn(name, ENDS);

    while (length > 0 && name[length - 1] == '.') {
        length--;
    }
    return length < 2 || strspn(name, "0123456789.") >= length || strchr("-$%*?.~\\", *name) != NULL
               ? 0
               : length;
}

static int add_at(struct report_words *words, const char *name)
{
    return report_names_add(words, name, name_length(name));
}

/* Whether the line is about what reaches other nodes: plm_rsh_agent, --agent, ssh. */
static bool is_about_agent(const char *line, size_t length)
{
    return memmem(line, length, "agent", 5) != NULL || memmem(line, length, "rsh", 3) != NULL ||
           memmem(line, length, "ssh", 3) != NULL;
}

/* Adds the name that an agent is told at this place of its line, if there is one. */
static int add_told(struct report_words *words, const char *line, const char *at)
{
    const char *name = at;
    char before = at > line ? at[-1] : ' ';

    if (*at == '@') {
        while (name > line && strchr(ENDS, name[-1]) == NULL) {
            name--;
        }
        return name < at ? add_at(words, name) : 0;
    }
    if (strncasecmp(at, "User=", 5) == 0) {
        return add_at(words, at + 5);
    }
    if (at[0] == '-' && at[1] == 'l' && strchr(ENDS, before) != NULL) {
        size_t blanks = strspn(at + 2, " \t");
        size_t length = name_length(at + 2 + blanks);
        int rc = blanks > 0 || length == 0
                     ? 0
                     : report_words_add(words, at, 2 + length, "-l[user]", REPORT_WORD_ANYWHERE);

        return rc == 0 ? add_at(words, at + 2 + blanks) : rc;
    }
    return 0;
}

int report_names_find(const char *text, struct report_words *words)
{
    static const char home[] = "/home/";
    int rc = 0;

    while (rc == 0 && *text != '\0') {
        size_t length = strcspn(text, "\n");
        bool about_agent = is_about_agent(text, length);

        for (size_t i = 0; rc == 0 && i < length; i++) {
            if (strncmp(text + i, home, strlen(home)) == 0) {
                rc = add_at(words, text + i + strlen(home));
            } else if (about_agent) {
                rc = add_told(words, text, text + i);
            }
        }
        text += length;
        text += *text == '\n';
    }
    return rc;
}
