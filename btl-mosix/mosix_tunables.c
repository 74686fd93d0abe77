/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table of btl mosix's numbers; see mosix_tunables.h.
 */
#include "mosix_tunables.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_box.h"
#include "mosix_frame.h"

/* Room for the upper layer's own header in the smallest fragment that makes sense. */
#define FRAGMENT_MIN 256
#define FRAGMENT_MAX MOSIX_FRAME_PAYLOAD_MAX

/* A message of 128 KiB together with the upper layer's header. */
#define EAGER_LIMIT ((128ul << 10) + 128)

const struct mosix_tunable mosix_tunables[MOSIX_TUNABLE_COUNT] = {
    [MOSIX_TUNABLE_EXCLUSIVITY] =
        {"exclusivity", 65537, 0, 1ul << 30,
         "Rank among the BTLs that reach a peer. Above that of shared memory (65536), which a "
         "process under mosrun must not use"},
    [MOSIX_TUNABLE_LATENCY] = {"latency", 100, 1, 1000000,
                               "Estimated latency in microseconds, compared with other BTLs"},
    [MOSIX_TUNABLE_BANDWIDTH] = {"bandwidth", 100, 1, 1000000,
                                 "Estimated bandwidth in Mbit/s, compared with other BTLs"},
    [MOSIX_TUNABLE_EAGER_LIMIT] =
        {"eager_limit", EAGER_LIMIT, FRAGMENT_MIN, FRAGMENT_MAX,
         "Bytes up to which a message is sent at once, without asking the receiver"},
    [MOSIX_TUNABLE_RNDV_EAGER_LIMIT] =
        {"rndv_eager_limit", 8ul << 10, FRAGMENT_MIN, FRAGMENT_MAX,
         "Bytes of a longer message that go with the question to the receiver"},
    [MOSIX_TUNABLE_MAX_SEND_SIZE] = {"max_send_size", 256ul << 10, FRAGMENT_MIN, FRAGMENT_MAX,
                                     "Bytes of the largest fragment of a longer message"},
    [MOSIX_TUNABLE_PIPELINE_SEND_LENGTH] =
        {"rdma_pipeline_send_length", 0, 0, 1ul << 30,
         "Bytes at the end of a long message that are sent in fragments and not put"},
    [MOSIX_TUNABLE_PIPELINE_FRAG_SIZE] =
        {"rdma_pipeline_frag_size", 512ul << 10, FRAGMENT_MIN, FRAGMENT_MAX,
         "Bytes that one put writes straight into the receiver's buffer"},
    [MOSIX_TUNABLE_PIPELINE_MIN] = {"min_rdma_pipeline_size", 0, 0, 1ul << 30,
                                    "Bytes from which a message is put and not sent in fragments"},
    [MOSIX_TUNABLE_MAX_OPEN] =
        {"max_open", MOSIX_BOX_OPEN_MAX, 1, MOSIX_BOX_OPEN_MAX,
         "Send boxes open at a time; beyond it the one unused for longest is closed, and opened "
         "again when it is needed. MOSIX allows a process 128"},
    [MOSIX_TUNABLE_MAX_QUEUED] =
        {"max_queued", 16ul << 10, 64, 1ul << 20,
         "KiB of memory that may wait for one peer which does not read; beyond it a sender is "
         "held back"},
    [MOSIX_TUNABLE_MAILBOX_FLAGS] =
        {"mailbox_flags", 4, 0, 127,
         "Flags the rank's own mailbox is opened with; 4 lets processes of other home nodes send"},
    [MOSIX_TUNABLE_FREE_LIST_NUM] = {"free_list_num", 8, 0, 65536,
                                     "Fragments of each size allocated at the start"},
    [MOSIX_TUNABLE_FREE_LIST_INC] = {"free_list_inc", 32, 1, 65536,
                                     "Fragments of each size allocated when they run out"},
};

const struct mosix_tunable *mosix_tunable_find(const char *name)
{
    for (size_t i = 0; i < MOSIX_TUNABLE_COUNT; i++) {
        if (strcmp(mosix_tunables[i].name, name) == 0) {
            return &mosix_tunables[i];
        }
    }
    return NULL;
}

/* How far a suffix shifts the number in front of it, or -EINVAL. */
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

int mosix_tunable_check(const struct mosix_tunable *tunable, unsigned long value)
{
    return value < tunable->min || value > tunable->max ? -ERANGE : 0;
}
