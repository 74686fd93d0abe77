/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The mailbox of this rank; see btl_mosix_mailbox.h.
 */
#include "btl_mosix_mailbox.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "mosix_random.h"
#include "mosix_self.h"
#include "mosix_time.h"

#include "btl_mosix_params.h"

/* Between two attempts to open a box, and for a message to oneself at least, in milliseconds. */
#define RETRY_INTERVAL 100
#define MESSAGE_PATIENCE 2000

static int64_t patience(void)
{
    return (int64_t) mca_btl_mosix_component.numbers.patience * 1000;
}

/*
 * Opens a mailbox that never blocks, which saves a system call for every message. If MOSIX has no
 * such mailbox, opens an ordinary one. Returns a descriptor or -errno.
 */
static int open_fastest(mca_btl_mosix_module_t *module)
{
    const char *root = mca_btl_mosix_component.root;
    unsigned int flags = (unsigned int) mca_btl_mosix_component.numbers.mailbox_flags;
    int box;

    if (mca_btl_mosix_component.nonblocking_mailbox) {
        box = mosix_box_open_own(root, flags | MOSIX_BOX_NEVER_BLOCKS);
        if (box >= 0 && mosix_box_test_nonblocking(box) == 1) {
            module->must_probe = false;
            return box;
        }
        if (box >= 0) {
            mosix_box_close(box);
        } else if (box == -ENOENT || box == -ENETUNREACH) {
            return box;
        }
    }
    module->must_probe = true;
    return mosix_box_open_own(root, flags);
}

/* The send box to this rank itself. */
static int open_self(mca_btl_mosix_module_t *module)
{
    return mosix_box_open_peer(mca_btl_mosix_component.root, mca_btl_mosix_component.channel, 0,
                               module->self.pid);
}

/* Opens a box, again and again while MOSIX is not ready. Returns a descriptor or -errno. */
static int open_patiently(int (*open_box)(mca_btl_mosix_module_t *), mca_btl_mosix_module_t *module)
{
    int box = open_box(module);
    int64_t end;

    if (box != -ENETUNREACH && box != -EINTR) {
        return box;
    }
    end = mosix_time() + patience();
    while ((box == -ENETUNREACH || box == -EINTR) && mosix_time() < end) {
        mosix_pause(RETRY_INTERVAL);
        box = open_box(module);
    }
    return box;
}

/* Finds out the home node, which the other ranks need to reach this one. Returns 0 or -errno. */
static int find_home(mca_btl_mosix_module_t *module, int send_box)
{
    const struct mosix_self self = {.root = mca_btl_mosix_component.root,
                                    .mailbox = module->mailbox,
                                    .may_block = module->must_probe,
                                    .send_box = send_box,
                                    .token = module->self.cookie};
    int limit = patience() > MESSAGE_PATIENCE ? (int) patience() : MESSAGE_PATIENCE;
    int rc = mosix_self_home(&self, limit, &module->self.home);

    if (rc < 0) {
        opal_show_help(BTL_MOSIX_HELP, "no home address", true, opal_process_info.nodename,
                       rc == -EINVAL ? "MOSIX's answer is not the address of a node"
                                     : strerror(-rc),
                       self.root);
    }
    return rc;
}

/*
 * What depends on a mailbox that is open. If MOSIX refuses writes that do not block, two ranks that
 * write to each other could wait for ever; that is found out here, while tcp can still be used.
 * Returns 0 or -errno.
 */
static int introduce(mca_btl_mosix_module_t *module)
{
    int rc = mosix_random(&module->self.cookie, sizeof(module->self.cookie));
    int send_box;

    if (rc < 0) {
        opal_show_help(BTL_MOSIX_HELP, "no random numbers", true, opal_process_info.nodename,
                       strerror(-rc), -rc);
        return rc;
    }
    module->self.pid = (uint32_t) getpid();
    send_box = open_patiently(open_self, module);
    if (send_box < 0) {
        opal_show_help(BTL_MOSIX_HELP, "send box refused", true, opal_process_info.nodename,
                       strerror(-send_box), -send_box);
        return send_box;
    }
    rc = find_home(module, send_box);
    mosix_box_close(send_box);
    return rc;
}

/* Called in a child after fork(). */
static void give_up(void)
{
    mca_btl_mosix_module.mailbox = -1;
}

static int watch_forks(void)
{
    static bool watches;

    if (!watches && pthread_atfork(NULL, NULL, give_up) != 0) {
        return -ENOMEM;
    }
    watches = true;
    return 0;
}

int btl_mosix_mailbox_open(mca_btl_mosix_module_t *module)
{
    int rc = -EINVAL;

    /* The first attempt tells whether the process is under mosrun; elsewhere nothing is said. */
    module->mailbox = open_fastest(module);
    if (module->mailbox == -ENOENT) {
        return -ENOENT;
    }
    if (btl_mosix_params_check() == OPAL_SUCCESS) {
        if (module->mailbox < 0) {
            module->mailbox = open_patiently(open_fastest, module);
        }
        if (module->mailbox < 0) {
            opal_show_help(BTL_MOSIX_HELP, "mailbox refused", true, opal_process_info.nodename,
                           mca_btl_mosix_component.root, strerror(-module->mailbox),
                           -module->mailbox);
            return module->mailbox;
        }
        rc = introduce(module);
    }
    if (rc == 0) {
        rc = watch_forks();
    }
    if (rc < 0) {
        btl_mosix_mailbox_close(module);
    }
    return rc;
}

int btl_mosix_mailbox_signals(mca_btl_mosix_module_t *module, bool on)
{
    unsigned int flags = (unsigned int) mca_btl_mosix_component.numbers.mailbox_flags;
    int box;

    if (!module->must_probe) {
        flags |= MOSIX_BOX_NEVER_BLOCKS;
    }
    if (on) {
        flags |= MOSIX_BOX_SIGNALS;
    }
    box = mosix_box_open_own(mca_btl_mosix_component.root, flags);
    if (box < 0) {
        return box;
    }
    module->mailbox = box;
    return 0;
}

void btl_mosix_mailbox_close(mca_btl_mosix_module_t *module)
{
    if (module->mailbox >= 0) {
        mosix_box_close(module->mailbox);
    }
    module->mailbox = -1;
}
