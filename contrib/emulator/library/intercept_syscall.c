/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrapper of syscall(). It answers what reaches MOSIX, which would otherwise cost a signal.
 */
#include "intercept.h"

#include <stdarg.h>
#include <unistd.h>

#include "call_answer.h"
#include "call_strict.h"
#include "discipline_trap.h"
#include "raw_call.h"

WRAPPER long syscall(long number, ...)
{
    long a[6];
    long answer;
    va_list list;

    va_start(list, number);
    for (size_t i = 0; i < sizeof(a) / sizeof(a[0]); i++) {
        a[i] = va_arg(list, long);
    }
    va_end(list);
    if (box_home.under_mosrun && call_answer(number, a, &answer)) {
        return raw_answer(answer);
    }
    if (discipline_trap_is_real()) {
        discipline_trap_end(number);
        if (call_strict_refuses(number, a, &answer)) {
            return raw_answer(answer);
        }
    }
    return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
