/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Judging one parameter of odls mosix or btl mosix by its name and value, as a user wrote it
 * somewhere. Libc only.
 */
#ifndef MOSRUN_PARAMETER_H
#define MOSRUN_PARAMETER_H

#include <stdbool.h>
#include <stddef.h>

/* A parameter of btl mosix that takes one of some words. allowed is a clause. */
struct mosrun_btl_word {
    const char *name; /* without btl_mosix_ */
    bool (*is)(const char *text);
    const char *allowed;
};

#define MOSRUN_BTL_WORD_COUNT 3
extern const struct mosrun_btl_word mosrun_btl_words[MOSRUN_BTL_WORD_COUNT];

/*
 * Whether a component of ours has a parameter of that name; true for names that do not begin with
 * odls_mosix_ or btl_mosix_. Sets *similar, if it is not NULL, to a known name that differs in one
 * or two letters, or to NULL.
 */
bool mosrun_parameter_exists(const char *name, const char **similar);

/*
 * What is wrong with a parameter, by itself: it does not exist, or has a value that is never
 * allowed. Returns 0 when nothing is, or -ENOENT or -EINVAL and writes why as a clause.
 */
int mosrun_parameter_judge(const char *name, const char *value, char *why, size_t size);

/*
 * Finds, in an environment that ends with NULL, the first variable of Open MPI's parameters whose
 * name is not known (*similar is then one that is similar, or NULL). Returns the variable's
 * parameter, "NAME=VALUE", or NULL.
 */
const char *mosrun_parameter_unknown(char *const *env, const char **similar);

#endif
