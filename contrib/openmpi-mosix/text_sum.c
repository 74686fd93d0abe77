/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checksums of texts; see text_sum.h.
 */
#include "text_sum.h"

uint64_t text_sum(const char *text, size_t size)
{
    uint64_t sum = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < size; i++) {
        sum = (sum ^ (unsigned char) text[i]) * UINT64_C(1099511628211);
    }
    return sum;
}
