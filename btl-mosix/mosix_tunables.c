/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The numbers of btl mosix; see mosix_tunables.h.
 */
#include "mosix_tunables.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mosix_box.h"
#include "mosix_frame.h"
#include "mosix_put.h"

/* Room for the upper layer's own header in the smallest fragment that makes sense. */
#define FRAGMENT_MIN 256
#define FRAGMENT_MAX MOSIX_FRAME_PAYLOAD_MAX

/* A message of 256 KiB together with the upper layer's header. */
#define EAGER_LIMIT ((256ul << 10) + 128)

/* A number that only btl mosix has, and one that every BTL has. */
#define OURS(field) .name = #field, .at = offsetof(struct mosix_numbers, field)
#define COMMON(option, field)                                                                      \
    .name = option, .at = offsetof(struct mosix_numbers, field), .of_every_btl = true

const struct mosix_tunable mosix_tunables[] = {
    {COMMON("exclusivity", exclusivity), .initial = 65537, .min = 0, .max = 1ul << 30,
     .text = "Rank among the BTLs that reach a peer. Above that of shared memory (65536), which a "
             "process under mosrun must not use"},
    {COMMON("latency", latency), .initial = 100, .min = 1, .max = 1000000,
     .text = "Estimated latency in microseconds, compared with other BTLs"},
    {COMMON("bandwidth", bandwidth), .initial = 100, .min = 1, .max = 1000000,
     .text = "Estimated bandwidth in Mbit/s, compared with other BTLs"},
    {COMMON("eager_limit", eager_limit), .initial = EAGER_LIMIT, .min = FRAGMENT_MIN,
     .max = FRAGMENT_MAX,
     .text = "Bytes up to which a message is sent at once, without asking the receiver"},
    {COMMON("rndv_eager_limit", rndv_eager_limit), .initial = 0, .min = 0, .max = 0,
     .why = "Open MPI damages memory when more data comes with the question to the receiver than "
            "fits into its buffer",
     .text = "Bytes of a longer message that go with the question to the receiver: none"},
    {COMMON("max_send_size", max_send_size), .initial = 512ul << 10, .min = FRAGMENT_MIN,
     .max = FRAGMENT_MAX, .text = "Bytes of the largest fragment of a longer message"},
    {COMMON("rdma_pipeline_send_length", pipeline_send_length), .initial = 0, .min = 0,
     .max = 1ul << 30,
     .text = "Bytes at the end of a long message that are sent in fragments and not put"},
    {COMMON("rdma_pipeline_frag_size", pipeline_frag_size), .initial = 1ul << 20,
     .min = FRAGMENT_MIN, .max = MOSIX_PUT_MAX,
     .text = "Bytes that one put writes straight into the receiver's buffer"},
    {COMMON("min_rdma_pipeline_size", pipeline_min), .initial = 0, .min = 0, .max = 1ul << 30,
     .text = "Bytes from which a message is put and not sent in fragments"},
    {OURS(max_open), .initial = MOSIX_BOX_OPEN_MAX, .min = 1, .max = MOSIX_BOX_OPEN_MAX,
     .text = "Send boxes open at a time. To open one more, the least recently used one is closed, "
             "and opened again when it is needed. MOSIX allows a process 128"},
    {OURS(max_queued), .initial = 16ul << 10, .min = 64, .max = 1ul << 20,
     .text = "KiB of memory that may wait for one peer that does not read. When more waits, the "
             "sender is held back"},
    {OURS(patience), .initial = 7, .min = 0, .max = 3600,
     .text = "Seconds for which a rank tries again when MOSIX or the network is not ready: when it "
             "opens its mailbox, and when it writes to a peer. Then the peer is given up and the "
             "job ends"},
    {OURS(mailbox_flags), .initial = MOSIX_BOX_ALL_USERS | MOSIX_BOX_OTHER_HOMES, .min = 0,
     .max = 7,
     .why = "Of the other flags of MOSIX, 8 is chosen by btl_mosix_nonblocking_mailbox; 16 by "
            "btl_mosix_wait; 32 gives messages out of order; 64 makes an empty message "
            "look like the end",
     .text = "Who may send to the rank's mailbox, a sum of: 1 the users of its group; 2 all users; "
             "4 processes of other home nodes. Without 2, a rank that has left its home node gets "
             "no messages; without 4, none from ranks of other home nodes"},
    {OURS(spin), .initial = 1000, .min = 8, .max = 1000000000,
     .text = "How often a rank that waits looks for a message, at most, before it sleeps. Within "
             "this limit it learns how long that pays"},
    {OURS(longest_sleep), .initial = 100, .min = 1, .max = 10000,
     .text = "Milliseconds for which a rank that waits sleeps before it looks again by itself. A "
             "message ends its sleep at once"},
    {OURS(life_interval), .initial = 3, .min = 0, .max = 3600,
     .text = "Seconds after which a rank that waits asks some of its peers whether they are still "
             "there, because MOSIX does not tell when a node has vanished. 0: it never asks"},
    {OURS(free_list_num), .initial = 8, .min = 0, .max = 65536,
     .text = "Fragments of each size allocated at the start"},
    {OURS(free_list_inc), .initial = 32, .min = 1, .max = 65536,
     .text = "Fragments of each size allocated when they run out"},
    {.name = NULL},
};

