/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The filters of the three mailbox ioctls: which messages a reader wants. Libc only. The layout,
 * the requests and the bits are [doc]; what impossible values are is [assumed].
 */
#ifndef MOSIX_EMULATOR_MAIL_FILTER_H
#define MOSIX_EMULATOR_MAIL_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mail_wire.h"

#define MAIL_SIOCINTERESTED 0x8985
#define MAIL_SIOCSTOREINTERESTS 0x8986
#define MAIL_SIOCWHICH 0x8987

#define MAIL_FILTER_PID 1
#define MAIL_FILTER_HOME 2
#define MAIL_FILTER_MINLEN 4
#define MAIL_FILTER_MAXLEN 8
#define MAIL_FILTER_PATTERN 16
#define MAIL_FILTER_MESSAGENO 32
#define MAIL_FILTER_OFFSET 64
#define MAIL_FILTER_PREVENT_REMOVAL 128

#define MAIL_PATTERN_MAX 8

struct mail_filter {
    unsigned char conditions;
    unsigned char testlen;
    int pid;
    unsigned int home; /* 0 = the reader's own home node; else as ntohl() of the four bytes */
    int minlen;
    int maxlen;
    int testoffset;
    unsigned char testdata[MAIL_PATTERN_MAX];
    int msgno;
    int msgoffset;
};

/* The argument of SIOCSTOREINTERESTS. */
struct mail_filter_list {
    long count;
    struct mail_filter *filters;
};

/*
 * 0, or -errno of the row filter.bad: a pattern of no or too many bytes, a negative
 * number, a range of lengths that is empty.
 */
int mail_filter_check(const struct mail_filter *filter);

/*
 * Whether a message meets the conditions that concern the message itself. HOME is the reader's
 * home node. SAMPLE holds the filter's testlen bytes of the message at testoffset, or is NULL if
 * the message does not reach that far; it is looked at only for MAIL_FILTER_PATTERN. The filter
 * must have passed mail_filter_check().
 */
bool mail_filter_matches(const struct mail_filter *filter, const struct mail_info *info,
                         uint32_t home, const void *sample);

#endif
