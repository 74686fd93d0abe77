/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the files of the MOSIX BTL share: component, module and fragments.
 *
 * Locks: module.lock guards endpoints, their queues, the open send boxes and the list of endpoints
 * with something queued; module.receive_lock guards the mailbox, the sequence numbers and the
 * registered memory; module.wait_lock guards what is known of waiting. None is held while a
 * callback of the upper layer runs or the rank sleeps, and none is taken inside another, but for
 * module.lock inside module.receive_lock.
 */
#ifndef BTL_MOSIX_H
#define BTL_MOSIX_H

#include <stdatomic.h>

#include "btl_mosix_compat.h"

#include "mosix_box.h"
#include "mosix_failure.h"
#include "mosix_first.h"
#include "mosix_frame.h"
#include "mosix_idle.h"
#include "mosix_life.h"
#include "mosix_pace.h"
#include "mosix_record.h"
#include "mosix_regions.h"
#include "mosix_sendq.h"
#include "mosix_streams.h"
#include "mosix_tunables.h"
#include "mosix_wait.h"

#define BTL_MOSIX_HELP "help-mpi-btl-mosix.txt"

/* Why a message that arrived was not delivered. */
enum btl_mosix_drop {
    BTL_MOSIX_DROP_FOREIGN, /* no header of ours, or another version's */
    BTL_MOSIX_DROP_FORGED,  /* another cookie than this rank's */
    BTL_MOSIX_DROP_REPLAY,  /* was delivered before */
    BTL_MOSIX_DROP_TAG,     /* for an upper layer that does not exist */
    BTL_MOSIX_DROP_COUNT
};

struct mca_btl_mosix_component_t {
    mca_btl_base_component_3_0_0_t super;
    /* the parameters */
    char *root;               /* where MOSIX's files are */
    char *channel;            /* kind of send boxes: mbox or ubox */
    bool nonblocking_mailbox; /* use a mailbox that never blocks */
    char *wait;               /* how a rank waits: auto, spin or block */
    struct mosix_numbers numbers;
};
typedef struct mca_btl_mosix_component_t mca_btl_mosix_component_t;

/* What ends this rank's sleep. */
struct btl_mosix_waking {
    const struct mosix_idle *idle; /* of the library of threads; NULL without it */
    bool is_armed;                 /* each message sends a signal */
    bool is_refused;               /* the program needs that signal, or MOSIX refuses it */
    bool has_others;               /* there are BTLs of which nothing is known */
    bool has_looked;               /* ... has_others is valid */
};

struct mca_btl_mosix_module_t {
    mca_btl_base_module_t super;
    mca_btl_base_module_error_cb_fn_t error_cb;

    struct mosix_rank_address self; /* what this rank publishes */
    uint32_t architecture;          /* of this rank, as published */
    int mailbox;                    /* descriptor of this rank's mailbox, or below 0 */
    bool must_probe;                /* reading an empty mailbox would block */

    opal_mutex_t lock;
    opal_list_t endpoints;
    struct mosix_sendq pending; /* endpoints with something queued, through their pending_link */
    atomic_bool has_pending;    /* whether there are any; read without the lock */
    struct mca_btl_base_endpoint_t *open[MOSIX_BOX_OPEN_MAX];
    unsigned int open_count;
    uint32_t clock;                /* counts writes; tells which send box was used least recently */
    uint32_t next_stream;          /* number of the next endpoint's stream */
    struct mosix_first *firsts;    /* of each peer that has not answered its one */
    atomic_bool has_firsts;        /* whether there are any; read without the lock */
    uint32_t answers_due;          /* first messages written whose answer has not come */
    _Atomic uint64_t first_looked; /* at them, in ticks */

    opal_mutex_t receive_lock;
    struct mosix_streams streams;
    struct mosix_regions regions;
    opal_free_list_t buffers;
    uint64_t dropped[BTL_MOSIX_DROP_COUNT];
    bool has_dropped; /* at least one, which was reported */
    uint64_t lives;   /* peers have asked so often whether this rank is there */

    opal_mutex_t wait_lock; /* of the next three */
    struct mosix_wait wait;
    struct mosix_pace pace;
    struct btl_mosix_waking waking;

    atomic_flag is_asking; /* guards the next four */
    struct mosix_life life;
    uint32_t rank_count; /* of this job; 0: not known */
    struct btl_mosix_rank *ranks;
    uint32_t spins; /* looks of a rank that never sleeps */

    opal_free_list_t small; /* fragments whose payload stays in the user's buffer */
    opal_free_list_t eager;
    opal_free_list_t max;
};
typedef struct mca_btl_mosix_module_t mca_btl_mosix_module_t;

/* Open MPI finds the component by this name. It is the only symbol that the DSO exports. */
__attribute__((visibility("default"))) extern mca_btl_mosix_component_t mca_btl_mosix_component;

/* There is one mailbox in a process, and so one module. */
extern mca_btl_mosix_module_t mca_btl_mosix_module;

#endif
