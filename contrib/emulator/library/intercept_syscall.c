/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrapper of syscall(), by which programs call open(2). Without it the call would work, too, but
 * each one would cost a signal.
 */
#include "intercept.h"

#include <stdarg.h>
#include <unistd.h>

#include "call_open.h"
#include "raw_call.h"

WRAPPER long syscall(long number, ...)
{
    long a[6];
    va_list list;

    va_start(list, number);
    for (size_t i = 0; i < sizeof(a) / sizeof(a[0]); i++) {
        a[i] = va_arg(list, long);
    }
    va_end(list);
    if (__builtin_expect(number == SYS_open, 0) && box_home.under_mosrun) {
        return raw_answer(call_open((const char *) a[0], (int) a[1], (unsigned int) a[2]));
    }
    return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
