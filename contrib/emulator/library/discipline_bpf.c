/* SPDX-License-Identifier: BSD-3-Clause */
/* The filter that the library adds to mosrun's. Libc only. */
#include "discipline_bpf.h"

#include "call_table.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>

#if !defined(__x86_64__)
#error "The emulator follows MOSIX, which runs on x86-64 only: configure with --disable-emulator."
#endif

#define NATIVE_ARCH AUDIT_ARCH_X86_64

#define LOW_HALF(offset) (offset)
#define HIGH_HALF(offset) ((offset) + sizeof(uint32_t))
#define ARGUMENT(number) (offsetof(struct seccomp_data, args) + (number) * sizeof(uint64_t))
#define CALLER offsetof(struct seccomp_data, instruction_pointer)

/* The first instructions: leave at once where the architecture is another one. */
#define PROLOGUE 4

/* The instructions of emit_range(). */
#define RANGE_LENGTH 11

/* Stands for the distance to the check of the caller until that is known. */
#define AIM_LATER UINT8_MAX

_Static_assert(CODE_MAP_RANGES *RANGE_LENGTH + 1 < AIM_LATER,
               "a jump over all ranges has one byte, and AIM_LATER is not a distance");

struct assembler {
    struct sock_filter *program;
    size_t length;
};

static void emit(struct assembler *to, uint16_t code, uint32_t k, uint8_t jt, uint8_t jf)
{
    if (to->length < DISCIPLINE_BPF_MAX) {
        to->program[to->length] = (struct sock_filter){code, jt, jf, k};
    }
    to->length++;
}

static void emit_load(struct assembler *to, size_t offset)
{
    emit(to, BPF_LD | BPF_W | BPF_ABS, (uint32_t) offset, 0, 0);
}

static bool is_trapped(const struct call_row *row, const struct discipline *discipline)
{
    if (!call_row_applies(row, discipline) || row->untrappable) {
        return false;
    }
    switch (row->answer) {
    case CALL_ANSWER_ONE_CPU:
    case CALL_ANSWER_HANG:
    case CALL_ANSWER_EMULATED:
        return true;
    case CALL_ANSWER_PRIVATE:
        return discipline->mode != DISCIPLINE_MODE_KILL;
    case CALL_ANSWER_REFUSE:
        return discipline->mode == DISCIPLINE_MODE_REPORT &&
               (row->silent & 1U << discipline->profile) == 0;
    case CALL_ANSWER_ABSENT:
    case CALL_ANSWER_ZERO:
    case CALL_ANSWER_END:
    case CALL_ANSWER_ERROR:
        break;
    }
    return false;
}

/* Whether the filter gives ROW's error by itself, to every caller: that needs no handler. */
static bool is_answered(const struct call_row *row, const struct discipline *discipline)
{
    return call_row_applies(row, discipline) && row->answer == CALL_ANSWER_ERROR;
}

/*
 * Goes on with the next instruction when the condition holds, else jumps SKIP instructions further.
 */
