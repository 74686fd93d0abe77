/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Parser of the list of faults. One table says how each fault is written, what it does, and where
 * its value goes; "MOSIX_EMULATOR_LIST=faults mosrun" prints that table. Libc only.
 */
#include "faults.h"

#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum fault_kind { FAULT_FLAG, FAULT_NUMBER, FAULT_ERRNO, FAULT_ERRNO_AT };

#define FIELD(name) offsetof(struct faults, name)
#define FORM_MAX 64

struct fault {
    const char *word;
    enum fault_kind kind;
    size_t field; /* unsigned long for numbers, int for errno names, bool for flags */
    unsigned long least;
    unsigned long most;
    struct fault_help help;
};

/* clang-format off */
static const struct fault fault_table[] = {
    {"box", FAULT_NUMBER, FIELD(box), 1, 1000000,
     {"box=N", "a mailbox is full with N messages (1-1000000)"}},
    {"eintr", FAULT_NUMBER, FIELD(eintr_percent), 1, 100,
     {"eintr=PERCENT", "that share of the blocking reads and writes ends with EINTR (1-100)"}},
    {"delay", FAULT_NUMBER, FIELD(delay_us), 1, 60000000,
     {"delay=MICROSECONDS", "each message is delayed by that time (1-60000000)"}},
    {"vanish", FAULT_NUMBER, FIELD(vanish), 1, ULONG_MAX,
     {"vanish=N", "the receiver is gone: write number N and all later ones give ESRCH"}},
    {"write-errno", FAULT_ERRNO_AT, FIELD(write_errno), 1, ULONG_MAX,
     {"write-errno=NAME[@N[+]]",
      "every write, or only write number N, or with + all from that one on, fails with that errno"}},
    {"open-errno", FAULT_ERRNO, FIELD(open_errno), 0, 0,
     {"open-errno=NAME", "a process that opens its mailbox gets that errno"}},
    {"peer-open-errno", FAULT_ERRNO, FIELD(peer_open_errno), 0, 0,
     {"peer-open-errno=NAME", "opening a send box to another process fails with that errno"}},
    {"nononblock", FAULT_FLAG, FIELD(nononblock), 0, 0,
     {"nononblock", "setting O_NONBLOCK on a send box fails with EINVAL"}},
    {"truncate", FAULT_NUMBER, FIELD(truncate), 1, 32UL << 20,
     {"truncate=N", "a message longer than N bytes loses its tail (1-33554432)"}},
    {"drop", FAULT_NUMBER, FIELD(drop), 1, ULONG_MAX,
     {"drop=N", "message number N is lost"}},
    {"dup", FAULT_NUMBER, FIELD(dup), 1, ULONG_MAX,
     {"dup=N", "message number N arrives twice"}},
    {"full-errno", FAULT_ERRNO, FIELD(full_errno), 0, 0,
     {"full-errno=NAME", "a non-blocking write to a full mailbox fails with that errno"}},
};
/* clang-format on */

/* The errnos that a mailbox may give, by name (a manual's errors and the common ones of open and
 * write). */
