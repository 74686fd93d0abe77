/* SPDX-License-Identifier: BSD-3-Clause */
/* How often each system call was made; see trace_counts.h. Libc only. */
#include "trace_counts.h"

void trace_counts_add(struct trace_counts *counts, unsigned long long number)
{
    counts->calls[number < TRACE_CALLS ? number : TRACE_CALLS]++;
}

unsigned long long trace_counts_sum(const struct trace_counts *counts)
{
    unsigned long long sum = 0;

    for (int i = 0; i <= TRACE_CALLS; i++) {
        sum += counts->calls[i];
    }
    return sum;
}

/* Whether A comes before B. */
static bool is_before(const struct trace_counts *counts, int a, int b)
{
    return counts->calls[a] != counts->calls[b] ? counts->calls[a] > counts->calls[b] : a < b;
}

int trace_counts_next(const struct trace_counts *counts, int mark)
{
    int next = -1;

    for (int i = 0; i <= TRACE_CALLS; i++) {
        if (counts->calls[i] > 0 && (mark < 0 || is_before(counts, mark, i)) &&
            (next < 0 || is_before(counts, i, next))) {
            next = i;
        }
    }
    return next;
}
