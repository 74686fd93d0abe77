/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finding an application's program; see odls_mosix_program.h.
 */
#include "odls_mosix_program.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "child_exec.h"
#include "mosrun_env.h"

static bool can_be_entered(const char *path)
{
    struct stat status;

    return path != NULL && stat(path, &status) == 0 && S_ISDIR(status.st_mode) &&
           access(path, X_OK) == 0;
}

const char *odls_mosix_program_directory(orte_app_context_t *app)
{
    const char *home;

    if (can_be_entered(app->cwd)) {
        return app->cwd;
    }
    home = opal_home_directory();
    return can_be_entered(home) &&
                   !orte_get_attribute(&app->attributes, ORTE_APP_USER_CWD, NULL, OPAL_BOOL)
               ? home
               : NULL;
}

/* Whether it is clear where the program has to be: not if Open MPI moves files or searches more. */
static bool is_judgeable(orte_app_context_t *app)
{
    return app->app != NULL && app->cwd != NULL && orte_fork_agent == NULL &&
           !orte_get_attribute(&app->attributes, ORTE_APP_SSNDIR_CWD, NULL, OPAL_BOOL) &&
           !orte_get_attribute(&app->attributes, ORTE_APP_PRELOAD_BIN, NULL, OPAL_BOOL) &&
           !orte_get_attribute(&app->attributes, ORTE_APP_PRELOAD_FILES, NULL, OPAL_STRING) &&
           (app->env == NULL || mosrun_env_get(app->env, "OMPI_exec_path") == NULL);
}

int odls_mosix_program_find(orte_app_context_t *app, char **path)
{
    const char *directory;
    char **env;

    *path = NULL;
    if (!is_judgeable(app)) {
        return ORTE_ERR_NOT_AVAILABLE;
    }
    directory = odls_mosix_program_directory(app);
    if (directory == NULL) {
        return ORTE_ERR_WDIR_NOT_FOUND;
    }
    if (strchr(app->app, '/') != NULL) {
        *path = strdup(app->app);
        return child_exec_check(app->app, directory) < 0 ? ORTE_ERR_EXE_NOT_ACCESSIBLE
               : *path != NULL                           ? ORTE_SUCCESS
                                                         : ORTE_ERR_OUT_OF_RESOURCE;
    }
    env = opal_environ_merge(orte_launch_environ, app->env);
    *path = opal_path_findv(app->app, X_OK, env, (char *) directory);
    opal_argv_free(env);
    return *path != NULL ? ORTE_SUCCESS : ORTE_ERR_EXE_NOT_FOUND;
}
