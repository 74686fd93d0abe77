/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Choosing components; see mosrun_components.h.
 */
#include "mosrun_components.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for the name of a component. */
#define NAME_SIZE 64

#define SHARES "shares memory with other processes"
#define SHARES_OR_MAPS "shares memory with other processes or maps a device"

const struct mosrun_exclusion mosrun_exclusions[MOSRUN_EXCLUSION_COUNT] = {
    {"btl", "vader,sm,smcuda,openib,uct,ofi,usnic", "", "mosix", SHARES_OR_MAPS, NULL,
     MOSRUN_SERIES_ALL},
    {"coll", "sm", "", "", SHARES, NULL, MOSRUN_SERIES_ALL},
    {"mtl", "ofi,portals4,psm,psm2", "", "",
     "maps a device and binds the rank while it looks for one", NULL, MOSRUN_SERIES_ALL},
    /*
     * Debian's file excludes pt2pt, the only one that reaches other ranks: no rank could open a
     * window. sm has private memory for a window of one rank; btl mosix lets it see that others
     * share none.
     */
    {"osc", "ucx,rdma", "pt2pt", "", SHARES ", and pt2pt is the one that does not", "sm",
     MOSRUN_SERIES_4},
    /* There rdma is the one that reaches other ranks, through any BTL. */
    {"osc", "ucx", "", "", SHARES, "sm", MOSRUN_SERIES_5},
    {"pml", "ucx,cm,yalla", "", "", SHARES_OR_MAPS ", or needs a component that does", NULL,
     MOSRUN_SERIES_ALL},
    {"sharedfp", "sm", "", "", SHARES, NULL, MOSRUN_SERIES_ALL},
    {"shmem", "sysv,posix", "", "", "probes for shared memory that MOSIX does not support", NULL,
     MOSRUN_SERIES_ALL},
    {"smsc", "cma,knem,xpmem", "", "", "reads the memory of other processes", NULL,
     MOSRUN_SERIES_5},
};

bool mosrun_components_allow(const char *selection, const char *name)
{
    if (selection == NULL || *selection == '\0') {
        return true;
    }
    return *selection == '^' ? !mosrun_list_has(selection + 1, name)
                             : mosrun_list_has(selection, name);
}

bool mosrun_list_has(const char *list, const char *name)
{
    size_t length = strlen(name);

    while (list != NULL && *list != '\0') {
        size_t entry = strcspn(list, ",");

        if (entry == length && strncmp(list, name, length) == 0) {
            return true;
        }
        list += entry + (list[entry] == ',');
    }
    return false;
}

int mosrun_list_extend(char **list, const char *separator, const char *text)
{
    size_t used = strlen(*list);
    size_t size = used + strlen(separator) + strlen(text) + 1;
    char *larger = realloc(*list, size);

    if (larger == NULL) {
        return -ENOMEM;
    }
    *list = larger;
    snprintf(larger + used, size - used, "%s%s", used > 0 ? separator : "", text);
    return 0;
}

/* The next component of a comma list, cut to fit; moves *list after it. False at the end. */
static bool next_component(const char **list, char name[NAME_SIZE])
{
    size_t length;

    *list += strspn(*list, ",");
    length = strcspn(*list, ",");
    snprintf(name, NAME_SIZE, "%.*s", (int) length, *list);
    *list += length;
    return length > 0;
}

/* Appends the components of a comma list that neither *names nor unwanted has. */
static int add_components(char **names, const char *components, const char *unwanted)
{
    char name[NAME_SIZE];

    while (next_component(&components, name)) {
        if (!mosrun_list_has(*names, name) && !mosrun_list_has(unwanted, name) &&
            mosrun_list_extend(names, ",", name) < 0) {
            return -ENOMEM;
        }
    }
    return 0;
}

/* The exclude list that a framework gets instead of selection, an exclude list or NULL, without the
 * components that are readmitted; NULL without memory. */
static char *extended_exclusion(const char *selection, const struct mosrun_exclusion *exclusion,
                                const char *readmitted)
{
    char *names = strdup("");
    char *list = strdup("^");
    int result = names == NULL || list == NULL ? -ENOMEM : 0;

    if (result == 0 && selection != NULL && *selection == '^') {
        result = add_components(&names, selection + 1, readmitted);
    }
    if (result == 0) {
        result = add_components(&names, exclusion->components, "");
    }
    if (result == 0) {
        result = mosrun_list_extend(&list, "", names);
    }
    free(names);
    if (result < 0) {
        free(list);
        return NULL;
    }
    return list;
}

/* What is left of an include list, with a component instead of those that were dropped; empty if
 * nothing is left. */
static int cleaned_inclusion(const char *selection, const struct mosrun_exclusion *exclusion,
                             char **names)
{
    *names = strdup("");
    if (*names == NULL) {
        return -ENOMEM;
    }
    if (add_components(names, selection, exclusion->components) < 0 ||
        add_components(names, exclusion->instead, "") < 0) {
        free(*names);
        *names = NULL;
        return -ENOMEM;
    }
    return 0;
}

/* Whether both comma lists name a component. */
static bool overlap(const char *list, const char *components)
{
    char name[NAME_SIZE];

    while (next_component(&list, name)) {
        if (mosrun_list_has(components, name)) {
            return true;
        }
    }
    return false;
}

int mosrun_components_choose(const struct mosrun_exclusion *exclusion, const char *selection,
                             bool users, char **value, bool *replaced)
{
    bool includes = selection != NULL && *selection != '\0' && *selection != '^';
    int result;

    *value = NULL;
    *replaced = includes && overlap(selection, exclusion->components);
    if (includes && !*replaced) {
        return 0;
    }
    if (includes) {
        result = cleaned_inclusion(selection, exclusion, value);
        if (result < 0 || **value != '\0') {
            return result;
        }
        free(*value);
        selection = NULL;
    }
    *value = extended_exclusion(selection, exclusion, users ? "" : exclusion->readmitted);
    return *value != NULL ? 0 : -ENOMEM;
}
