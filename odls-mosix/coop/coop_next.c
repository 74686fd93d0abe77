/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_next.h. */
#include "coop_next.h"

#include <dlfcn.h>
#include <stddef.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#include <string.h>
#endif

bool coop_next_looks;

/*
 * Before glibc 2.36, RTLD_NEXT finds the oldest version of a function that has several, which may
 * take other arguments (timer_create). By the library that holds it, the current one is found.
 */
static void *current_version(void *found, const char *name)
{
#ifdef __GLIBC__
    Dl_info info;
    void *library;
    void *current = NULL;

    if (strverscmp(gnu_get_libc_version(), "2.36") < 0 && dladdr(found, &info) != 0) {
        library = dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
        if (library != NULL) {
            current = dlsym(library, name);
            dlclose(library);
        }
    }
    return current != NULL ? current : found;
#else
    (void) name;
    return found;
#endif
}

void *coop_next(const char *name)
{
    void *found;

    coop_next_looks = true;
    found = dlsym(RTLD_NEXT, name);
    if (found == NULL) {
        void *libc = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD);

        found = libc != NULL ? dlsym(libc, name) : NULL;
    } else {
        found = current_version(found, name);
    }
    coop_next_looks = false;
    return found;
}

/* What the library that holds CALLER needs is searched after that library itself. */
static void *find_needed_by(const void *caller, const char *name)
{
    Dl_info info;
    void *library;
    void *found = NULL;

    if (dladdr(caller, &info) != 0 && info.dli_fname != NULL) {
        library = dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
        if (library != NULL) {
            found = dlsym(library, name);
            dlclose(library);
        }
    }
    return found;
}

void *coop_next_from(const void *caller, const char *name)
{
    void *found = coop_next(name);

    if (found == NULL) {
        coop_next_looks = true;
        found = find_needed_by(caller, name);
        coop_next_looks = false;
    }
    return found;
}
