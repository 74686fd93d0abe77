/* SPDX-License-Identifier: BSD-3-Clause */
/* Messages to people: single lines on stderr, with a prefix that names library and process. */
#ifndef COOP_REPORT_H
#define COOP_REPORT_H

#include <stddef.h>

/* What helps programs that need real threads. */
#define COOP_REMEDY                                                                                \
    "start the job with --mca odls_mosix_enable never: then its ranks have real threads, but do "  \
    "not migrate."

/* One message, cut at 1000 characters. Uses neither locks nor the heap, so a signal handler may
 * call it. errno is kept. */
void coop_report(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Write where ADDRESS is as "function (library)" or "library+0x123" to TEXT; never fails. */
void coop_report_place(const void *address, char *text, size_t size);

#endif
