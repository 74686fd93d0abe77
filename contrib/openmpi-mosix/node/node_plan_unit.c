/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Planning the unit that starts MOSIX; see node_plan_unit.h.
 */
#include "node_plan_unit.h"

#include <stdio.h>
#include <string.h>

#include "mosix_needs.h"
#include "node_process.h"
#include "node_unit.h"

#define ENVIRONMENT "Environment=GLIBC_TUNABLES="
#define WHY                                                                                        \
    "# Without this setting every migration to this node hangs, where glibc is 2.35 or newer.\n"

/* Keeps what the unit sets already: the last setting of a variable is the one that counts. */
static void plan_dropin(const struct node_unit *unit, struct node_plan *plan)
{
    struct node_step *step = node_plan_add(plan, NODE_STEP_WRITE);

    snprintf(step->path, sizeof(step->path), NODE_UNIT_DIRECTORY "/%s.d/" NODE_DROPIN_NAME,
             unit->name);
    snprintf(step->text, sizeof(step->text), WHY "[Service]\n" ENVIRONMENT "%s%s%s\n",
             unit->tunables, unit->tunables[0] != '\0' ? ":" : "", MOSIX_RSEQ_TUNABLE);
}

/* The path as systemd reads it: in quotation marks where a character has a meaning there. */
static void quote_path(const char *path, char quoted[2 * PATH_MAX + 3])
{
    bool is_plain = path[strcspn(path, " \t%$\"'\\;")] == '\0';

    if (!is_plain) {
        *quoted++ = '"';
    }
    for (; *path != '\0'; path++) {
        if (*path == '%' || *path == '$') {
            *quoted++ = *path;
        } else if (*path == '"' || *path == '\\') {
            *quoted++ = '\\';
        }
        *quoted++ = *path;
    }
    if (!is_plain) {
        *quoted++ = '"';
    }
    *quoted = '\0';
}

/* mosd goes into the background by itself [real]. */
static void plan_unit(const char *mosd, struct node_plan *plan)
{
    struct node_step *step;
    char program[2 * PATH_MAX + 3];

    quote_path(mosd, program);
    if (strlen(program) > NODE_STEP_TEXT_SIZE / 2) {
        node_plan_advise(
            plan, "write a unit of systemd that starts mosd with GLIBC_TUNABLES=" MOSIX_RSEQ_TUNABLE
                  ", because its path is too long for this program");
        return;
    }
    step = node_plan_add(plan, NODE_STEP_WRITE);
    snprintf(step->path, sizeof(step->path), NODE_UNIT_DIRECTORY "/" NODE_UNIT_OWN);
    snprintf(step->text, sizeof(step->text),
             "[Unit]\n"
             "Description=MOSIX\n"
             "Wants=network-online.target\n"
             "After=network-online.target\n"
             "\n"
             "[Service]\n"
             "Type=forking\n"
             "ExecStart=%s\n" WHY ENVIRONMENT MOSIX_RSEQ_TUNABLE "\n",
             program);
    step = node_plan_add(plan, NODE_STEP_WRITE);
    snprintf(step->path, sizeof(step->path), NODE_UNIT_WANTED);
    snprintf(step->text, sizeof(step->text), "[Unit]\nWants=" NODE_UNIT_OWN "\n");
}

static bool is_in_effect(const struct node_system *system)
{
    pid_t mosd = node_system_is_live(system) ? node_process_find_mosd(system->proc) : 0;

    return mosd != 0 && node_process_has_tunable(system->proc, mosd, MOSIX_RSEQ_TUNABLE) > 0;
}

void node_plan_unit_refresh(const struct node_system *system, struct node_plan *plan)
{
    static const char *const arguments[] = {"daemon-reload", NULL};
    char systemctl[PATH_MAX];
    struct stat status;

    /* An image reads its units when it starts. */
    if (node_system_is_live(system) &&
        node_system_stat(system, "/run/systemd/system", &status) == 0 &&
        node_system_find(system, "systemctl", systemctl, NULL) == 0) {
        node_plan_run(plan, system, systemctl, arguments);
    }
}

void node_plan_unit(const struct node_system *system, struct node_plan *plan)
{
    char mosd[PATH_MAX];
    struct node_unit unit;

    node_unit_find(system, &unit);
    if (!mosix_needs_rseq_off(system->libc) || is_in_effect(system)) {
        return;
    }
    if (unit.where[0] == '\0' && !unit.has_systemd) {
        node_plan_advise(plan, "start mosd with GLIBC_TUNABLES=" MOSIX_RSEQ_TUNABLE
                               " in its environment, because this system has no systemd");
        return;
    }
    if (unit.where[0] == '\0' && unit.overrules[0] != '\0') {
        node_plan_advise(plan,
                         "let %s give mosd GLIBC_TUNABLES with " MOSIX_RSEQ_TUNABLE
                         ", because that file counts more than a drop-in of ours",
                         unit.overrules);
    } else if (unit.where[0] == '\0' && unit.name[0] != '\0') {
        plan_dropin(&unit, plan);
    } else if (unit.where[0] == '\0' && node_system_find(system, "mosd", mosd, NULL) == 0) {
        plan_unit(mosd, plan);
        node_plan_advise(plan, NODE_UNIT_OWN " starts MOSIX from now on: if mosd is also started "
                                             "elsewhere, such as in /etc/rc.local, delete that");
    }
    node_plan_unit_refresh(system, plan);
    if (node_system_is_live(system)) {
        node_plan_advise(
            plan, "restart MOSIX when no program runs under it (systemctl restart %s), or reboot",
            unit.name[0] != '\0' ? unit.name : NODE_UNIT_OWN);
    }
}
