/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Registering, reading and checking parameters; see odls_mosix_settings.h.
 */
#include "odls_mosix_settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_tunables.h"
#include "mosrun_check.h"
#include "mosrun_host.h"

#define ENV_PREFIX OPAL_MCA_PREFIX "odls_mosix_"
#define BTL_ENV_PREFIX OPAL_MCA_PREFIX "btl_mosix_"
#define NAME_SIZE 128

/* The parameter system keeps pointers to these strings and owns them. */
static char *values[MOSRUN_OPTION_COUNT];
static int indices[MOSRUN_OPTION_COUNT];

static struct mosrun_facts facts;
static bool facts_known;

static int register_option(const mca_base_component_t *component, int id)
{
    const struct mosrun_option *option = &mosrun_options[id];
    char allowed[512];
    char text[1536];

    mosrun_allowed(option, allowed, sizeof(allowed));
    snprintf(text, sizeof(text), "%s. Value: %s%s", option->text, allowed,
             *option->initial == '\0' ? "; empty: not set" : "");
    values[id] = (char *) option->initial;
    indices[id] = mca_base_component_var_register(
        component, option->name, text, MCA_BASE_VAR_TYPE_STRING, NULL, 0, 0,
        id == MOSRUN_ADDRESS_FILES ? OPAL_INFO_LVL_9 : OPAL_INFO_LVL_3, MCA_BASE_VAR_SCOPE_LOCAL,
        &values[id]);
    return indices[id] < 0 ? indices[id] : ORTE_SUCCESS;
}

int odls_mosix_settings_register(const mca_base_component_t *component)
{
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        int rc = register_option(component, id);

        if (rc < 0) {
            return rc;
        }
    }
    return ORTE_SUCCESS;
}

bool odls_mosix_settings_touched(void)
{
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        mca_base_var_source_t source;

        if (mca_base_var_get_value(indices[id], NULL, &source, NULL) == OPAL_SUCCESS &&
            source != MCA_BASE_VAR_SOURCE_DEFAULT) {
            return true;
        }
    }
    return false;
}

void odls_mosix_settings_read(char *const *env, struct mosrun_settings *settings)
{
    for (int id = 0; id < MOSRUN_OPTION_COUNT; id++) {
        char name[NAME_SIZE];
        const char *own = NULL;

        if (env != NULL) {
            snprintf(name, sizeof(name), ENV_PREFIX "%s", mosrun_options[id].name);
            own = mosrun_env_get(env, name);
        }
        if (own == NULL) {
            own = values[id] != NULL ? values[id] : "";
        }
        settings->value[id] = own;
    }
}

bool odls_mosix_is_never(const struct mosrun_settings *settings)
{
    return strcmp(settings->value[MOSRUN_ENABLE], "never") == 0;
}

bool odls_mosix_is_required(const struct mosrun_settings *settings)
{
    return strcmp(settings->value[MOSRUN_ENABLE], "require") == 0;
}

/*
 * The value that this daemon's files and environment give to a parameter of a framework that the
 * daemon itself does not use. Returns a copy or NULL; locked tells of an override file.
 */
static char *foreign_value(const char *framework, const char *component, const char *name,
                           bool *locked)
{
    char *storage = NULL;
    char *copy = NULL;
    mca_base_var_source_t source = MCA_BASE_VAR_SOURCE_DEFAULT;
    int index = mca_base_var_find("opal", framework, component, name);
    char **found = &storage;
    bool temporary = index < 0;

    if (temporary) {
        index = mca_base_var_register("opal", framework, component, name, NULL,
                                      MCA_BASE_VAR_TYPE_STRING, NULL, 0, 0, OPAL_INFO_LVL_9,
                                      MCA_BASE_VAR_SCOPE_LOCAL, &storage);
    }
    if (index < 0) {
        return NULL;
    }
    if (mca_base_var_get_value(index, &found, &source, NULL) == OPAL_SUCCESS && found != NULL &&
        *found != NULL && source != MCA_BASE_VAR_SOURCE_DEFAULT) {
        copy = strdup(*found);
    }
    if (temporary) {
        /* The storage is on our stack: the parameter system must not keep it. */
        (void) mca_base_var_deregister(index);
    }
    *locked = source == MCA_BASE_VAR_SOURCE_OVERRIDE;
    return copy;
}

