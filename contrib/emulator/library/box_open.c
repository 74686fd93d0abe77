/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Opening of boxes; see box_open.h.
 */
#include "box_open.h"

#include "profile_known.h"
#include "box_own.h"
#include "box_send.h"
#include "box_table.h"

int box_open(const struct path_target *target, int flags, unsigned int mode)
{
    int status;

    switch (target->kind) {
    case PATH_MYBOX:
        status = box_own_open(flags, mode);
        return status < 0 ? status : box_mail_fd();
    case PATH_MBOX:
    case PATH_UBOX:
        status = box_send_open(target, flags);
        return status < 0 ? status : box_send_fd(status);
    default:
        return -(int) known(KNOWN_SENDBOX_BAD_PATH);
    }
}
