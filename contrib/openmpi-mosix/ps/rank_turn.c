/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One order after the other; see rank_turn.h.
 */
#include "rank_turn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define SAFE_MS 2000
#define PATIENCE_MS 5000
#define LOOK_MS 50

static void pause_ms(long ms)
{
    const struct timespec time = {ms / 1000, ms % 1000 * 1000000};

    (void) nanosleep(&time, NULL);
}

void rank_turns_begin(struct rank_turns *turns)
{
    turns->locks = NULL;
    turns->count = 0;
}

static int lock(int fd)
{
    for (long waited = 0; flock(fd, LOCK_EX | LOCK_NB) != 0; waited += LOOK_MS) {
        if (errno != EWOULDBLOCK) {
            return -errno;
        }
        if (waited >= PATIENCE_MS) {
            return -ETIMEDOUT;
        }
        pause_ms(LOOK_MS);
    }
    return 0;
}

int rank_turn_take(struct rank_turns *turns, pid_t pid)
{
    int *larger = realloc(turns->locks, (turns->count + 1) * sizeof(*larger));
    char path[32];
    int fd;
    int rc;

    if (larger == NULL) {
        return -ENOMEM;
    }
    turns->locks = larger;
    snprintf(path, sizeof(path), "/proc/%ld", (long) pid);
    fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return -errno;
    }
    rc = lock(fd);
    if (rc < 0) {
        close(fd);
    } else {
        turns->locks[turns->count++] = fd;
    }
    return rc;
}

void rank_turns_end(struct rank_turns *turns)
{
    if (turns->count > 0) {
        pause_ms(SAFE_MS);
    }
    for (size_t i = 0; i < turns->count; i++) {
        close(turns->locks[i]);
    }
    free(turns->locks);
    rank_turns_begin(turns);
}
