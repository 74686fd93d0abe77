/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command line of the kernel; see node_boot.h.
 */
#include "node_boot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_needs.h"
#include "root_glob.h"

struct search {
    const struct node_system *system;
    struct node_boot *boot;
};

static void take_file(void *context, const char *path)
{
    struct search *search = context;

    if (search->boot->where[0] == '\0' &&
        node_system_has_word(search->system, path, MOSIX_VDSO_WORD)) {
        snprintf(search->boot->where, sizeof(search->boot->where), "%s", path);
    }
}

static bool exists(const struct node_system *system, const char *path)
{
    struct stat status;

    return node_system_stat(system, path, &status) == 0;
}

static bool has_systemd_boot(const struct node_system *system)
{
    static const char *const traces[] = {NODE_KERNEL_CMDLINE, "/boot/loader/loader.conf",
                                         "/boot/efi/loader/loader.conf", "/efi/loader/loader.conf"};

    for (size_t i = 0; i < sizeof(traces) / sizeof(traces[0]); i++) {
        if (exists(system, traces[i])) {
            return true;
        }
    }
    return false;
}

static enum node_boot_loader find_loader(const struct node_system *system, char tool[PATH_MAX])
{
    if (exists(system, "/etc/default/grub") &&
        node_system_find(system, "update-grub", tool, NULL) == 0) {
        return NODE_BOOT_GRUB;
    }
    if (node_system_find(system, "grubby", tool, NULL) == 0) {
        return NODE_BOOT_GRUBBY;
    }
    (void) node_system_find(system, "kernel-install", tool, NULL);
    return has_systemd_boot(system) ? NODE_BOOT_SYSTEMD : NODE_BOOT_UNKNOWN;
}

void node_boot_find(const struct node_system *system, struct node_boot *boot)
{
    /* The files that each loader reads, the entries that grubby writes among them. */
    static const char *const files[][4] = {
        [NODE_BOOT_UNKNOWN] = {NULL},
        [NODE_BOOT_GRUB] = {"/etc/default/grub", NODE_GRUB_DIRECTORY "/*.cfg"},
        [NODE_BOOT_GRUBBY] = {"/boot/loader/entries/*.conf", "/etc/default/grub"},
        [NODE_BOOT_SYSTEMD] = {NODE_KERNEL_CMDLINE},
    };
    struct search search = {.system = system, .boot = boot};

    memset(boot, 0, sizeof(*boot));
    boot->loader = find_loader(system, boot->tool);
    for (size_t i = 0; i < 4 && files[boot->loader][i] != NULL; i++) {
        root_glob(system->root, files[boot->loader][i], take_file, &search);
    }
}

int node_boot_is_running(const struct node_system *system)
{
    char path[PATH_MAX];
    char *line = NULL;
    size_t room = 0;
    FILE *file;
    int result;

    snprintf(path, sizeof(path), "%s/cmdline", system->proc);
    file = fopen(path, "re");
    if (file == NULL) {
        return -errno;
    }
    result = getline(&line, &room, file) > 0 && node_text_has_word(line, MOSIX_VDSO_WORD);
    free(line);
    (void) fclose(file);
    return result;
}
