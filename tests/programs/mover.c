/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * No MPI program: moves all processes of the emulator's mosrun, from the first moment that they are
 * there, to other nodes at random, as mosmigrate does, but faster than a script can. Arguments: the
 * path of mosrun; how many moves; milliseconds between two of them. Ends after so many moves or at
 * SIGTERM, and says how many there were, and of how many processes.
 */
#include "places.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define TABLES_MAX 4096
#define PATH_SIZE 4096

/* How often, in moves, new processes are looked for. */
#define LOOK_AGAIN 4

static struct places *tables[TABLES_MAX];
static int count;
static volatile sig_atomic_t ends;

static void end(int number)
{
    (void) number;
    ends = 1;
}

static int is_known(pid_t keeper)
{
    for (int i = 0; i < count; i++) {
        if (tables[i]->keeper == keeper) {
            return 1;
        }
    }
    return 0;
}

static void map(pid_t keeper)
{
    char path[64];
    void *table;
    int fd;

    snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int) keeper, PLACES_DESCRIPTOR);
    fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        return;
    }
    table = lseek(fd, 0, SEEK_END) == (off_t) sizeof(struct places)
                ? mmap(NULL, sizeof(struct places), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)
                : MAP_FAILED;
    close(fd);
    if (table == MAP_FAILED) {
        return;
    }
    /* A child that has not started its program yet has the table, too. */
    if (((struct places *) table)->magic == PLACES_MAGIC &&
        ((struct places *) table)->keeper == keeper) {
        tables[count++] = table;
    } else {
        munmap(table, sizeof(struct places));
    }
}

/* Finds the tables of each MOSRUN that there is. They stay when it ends. */
static void look(const char *mosrun)
{
    DIR *processes = opendir("/proc");
    const struct dirent *entry;

    while (processes != NULL && count < TABLES_MAX && (entry = readdir(processes)) != NULL) {
        pid_t pid = (pid_t) atoi(entry->d_name);
        char path[300];
        char program[PATH_SIZE] = "";

        snprintf(path, sizeof(path), "/proc/%s/exe", entry->d_name);
        if (pid > 0 && !is_known(pid) && readlink(path, program, sizeof(program) - 1) > 0 &&
            strcmp(program, mosrun) == 0) {
            map(pid);
        }
    }
    if (processes != NULL) {
        closedir(processes);
    }
}

static uint32_t other_node(const struct places *table, uint32_t node)
{
    uint32_t other;

    do {
        other = 1 + (uint32_t) random() % PLACES_NODES;
    } while (other == node || table->addresses[other] == 0);
    return other;
}

/* Moves one process, chosen at random. False: there is none that does not move already. */
static int move_one(void)
{
    int first = count > 0 ? (int) (random() % count) : 0;

    for (int i = 0; i < count; i++) {
        struct places *table = tables[(first + i) % count];

        for (int j = 0; j < PLACES_PROCESSES; j++) {
            struct place *place = &table->processes[j];

            if (atomic_load(&place->pid) > 0 && atomic_load(&place->request) == PLACE_STAY &&
                kill(table->keeper, 0) == 0) {
                atomic_store(&place->request, other_node(table, atomic_load(&place->node)));
                kill(table->keeper, SIGCHLD);
                return 1;
            }
        }
    }
    return 0;
}

/* Those that were made, which may be fewer than were ordered. */
static void report(void)
{
    unsigned long moves = 0;
    int processes = 0;

    for (int i = 0; i < count; i++) {
        unsigned long before = moves;

        for (int j = 0; j < PLACES_PROCESSES; j++) {
            moves += atomic_load(&tables[i]->processes[j].moves);
        }
        processes += moves > before;
    }
    printf("mover: %lu moves, %d processes of mosrun\n", moves, processes);
}

int main(int argc, char **argv)
{
    long most = argc == 4 ? atol(argv[2]) : 0;
    int pause_ms = argc == 4 ? atoi(argv[3]) : -1;

    if (most <= 0 || pause_ms < 0) {
        fprintf(stderr, "usage: mover MOSRUN MOVES MILLISECONDS\n");
        return 2;
    }
    signal(SIGTERM, end);
    srandom(17);
    for (long done = 0, turn = 0; done < most && !ends; turn++) {
        if (turn % LOOK_AGAIN == 0) {
            look(argv[1]);
        }
        done += move_one();
        poll(NULL, 0, pause_ms);
    }
    /* The last ones are on their way. */
    poll(NULL, 0, ends ? 0 : 500);
    report();
    return 0;
}
