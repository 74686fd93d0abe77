/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The unit that starts MOSIX; see node_unit.h.
 */
#include "node_unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_file.h"
#include "mosix_needs.h"
#include "node_environment.h"
#include "node_text.h"
#include "root_glob.h"

#define DROPINS_MAX 64

const char *const node_unit_names[] = {"mosix.service", "mosd.service", NULL};

static const char *const directories[] = {NODE_UNIT_DIRECTORY, "/run/systemd/system",
                                          "/usr/local/lib/systemd/system",
                                          "/usr/lib/systemd/system", "/lib/systemd/system"};

/* The drop-ins of a unit: a name counts once, in the first directory that has it. */
struct dropins {
    size_t count;
    char *paths[DROPINS_MAX];
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(base_name(*(char *const *) left), base_name(*(char *const *) right));
}

static void take_dropin(void *context, const char *path)
{
    struct dropins *dropins = context;

    for (size_t i = 0; i < dropins->count; i++) {
        if (strcmp(base_name(path), base_name(dropins->paths[i])) == 0) {
            return;
        }
    }
    if (dropins->count < DROPINS_MAX) {
        char *copy = strdup(path);

        dropins->paths[dropins->count] = copy;
        dropins->count += copy != NULL;
    }
}

/* In the order of systemd, which is that of their names, whatever their directories are. */
static void find_dropins(const struct node_system *system, const char *unit,
                         struct dropins *dropins)
{
    const char *const owners[] = {unit, "service"};
    char pattern[PATH_MAX];

    memset(dropins, 0, sizeof(*dropins));
    for (size_t owner = 0; owner < 2; owner++) {
        for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]); i++) {
            snprintf(pattern, sizeof(pattern), "%s/%s.d/*.conf", directories[i], owners[owner]);
            root_glob(system->root, pattern, take_dropin, dropins);
        }
    }
    qsort(dropins->paths, dropins->count, sizeof(dropins->paths[0]), compare_names);
}

static void take_file(const struct node_system *system, const char *path,
                      struct node_environment *environment)
{
    struct conf_file file;

    if (conf_file_open(system->root, path, CONF_FILE_READ, &file) == 0) {
        node_environment_take(environment, file.text, path);
        conf_file_close(&file);
    }
}

/* A file that is read when the unit starts has the last word. Returns whether it sets the value. */
static bool take_assigned(const struct node_system *system, const char *path,
                          struct node_unit *unit)
{
    char value[sizeof(unit->tunables)];
    struct conf_file file;
    bool is_set;

    if (conf_file_open(system->root, path, CONF_FILE_READ, &file) < 0) {
        return false;
    }
    is_set = node_environment_assigned(file.text, value, sizeof(value));
    if (is_set) {
        snprintf(unit->tunables, sizeof(unit->tunables), "%s", value);
        snprintf(unit->overrules, sizeof(unit->overrules), "%s", path);
    }
    conf_file_close(&file);
    return is_set;
}

static void judge(const struct node_system *system, const struct node_environment *environment,
                  struct node_unit *unit)
{
    const char *decides = environment->from;

    snprintf(unit->tunables, sizeof(unit->tunables), "%s", environment->value);
    /* The unit itself is read before all drop-ins. */
    if (environment->is_cut ||
        (strcmp(decides, unit->source) != 0 && strcmp(base_name(decides), NODE_DROPIN_NAME) > 0)) {
        snprintf(unit->overrules, sizeof(unit->overrules), "%s", decides);
    }
    for (size_t i = 0; i < environment->count; i++) {
        if (take_assigned(system, environment->files[i], unit)) {
            decides = unit->overrules;
        }
    }
    if (strncmp(unit->source, "/etc/init.d/", strlen("/etc/init.d/")) == 0 &&
        take_assigned(system, unit->source, unit)) {
        decides = unit->overrules;
    } else if (environment->unset[0] != '\0') {
        unit->tunables[0] = '\0';
        memcpy(unit->overrules, environment->unset, sizeof(unit->overrules));
    }
    if (node_text_tunable(unit->tunables, MOSIX_RSEQ_TUNABLE) == NODE_WORD_WANTED) {
        snprintf(unit->where, sizeof(unit->where), "%s", decides);
    }
}

static void read_environment(const struct node_system *system, struct node_unit *unit)
{
    struct node_environment *environment = calloc(1, sizeof(*environment));
    struct dropins dropins;

    if (environment == NULL) {
        return;
    }
    find_dropins(system, unit->name, &dropins);
    take_file(system, unit->source, environment);
    for (size_t i = 0; i < dropins.count; i++) {
        take_file(system, dropins.paths[i], environment);
        free(dropins.paths[i]);
    }
    judge(system, environment, unit);
    free(environment);
}

/* systemd makes a unit of every script in /etc/init.d that has none. */
static bool find_source(const struct node_system *system, const char *name, char source[PATH_MAX])
{
    for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]); i++) {
        snprintf(source, PATH_MAX, "%s/%s", directories[i], name);
        if (node_system_exists(system, source)) {
            return true;
        }
    }
    snprintf(source, PATH_MAX, "/etc/init.d/%.*s", (int) strcspn(name, "."), name);
    if (node_system_exists(system, source)) {
        return true;
    }
    source[0] = '\0';
    return false;
}

void node_unit_find(const struct node_system *system, struct node_unit *unit)
{
    memset(unit, 0, sizeof(*unit));
    unit->has_systemd = node_system_exists(system, "/usr/lib/systemd/systemd") ||
                        node_system_exists(system, "/lib/systemd/systemd");
    for (size_t i = 0; node_unit_names[i] != NULL && unit->name[0] == '\0'; i++) {
        if (find_source(system, node_unit_names[i], unit->source)) {
            snprintf(unit->name, sizeof(unit->name), "%s", node_unit_names[i]);
        }
    }
    if (unit->name[0] != '\0') {
        read_environment(system, unit);
    }
}
