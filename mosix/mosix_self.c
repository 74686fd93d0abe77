/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The address of this process's home node; see mosix_self.h.
 */
#include "mosix_self.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "mosix_address.h"
#include "mosix_box.h"
#include "mosix_open.h"
#include "mosix_time.h"

#define PAUSE_MS 1

/* Reads one message. Returns 1 for this process's own, 0 for another one, or -errno. */
static int take(const struct mosix_self *self)
{
    uint64_t token[2] = {0, 0};
    const struct iovec part = {token, sizeof(token)};
    ssize_t size;

    if (self->may_block) {
        int waiting = mosix_box_probe(self->mailbox);

        if (waiting <= 0) {
            return waiting < 0 ? waiting : -EAGAIN;
        }
    }
    size = mosix_box_read(self->mailbox, &part, 1);
    if (size < 0) {
        return (int) size;
    }
    return size == sizeof(self->token) && token[0] == self->token;
}

/* Sends a message to this process. Returns 0, -EAGAIN when it is to be tried again, or -errno. */
static int send_token(const struct mosix_self *self)
{
    uint64_t token = self->token;
    const struct iovec part = {&token, sizeof(token)};
    int rc = mosix_box_write(self->send_box, &part, 1);

    /* MOSIX was started some seconds ago. */
    return rc == -ENETUNREACH ? -EAGAIN : rc;
}

/* Sends a message to this process and reads up to it. Returns 0 or -errno. */
static int exchange(const struct mosix_self *self, int patience)
{
    int64_t end = mosix_time() + patience;
    int sent = -EAGAIN;

    do {
        int taken;

        if (sent == -EAGAIN) {
            sent = send_token(self);
            if (sent < 0 && sent != -EAGAIN) {
                return sent;
            }
        }
        taken = take(self);
        if (taken == 1) {
            return 0;
        }
        if (taken == -EAGAIN) {
            mosix_pause(PAUSE_MS);
        } else if (taken < 0) {
            return taken;
        }
    } while (mosix_time() < end);
    return -ETIMEDOUT;
}

int mosix_self_home(const struct mosix_self *self, int patience, uint32_t *home)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof(path), "%s/mosip", self->root);
    int rc;

    if (length < 0 || (size_t) length >= sizeof(path)) {
        return -ENAMETOOLONG;
    }
    rc = mosix_open(path, O_RDONLY | O_CLOEXEC, 0);
    if (rc != -ENOENT) {
        return rc < 0 ? rc : mosix_home_read_from(rc, home);
    }
    rc = exchange(self, patience);
    if (rc == 0) {
        rc = mosix_switch_read("sender_home", home);
    }
    return rc == 0 && !mosix_is_node(*home) ? -EINVAL : rc;
}