const struct mosix_tunable *mosix_tunable_find(const char *name)
{
    for (const struct mosix_tunable *row = mosix_tunables; row->name != NULL; row++) {
        if (strcmp(row->name, name) == 0) {
            return row;
        }
    }
    return NULL;
}

/* How far a suffix shifts the number before it, or -EINVAL. */
static int suffix_shift(const char *suffix)
{
    if (*suffix == '\0') {
        return 0;
    }
    if (suffix[1] != '\0') {
        return -EINVAL;
    }
    switch (tolower((unsigned char) *suffix)) {
    case 'k':
        return 10;
    case 'm':
        return 20;
    case 'g':
        return 30;
    default:
        return -EINVAL;
    }
}

int mosix_tunable_parse(const struct mosix_tunable *tunable, const char *text, unsigned long *value)
{
    unsigned long number;
    char *end;
    int shift;

    /* strtoul() would take blanks and a sign, and turn -1 into the largest number of all. */
    if (!isdigit((unsigned char) *text)) {
        return -EINVAL;
    }
    errno = 0;
    number = strtoul(text, &end, 0);
    shift = suffix_shift(end);
    if (shift < 0) {
        return -EINVAL;
    }
    if (errno == ERANGE || number > tunable->max >> shift) {
        return -ERANGE;
    }
    number <<= shift;
    if (mosix_tunable_check(tunable, number) < 0) {
        return -ERANGE;
    }
    *value = number;
    return 0;
}

bool mosix_switch_is(const char *text)
{
    static const char *const words[] = {"f", "false", "disabled", "no",  "n",
                                        "t", "true",  "enabled",  "yes", "y"};
    char *end;

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasecmp(text, words[i]) == 0) {
            return true;
        }
    }
    (void) strtol(text, &end, 10);
    return end != text && *end == '\0';
}

int mosix_tunable_check(const struct mosix_tunable *tunable, unsigned long value)
{
    return value < tunable->min || value > tunable->max ? -ERANGE : 0;
}

unsigned long *mosix_tunable_value(const struct mosix_tunable *tunable,
                                   struct mosix_numbers *numbers)
{
    return (unsigned long *) ((char *) numbers + tunable->at);
}

void mosix_numbers_init(struct mosix_numbers *numbers)
{
    for (const struct mosix_tunable *row = mosix_tunables; row->name != NULL; row++) {
        *mosix_tunable_value(row, numbers) = row->initial;
    }
}

const struct mosix_tunable *mosix_numbers_check(const struct mosix_numbers *numbers)
{
    struct mosix_numbers copy = *numbers;

    for (const struct mosix_tunable *row = mosix_tunables; row->name != NULL; row++) {
        if (mosix_tunable_check(row, *mosix_tunable_value(row, &copy)) < 0) {
            return row;
        }
    }
    return NULL;
}

bool mosix_numbers_ordered(const struct mosix_numbers *numbers)
{
    return numbers->eager_limit <= numbers->max_send_size;
}
