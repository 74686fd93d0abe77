/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Processes and their files; see process_table.h.
 */
#include "process_table.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX (4u << 20)
#define FIRST_ROOM 4096

/* Reads all of it; a file of /proc does not tell its size. */
static int read_all(int fd, char **text, size_t *size)
{
    size_t room = FIRST_ROOM;
    char *block = malloc(room + 1);
    ssize_t length = 0;

    *size = 0;
    while (block != NULL && (length = read(fd, block + *size, room - *size)) != 0) {
        if (length < 0 && errno == EINTR) {
            continue;
        }
        if (length < 0) {
            length = -errno;
            free(block);
            return (int) length;
        }
        *size += (size_t) length;
        if (*size == FILE_MAX) {
            break;
        }
        if (*size == room) {
            char *larger = realloc(block, 2 * room + 1);

            if (larger == NULL) {
                free(block);
            }
            block = larger;
            room *= 2;
        }
    }
    if (block == NULL) {
        return -ENOMEM;
    }
    block[*size] = '\0';
    *text = block;
    return 0;
}

int process_top_read(const char *proc, const char *name, char **text, size_t *size)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof(path), "%s/%s", proc, name);
    int fd;
    int rc;

    if (length < 0 || length >= (int) sizeof(path)) {
        return -ENAMETOOLONG;
    }
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return -errno;
    }
    rc = read_all(fd, text, size);
    close(fd);
    return rc;
}

int process_file_read(const char *proc, pid_t pid, const char *name, char **text, size_t *size)
{
    char below[PATH_MAX];
    int length = snprintf(below, sizeof(below), "%ld/%s", (long) pid, name);

    return length < 0 || length >= (int) sizeof(below) ? -ENAMETOOLONG
                                                       : process_top_read(proc, below, text, size);
}

/* A name may hold blanks and brackets, so the last bracket counts. */
static int read_stat(char *text, struct process *process)
{
    char *name = strchr(text, '(');
    char *end = strrchr(text, ')');
    unsigned long long user;
    unsigned long long system;
    int parent;

    if (name == NULL || end == NULL || end < name) {
        return -EINVAL;
    }
    *end = '\0';
    if (sscanf(end + 1,
               " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %*d %*d %*d %*d %*d %*d %llu "
               "%*u %llu",
               &process->state, &parent, &user, &system, &process->start, &process->pages) != 6) {
        return -EINVAL;
    }
    snprintf(process->name, sizeof(process->name), "%s", name + 1);
    process->parent = parent;
    process->ticks = user + system;
    return 0;
}

static int append(struct process_table *table, const struct process *process)
{
    /* Powers of two are where there is no more room. */
    if ((table->count & (table->count - 1)) == 0) {
        size_t room = table->count == 0 ? 1 : 2 * table->count;
        struct process *larger = realloc(table->list, room * sizeof(*larger));

        if (larger == NULL) {
            return -ENOMEM;
        }
        table->list = larger;
    }
    table->list[table->count++] = *process;
    return 0;
}

static int take(const char *proc, long pid, struct process_table *table)
{
    struct process process = {.pid = (pid_t) pid};
    size_t size;
    char *text;
    int rc = 0;

    if (process_file_read(proc, process.pid, "stat", &text, &size) < 0) {
        return 0;
    }
    if (read_stat(text, &process) == 0) {
        rc = append(table, &process);
    }
    free(text);
    return rc;
}

static int compare(const void *left, const void *right)
{
    const struct process *a = left;
    const struct process *b = right;

    return (a->pid > b->pid) - (a->pid < b->pid);
}

int process_table_read(const char *proc, struct process_table *table)
{
    DIR *entries = opendir(proc);
    const struct dirent *entry;
    int rc = 0;

    table->list = NULL;
    table->count = 0;
    if (entries == NULL) {
        return -errno;
    }
    while (rc == 0 && (entry = readdir(entries)) != NULL) {
        char *end;
        long pid = strtol(entry->d_name, &end, 10);

        if (pid > 0 && pid <= INT_MAX && *end == '\0') {
            rc = take(proc, pid, table);
        }
    }
    closedir(entries);
    if (rc < 0) {
        process_table_free(table);
    } else if (table->count > 0) {
        qsort(table->list, table->count, sizeof(*table->list), compare);
    }
    return rc;
}

const struct process *process_table_find(const struct process_table *table, pid_t pid)
{
    const struct process wanted = {.pid = pid};

    return table->count == 0
               ? NULL
               : bsearch(&wanted, table->list, table->count, sizeof(*table->list), compare);
}

void process_table_free(struct process_table *table)
{
    free(table->list);
    table->list = NULL;
    table->count = 0;
}

const char *process_variable(const char *block, size_t size, const char *name)
{
    size_t length = strlen(name);
    const char *end = block + size;

    while (block < end) {
        if (strncmp(block, name, length) == 0 && block[length] == '=') {
            return block + length + 1;
        }
        block += strlen(block) + 1;
    }
    return NULL;
}
