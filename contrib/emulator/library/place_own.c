/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where this process runs; see place_own.h.
 */
#include "place_own.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "box_home.h"
#include "call_table.h"
#include "env_names.h"
#include "raw_call.h"

/* How long a process that moves itself waits for that, in looks a millisecond apart. MOSIX takes up
 * to ten seconds [real]. */
#define LOOKS_MAX 15000

static struct {
    struct places *table;
    struct place *row;
} own;

/* Where the filters of MOSIX's discipline let shared memory pass: see CALL_OWN_ADDRESS. */
struct places *place_own_map(int32_t keeper)
{
    char path[48];
    struct stat status;
    long at = -1;
    int fd;

    (void) snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int) keeper, PLACES_DESCRIPTOR);
    fd = (int) raw_call(SYS_openat, AT_FDCWD, (long) path, O_RDWR | O_CLOEXEC, 0, 0, 0);
    if (fd < 0) {
        return NULL;
    }
    if (raw_call(SYS_fstat, fd, (long) &status, 0, 0, 0, 0) == 0 && S_ISREG(status.st_mode) &&
        status.st_size == (off_t) sizeof(struct places)) {
        at = raw_call(SYS_mmap, CALL_OWN_ADDRESS, (long) sizeof(struct places),
                      PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    }
    raw_close(fd);
    if (at < 0 && at >= -RAW_ERROR_MAX) {
        return NULL;
    }
    if (((struct places *) at)->magic != PLACES_MAGIC || ((struct places *) at)->keeper != keeper) {
        (void) munmap((void *) at, sizeof(struct places));
        return NULL;
    }
    return (struct places *) at;
}

static struct place *find_row(int32_t pid)
{
    for (int i = 0; i < PLACES_PROCESSES; i++) {
        if (atomic_load(&own.table->processes[i].pid) == pid) {
            return &own.table->processes[i];
        }
    }
    return NULL;
}

/* A row that was free, and says what PARENT says, or that the process is at home. */
static struct place *take_row(const struct place *parent)
{
    for (int i = 1; i < PLACES_PROCESSES; i++) {
        struct place *row = &own.table->processes[i];
        int32_t nobody = 0;

        /* A number that no process has, until the row is right. */
        if (atomic_compare_exchange_strong(&row->pid, &nobody, -1)) {
            atomic_store(&row->node, parent != NULL ? atomic_load(&parent->node) : own.table->home);
            atomic_store(&row->lock, parent != NULL ? atomic_load(&parent->lock) : 0);
            atomic_store(&row->moves, 0);
            atomic_store(&row->request, PLACE_STAY);
            atomic_store(&row->pid, box_home.pid);
            return row;
        }
    }
    return NULL;
}

void place_own_start(void)
{
    const char *keeper = getenv(EMULATOR_ENV_PLACES);

    if (keeper == NULL || (own.table = place_own_map((int32_t) strtol(keeper, NULL, 10))) == NULL) {
        return;
    }
    own.row = find_row(box_home.pid);
    if (own.row == NULL) {
        own.row = take_row(NULL);
    }
}

void place_own_forked(void)
{
    if (own.table != NULL) {
        own.row = take_row(own.row);
    }
}

bool place_own_has_table(void)
{
    return own.table != NULL;
}

int32_t place_own_keeper(void)
{
    return own.table != NULL ? own.table->keeper : 0;
}

uint32_t place_own_node(void)
{
    uint32_t node = own.row != NULL ? atomic_load(&own.row->node) : 0;

    return node == 0 || node == own.table->home ? 0 : node;
}

uint32_t place_own_address(void)
{
    uint32_t node = place_own_node();

    return node != 0 && node <= PLACES_NODES ? own.table->addresses[node] : box_home.ip;
}

uint32_t place_own_moves(void)
{
    return own.row != NULL ? atomic_load(&own.row->moves) : 0;
}

void place_own_lock(uint32_t value)
{
    if (own.row != NULL) {
        atomic_store(&own.row->lock, value);
    }
}

uint32_t place_own_number(uint32_t address)
{
    for (uint32_t number = 1; own.table != NULL && number <= PLACES_NODES; number++) {
        if (address != 0 && own.table->addresses[number] == address) {
            return number;
        }
    }
    return 0;
}

bool place_own_has_node(uint32_t number)
{
    return own.table != NULL && number >= 1 && number <= PLACES_NODES &&
           own.table->addresses[number] != 0;
}

void place_own_move(uint32_t number)
{
    if (own.row == NULL) {
        return;
    }
    atomic_store(&own.row->request, number != 0 ? number : own.table->home);
    (void) raw_call(SYS_kill, own.table->keeper, SIGCHLD, 0, 0, 0, 0);
    for (int looks = 0; looks < LOOKS_MAX && atomic_load(&own.row->request) != PLACE_STAY;
         looks++) {
        (void) raw_poll(NULL, 0, 1);
    }
}
