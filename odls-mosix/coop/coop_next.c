/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_next.h. */
#include "coop_next.h"

#include <dlfcn.h>
#include <stddef.h>

bool coop_next_looks;

void *coop_next(const char *name)
{
    void *found;

    coop_next_looks = true;
    found = dlsym(RTLD_NEXT, name);
    if (found == NULL) {
        void *libc = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD);

        found = libc != NULL ? dlsym(libc, name) : NULL;
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
