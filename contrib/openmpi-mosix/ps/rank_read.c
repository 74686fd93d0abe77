/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One process; see rank_read.h.
 */
#include "rank_read.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program_elf.h"
#include "rank_command.h"

#define RANK "OMPI_COMM_WORLD_RANK"
#define SIZE "OMPI_COMM_WORLD_SIZE"
#define JOB "PMIX_NAMESPACE"

/* What libmosix-coop does with the lock of a rank that had to start at home. */
#define HOME "MOSIX_COOP_HOME"
#define HOME_UNLOCK "unlock"

/* A process that is so young may not be known to mosps yet. */
#define STARTING_S 2

/* A process of MOSIX 4 is two: mosrun, and its child that it traces [real]. */
struct pair {
    const struct process *outer;
    const struct process *inner; /* the same where there is one only */
};

static long read_number(const char *text)
{
    char *end;
    long number;

    if (text == NULL || text[0] < '0' || text[0] > '9') {
        return -1;
    }
    errno = 0;
    number = strtol(text, &end, 10);
    return errno == 0 && (*end == '\0' || *end == '\n') ? number : -1;
}

/* Open MPI 4.1 has numbers, of which it writes the two halves. */
static void name_job(const char *text, char job[RANK_JOB_SIZE])
{
    long number = read_number(text);

    if (number < 0 || number > (long) UINT32_MAX) {
        snprintf(job, RANK_JOB_SIZE, "%s", text);
    } else {
        snprintf(job, RANK_JOB_SIZE, "%ld,%ld", number >> 16, number & 0xffff);
    }
}

