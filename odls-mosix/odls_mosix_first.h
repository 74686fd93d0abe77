/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is said once per node.
 */
#ifndef ODLS_MOSIX_FIRST_H
#define ODLS_MOSIX_FIRST_H

#include <stdbool.h>

/*
 * Whether this is the first call on this node with that word, a constant or the name of a variable;
 * also true when nobody can tell. Any thread.
 */
bool odls_mosix_is_first(const char *word);

#endif
