/* SPDX-License-Identifier: BSD-3-Clause */
/* What is to be called when one coroutine ends: destructors of its thread-local objects. Libc only.
 */
#ifndef COOP_ENDINGS_H
#define COOP_ENDINGS_H

/* Newest first. NULL: none. */
struct coop_ending;

/* Let DESTRUCTOR(OBJECT) be called at the end. The library with the address CODE stays loaded until
 * then. 0 or -ENOMEM. */
int coop_endings_add(struct coop_ending **endings, void (*destructor)(void *), void *object,
                     const void *code);

/* Call them all, newest first, also those that are added meanwhile. */
void coop_endings_run(struct coop_ending **endings);

/* Forget them all. */
void coop_endings_free(struct coop_ending **endings);

#endif
