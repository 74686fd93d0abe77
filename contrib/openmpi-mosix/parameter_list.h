/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The parameters of our components: which value is in effect, and where it comes from. Sources are
 * offered strongest first, and the first that sets a key counts.
 * Libc only.
 */
#ifndef PARAMETER_LIST_H
#define PARAMETER_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct parameter {
    char *key;
    char *value;        /* NULL: built in, and not known */
    char *source;       /* path, or name of the variable; NULL: built in */
    int line;           /* of a file; 0 otherwise */
    bool is_registered; /* set inside our block */
    int hidden_line;    /* of a setting above the block that the block overrides; 0: none */
};

struct parameter_list {
    struct parameter *list;
    size_t count;
};

/* Adds a parameter of that name that nobody has set, if it is missing. Returns 0 or -ENOMEM. */
int parameter_list_add_name(struct parameter_list *parameters, const char *key);

/*
 * Offers what a parameter file's text sets; size bytes, path is its name. Parameters of ours that
 * the list does not have yet are added. Returns 0 or -ENOMEM.
 */
int parameter_list_offer_file(struct parameter_list *parameters, const char *path, const char *text,
                              size_t size);

/* Offers the variables of an environment (ends with NULL): OMPI_MCA_... Returns 0 or -ENOMEM. */
int parameter_list_offer_environment(struct parameter_list *parameters, char *const *environment);

/*
 * Takes built-in values from what `ompi_info --parsable` prints about parameters. Returns 0 or
 * -ENOMEM.
 */
int parameter_list_take_defaults(struct parameter_list *parameters, const char *output);

/* The same for one parameter. Nothing happens if it is not in the list, or set. */
int parameter_list_take_default(struct parameter_list *parameters, const char *key,
                                const char *value);

void parameter_list_free(struct parameter_list *parameters);

#endif
