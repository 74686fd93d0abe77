/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Keeping what was said last; see mosrun_tail.h.
 */
#include "mosrun_tail.h"

#include <string.h>

#define TOO_LONG (MOSRUN_TAIL_LINE + 1)

/* A message of MOSIX is shown again, so control characters become blanks. */
static void keep(struct mosrun_tail *tail)
{
    for (size_t i = 0; i < tail->used; i++) {
        unsigned char byte = (unsigned char) tail->line[i];

        tail->said[i] = (char) (byte < ' ' || byte >= 127 ? ' ' : byte);
    }
    tail->said[tail->used] = '\0';
}

static void end_line(struct mosrun_tail *tail)
{
    struct mosrun_end end;

    if (tail->used == TOO_LONG) {
        tail->said[0] = '\0';
    } else if (mosrun_end_read(tail->line, tail->used, &end)) {
        tail->end = end;
        keep(tail);
    } else if (tail->used > 0) {
        tail->said[0] = '\0';
    }
    tail->used = 0;
}

void mosrun_tail_feed(struct mosrun_tail *tail, const char *data, size_t size)
{
    while (size > 0) {
        const char *newline = memchr(data, '\n', size);
        size_t length = newline != NULL ? (size_t) (newline - data) : size;

        if (tail->used == TOO_LONG || length > MOSRUN_TAIL_LINE - tail->used) {
            tail->used = TOO_LONG;
        } else {
            memcpy(tail->line + tail->used, data, length);
            tail->used += length;
        }
        if (newline == NULL) {
            return;
        }
        end_line(tail);
        data += length + 1;
        size -= length + 1;
    }
}

bool mosrun_tail_is_final(const struct mosrun_tail *tail, bool deadly)
{
    return tail->said[0] != '\0' && tail->used == 0 && mosrun_end_is_final(&tail->end, deadly);
}
