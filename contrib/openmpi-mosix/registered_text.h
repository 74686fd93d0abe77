/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The text of the block that is registered: what stands below the first empty line of
 * registered.conf.
 * PURE: libc only.
 */
#ifndef REGISTERED_TEXT_H
#define REGISTERED_TEXT_H

/*
 * Reads it from the file `named`, or where that is NULL from the installed one: inside the root
 * when there is one, else this system's. Returns the text, to be freed by the caller; or NULL and
 * writes into fault what is wrong, as sentences.
 */
char *registered_text_read(const char *root, const char *named, char *fault, unsigned fault_size);

#endif
