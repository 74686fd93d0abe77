/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Asking whether peers are there; see btl_mosix_life.h.
 */
#include "btl_mosix_life.h"

#include <errno.h>
#include <stdlib.h>

#include "mosix_time.h"

#include "btl_mosix_ending.h"
#include "btl_mosix_endpoint.h"
#include "btl_mosix_published.h"
#include "btl_mosix_report.h"
#include "btl_mosix_send.h"
#include "btl_mosix_wait.h"
#include "btl_mosix_write.h"

/* Open MPI's launchers tell every rank how many there are. */
#define RANKS_ENV "OMPI_COMM_WORLD_SIZE"
#define RANKS_MAX (1 << 20)

/* What is known of a rank of this job that has no endpoint, because nothing was sent to it yet. */
enum { STRANGER, KNOWN, WITHOUT_MAILBOX };

struct btl_mosix_rank {
    struct mosix_rank_address address; /* if it is known */
    int state;
};

/* One peer that is to be asked. */
struct asked {
    uint32_t number; /* in the order of asking: ranks of this job, then peers of other jobs */
    opal_process_name_t name;
    struct mosix_rank_address address;
    mca_btl_base_endpoint_t *endpoint; /* or NULL */
};

static uint32_t rank_of(const mca_btl_mosix_module_t *module)
{
    return opal_proc_local_get()->proc_name.vpid < module->rank_count
               ? opal_proc_local_get()->proc_name.vpid
               : UINT32_MAX;
}

void btl_mosix_life_start(mca_btl_mosix_module_t *module)
{
    const struct mosix_numbers *numbers = &mca_btl_mosix_component.numbers;
    const char *text = getenv(RANKS_ENV);
    long count = text != NULL ? strtol(text, NULL, 10) : 0;

    module->rank_count = count > 0 && count <= RANKS_MAX ? (uint32_t) count : 0;
    module->life = (struct mosix_life){
        .interval = (uint32_t) numbers->life_interval * 1000,
        .patience = (uint32_t) numbers->patience * 1000,
        .next = opal_proc_local_get()->proc_name.vpid + 1,
    };
}

void btl_mosix_life_stop(mca_btl_mosix_module_t *module)
{
    module->life.interval = 0;
    free(module->ranks);
    module->ranks = NULL;
}

static bool is_of_this_job(const opal_proc_t *proc)
{
    return proc->proc_name.jobid == opal_proc_local_get()->proc_name.jobid;
}

/* How many peers of other jobs there are. The lock is held. */
static uint32_t count_others(mca_btl_mosix_module_t *module)
{
    mca_btl_base_endpoint_t *endpoint;
    uint32_t count = 0;

    OPAL_LIST_FOREACH(endpoint, &module->endpoints, mca_btl_base_endpoint_t)
    {
        count += !is_of_this_job(endpoint->proc);
    }
    return count;
}

/* The endpoint of the peer with that number, or NULL. The lock is held. */
static mca_btl_base_endpoint_t *find_endpoint(mca_btl_mosix_module_t *module, uint32_t number)
{
    mca_btl_base_endpoint_t *endpoint;
    uint32_t other = module->rank_count;

    OPAL_LIST_FOREACH(endpoint, &module->endpoints, mca_btl_base_endpoint_t)
    {
        if (is_of_this_job(endpoint->proc) ? endpoint->proc->proc_name.vpid == number
                                           : other++ == number) {
            return endpoint;
        }
    }
    return NULL;
}

/*
 * Finds out where a rank of this job is to which nothing was sent yet. That is asked for once,
 * since it may take a question to the daemon. No lock is held. Returns 0 or -ENOENT.
 */
static int find_stranger(mca_btl_mosix_module_t *module, struct asked *asked)
{
    struct btl_mosix_rank *rank;

    if (asked->number >= module->rank_count) {
        return -ENOENT;
    }
    if (module->ranks == NULL) {
        module->ranks = calloc(module->rank_count, sizeof(*module->ranks));
    }
    if (module->ranks == NULL) {
        return -ENOENT;
    }
    rank = &module->ranks[asked->number];
    if (rank->state == STRANGER) {
        struct mosix_record record;

        rank->state = WITHOUT_MAILBOX;
        if (btl_mosix_published(&asked->name, &record) == 0) {
            rank->state = KNOWN;
            rank->address = record.address;
        }
    }
    asked->address = rank->address;
    return rank->state == KNOWN ? 0 : -ENOENT;
}

/*
 * Asks one peer. Returns 0 or more when that went well, or when there is nobody to ask, or -errno.
 * No lock is held.
 */
static int ask(mca_btl_mosix_module_t *module, struct asked *asked)
{
    int rc = 0;

    OPAL_THREAD_LOCK(&module->lock);
    asked->endpoint = find_endpoint(module, asked->number);
    if (asked->endpoint != NULL && !asked->endpoint->has_failed) {
        asked->address = asked->endpoint->address;
        rc = btl_mosix_write_life(module, &asked->address, asked->endpoint);
    }
    OPAL_THREAD_UNLOCK(&module->lock);
    if (asked->endpoint == NULL && find_stranger(module, asked) == 0) {
        OPAL_THREAD_LOCK(&module->lock);
        rc = btl_mosix_write_life(module, &asked->address, NULL);
        OPAL_THREAD_UNLOCK(&module->lock);
    }
    /* Jobs that are connected may end one after the other. */
    return rc == -ESRCH && (asked->number >= module->rank_count || btl_mosix_is_ending()) ? 0 : rc;
}

/* Ends the job. No lock is held. */
static void give_up(mca_btl_mosix_module_t *module, const struct asked *asked, int error)
{
    if (asked->endpoint != NULL) {
        btl_mosix_send_gone(module, asked->endpoint, error);
        return;
    }
    module->life.interval = 0; /* if that returns, it is not said again */
    btl_mosix_report_peer_gone(module, opal_proc_for_name(asked->name), &asked->address, error);
}

/* Returns whether the job was ended. */
static bool ask_number(mca_btl_mosix_module_t *module, uint32_t number, uint32_t now)
{
    struct asked asked = {
        .number = number,
        .name = {.jobid = opal_proc_local_get()->proc_name.jobid, .vpid = (opal_vpid_t) number}};
    int rc = ask(module, &asked);

    if (mosix_life_judge(&module->life, number, rc, now) != MOSIX_LIFE_GONE) {
        return false;
    }
    give_up(module, &asked, rc);
    return true;
}

static void ask_some(mca_btl_mosix_module_t *module, uint32_t now)
{
    uint32_t count;
    uint32_t self = rank_of(module);

    OPAL_THREAD_LOCK(&module->lock);
    count = module->rank_count + count_others(module);
    OPAL_THREAD_UNLOCK(&module->lock);
    if (module->life.has_suspect && ask_number(module, module->life.suspect, now)) {
        return;
    }
    for (uint32_t left = mosix_life_share(count - (self < count)); left > 0; left--) {
        if (ask_number(module, mosix_life_next(&module->life, count, self), now)) {
            return;
        }
    }
}

void btl_mosix_life_turn(mca_btl_mosix_module_t *module, uint64_t ticks)
{
    uint32_t now;

    if (atomic_flag_test_and_set(&module->is_asking)) {
        return; /* another thread asks, or this one, which waits for the daemon meanwhile */
    }
    now = (uint32_t) mosix_time();
    if (mosix_life_is_due(&module->life, ticks, now, module->wait.has_slept)) {
        ask_some(module, now);
        btl_mosix_wait_ignore(module);
    }
    atomic_flag_clear(&module->is_asking);
}
