/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The switches of MOSIX 4; see self_values.h.
 */
#include "self_values.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "profile_known.h"
#include "box_home.h"
#include "box_last.h"
#include "box_own.h"
#include "cluster_map.h"
#include "discipline.h"
#include "env_names.h"
#include "path_grammar.h"
#include "place_own.h"

/* Smaller numbers name a node by its place in the map of the cluster [doc4]. */
#define NODE_NUMBERS_END 65536
#define OWN_NODE_NUMBER 1

#define CHECKPOINT_MAX 10000000

/* What may be done with a switch. */
#define READS 1u
#define WRITES 2u
#define EXCHANGES 4u
#define ALL (READS | WRITES | EXCHANGES)

struct self_switch {
    const char *name;
    unsigned int access;
    int32_t most; /* a written value is from 0 to this */
    int32_t initial;
    const char *variable;                       /* of mosrun, holds the first value; NULL = none */
    long (*read)(int flags, unsigned int mode); /* NULL = gives what was written last */
    long (*write)(int32_t value);               /* NULL = is remembered */
};

static long read_sender_pid(int flags, unsigned int mode);
static long read_sender_home(int flags, unsigned int mode);
static long read_sender_location(int flags, unsigned int mode);
static long read_message_length(int flags, unsigned int mode);
static long read_sigmig(int flags, unsigned int mode);
static long read_in_cluster(int flags, unsigned int mode);
static long read_whereami(int flags, unsigned int mode);
static long read_nmigs(int flags, unsigned int mode);
static long write_lock(int32_t value);
static long read_no_file(int flags, unsigned int mode);
static long write_migrate(int32_t value);
static long write_clear(int32_t value);
static long write_no_file(int32_t value);

/* clang-format off */
static const struct self_switch switches[] = {
    [SELF_LOCK] = {"lock", ALL, 1, 0, EMULATOR_ENV_LOCK, NULL, write_lock},
    [SELF_WHEREAMI] = {"whereami", READS, 0, 0, NULL, read_whereami, NULL},
    [SELF_NMIGS] = {"nmigs", READS, 0, 0, NULL, read_nmigs, NULL},
    {"migrate", WRITES, 0, 0, NULL, NULL, write_migrate},
    {"freezable", ALL, 1, 1, NULL, NULL, NULL},
    {"sigmig", ALL, 64, 0, NULL, read_sigmig, NULL},
    {"needmem", ALL, 262143, 0, EMULATOR_ENV_MEMORY, NULL, NULL},
    {"unsupportok", ALL, 2, 0, NULL, NULL, NULL},
    {"clear", WRITES, 0, 0, NULL, NULL, write_clear},
    {"cpujob", ALL, 1, 0, NULL, NULL, NULL},
    {"decayrate", ALL, 10000, 9976, EMULATOR_ENV_DECAY, NULL, NULL},
    {"checkpoint", READS, 0, 1, NULL, NULL, NULL},
    {"checkpointfile", ALL, 0, 0, NULL, read_no_file, write_no_file},
    {"checkpointlimit", ALL, CHECKPOINT_MAX, 0, NULL, NULL, NULL},
    {"checkpointinterval", ALL, CHECKPOINT_MAX, 0, NULL, NULL, NULL},
    {"in_cluster", ALL, 0, 0, NULL, read_in_cluster, write_no_file},
    {"sender_pid", READS, 0, 0, NULL, read_sender_pid, NULL},
    {"sender_home", READS, 0, 0, NULL, read_sender_home, NULL},
    {"sender_location", READS, 0, 0, NULL, read_sender_location, NULL},
    {"message_length", READS, 0, 0, NULL, read_message_length, NULL},
};
/* clang-format on */

#define COUNT (sizeof(switches) / sizeof(switches[0]))

static _Atomic int32_t values[COUNT];

/* Without a map of the cluster the home is its only node. */
static uint32_t own_number(void)
{
    uint32_t number = cluster_number(box_home.ip);

    return number != 0 ? number : OWN_NODE_NUMBER;
}

static struct mail_info last_message(void)
{
    struct mail_info last;

    box_last_get(&last);
    return last;
}

static long read_sender_pid(int flags, unsigned int mode)
{
    (void) flags, (void) mode;
    return last_message().pid;
}

static long read_sender_home(int flags, unsigned int mode)
{
    (void) flags, (void) mode;
    return (int32_t) last_message().home;
}

/* Where the sender ran when it wrote, as an address also at home [real]. */
static long read_sender_location(int flags, unsigned int mode)
{
    struct mail_info last = last_message();

    (void) flags, (void) mode;
    return (int32_t) (last.location != 0 ? last.location : last.home);
}

static long read_whereami(int flags, unsigned int mode)
{
    (void) flags, (void) mode;
    return self_value(SELF_WHEREAMI);
}

static long read_nmigs(int flags, unsigned int mode)
{
    (void) flags, (void) mode;
    return self_value(SELF_NMIGS);
}

static long write_lock(int32_t value)
{
    return self_value_lock((uint32_t) value) ? 0 : -(long) known(KNOWN_SELF_BAD_VALUE);
}

static long read_message_length(int flags, unsigned int mode)
{
    (void) flags, (void) mode;
    return last_message().length;
}

