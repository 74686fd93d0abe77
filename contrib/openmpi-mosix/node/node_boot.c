/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command line of the kernel; see node_boot.h.
 */
#include "node_boot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_file.h"
#include "mosix_needs.h"
#include "node_text.h"
#include "root_glob.h"

static bool has_systemd_boot(const struct node_system *system)
{
    static const char *const traces[] = {NODE_KERNEL_CMDLINE, "/boot/loader/loader.conf",
                                         "/boot/efi/loader/loader.conf", "/efi/loader/loader.conf"};

    for (size_t i = 0; i < sizeof(traces) / sizeof(traces[0]); i++) {
        if (node_system_exists(system, traces[i])) {
            return true;
        }
    }
    return false;
}

static enum node_boot_loader find_loader(const struct node_system *system, char tool[PATH_MAX])
{
    if (node_system_exists(system, "/etc/default/grub") &&
        node_system_find(system, "update-grub", tool, NULL) == 0) {
        return NODE_BOOT_GRUB;
    }
    if (node_system_find(system, "grubby", tool, NULL) == 0) {
        return NODE_BOOT_GRUBBY;
    }
    (void) node_system_find(system, "kernel-install", tool, NULL);
    return has_systemd_boot(system) ? NODE_BOOT_SYSTEMD : NODE_BOOT_UNKNOWN;
}

/* Entries of the kernels that need the word: how many there are, and how many have it. */
struct entries {
    const struct node_system *system;
    unsigned needing;
    unsigned having;
    char path[PATH_MAX];
};

/* The argument of a line of an entry that begins with that key, or NULL. */
static const char *entry_value(const char *line, const char *key)
{
    size_t length = strlen(key);

    line += strspn(line, " \t");
    return strncmp(line, key, length) == 0 && (line[length] == ' ' || line[length] == '\t')
               ? line + length + strspn(line + length, " \t")
               : NULL;
}

/* All lines "options" of an entry count as one. */
static void judge_entry(struct entries *entries, char *text)
{
    char version[NODE_VERSION_SIZE] = "";
    enum node_word found = NODE_WORD_NONE;
    char *rest = NULL;

    for (char *line = strtok_r(text, "\r\n", &rest); line != NULL;
         line = strtok_r(NULL, "\r\n", &rest)) {
        const char *value = entry_value(line, "version");
        const char *options = entry_value(line, "options");
        enum node_word one = options != NULL ? node_text_kernel(options, MOSIX_VDSO_WORD) : found;

        if (value != NULL) {
            snprintf(version, sizeof(version), "%s", value);
        }
        found = one != NODE_WORD_NONE ? one : found;
    }
    /* Nobody runs MOSIX in the entry that is only for repairs. */
    if (strncmp(version, "0-rescue", 8) != 0 && mosix_needs_vdso_off(version)) {
        entries->needing++;
        entries->having += found == NODE_WORD_WANTED;
    }
}

static void take_entry(void *context, const char *path)
{
    struct entries *entries = context;
    struct conf_file file;

    if (conf_file_open(entries->system->root, path, CONF_FILE_READ, &file) < 0) {
        return;
    }
    judge_entry(entries, file.text);
    snprintf(entries->path, sizeof(entries->path), "%s", path);
    conf_file_close(&file);
}

/* grubby writes every entry; without entries, the next kernel gets what /etc/default/grub has. */
static void find_in_entries(const struct node_system *system, struct node_boot *boot)
{
    struct entries entries = {.system = system};

    root_glob(system->root, "/boot/loader/entries/*.conf", take_entry, &entries);
    if (entries.needing == 0) {
        node_grub_find(system, false, &boot->grub);
        memcpy(boot->where, boot->grub.where, sizeof(boot->where));
    } else if (entries.having == entries.needing) {
        memcpy(boot->where, entries.path, sizeof(boot->where));
    }
}

/* A line that begins with # is a comment of some readers, so it does not count. */
static enum node_word judge_cmdline(const char *text)
{
    enum node_word found = NODE_WORD_NONE;

    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        char *line = strndup(text, size);
        enum node_word one = NODE_WORD_NONE;

        if (line != NULL && line[strspn(line, " \t")] != '#') {
            one = node_text_kernel(line, MOSIX_VDSO_WORD);
        }
        free(line);
        found = one != NODE_WORD_NONE ? one : found;
        text += size + (text[size] == '\n');
    }
    return found;
}

static void find_in_cmdline(const struct node_system *system, struct node_boot *boot)
{
    struct conf_file file;

    if (conf_file_open(system->root, NODE_KERNEL_CMDLINE, CONF_FILE_READ, &file) == 0) {
        if (judge_cmdline(file.text) == NODE_WORD_WANTED) {
            snprintf(boot->where, sizeof(boot->where), NODE_KERNEL_CMDLINE);
        }
        conf_file_close(&file);
    }
}

void node_boot_find(const struct node_system *system, struct node_boot *boot)
{
    memset(boot, 0, sizeof(*boot));
    boot->loader = find_loader(system, boot->tool);
    switch (boot->loader) {
    case NODE_BOOT_GRUB:
        node_grub_find(system, true, &boot->grub);
        memcpy(boot->where, boot->grub.where, sizeof(boot->where));
        break;
    case NODE_BOOT_GRUBBY:
        find_in_entries(system, boot);
        break;
    case NODE_BOOT_SYSTEMD:
        find_in_cmdline(system, boot);
        break;
    case NODE_BOOT_UNKNOWN:
        break;
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
    result = getline(&line, &room, file) > 0 &&
             node_text_kernel(line, MOSIX_VDSO_WORD) == NODE_WORD_WANTED;
    free(line);
    (void) fclose(file);
    return result;
}
