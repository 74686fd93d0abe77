/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a component finds out about itself; see mosix_dso.h.
 */
#include "mosix_dso.h"

#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

int mosix_dso_directory(const void *symbol, char *directory, size_t size)
{
    Dl_info info;
    const char *slash;
    int length;

    if (dladdr(symbol, &info) == 0 || info.dli_fname == NULL) {
        return -ENOENT;
    }
    slash = strrchr(info.dli_fname, '/');
    if (slash == NULL) {
        return -ENOENT;
    }
    length = snprintf(directory, size, "%.*s", (int) (slash - info.dli_fname), info.dli_fname);
    return length >= 0 && (size_t) length < size ? 0 : -ENAMETOOLONG;
}

const char *mosix_dso_help_directory(void)
{
    return MOSIX_HELP_DIR;
}

bool mosix_dso_fits(const char *version, const char *series)
{
    size_t length = strlen(series);
    const char *at = version[0] == 'v' ? version + 1 : version;

    return strncmp(at, series, length) == 0 && !isdigit((unsigned char) at[length]);
}