/* MOSIX gives 1 whatever was written. */
static long read_sigmig(int flags, unsigned int mode)
{
    (void) flags, (void) mode;
    return 1;
}

/* Whether the node with this number or address belongs to the cluster. */
static long read_in_cluster(int flags, unsigned int mode)
{
    if ((flags & O_CREAT) == 0) {
        return 0;
    }
    if (place_own_has_table()) {
        return place_own_has_node(mode < NODE_NUMBERS_END ? mode : place_own_number(mode));
    }
    if (mode < NODE_NUMBERS_END) {
        return mode == own_number() || cluster_address(mode) != 0;
    }
    return cluster_has(mode, box_home.ip);
}

static long read_no_file(int flags, unsigned int mode)
{
    (void) flags, (void) mode;
    return -EBADF;
}

static long write_no_file(int32_t value)
{
    (void) value;
    return -EBADF;
}

static long write_clear(int32_t value)
{
    (void) value;
    return 0;
}

static long write_migrate(int32_t value)
{
    uint32_t node = (uint32_t) value;

    if (value < 0 && value >= -NODE_NUMBERS_END) {
        return -(long) known(KNOWN_SELF_BAD_VALUE);
    }
    if (place_own_has_node(node)) {
        place_own_move(node);
        return 0;
    }
    node = !place_own_has_table() && node == own_number() ? 0 : node;
    if (node != 0 && node < NODE_NUMBERS_END) {
        return -(long) known(KNOWN_SELF_BAD_VALUE);
    }
    return self_value_migrate(node) ? 0 : -(long) known(KNOWN_SELF_UNKNOWN_NODE);
}

int32_t self_value(enum self_key key)
{
    if (place_own_has_table() && key == SELF_WHEREAMI) {
        return (int32_t) place_own_node();
    }
    if (place_own_has_table() && key == SELF_NMIGS) {
        return (int32_t) place_own_moves();
    }
    return atomic_load(&values[key]);
}

bool self_value_lock(uint32_t value)
{
    if (value > (uint32_t) switches[SELF_LOCK].most) {
        return false;
    }
    atomic_store(&values[SELF_LOCK], (int32_t) value);
    place_own_lock(value);
    return true;
}

bool self_value_migrate(uint32_t node)
{
    int32_t there = (int32_t) (node == box_home.ip ? 0 : node);

    if (place_own_has_table()) {
        if (node != 0 && place_own_number(node) == 0) {
            return false;
        }
        place_own_move(place_own_number(node));
        return true;
    }
    if (!cluster_has(node, box_home.ip)) {
        return false;
    }
    if (atomic_exchange(&values[SELF_WHEREAMI], there) != there) {
        atomic_fetch_add(&values[SELF_NMIGS], 1);
        box_own_migrated(there != 0);
    }
    return true;
}

/* The index of the switch NAME, or -1. */
static int find(const char *name)
{
    for (size_t i = 0; i < COUNT; i++) {
        if (strcmp(switches[i].name, name) == 0) {
            return (int) i;
        }
    }
    return -1;
}

/* mosrun writes only valid numbers; the switch ignores anything else. */
void self_values_start(void)
{
    const char *word = getenv(EMULATOR_ENV_SYSCALLS);
    enum discipline_mode mode = DISCIPLINE_MODE_KILL;

    for (size_t i = 0; i < COUNT; i++) {
        const char *text = switches[i].variable != NULL ? getenv(switches[i].variable) : NULL;
        long value = text != NULL ? strtol(text, NULL, 10) : switches[i].initial;

        if (value < 0 || (text != NULL && value > switches[i].most)) {
            value = switches[i].initial;
        }
        atomic_store(&values[i], (int32_t) value);
    }
    if (word != NULL && discipline_mode_parse(word, &mode) == 0) {
        atomic_store(&values[find("unsupportok")], (int32_t) mode);
    }
}

static long read_switch(int index, int flags, unsigned int mode)
{
    const struct self_switch *self = &switches[index];

    return self->read != NULL ? self->read(flags, mode) : atomic_load(&values[index]);
}

static long write_switch(int index, int32_t value)
{
    const struct self_switch *self = &switches[index];

    if (self->write != NULL) {
        return self->write(value);
    }
    if (value < 0 || value > self->most) {
        return -(long) known(KNOWN_SELF_BAD_VALUE);
    }
    atomic_store(&values[index], value);
    return 0;
}

bool self_value_open(const char *name, int flags, unsigned int mode, long *answer)
{
    static const unsigned int wanted[] = {
        [O_RDONLY] = READS, [O_WRONLY] = WRITES, [O_RDWR] = EXCHANGES, [O_ACCMODE] = 0};
    int index = find(name);
    unsigned int access = wanted[flags & O_ACCMODE];
    long before;

    if (index < 0) {
        return false;
    }
    if ((switches[index].access & access) == 0) {
        *answer = -(long) known(KNOWN_SELF_DENIED);
        return true;
    }
    before = access != WRITES ? read_switch(index, flags, mode) : 0;
    *answer = access != READS ? write_switch(index, (int32_t) mode) : 0;
    if (*answer >= 0) {
        *answer = before;
    }
    return true;
}