const struct mosrun_facts *odls_mosix_facts(void)
{
    if (facts_known) {
        return &facts;
    }
    for (int i = 0; i < MOSRUN_EXCLUSION_COUNT; i++) {
        facts.selection[i] =
            foreign_value(mosrun_exclusions[i].framework, NULL, NULL, &facts.locked[i]);
    }
    facts_known = true;
    return &facts;
}

void odls_mosix_facts_forget(void)
{
    for (int i = 0; i < MOSRUN_EXCLUSION_COUNT; i++) {
        free((char *) facts.selection[i]);
    }
    memset(&facts, 0, sizeof(facts));
    facts_known = false;
}

static int check_btl_number(const struct mosix_tunable *tunable, char *const *env)
{
    char name[NAME_SIZE];
    const char *text;
    char *from_files = NULL;
    unsigned long number;
    bool locked;
    int rc = ORTE_SUCCESS;

    snprintf(name, sizeof(name), BTL_ENV_PREFIX "%s", tunable->name);
    text = env != NULL ? mosrun_env_get(env, name) : NULL;
    if (text == NULL) {
        from_files = foreign_value("btl", "mosix", tunable->name, &locked);
        text = from_files;
    }
    if (text != NULL && mosix_tunable_parse(tunable, text, &number) < 0) {
        odls_mosix_report_number(name + strlen(OPAL_MCA_PREFIX), text, tunable->min, tunable->max);
        rc = ORTE_ERR_SILENT;
    }
    free(from_files);
    return rc;
}

void odls_mosix_identify(const orte_job_t *job, const orte_proc_t *proc,
                         struct mosrun_identity *identity)
{
    identity->rank = proc->name.vpid;
    identity->local_rank = proc->local_rank;
    identity->local_count = job->num_local_procs;
    identity->job = mosrun_job_number(job->jobid);
    identity->node = proc->node != NULL && proc->node->name != NULL ? proc->node->name
                                                                    : orte_process_info.nodename;
}

/* Checks what one rank would get. */
static int check_rank(const struct mosrun_settings *settings,
                      const struct mosrun_identity *identity)
{
    struct mosrun_expanded expanded;
    struct mosrun_fault fault;
    int result = mosrun_expand(settings, identity, &expanded, &fault);

    if (result == 0) {
        result = mosrun_check(&expanded.settings, mosrun_host_known, &fault);
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

/*
 * Checks what the ranks of an application would get; one stands for all that are alike. In mpirun
 * it is not known yet which rank is where, so there this node stands for theirs.
 */
static int check_ranks(orte_job_t *job, const orte_app_context_t *app, unsigned long first,
                       const struct mosrun_settings *settings)
{
    unsigned long count = mosrun_differs_by_rank(settings) ? app->num_procs : 1;

    for (unsigned long rank = first; rank < first + count; rank++) {
        struct mosrun_identity identity = {.rank = rank, .node = orte_process_info.nodename};
        const orte_proc_t *proc =
            (const orte_proc_t *) opal_pointer_array_get_item(job->procs, (int) rank);
        int rc;

        if (proc != NULL) {
            odls_mosix_identify(job, proc, &identity);
        }
        rc = check_rank(settings, &identity);
        if (rc != ORTE_SUCCESS) {
            return rc;
        }
    }
    return ORTE_SUCCESS;
}

static int check_application(orte_job_t *job, const orte_app_context_t *app, unsigned long first)
{
    struct mosrun_settings settings;
    int rc;

    odls_mosix_settings_read(app->env, &settings);
    rc = check_ranks(job, app, first, &settings);
    for (const struct mosix_tunable *row = mosix_tunables; rc == ORTE_SUCCESS && row->name != NULL;
         row++) {
        rc = check_btl_number(row, app->env);
    }
    return rc;
}

int odls_mosix_settings_check(orte_job_t *job)
{
    unsigned long first = 0;

    for (int i = 0; i < job->apps->size; i++) {
        const orte_app_context_t *app =
            (const orte_app_context_t *) opal_pointer_array_get_item(job->apps, i);

        if (app != NULL) {
            int rc = check_application(job, app, first);

            if (rc != ORTE_SUCCESS) {
                return rc;
            }
            first += app->num_procs;
        }
    }
    return ORTE_SUCCESS;
}
