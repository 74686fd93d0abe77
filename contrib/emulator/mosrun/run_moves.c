/* SPDX-License-Identifier: BSD-3-Clause */
/* Moves of the program and its children; see run_moves.h. */
#include "run_moves.h"

#include "env_names.h"
#include "host_state.h"
#include "places.h"
#include "raw_syscall.h"
#include "say.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct {
    struct places *table; /* NULL: none */
    const struct run_start *start;
    const volatile char *states; /* of hosts; NULL: one node is all there is */
} moves;

/* Mapped, because mosrun closes what it has open. */
static void open_states(const char *cluster)
{
    char path[PATH_MAX];

    void *states = MAP_FAILED;
    int fd;

    if (cluster == NULL) {
        return;
    }
    snprintf(path, sizeof(path), "%s/state", cluster);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        states = mmap(NULL, HOST_STATES_SIZE, PROT_READ, MAP_SHARED, fd, 0);
        close(fd);
    }
    moves.states = states != MAP_FAILED ? states : NULL;
}

int run_moves_start(const struct run_start *start)
{
    void *table;
    int fd;
    int rc;

    if (start->nodes.count < 2) {
        return 0;
    }
    fd = (int) raw_call(SYS_memfd_create, (long) PLACES_NAME, MFD_CLOEXEC, 0, 0, 0, 0);
    if (fd < 0) {
        return fd;
    }
    rc = ftruncate(fd, sizeof(struct places)) < 0 || dup3(fd, PLACES_DESCRIPTOR, O_CLOEXEC) < 0
             ? -errno
             : 0;
    close(fd);
    if (rc < 0) {
        return rc;
    }
    table =
        mmap(NULL, sizeof(struct places), PROT_READ | PROT_WRITE, MAP_SHARED, PLACES_DESCRIPTOR, 0);
    if (table == MAP_FAILED) {
        return -errno;
    }
    moves.start = start;
    moves.table = table;
    moves.table->keeper = getpid();
    moves.table->home = start->nodes.home;
    for (int i = 1; i <= PLACES_NODES; i++) {
        moves.table->addresses[i] = start->nodes.addresses[i];
    }
    moves.table->magic = PLACES_MAGIC;
    open_states(start->cluster);
    return 0;
}

int run_moves_descriptor(void)
{
    return moves.table != NULL ? PLACES_DESCRIPTOR : -1;
}

/* Whether NODE is another host, and has lost its power. Asked at each stop of a process. */
static bool is_lost(uint32_t node)
{
    return moves.states != NULL && node != moves.table->home && node > 0 && node <= PLACES_NODES &&
           moves.states[node - 1] == HOST_LOST;
}

/* Puts one thread on the processors of NODE: of as many shares as there are processors. */
static void share(pid_t thread, uint32_t node)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    cpu_set_t own;

    CPU_ZERO(&own);
    CPU_SET((node - 1) % (processors > 0 ? (uint32_t) processors : 1), &own);
    (void) raw_call(SYS_sched_setaffinity, thread, sizeof(own), (long) &own, 0, 0, 0);
}

static void share_all(pid_t pid, uint32_t node)
{
    char path[32];
    DIR *threads;
    const struct dirent *entry;

    if (!moves.start->shares) {
        return;
    }
    snprintf(path, sizeof(path), "/proc/%d/task", (int) pid);
    threads = opendir(path);
    while (threads != NULL && (entry = readdir(threads)) != NULL) {
        if (entry->d_name[0] != '.') {
            share((pid_t) atoi(entry->d_name), node);
        }
    }
    if (threads != NULL) {
        closedir(threads);
    }
}

void run_moves_begin(pid_t program)
{
    struct place *place;
    uint32_t node;

    if (moves.table == NULL) {
        return;
    }
    place = &moves.table->processes[0];
    node = moves.start->node;
    atomic_store(&place->node, node);
    /* Who starts elsewhere has moved once [real]. */
    atomic_store(&place->moves, node != moves.table->home ? 1 : 0);
    atomic_store(&place->lock, moves.start->settings.values[RUN_SETTING_LOCK] == 1 ? 1 : 0);
    atomic_store(&place->pid, program);
    share_all(program, node);
}

static struct place *find(pid_t pid)
{
    for (int i = 0; moves.table != NULL && i < PLACES_PROCESSES; i++) {
        if (atomic_load(&moves.table->processes[i].pid) == pid) {
            return &moves.table->processes[i];
        }
    }
    return NULL;
}

void run_moves_look(void)
{
    for (int i = 0; moves.table != NULL && i < PLACES_PROCESSES; i++) {
        const struct place *place = &moves.table->processes[i];
        pid_t pid = atomic_load(&place->pid);

        if (pid > 0 &&
            (atomic_load(&place->request) != PLACE_STAY || is_lost(atomic_load(&place->node)))) {
            (void) raw_call(SYS_ptrace, PTRACE_INTERRUPT, pid, 0, 0, 0, 0);
        }
    }
}

static void pause_for(long microseconds)
{
    struct timespec left = {.tv_sec = microseconds / 1000000,
                            .tv_nsec = microseconds % 1000000 * 1000};

    while (raw_call(SYS_nanosleep, (long) &left, (long) &left, 0, 0, 0, 0) == -EINTR) {
    }
}

/* Whether NODE takes processes of others. */
static bool takes_guests(uint32_t node)
{
    char path[PATH_MAX];

    if (is_lost(node)) {
        return false;
    }
    if (moves.start->settings_directory == NULL) {
        return true;
    }
    snprintf(path, sizeof(path), "%s/%u.block", moves.start->settings_directory, node);
    return access(path, F_OK) < 0;
}

static void move(pid_t pid, struct place *place, uint32_t node)
{
    bool is_home = node == moves.table->home;

    if (node > PLACES_NODES || moves.table->addresses[node] == 0 ||
        node == atomic_load(&place->node) || (!is_home && !takes_guests(node))) {
        return;
    }
    pause_for(moves.start->move_time * 1000);
    atomic_store(&place->node, node);
    atomic_fetch_add(&place->moves, 1);
    share_all(pid, node);
}

enum run_moves_verdict run_moves_stopped(pid_t pid)
{
    struct place *place = find(pid);
    uint32_t request;

    if (place != NULL && is_lost(atomic_load(&place->node))) {
        return RUN_MOVES_LOST;
    }
    while (place != NULL && (request = atomic_load(&place->request)) != PLACE_STAY) {
        if (request == PLACE_FREEZE) {
            say_mosix("No space to freeze");
            return RUN_MOVES_END;
        }
        move(pid, place, request);
        /* Unless another request has come meanwhile. */
        (void) atomic_compare_exchange_strong(&place->request, &request, PLACE_STAY);
    }
    return RUN_MOVES_ON;
}

void run_moves_forget(pid_t pid)
{
    struct place *place = find(pid);

    if (place != NULL) {
        atomic_store(&place->request, PLACE_STAY);
        atomic_store(&place->pid, 0);
    }
}

bool run_moves_are_slow(pid_t pid)
{
    const struct place *place;

    if (moves.table == NULL || moves.start->away_delay == 0) {
        return false;
    }
    place = find(pid);
    return place != NULL && atomic_load(&place->node) != moves.table->home;
}

void run_moves_delay(void)
{
    pause_for(moves.start->away_delay);
}
