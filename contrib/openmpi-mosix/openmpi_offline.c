/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking at an Open MPI from outside; see openmpi_offline.h.
 */
#include "openmpi_offline.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "root_glob.h"
#include "rooted_path.h"

static void take_first(void *context, const char *path)
{
    char **found = context;

    if (*found == NULL) {
        *found = strdup(path);
    }
}

char *openmpi_offline_components(const char *root, const char *directory)
{
    char prefix[PATH_MAX];
    char pattern[PATH_MAX + 64];
    char *found = NULL;
    char *slash;

    snprintf(prefix, sizeof(prefix), "%s", directory);
    slash = strrchr(prefix, '/');
    if (strncmp(directory, "/etc/", 5) == 0) {
        snprintf(prefix, sizeof(prefix), "/usr/lib*/openmpi");
        root_glob(root, "/usr/lib/*/openmpi/lib/openmpi*/mca_*.so", take_first, &found);
    } else if (slash != NULL && strcmp(slash, "/etc") == 0) {
        *slash = '\0';
    }
    snprintf(pattern, sizeof(pattern), "%s/lib*/openmpi*/mca_*.so", prefix);
    root_glob(root, pattern, take_first, &found);
    if (found != NULL) {
        *strrchr(found, '/') = '\0';
    }
    return found;
}

const char *openmpi_offline_series(const char *root, const char *components)
{
    static const struct {
        const char *library;
        const char *series;
    } sonames[] = {{"libopen-pal.so.40", "4.x"}, {"libopen-pal.so.80", "5.x"}};

    for (size_t i = 0; i < sizeof(sonames) / sizeof(sonames[0]); i++) {
        char path[PATH_MAX];
        char found[PATH_MAX];
        int length = snprintf(path, sizeof(path), "%s/../%s", components, sonames[i].library);

        if (length < PATH_MAX && rooted_path(root, path, found) == 0 && access(found, F_OK) == 0) {
            return sonames[i].series;
        }
    }
    return "";
}
