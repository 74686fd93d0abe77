/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Records of other ranks; see btl_mosix_published.h.
 */
#include "btl_mosix_published.h"

#include <errno.h>
#include <stdlib.h>

int btl_mosix_published(const opal_process_name_t *name, struct mosix_record *record)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    int rc;

    if (btl_mosix_compat_modex_recv(&mca_btl_mosix_component.super.btl_version, name, &bytes,
                                    &size) != OPAL_SUCCESS) {
        return -ENOENT;
    }
    rc = mosix_record_decode(bytes, size, record);
    free(bytes);
    return rc < 0 ? -EPROTO : 0;
}
