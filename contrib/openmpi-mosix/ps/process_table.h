/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * All processes of a directory such as /proc, and their files. Libc only; trusts nothing in them.
 */
#ifndef PROCESS_TABLE_H
#define PROCESS_TABLE_H

#include <stddef.h>
#include <sys/types.h>

#define PROCESS_NAME_SIZE 64

/* One process, as its file stat tells. */
struct process {
    pid_t pid;
    pid_t parent;
    char state;               /* as ps shows it */
    unsigned long long ticks; /* of the processor, used so far */
    unsigned long long start; /* ticks from the start of the system to its own */
    unsigned long long pages; /* in memory */
    char name[PROCESS_NAME_SIZE];
};

/* Sorted by pid. */
struct process_table {
    struct process *list;
    size_t count;
};

/*
 * Reads one after the other. A process that ends meanwhile may be missing. Returns 0, to be given
 * back by process_table_free(), or -errno.
 */
int process_table_read(const char *proc, struct process_table *table);

/* NULL when there is none. */
const struct process *process_table_find(const struct process_table *table, pid_t pid);

void process_table_free(struct process_table *table);

/*
 * Reads a file of a process, at most 4 MiB of it, such as "environ" or "task/12/stat". Returns 0
 * and sets *text, which the caller frees and which ends with a NUL that *size does not count; or
 * -errno: -EACCES when only its owner or root may look, -ENOENT when it has ended.
 */
int process_file_read(const char *proc, pid_t pid, const char *name, char **text, size_t *size);

/* The same for a file of the directory itself, such as "uptime". */
int process_top_read(const char *proc, const char *name, char **text, size_t *size);

/* The value of a variable in a block of NAME=VALUE, each with a NUL behind; NULL if it has none. */
const char *process_variable(const char *block, size_t size, const char *name);

#endif
