/* SPDX-License-Identifier: BSD-3-Clause */
/* See mosix_first.h. */
#include "mosix_first.h"

#include <stdlib.h>
#include <string.h>

struct mosix_first *mosix_first_keep(const struct iovec *parts, int count, uint32_t now)
{
    struct mosix_first *first;
    size_t size = 0;

    for (int i = 0; i < count; i++) {
        size += parts[i].iov_len;
    }
    first = malloc(sizeof(*first) + size);
    if (first == NULL) {
        return NULL;
    }
    *first = (struct mosix_first){.written = now, .pause = MOSIX_FIRST_PAUSE};
    for (int i = 0; i < count; i++) {
        if (parts[i].iov_len > 0) { /* without bytes there may be no address */
            memcpy(first->message + first->size, parts[i].iov_base, parts[i].iov_len);
            first->size += parts[i].iov_len;
        }
    }
    return first;
}

bool mosix_first_is_due(struct mosix_first *first, uint32_t now)
{
    if (now - first->written < first->pause) {
        return false;
    }
    first->written = now;
    first->pause =
        first->pause < MOSIX_FIRST_PAUSE_MAX / 2 ? 2 * first->pause : MOSIX_FIRST_PAUSE_MAX;
    return true;
}
