/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Set-ups that are broken on purpose: what is done to a node, or to an image of one, in which
 * nothing is wrong, and what `openmpi-mosix doctor` has to say about it.
 */
#ifndef DOCTOR_SETUPS_H
#define DOCTOR_SETUPS_H

#include <stdbool.h>
#include <sys/types.h>

#include "node_finding.h"

enum setup_kind {
    SETUP_NOTHING,
    SETUP_PUT,     /* write text into the file name, with that mode (0: 0644) */
    SETUP_SCRIPT,  /* the program /bin/name prints and does what text, a script, says */
    SETUP_DROP,    /* remove the file name */
    SETUP_GIVE,    /* the file name belongs to another user */
    SETUP_KERNEL,  /* the kernel's release is name */
    SETUP_LIBC,    /* glibc is name */
    SETUP_MACHINE, /* the machine is name */
    SETUP_VERSION, /* Open MPI is name */
    SETUP_RELEASE, /* MOSIX is of the release name */
    SETUP_NATIVE,  /* the launcher does not find MOSIX, and says name */
    SETUP_CLOCK,   /* nobody keeps the clock */
    SETUP_VARIABLE /* name is in the environment */
};

struct setup_step {
    enum setup_kind kind;
    const char *name;
    const char *text;
    mode_t mode;
};

#define SETUP_STEPS_MAX 12

/*
 * what      what is wrong, for the table
 * check     that names it, at that level, and says that
 * also      other checks that are not ok either, because they depend on it: blanks between; or NULL
 * in_root   an image, as with --root
 */
struct setup {
    const char *what;
    const char *check;
    enum node_level level;
    const char *says;
    const char *also;
    bool in_root;
    struct setup_step steps[SETUP_STEPS_MAX];
};

/* Short forms of steps. */
#define PUT(name, text)                                                                            \
    {                                                                                              \
        SETUP_PUT, name, text, 0                                                                   \
    }
#define MODE(name, text, mode)                                                                     \
    {                                                                                              \
        SETUP_PUT, name, text, mode                                                                \
    }
#define SCRIPT(name, text)                                                                         \
    {                                                                                              \
        SETUP_SCRIPT, name, text, 0                                                                \
    }
#define DROP(name)                                                                                 \
    {                                                                                              \
        SETUP_DROP, name, NULL, 0                                                                  \
    }
#define SET(kind, value)                                                                           \
    {                                                                                              \
        kind, value, NULL, 0                                                                       \
    }

#define SECRET "etc/mosix/secret"

/* What is said of nodes that were asked; a test. */
void test_compared(void **state);

/* Each ends with a row whose what is NULL. */
extern const struct setup setups_of_mosix[];
extern const struct setup setups_of_openmpi[];
extern const struct setup setups_in_order[];

#endif
