/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checksums of texts that we wrote, to recognise those that somebody edited. Libc only.
 */
#ifndef TEXT_SUM_H
#define TEXT_SUM_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a: against accidents, not against malice. text may be NULL when size is 0. */
uint64_t text_sum(const char *text, size_t size);

#endif
