/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrapper of syscall(). It answers what reaches MOSIX, which would otherwise cost a signal.
 */
#include "intercept.h"

#include <gnu/lib-names.h>
#include <stdarg.h>
#include <unistd.h>

#include "call_answer.h"
#include "call_strict.h"
#include "discipline_trap.h"
#include "raw_call.h"

/*
 * The next syscall() may be a library's own, such as that of cooperative threads, which makes calls
 * that MOSIX does not know in another way. What it hands to the kernel is trapped there.
 */
static bool is_wrapped_again;

void intercept_syscall_start(void)
{
    void *libc = dlopen(LIBC_SO, RTLD_LAZY | RTLD_NOLOAD);

    is_wrapped_again = libc != NULL && dlsym(libc, "syscall") != (void *) REAL(syscall);
}

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
    if (discipline_trap_is_real() && !is_wrapped_again) {
        discipline_trap_end(number);
        if (call_strict_refuses(number, a, &answer)) {
            return raw_answer(answer);
        }
    }
    return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
