/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_endings.h. */
#include "coop_endings.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdlib.h>

struct coop_ending {
    struct coop_ending *next;
    void (*destructor)(void *);
    void *object;
    void *library; /* of dlopen(), or NULL */
};

/* NULL for the program, which stays anyhow. */
static void *hold_library(const void *code)
{
    Dl_info info;
    struct link_map *map;

    if (dladdr1(code, &info, (void **) &map, RTLD_DL_LINKMAP) == 0 || *map->l_name == '\0') {
        return NULL;
    }
    return dlopen(map->l_name, RTLD_LAZY | RTLD_NOLOAD);
}

int coop_endings_add(struct coop_ending **endings, void (*destructor)(void *), void *object,
                     const void *code)
{
    struct coop_ending *ending = malloc(sizeof(*ending));

    if (ending == NULL) {
        return -ENOMEM;
    }
    *ending = (struct coop_ending){.next = *endings,
                                   .destructor = destructor,
                                   .object = object,
                                   .library = hold_library(code)};
    *endings = ending;
    return 0;
}

static struct coop_ending *take_newest(struct coop_ending **endings)
{
    struct coop_ending *ending = *endings;

    *endings = ending->next;
    return ending;
}

static void let_go(struct coop_ending *ending)
{
    if (ending->library != NULL) {
        dlclose(ending->library);
    }
    free(ending);
}

void coop_endings_run(struct coop_ending **endings)
{
    while (*endings != NULL) {
        struct coop_ending *ending = take_newest(endings);

        ending->destructor(ending->object);
        let_go(ending);
    }
}

void coop_endings_free(struct coop_ending **endings)
{
    while (*endings != NULL) {
        let_go(take_newest(endings));
    }
}