static void emit_condition(struct assembler *to, const struct call_condition *when, uint8_t skip)
{
    const size_t argument = ARGUMENT(when->argument);

    emit_load(to, LOW_HALF(argument));
    switch (when->test) {
    case CALL_TEST_IS:
        if (when->mask != UINT32_MAX) {
            emit(to, BPF_ALU | BPF_AND | BPF_K, when->mask, 0, 0);
        }
        emit(to, BPF_JMP | BPF_JEQ | BPF_K, when->value, 0, skip);
        break;
    case CALL_TEST_IS_NOT:
        emit(to, BPF_ALU | BPF_AND | BPF_K, when->mask, 0, 0);
        emit(to, BPF_JMP | BPF_JEQ | BPF_K, when->value, skip, 0);
        break;
    case CALL_TEST_ANY:
        emit(to, BPF_JMP | BPF_JSET | BPF_K, when->mask, 0, skip);
        break;
    case CALL_TEST_AT_LEAST:
        emit(to, BPF_JMP | BPF_JGE | BPF_K, when->value, 0, skip);
        break;
    case CALL_TEST_NOT_ZERO:
        emit(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2);
        emit_load(to, HIGH_HALF(argument));
        emit(to, BPF_JMP | BPF_JEQ | BPF_K, 0, skip, 0);
        break;
    case CALL_TEST_ZERO:
        emit(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, (uint8_t) (skip + 2));
        emit_load(to, HIGH_HALF(argument));
        emit(to, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, skip);
        break;
    case CALL_TEST_NO_USER:
        emit_load(to, HIGH_HALF(argument));
        emit(to, BPF_JMP | BPF_JGE | BPF_K, (uint32_t) (CALL_USER_END >> 32), 0, skip);
        break;
    case CALL_TEST_NOT_OWN:
        emit(to, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t) CALL_OWN_ADDRESS, skip, 0);
        break;
    case CALL_TEST_ALWAYS:
        break;
    }
}

static size_t condition_length(const struct call_condition *when)
{
    switch (when->test) {
    case CALL_TEST_ALWAYS:
        return 0;
    case CALL_TEST_ANY:
    case CALL_TEST_AT_LEAST:
    case CALL_TEST_NOT_OWN:
        return 2;
    case CALL_TEST_IS:
        return when->mask == UINT32_MAX ? 2 : 3;
    case CALL_TEST_IS_NOT:
    case CALL_TEST_NO_USER:
        return 3;
    case CALL_TEST_NOT_ZERO:
    case CALL_TEST_ZERO:
        return 4;
    }
    return 0;
}

/*
 * A row with conditions: the number of the call is in the accumulator before and after. Where they
 * hold, the filter answers, or jumps to the check of the caller: that is written as a jump to 0 and
 * aimed later.
 */
static void emit_conditional(struct assembler *to, const struct call_row *row, bool spare_threads)
{
    const struct call_condition spared = {CALL_TEST_IS, 0, CLONE_THREAD, 0};
    const struct call_condition *tests[CALL_CONDITIONS + 1];
    size_t count = 0;
    size_t rest = 0;

    for (size_t i = 0; i < CALL_CONDITIONS && row->when[i].test != CALL_TEST_ALWAYS; i++) {
        tests[count++] = &row->when[i];
    }
    if (spare_threads) {
        tests[count++] = &spared;
    }
    for (size_t i = 0; i < count; i++) {
        rest += condition_length(tests[i]);
    }
    /* Another call goes over the tests, the jump and the reload; a failed test to the reload. */
    emit(to, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t) row->number, 0, (uint8_t) (rest + 2));
    for (size_t i = 0; i < count; i++) {
        rest -= condition_length(tests[i]);
        emit_condition(to, tests[i], (uint8_t) (rest + 1));
    }
    if (row->answer == CALL_ANSWER_ERROR) {
        emit(to, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t) row->error, 0, 0);
    } else {
        emit(to, BPF_JMP | BPF_JA, 0, 0, 0);
    }
    emit_load(to, offsetof(struct seccomp_data, nr));
}

/*
 * Traps when first <= caller < end, by halves: the range may cross a boundary of 4 GiB. Goes on
 * with the next instruction for other callers.
 */
static void emit_range(struct assembler *to, const struct code_range *range)
{
    uint32_t first_high = (uint32_t) (range->first >> 32);
    uint32_t end_high = (uint32_t) (range->end >> 32);

    emit_load(to, HIGH_HALF(CALLER));
    emit(to, BPF_JMP | BPF_JGT | BPF_K, first_high, 4, 0);
    emit(to, BPF_JMP | BPF_JEQ | BPF_K, first_high, 0, 8);
    emit_load(to, LOW_HALF(CALLER));
    emit(to, BPF_JMP | BPF_JGE | BPF_K, (uint32_t) range->first, 0, 6);
    emit_load(to, HIGH_HALF(CALLER));
    emit(to, BPF_JMP | BPF_JGT | BPF_K, end_high, 4, 0);
    emit(to, BPF_JMP | BPF_JEQ | BPF_K, end_high, 0, 2);
    emit_load(to, LOW_HALF(CALLER));
    emit(to, BPF_JMP | BPF_JGE | BPF_K, (uint32_t) range->end, 1, 0);
    emit(to, BPF_RET | BPF_K, SECCOMP_RET_TRAP, 0, 0);
}

