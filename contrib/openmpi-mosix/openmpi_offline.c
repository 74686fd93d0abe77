/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking at an Open MPI from outside; see openmpi_offline.h.
 */
#include "openmpi_offline.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_file.h"
#include "root_glob.h"

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

/*
 * Every build has its version in the library as a string of its own, such as v4.1.4. Returns a copy
 * of the one of that series, without its first letter, or NULL.
 */
static char *find_version(const struct conf_file *library, char series)
{
    const char *at = library->text;
    const char *end = library->text + library->size;

    while ((at = memchr(at, 'v', (size_t) (end - at))) != NULL) {
        size_t digits = strspn(++at, "0123456789.");

        if (at - library->text >= 2 && at[-2] == '\0' && at[0] == series && at[1] == '.' &&
            digits >= strlen("4.1.4") &&
            strspn(at + digits, "abcr0123456789") == strlen(at + digits)) {
            return strdup(at);
        }
    }
    return NULL;
}

static char *version_of(const char *root, const char *path, const char *series)
{
    struct conf_file library;
    char *version = NULL;

    if (conf_file_open(root, path, CONF_FILE_READ, &library) < 0) {
        return NULL;
    }
    if (library.exists) {
        version = find_version(&library, series[0]);
        version = version != NULL ? version : strdup(series);
    }
    conf_file_close(&library);
    return version;
}

char *openmpi_offline_version(const char *root, const char *components)
{
    /* Debian keeps the libraries two directories further up than others. */
    static const char *const places[] = {"..", "../../.."};
    static const struct {
        const char *library;
        const char *series;
    } sonames[] = {{"libopen-pal.so.40", "4.x"}, {"libopen-pal.so.80", "5.x"}};
    char *version = NULL;

    for (size_t i = 0; components[0] != '\0' && version == NULL && i < 4; i++) {
        char path[PATH_MAX];
        int length = snprintf(path, sizeof(path), "%s/%s/%s", components, places[i / 2],
                              sonames[i % 2].library);

        version = length < PATH_MAX ? version_of(root, path, sonames[i % 2].series) : NULL;
    }
    return version;
}
