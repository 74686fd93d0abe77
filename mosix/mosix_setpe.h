/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What `mossetpe -r` of MOSIX 4 says about the node that it runs on [real]. Libc only.
 */
#ifndef MOSIX_SETPE_H
#define MOSIX_SETPE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Finds this node's address in what mossetpe printed: "This MOSIX node is: 10.77.0.1 (node1)" on a
 * line of its own [real]. Returns 0, or -EINVAL and leaves *home alone; where MOSIX does not run or
 * has no cluster configured, mossetpe prints a sentence instead and ends with status 0 [real].
 */
int mosix_setpe_parse(const char *output, uint32_t *home);

/*
 * Runs program, the path of mossetpe, and waits for it, at most 5 s. Every user may [real].
 * Returns 0 and sets *home; or -EINVAL when it tells no address, or another -errno when it could
 * not be run. said gets what program_output_says() makes of it.
 */
int mosix_setpe_ask(const char *program, uint32_t *home, char *said, size_t size);

#endif
