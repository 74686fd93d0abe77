/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The unit that starts MOSIX; see node_unit.h.
 */
#include "node_unit.h"

#include <stdio.h>
#include <string.h>

#include "conf_file.h"
#include "mosix_needs.h"
#include "root_glob.h"

#define VARIABLE "GLIBC_TUNABLES="

const char *const node_unit_names[] = {"mosix.service", "mosd.service", NULL};

struct search {
    const struct node_system *system;
    struct node_unit *unit;
};

static bool exists(const struct node_system *system, const char *path)
{
    struct stat status;

    return node_system_stat(system, path, &status) == 0;
}

/* The value that the last line of a file gives the variable. */
static void take_tunables(const char *text, char *value, size_t size)
{
    const char *at = text;

    while ((at = strstr(at, VARIABLE)) != NULL) {
        at += strlen(VARIABLE);
        snprintf(value, size, "%.*s", (int) strcspn(at, " \t\r\n\"';"), at);
    }
}

/* One file that belongs to the unit: itself, its drop-ins, the script. */
static void take_file(void *context, const char *path)
{
    struct search *search = context;
    struct node_unit *unit = search->unit;
    struct conf_file file;

    if (conf_file_open(search->system->root, path, CONF_FILE_READ, &file) < 0) {
        return;
    }
    take_tunables(file.text, unit->tunables, sizeof(unit->tunables));
    if (unit->where[0] == '\0' && node_text_has_word(file.text, MOSIX_RSEQ_TUNABLE)) {
        snprintf(unit->where, sizeof(unit->where), "%s", path);
    }
    conf_file_close(&file);
}

/* systemd makes a unit of every script in /etc/init.d that has none. */
static bool find_source(const struct node_system *system, const char *name, char source[PATH_MAX])
{
    static const char *const directories[] = {NODE_UNIT_DIRECTORY, "/run/systemd/system",
                                              "/usr/local/lib/systemd/system",
                                              "/usr/lib/systemd/system", "/lib/systemd/system"};

    for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]); i++) {
        snprintf(source, PATH_MAX, "%s/%s", directories[i], name);
        if (exists(system, source)) {
            return true;
        }
    }
    snprintf(source, PATH_MAX, "/etc/init.d/%.*s", (int) strcspn(name, "."), name);
    if (exists(system, source)) {
        return true;
    }
    source[0] = '\0';
    return false;
}

void node_unit_find(const struct node_system *system, struct node_unit *unit)
{
    struct search search = {.system = system, .unit = unit};
    char dropins[PATH_MAX];

    memset(unit, 0, sizeof(*unit));
    unit->has_systemd =
        exists(system, "/usr/lib/systemd/systemd") || exists(system, "/lib/systemd/systemd");
    for (size_t i = 0; node_unit_names[i] != NULL && unit->name[0] == '\0'; i++) {
        if (find_source(system, node_unit_names[i], unit->source)) {
            snprintf(unit->name, sizeof(unit->name), "%s", node_unit_names[i]);
        }
    }
    if (unit->name[0] != '\0') {
        take_file(&search, unit->source);
        snprintf(dropins, sizeof(dropins), NODE_UNIT_DIRECTORY "/%s.d/*.conf", unit->name);
        root_glob(system->root, dropins, take_file, &search);
    }
}
