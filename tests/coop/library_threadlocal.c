/* SPDX-License-Identifier: BSD-3-Clause */
/* A library with a thread-local variable, for probe_threadlocal.c: dynamic.so as it is, initial.so
 * with -ftls-model=initial-exec. */
static __thread long number = 4711;

long *variable(void);

long *variable(void)
{
    return &number;
}
