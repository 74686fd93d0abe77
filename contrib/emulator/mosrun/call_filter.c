/* SPDX-License-Identifier: BSD-3-Clause */
/* The filter that mosrun puts on itself, through libseccomp, from the table of the discipline. */
#include "call_filter.h"

#include "call_table.h"

#include <errno.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>

/* One rule of libseccomp: up to two comparisons that must both hold. */
struct rule {
    struct scmp_arg_cmp comparisons[2];
    unsigned count;
};

static uint32_t action_of(const struct call_row *row, enum discipline_mode mode)
{
    switch (row->answer) {
    case CALL_ANSWER_ZERO:
        return SCMP_ACT_ERRNO(0);
    case CALL_ANSWER_ABSENT:
        return SCMP_ACT_ERRNO(ENOSYS);
    case CALL_ANSWER_END:
        return SCMP_ACT_TRAP;
    case CALL_ANSWER_ONE_CPU:
    case CALL_ANSWER_HANG:
    case CALL_ANSWER_ERROR:
    case CALL_ANSWER_EMULATED:
        return SCMP_ACT_ALLOW;
    case CALL_ANSWER_REFUSE:
    case CALL_ANSWER_PRIVATE:
        break;
    }
    return mode == DISCIPLINE_MODE_KILL ? SCMP_ACT_TRAP : SCMP_ACT_ERRNO(ENOSYS);
}

static struct scmp_arg_cmp masked(unsigned argument, uint32_t mask, uint32_t value)
{
    return SCMP_CMP64(argument, SCMP_CMP_MASKED_EQ, mask, value);
}

static struct scmp_arg_cmp compared(unsigned argument, enum scmp_compare how, uint64_t value)
{
    return SCMP_CMP64(argument, how, value, 0);
}

/* Add one rule whose first comparison is FIRST. The row's second condition is NOT_ZERO, NOT_OWN or
 * none. */
static int add_rule(scmp_filter_ctx filter, uint32_t action, const struct call_row *row,
                    struct scmp_arg_cmp first)
{
    struct rule rule = {.comparisons = {first}, .count = 1};

    if (row->when[1].test == CALL_TEST_NOT_ZERO) {
        rule.comparisons[rule.count++] = compared(row->when[1].argument, SCMP_CMP_NE, 0);
    } else if (row->when[1].test == CALL_TEST_NOT_OWN) {
        rule.comparisons[rule.count++] =
            compared(row->when[1].argument, SCMP_CMP_NE, CALL_OWN_ADDRESS);
    }
    return seccomp_rule_add_array(filter, action, (int) row->number, rule.count, rule.comparisons);
}

/*
 * libseccomp knows neither "any of these bits" nor "masked, but not equal": both become one rule
 * per bit. SPARED is added to each mask: calls with that bit do not match.
 */
static int add_bits(scmp_filter_ctx filter, uint32_t action, const struct call_row *row,
                    uint32_t spared)
{
    const struct call_condition *when = &row->when[0];
    int rc = 0;

    for (uint32_t bit = 1; bit != 0 && rc == 0; bit <<= 1) {
        uint32_t wrong = when->test == CALL_TEST_ANY ? bit : ~when->value & bit;

        if ((when->mask & bit & ~spared) != 0) {
            rc = add_rule(filter, action, row, masked(when->argument, bit | spared, wrong));
        }
    }
    return rc;
}

/* A row for many calls, which spares those that the library makes for itself. */
static int add_end(scmp_filter_ctx filter, const struct call_row *row)
{
    const struct scmp_arg_cmp others = compared(CALL_OWN_ARGUMENT, SCMP_CMP_NE, CALL_OWN_MARK);
    int rc = 0;

    for (long number = row->number; number <= row->last && rc == 0; number++) {
        rc = seccomp_rule_add(filter, SCMP_ACT_TRAP, (int) number, 1, others);
    }
    return rc;
}

static int add_row(scmp_filter_ctx filter, const struct call_row *row,
                   const struct discipline *discipline)
{
    const struct call_condition *when = &row->when[0];
    uint32_t action = action_of(row, discipline->mode);
    uint32_t spared = row->spares_threads && discipline->threads ? CLONE_THREAD : 0;

    if (action == SCMP_ACT_ALLOW) {
        return 0;
    }
    if (row->answer == CALL_ANSWER_END) {
        return add_end(filter, row);
    }
    switch (when->test) {
    case CALL_TEST_ALWAYS:
        return seccomp_rule_add(filter, action, (int) row->number, 0);
    case CALL_TEST_IS:
        return add_rule(filter, action, row,
                        masked(when->argument, when->mask | spared, when->value));
    case CALL_TEST_ANY:
    case CALL_TEST_IS_NOT:
        return add_bits(filter, action, row, spared);
    case CALL_TEST_AT_LEAST:
        return add_rule(filter, action, row, compared(when->argument, SCMP_CMP_GE, when->value));
    case CALL_TEST_NOT_ZERO:
        return add_rule(filter, action, row, compared(when->argument, SCMP_CMP_NE, 0));
    case CALL_TEST_ZERO:
    case CALL_TEST_NO_USER:
    case CALL_TEST_NOT_OWN:
        break;
    }
    return -EINVAL;
}

static int add_rows(scmp_filter_ctx filter, const struct discipline *discipline)
{
    size_t count;
    const struct call_row *rows = call_table(&count);
    int rc = 0;

    for (size_t i = 0; i < count && rc == 0; i++) {
        if (call_row_applies(&rows[i], discipline)) {
            rc = add_row(filter, &rows[i], discipline);
        }
    }
    return rc;
}

/* The calls that send SIGKILL or SIGSTOP to PROGRAM. */
static int add_ends(scmp_filter_ctx filter, pid_t program)
{
    static const struct {
        int number;
        unsigned signal_argument;
    } calls[] = {{SCMP_SYS(kill), 1}, {SCMP_SYS(tkill), 1}, {SCMP_SYS(tgkill), 2}};
    static const int signals[] = {SIGKILL, SIGSTOP};
    int rc = 0;

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        for (size_t j = 0; j < sizeof(signals) / sizeof(signals[0]) && rc == 0; j++) {
            const struct scmp_arg_cmp both[] = {
                masked(0, UINT32_MAX, (uint32_t) program),
                masked(calls[i].signal_argument, UINT32_MAX, (uint32_t) signals[j]),
            };

            rc = seccomp_rule_add_array(filter, SCMP_ACT_TRACE(0), calls[i].number, 2, both);
        }
    }
    return rc;
}

int call_filter_install(const struct discipline *discipline, bool inner, pid_t program)
{
    scmp_filter_ctx filter;
    int rc;

    if (!inner && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
        return -errno;
    }
    filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == NULL) {
        return -ENOMEM;
    }
    rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0);
    if (rc == 0) {
        /* 32-bit programs become native ones under MOSIX [doc]. */
        rc = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ALLOW);
    }
    if (rc == 0) {
        /* A search by halves: one discipline has hundreds of calls. */
        rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    }
    if (rc == 0) {
        rc = add_rows(filter, discipline);
    }
    if (rc == 0 && program != 0) {
        rc = add_ends(filter, program);
    }
    if (rc == 0) {
        rc = seccomp_load(filter);
    }
    seccomp_release(filter);
    return rc;
}