static const struct {
    const char *name;
    int number;
} errno_table[] = {
    {"EPERM", EPERM},
    {"ENOENT", ENOENT},
    {"ESRCH", ESRCH},
    {"EINTR", EINTR},
    {"EIO", EIO},
    {"EAGAIN", EAGAIN},
    {"ENOMEM", ENOMEM},
    {"EACCES", EACCES},
    {"EINVAL", EINVAL},
    {"EMFILE", EMFILE},
    {"ENOSPC", ENOSPC},
    {"EPIPE", EPIPE},
    {"ENOSYS", ENOSYS},
    {"ENETUNREACH", ENETUNREACH},
    {"ECONNABORTED", ECONNABORTED},
    {"ECONNRESET", ECONNRESET},
    {"ENOBUFS", ENOBUFS},
    {"ETIMEDOUT", ETIMEDOUT},
    {"ECONNREFUSED", ECONNREFUSED},
    {"EHOSTUNREACH", EHOSTUNREACH},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

bool faults_help(size_t index, struct fault_help *help)
{
    if (index >= COUNT(fault_table)) {
        return false;
    }
    *help = fault_table[index].help;
    return true;
}

static int parse_number(const char *text, const struct fault *fault, unsigned long *number)
{
    char *end;

    if (text[0] < '0' || text[0] > '9') {
        return -EINVAL;
    }
    errno = 0;
    *number = strtoul(text, &end, 10);
    if (*end != '\0' && !(*end == '+' && end[1] == '\0' && fault->kind == FAULT_ERRNO_AT)) {
        return -EINVAL;
    }
    return errno != 0 || *number < fault->least || *number > fault->most ? -ERANGE : 0;
}

static int parse_errno(const char *text, size_t length, int *number)
{
    for (size_t i = 0; i < COUNT(errno_table); i++) {
        if (strlen(errno_table[i].name) == length &&
            memcmp(errno_table[i].name, text, length) == 0) {
            *number = errno_table[i].number;
            return 0;
        }
    }
    return -EINVAL;
}

/* VALUE is what follows '=', NULL when there was none. */
static int store(const struct fault *fault, const char *value, struct faults *faults)
{
    void *field = (char *) faults + fault->field;
    const char *at;
    int rc;

    if ((fault->kind == FAULT_FLAG) != (value == NULL)) {
        return -EINVAL;
    }
    switch (fault->kind) {
    case FAULT_FLAG:
        *(bool *) field = true;
        return 0;
    case FAULT_NUMBER:
        return parse_number(value, fault, field);
    case FAULT_ERRNO:
        return parse_errno(value, strlen(value), field);
    case FAULT_ERRNO_AT:
        at = strchrnul(value, '@');
        rc = parse_errno(value, (size_t) (at - value), field);
        if (rc == 0 && *at == '@') {
            rc = parse_number(at + 1, fault, &faults->write_errno_at);
            faults->write_errno_stays = strchr(at, '+') != NULL;
        }
        return rc;
    }
    return -EINVAL;
}

/* One item of the list: ITEM is writable and ended. SEEN has a bit for each fault that came before.
 */
static int parse_item(char *item, unsigned *seen, struct faults *faults, char *reason, size_t size)
{
    char *value = strchr(item, '=');
    int rc = -EINVAL;

    if (value != NULL) {
        *value++ = '\0';
    }
    for (size_t i = 0; i < COUNT(fault_table); i++) {
        if (strcmp(item, fault_table[i].word) != 0) {
            continue;
        }
        if ((*seen & 1U << i) != 0) {
            snprintf(reason, size, "fault '%.40s' is given twice", item);
            return -EINVAL;
        }
        *seen |= 1U << i;
        rc = store(&fault_table[i], value, faults);
        if (rc < 0) {
            snprintf(reason, size, "fault '%.40s%s%.40s' is %s; expected %s: %s", item,
                     value == NULL ? "" : "=", value == NULL ? "" : value,
                     rc == -ERANGE ? "out of range" : "malformed", fault_table[i].help.form,
                     fault_table[i].help.meaning);
        }
        return rc;
    }
    snprintf(reason, size, "unknown fault '%.40s'; MOSIX_EMULATOR_LIST=faults mosrun lists them",
             item);
    return rc;
}

int faults_parse(const char *list, struct faults *faults, char *reason, size_t size)
{
    char item[FORM_MAX];
    unsigned seen = 0;
    size_t length;
    int rc;

    *faults = (struct faults){0};
    if (size > 0) {
        reason[0] = '\0';
    }
    if (list == NULL || list[0] == '\0') {
        return 0;
    }
    for (;; list += length + 1) {
        length = strcspn(list, ",");
        if (length >= sizeof(item)) {
            snprintf(reason, size, "fault '%.20s...' is too long", list);
            rc = -EINVAL;
        } else {
            memcpy(item, list, length);
            item[length] = '\0';
            rc = parse_item(item, &seen, faults, reason, size);
        }
        if (rc < 0) {
            *faults = (struct faults){0};
            return rc;
        }
        if (list[length] == '\0') {
            return 0;
        }
    }
}