static bool is_daemon(const struct process *process)
{
    static const char *const names[] = {"mpirun", "mpiexec", "orterun", "orted",
                                        "prte",   "prted",   "prterun"};

    for (size_t i = 0; process != NULL && i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(process->name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The first number behind a name in the file status of a process, or -1. */
static long status_number(const char *proc, pid_t pid, const char *name)
{
    const char *at;
    long number = -1;
    size_t size;
    char *text;

    if (process_file_read(proc, pid, "status", &text, &size) == 0) {
        at = strstr(text, name);
        number = at != NULL ? strtol(at + strlen(name), NULL, 10) : -1;
        free(text);
    }
    return number;
}

static bool is_traced_by(const char *proc, pid_t pid, pid_t tracer)
{
    return status_number(proc, pid, "TracerPid:") == tracer;
}

/* The traced child; where none is traced, the first one; otherwise mosrun itself. */
static const struct process *find_inner(const char *proc, const struct process_table *processes,
                                        const struct process *outer)
{
    const struct process *first = NULL;

    for (size_t i = 0; i < processes->count; i++) {
        const struct process *process = &processes->list[i];

        if (process->parent != outer->pid) {
            continue;
        }
        if (is_traced_by(proc, process->pid, outer->pid)) {
            return process;
        }
        first = first == NULL ? process : first;
    }
    return first != NULL ? first : outer;
}

static void take_home(const char *home, struct rank *rank)
{
    if (home != NULL && strcmp(home, HOME_UNLOCK) == 0 && rank->lock == RANK_LOCKED) {
        rank->lock = RANK_UNLOCKED;
    }
}

/* Takes apart what stands in the command line: rank, size, job, home. */
static void read_identity(const char *text, struct rank *rank)
{
    char copy[256];
    char *parts[4] = {"", "", "", ""};
    char *rest = copy;

    snprintf(copy, sizeof(copy), "%s", text);
    for (size_t i = 0; rest != NULL && i < sizeof(parts) / sizeof(parts[0]); i++) {
        parts[i] = strsep(&rest, "/");
    }
    rank->number = read_number(parts[0]);
    rank->size = read_number(parts[1]);
    name_job(parts[2], rank->job);
    take_home(parts[3], rank);
}

/* Returns 1 for a rank, 0 for none, -EACCES where that cannot be read. */
static int read_environment(const char *proc, pid_t pid, struct rank *rank)
{
    const char *value;
    size_t size;
    char *block;
    int rc = process_file_read(proc, pid, "environ", &block, &size);

    if (rc < 0) {
        return rc == -EACCES || rc == -EPERM ? -EACCES : 0;
    }
    rank->number = read_number(process_variable(block, size, RANK));
    rank->size = read_number(process_variable(block, size, SIZE));
    value = process_variable(block, size, JOB);
    if (value != NULL) {
        name_job(value, rank->job);
    }
    take_home(process_variable(block, size, HOME), rank);
    free(block);
    return rank->number >= 0;
}

/* Whether it is a rank; what only root may read is taken from who started it. */
static bool is_rank(const struct rank_source *source, const struct process_table *processes,
                    const struct pair *pair, struct rank *rank, size_t *unreadable)
{
    int rc;

    if (rank->number >= 0) {
        return true;
    }
    rc = read_environment(source->proc, pair->outer->pid, rank);
    if (rc <= 0 && pair->inner != pair->outer) {
        int inner = read_environment(source->proc, pair->inner->pid, rank);

        rc = inner > 0 ? inner : rc;
    }
    if (rc == -EACCES && is_daemon(process_table_find(processes, pair->outer->parent))) {
        ++*unreadable;
        rank->lock = rank->lock == RANK_LOCKED ? RANK_LOCK_UNKNOWN : rank->lock;
        return true;
    }
    return rc > 0;
}

/* Seconds for which a process stood in the queue for a processor; 0 where the kernel does not tell.
 */
static double read_queued(const char *proc, pid_t pid)
{
    unsigned long long nanoseconds = 0;
    size_t size;
    char *text;

    if (process_file_read(proc, pid, "schedstat", &text, &size) == 0) {
        (void) sscanf(text, "%*u %llu", &nanoseconds);
        free(text);
    }
    return (double) nanoseconds / 1e9;
}

static void read_times(const char *proc, const struct pair *pair, struct rank *rank)
{
    double second = (double) sysconf(_SC_CLK_TCK);
    unsigned long long ticks = pair->inner->ticks;
    size_t size;
    char *text;

    ticks += pair->outer != pair->inner ? pair->outer->ticks : 0;
    rank->cpu = (double) ticks / second;
    rank->queued = read_queued(proc, pair->inner->pid);
    if (process_top_read(proc, "uptime", &text, &size) == 0) {
        double age = strtod(text, NULL) - (double) pair->outer->start / second;

        rank->age = age > 0 ? age : 0;
        free(text);
    }
}

/* Whether MOSIX can move the program, by its file. */
static void read_program(const struct rank_source *source, const struct pair *pair,
                         struct rank *rank)
{
    struct program_elf elf;
    char path[PATH_MAX];
    int fd;

    if (!source->is_live) {
        return;
    }
    snprintf(path, sizeof(path), "%s/%ld/exe", source->proc, (long) pair->inner->pid);
    fd = pair->inner != pair->outer ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : -1;
    if (fd < 0 && rank->path[0] == '/') {
        fd = open(rank->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    }
    if (fd >= 0) {
        rank->immovable = program_elf_read(fd, &elf) == 0 && elf.native && elf.immovable;
        close(fd);
    }
}

static void read_mailbox(const char *proc, const struct pair *pair, struct rank *rank)
{
    size_t size;
    char *text;

    if (process_file_read(proc, pair->inner->pid, "maps", &text, &size) == 0) {
        rank->has_mailbox = strstr(text, "/mca_btl_mosix.so") != NULL;
        free(text);
    }
}

/* All that is left to know of a rank. */
static void read_rest(const struct rank_source *source, const struct pair *pair, struct rank *rank)
{
    rank->program = pair->inner->pid;
    rank->state = pair->inner->state;
    /* Of what runs elsewhere only a stub is here [real]. */
    rank->memory = pair->inner->pages > 0 && !rank_is_away(rank)
                       ? (long long) pair->inner->pages * sysconf(_SC_PAGESIZE) / 1024
                       : -1;
    read_times(source->proc, pair, rank);
    read_program(source, pair, rank);
    if (rank->checkpoints) {
        read_mailbox(source->proc, pair, rank);
    }
}

/* Returns whether it is a process of mosrun. */
static bool read_command(const char *proc, pid_t pid, struct rank *rank)
{
    struct rank_command command;
    size_t size;
    char *block;
    int rc = process_file_read(proc, pid, "cmdline", &block, &size);

    if (rc == 0) {
        rc = rank_command_read(block, size, &command);
        rank->lock = command.locked ? RANK_LOCKED : RANK_UNLOCKED;
        rank->checkpoints = command.checkpoints;
        rank->needs = command.memory;
        snprintf(rank->path, sizeof(rank->path), "%s", rc == 0 ? command.program : block);
        if (rc == 0 && command.identity != NULL) {
            read_identity(command.identity, rank);
        }
        free(block);
    }
    return rc == 0;
}

static int append_rank(const struct rank_source *source, const struct process_table *processes,
                       const struct pair *pair, struct rank *rank, struct rank_list *ranks)
{
    if (!is_rank(source, processes, pair, rank, &ranks->unreadable)) {
        return 0;
    }
    read_rest(source, pair, rank);
    return rank_list_append(ranks, rank);
}

/* A file of MOSIX of 2009 in a process's directory, without its newline. Returns whether it is
 * there. */
static bool read_old(const char *proc, pid_t pid, const char *name, char *value, size_t room)
{
    size_t size;
    char *text;

    if (process_file_read(proc, pid, name, &text, &size) < 0) {
        return false;
    }
    text[strcspn(text, "\n")] = '\0';
    snprintf(value, room, "%s", text);
    free(text);
    return true;
}

/* 0 stands for the node itself [seen]. */
static void read_old_place(const char *proc, pid_t pid, const char *name,
                           char place[MOSPS_PLACE_SIZE])
{
    if (read_old(proc, pid, name, place, MOSPS_PLACE_SIZE) && strcmp(place, "0") == 0) {
        snprintf(place, MOSPS_PLACE_SIZE, "here");
    }
}

/* What these files say of why it stays, and how often it moved. */
static void read_old_files(const char *proc, pid_t pid, struct rank *rank)
{
    char value[32] = "";

    (void) read_old(proc, pid, "cantmove", rank->obstacle, sizeof(rank->obstacle));
    if (read_old(proc, pid, "lock", value, sizeof(value))) {
        rank->is_2009 = true;
        rank->lock = strcmp(value, "0") == 0 ? RANK_UNLOCKED : RANK_LOCKED;
    }
    if (read_old(proc, pid, "freezer", value, sizeof(value)) && read_number(value) > 0) {
        rank->frozen = true;
    }
    if (rank->moves < 0 && read_old(proc, pid, "nmigs", value, sizeof(value))) {
        rank->moves = read_number(value);
    }
}

int rank_read_listed(const struct rank_source *source, const struct process_table *processes,
                     const struct mosps_line *shown, struct rank_list *ranks)
{
    struct rank rank = {.pid = shown->pid, .number = -1, .size = -1, .age = -1};
    struct pair pair = {.outer = process_table_find(processes, shown->pid)};

    if (pair.outer == NULL) {
        return 0;
    }
    rank.frozen = shown->frozen;
    rank.moves = shown->moves;
    snprintf(rank.where, sizeof(rank.where), "%s", shown->where);
    snprintf(rank.home, sizeof(rank.home), "%s", shown->from);
    pair.inner = read_command(source->proc, shown->pid, &rank)
                     ? find_inner(source->proc, processes, pair.outer)
                     : pair.outer;
    read_old_files(source->proc, shown->pid, &rank);
    return append_rank(source, processes, &pair, &rank, ranks);
}

static bool is_same_file(const char *path, const char *other)
{
    struct stat a;
    struct stat b;

    return stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/* Whether two programs are in the same directory, perhaps by other names of it. */
static bool are_together(const char *program, const char *other)
{
    char first[PATH_MAX];
    char second[PATH_MAX];

    snprintf(first, sizeof(first), "%.*s", (int) (strrchr(program, '/') - program + 1), program);
    snprintf(second, sizeof(second), "%.*s", (int) (strrchr(other, '/') - other + 1), other);
    return is_same_file(first, second);
}

/* Whether a process is of a container, or of another host of the emulator. */
static bool is_elsewhere(const struct rank_source *source, pid_t pid)
{
    char path[64];

    snprintf(path, sizeof(path), "/proc/%ld/ns/net", (long) pid);
    return source->is_live && access(path, R_OK) == 0 && !is_same_file(path, "/proc/self/ns/net");
}

/* Whether the MOSIX of this host runs it, and it belongs to the user. What cannot be looked at may
 * be so: mosrun is setuid. */
static bool is_ours(const struct rank_source *source, const struct pair *pair)
{
    size_t size;
    char *block;
    bool is = true;

    if (source->user != 0 &&
        status_number(source->proc, pair->outer->pid, "Uid:") != source->user &&
        status_number(source->proc, pair->inner->pid, "Uid:") != source->user) {
        return false;
    }
    if (!source->is_live) {
        return true;
    }
    if (source->mosrun != NULL &&
        process_file_read(source->proc, pair->outer->pid, "cmdline", &block, &size) == 0) {
        is = block[0] != '/' || are_together(block, source->mosrun);
        free(block);
    }
    return is;
}

int rank_read_moving(const struct rank_source *source, const struct process_table *processes,
                     const struct process *process, struct rank_list *ranks)
{
    struct rank rank = {.pid = process->pid,
                        .number = -1,
                        .size = -1,
                        .moves = -1,
                        .age = -1,
                        .where = RANK_MOVING,
                        .home = "here"};
    struct pair pair = {process, process};
    int rc;

    if (rank_list_has(ranks, process->pid) || process->state == 'Z' ||
        (!is_daemon(process_table_find(processes, process->parent)) &&
         !rank_list_has(ranks, process->parent)) ||
        !read_command(source->proc, process->pid, &rank) || rank.number < 0) {
        return 0;
    }
    pair.inner = find_inner(source->proc, processes, process);
    if (!is_ours(source, &pair) || is_elsewhere(source, process->pid)) {
        return 0;
    }
    rc = append_rank(source, processes, &pair, &rank, ranks);
    if (rc == 0 && ranks->list[ranks->count - 1].age < STARTING_S) {
        snprintf(ranks->list[ranks->count - 1].where, MOSPS_PLACE_SIZE, "starting");
    }
    return rc;
}

int rank_read_process(const struct rank_source *source, const struct process_table *processes,
                      const struct process *process, struct rank_list *ranks)
{
    struct rank rank = {.pid = process->pid, .number = -1, .size = -1, .moves = -1, .age = -1};
    struct pair pair = {process, process};

    read_old_place(source->proc, process->pid, "where", rank.where);
    if (rank.where[0] == '\0') {
        if (!read_command(source->proc, process->pid, &rank) ||
            is_elsewhere(source, process->pid)) {
            return 0;
        }
        pair.inner = find_inner(source->proc, processes, process);
    } else {
        (void) read_command(source->proc, process->pid, &rank);
        rank.is_2009 = true;
        read_old_place(source->proc, process->pid, "from", rank.home);
        read_old_files(source->proc, process->pid, &rank);
    }
    if (rank.home[0] == '\0') {
        snprintf(rank.home, sizeof(rank.home), "here");
    }
    return append_rank(source, processes, &pair, &rank, ranks);
}
