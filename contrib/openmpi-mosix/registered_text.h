/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The text of the block that is registered: everything below the first empty line of
 * registered.conf. Libc only.
 */
#ifndef REGISTERED_TEXT_H
#define REGISTERED_TEXT_H

#include <stddef.h>

/*
 * Reads it from the file `named`, or where that is NULL from the installed one: inside the root
 * when there is one, else this system's. Returns 0 and sets *text, to be freed by the caller; or
 * -errno and writes into fault what is wrong and what to do, as sentences. -ENOENT: named is NULL,
 * and the installed file does not exist.
 */
int registered_text_read(const char *root, const char *named, char **text, char *fault,
                         size_t fault_size);

/*
 * What is registered for PRRTE, the launcher of Open MPI 5: text, and the agent that starts ranks
 * if this package has one and it is installed in root. Where an agent that is named is missing, no
 * job starts. Returns a text that the caller frees, or NULL without memory.
 */
char *registered_text_launcher(const char *root, const char *text);

#endif
