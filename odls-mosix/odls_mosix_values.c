/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checking what one rank would get; see odls_mosix_values.h.
 */
#include "odls_mosix_values.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_tunables.h"
#include "mosrun_check.h"
#include "mosrun_host.h"
#include "mosrun_parameter.h"
#include "odls_mosix_foreign.h"
#include "odls_mosix_report.h"

#define BTL_ENV_PREFIX OPAL_MCA_PREFIX "btl_mosix_"
#define NAME_SIZE 128

/* What ranks get for a parameter of btl mosix; NULL for what is built in. The caller frees it. */
static char *btl_value(const char *parameter, char *const *env)
{
    char name[NAME_SIZE];
    const char *text;
    bool locked;

    snprintf(name, sizeof(name), BTL_ENV_PREFIX "%s", parameter);
    text = env != NULL ? mosrun_env_get(env, name) : NULL;
    return text != NULL ? strdup(text)
                        : odls_mosix_foreign_value("btl", "mosix", parameter, &locked);
}

static int check_btl_number(const struct mosix_tunable *tunable, char *const *env,
                            unsigned long *number)
{
    char *text = btl_value(tunable->name, env);
    char name[NAME_SIZE];
    int rc = ORTE_SUCCESS;

    if (text != NULL && mosix_tunable_parse(tunable, text, number) < 0) {
        snprintf(name, sizeof(name), "btl_mosix_%s", tunable->name);
        odls_mosix_report_number(name, text, tunable->min, tunable->max, tunable->why);
        rc = ORTE_ERR_SILENT;
    }
    free(text);
    return rc;
}

/* The numbers alone, and together. */
static int check_btl_numbers(char *const *env)
{
    struct mosix_numbers numbers;
    char value[NAME_SIZE];
    char allowed[2 * NAME_SIZE];

    mosix_numbers_init(&numbers);
    for (const struct mosix_tunable *row = mosix_tunables; row->name != NULL; row++) {
        int rc = check_btl_number(row, env, mosix_tunable_value(row, &numbers));

        if (rc != ORTE_SUCCESS) {
            return rc;
        }
    }
    if (mosix_numbers_ordered(&numbers)) {
        return ORTE_SUCCESS;
    }
    snprintf(value, sizeof(value), "%lu", numbers.eager_limit);
    snprintf(allowed, sizeof(allowed), "at most btl_mosix_max_send_size, here %lu: set it, too",
             numbers.max_send_size);
    odls_mosix_report_value("btl_mosix_eager_limit", value, allowed);
    return ORTE_ERR_SILENT;
}

/* The parameters that take one of some words. */
static int check_btl_words(char *const *env)
{
    int rc = ORTE_SUCCESS;

    for (size_t i = 0; rc == ORTE_SUCCESS && i < MOSRUN_BTL_WORD_COUNT; i++) {
        const struct mosrun_btl_word *row = &mosrun_btl_words[i];
        char *text = btl_value(row->name, env);
        char name[NAME_SIZE];

        if (text != NULL && !row->is(text)) {
            snprintf(name, sizeof(name), "btl_mosix_%s", row->name);
            odls_mosix_report_value(name, text, row->allowed);
            rc = ORTE_ERR_SILENT;
        }
        free(text);
    }
    return rc;
}

int odls_mosix_check_btl(char *const *env)
{
    int rc = check_btl_numbers(env);

    return rc == ORTE_SUCCESS ? check_btl_words(env) : rc;
}

unsigned long odls_mosix_btl_number(const char *name, char *const *env)
{
    const struct mosix_tunable *tunable = mosix_tunable_find(name);
    unsigned long number = tunable->initial;

    (void) check_btl_number(tunable, env, &number);
    return number;
}

int odls_mosix_check_names(char *const *env)
{
    const char *similar = NULL;
    const char *unknown = mosrun_parameter_unknown(env, &similar);

    if (unknown == NULL) {
        return ORTE_SUCCESS;
    }
    odls_mosix_report_unknown(unknown, similar);
    return ORTE_ERR_SILENT;
}

int odls_mosix_check_rank(const struct mosrun_settings *settings, enum mosix_release release,
                          const struct mosrun_identity *identity)
{
    struct mosrun_expanded expanded;
    struct mosrun_fault fault;
    int result = mosrun_expand(settings, identity, &expanded, &fault);

    if (result == 0) {
        result = mosrun_check(&expanded.settings, release, mosrun_host_known, &fault);
        if (result == -EINVAL) {
            odls_mosix_report_fault(&expanded.settings, &fault);
        }
        mosrun_expanded_free(&expanded);
    } else if (result == -EINVAL) {
        odls_mosix_report_fault(settings, &fault);
    }
    if (result == -ENOMEM) {
        return ORTE_ERR_OUT_OF_RESOURCE;
    }
    return result < 0 ? ORTE_ERR_SILENT : ORTE_SUCCESS;
}