/* open(2) from any of the ranges. The number of the call is in the accumulator before and after. */
static void emit_opens(struct assembler *to, const struct code_map *map)
{
    const uint8_t rest = (uint8_t) (map->open_count * RANGE_LENGTH + 1);

    emit(to, BPF_JMP | BPF_JEQ | BPF_K, SYS_open, 0, rest);
    for (size_t i = 0; i < map->open_count; i++) {
        emit_range(to, &map->opens[i]);
    }
    emit(to, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

/*
 * All rows, those without conditions last: they can jump to the check directly. Only the call's
 * number decides whether a call gets that far, so the kernel can remember which calls pass and
 * spare them the filter.
 */
static void emit_rows(struct assembler *to, const struct discipline *discipline)
{
    size_t count;
    const struct call_row *rows = call_table(&count);

    for (size_t i = 0; i < count; i++) {
        if ((is_trapped(&rows[i], discipline) || is_answered(&rows[i], discipline)) &&
            rows[i].when[0].test != CALL_TEST_ALWAYS) {
            emit_conditional(to, &rows[i], rows[i].spares_threads && discipline->threads);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (is_trapped(&rows[i], discipline) && rows[i].when[0].test == CALL_TEST_ALWAYS) {
            emit(to, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t) rows[i].number, AIM_LATER, 0);
        }
    }
}

/* Aim the open jumps at the instruction CHECK. False: one is too far away for its kind. */
static bool aim(struct sock_filter program[], size_t check)
{
    for (size_t i = 0; i < check; i++) {
        size_t distance = check - i - 1;

        if (program[i].code == (BPF_JMP | BPF_JA)) {
            program[i].k = (uint32_t) distance;
        } else if (program[i].jt == AIM_LATER) {
            if (distance >= AIM_LATER) {
                return false;
            }
            program[i].jt = (uint8_t) distance;
        }
    }
    return true;
}

static bool is_sound(const struct code_map *map)
{
    if (map->libc.first >= map->libc.end || map->open_count > CODE_MAP_RANGES) {
        return false;
    }
    for (size_t i = 0; i < map->open_count; i++) {
        if (map->opens[i].first >= map->opens[i].end) {
            return false;
        }
    }
    return true;
}

int discipline_bpf_build(const struct discipline *discipline, const struct code_map *map,
                         struct sock_filter program[static DISCIPLINE_BPF_MAX])
{
    struct assembler to = {program, 0};
    size_t check;

    if (!is_sound(map)) {
        return -EINVAL;
    }
    emit_load(&to, offsetof(struct seccomp_data, arch));
    emit(&to, BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCH, 1, 0);
    emit(&to, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    emit_load(&to, offsetof(struct seccomp_data, nr));
    if (map->open_count > 0 && discipline->profile != DISCIPLINE_PROFILE_REAL) {
        emit_opens(&to, map);
    }
    emit_rows(&to, discipline);
    if (to.length == PROLOGUE) {
        return 0;
    }
    emit(&to, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    check = to.length;
    emit_range(&to, &map->libc);
    /* To MOSIX 4 it is the same who makes a call. */
    for (size_t i = 0; i < map->open_count && discipline->profile == DISCIPLINE_PROFILE_REAL; i++) {
        emit_range(&to, &map->opens[i]);
    }
    emit(&to, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    if (to.length > DISCIPLINE_BPF_MAX || !aim(program, check)) {
        return -E2BIG;
    }
    return (int) to.length;
}
