/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a setuid program loses; see mosrun_fragile.h.
 */
#include "mosrun_fragile.h"

#include <stdlib.h>
#include <string.h>

/*
 * What the C library removes from the environment of a setuid program, in addition to all of
 * LD_* and MALLOC_*.
 */
static const char *const fragile_names[] = {
    "GCONV_PATH", "GETCONF_DIR", "GLIBC_TUNABLES",   "HOSTALIASES", "LOCALDOMAIN", "LOCPATH",
    "NIS_PATH",   "NLSPATH",     "RESOLV_HOST_CONF", "RES_OPTIONS", "TMPDIR",      "TZDIR",
};

/* What mosenv is for [doc], and all that it keeps in MOSIX 4.4.3 [real]. */
static bool is_mosenvs(const char *variable)
{
    return strncmp(variable, "LD_", 3) == 0 || strncmp(variable, "MALLOC_", 7) == 0;
}

static bool is_fragile(const char *variable)
{
    size_t length = strcspn(variable, "=");

    if (is_mosenvs(variable)) {
        return true;
    }
    for (size_t i = 0; i < sizeof(fragile_names) / sizeof(fragile_names[0]); i++) {
        if (strlen(fragile_names[i]) == length &&
            strncmp(variable, fragile_names[i], length) == 0) {
            return true;
        }
    }
    return false;
}

const char *mosrun_env_fragile(char *const *env)
{
    for (; *env != NULL; env++) {
        if (is_fragile(*env)) {
            return *env;
        }
    }
    return NULL;
}

bool mosrun_env_is_argument(const char *variable, bool mosenv)
{
    return is_fragile(variable) && !(mosenv && is_mosenvs(variable));
}

void mosrun_env_drop_arguments(char **env, bool mosenv)
{
    char **kept = env;

    for (; *env != NULL; env++) {
        if (mosrun_env_is_argument(*env, mosenv)) {
            free(*env);
        } else {
            *kept++ = *env;
        }
    }
    *kept = NULL;
}
