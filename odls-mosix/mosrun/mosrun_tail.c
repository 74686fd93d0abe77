/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finding what MOSIX says; see mosrun_tail.h.
 */
#include "mosrun_tail.h"

#include <ctype.h>
#include <string.h>

#define TOO_LONG (MOSRUN_TAIL_LINE + 1)
#define ESCAPE '\033'

/* A message of MOSIX is shown again, so control characters become blanks. */
static void keep(struct mosrun_tail *tail)
{
    for (size_t i = 0; i < tail->used; i++) {
        unsigned char byte = (unsigned char) tail->line[i];

        tail->said[i] = (char) (byte < ' ' || byte >= 127 ? ' ' : byte);
    }
    tail->said[tail->used] = '\0';
}

/* Colours of a terminal, which tools add, stand before and in a line: ESC, [, numbers, a letter. */
static void leave_out_colours(struct mosrun_tail *tail)
{
    size_t used = tail->used;
    size_t at = 0;

    if (memchr(tail->line, ESCAPE, used) == NULL) {
        return;
    }
    tail->used = 0;
    while (at < used) {
        if (tail->line[at] == ESCAPE && at + 1 < used && tail->line[at + 1] == '[') {
            at += 2;
            while (at < used &&
                   (isdigit((unsigned char) tail->line[at]) || tail->line[at] == ';')) {
                at++;
            }
            at += at < used && isalpha((unsigned char) tail->line[at]);
        } else {
            tail->line[tail->used++] = tail->line[at++];
        }
    }
}

static void end_line(struct mosrun_tail *tail)
{
    if (tail->used != TOO_LONG) {
        leave_out_colours(tail);
    }
    if (tail->used != TOO_LONG && mosrun_end_read(tail->line, tail->used, &tail->end)) {
        keep(tail);
    }
    tail->used = 0;
}

size_t mosrun_tail_feed(struct mosrun_tail *tail, const char *data, size_t size)
{
    size_t taken = 0;

    tail->said[0] = '\0';
    while (taken < size && tail->said[0] == '\0') {
        const char *at = data + taken;
        const char *newline = memchr(at, '\n', size - taken);
        size_t length = newline != NULL ? (size_t) (newline - at) : size - taken;

        if (tail->used == TOO_LONG || length > MOSRUN_TAIL_LINE - tail->used) {
            tail->used = TOO_LONG;
        } else {
            memcpy(tail->line + tail->used, at, length);
            tail->used += length;
        }
        taken += length;
        if (newline != NULL) {
            taken++;
            end_line(tail);
        }
    }
    return taken;
}

bool mosrun_tail_is_final(const struct mosrun_tail *tail, bool deadly)
{
    return tail->said[0] != '\0' && tail->end.kind != MOSRUN_END_NOT_EXECUTED &&
           tail->end.kind != MOSRUN_END_NO_SETUID && mosrun_end_is_final(&tail->end, deadly);
}
