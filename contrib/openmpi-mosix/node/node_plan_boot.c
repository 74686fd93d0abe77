/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Planning vdso=0; see node_plan_boot.h.
 */
#include "node_plan_boot.h"

#include <stdio.h>
#include <string.h>

#include "conf_file.h"
#include "mosix_needs.h"
#include "node_boot.h"

const struct node_edit node_plan_cmdline = {
    .path = NODE_KERNEL_CMDLINE, .word = MOSIX_VDSO_WORD, .record = NODE_CMDLINE_RECORD};

static void plan_grub(const struct node_boot *boot, struct node_plan *plan)
{
    struct node_step *step;

    if (boot->grub.overrules[0] != '\0') {
        node_plan_advise(plan,
                         "put " MOSIX_VDSO_WORD " into %s, because GRUB reads that file after ours "
                         "and takes what it says",
                         boot->grub.overrules);
        return;
    }
    step = node_plan_add(plan, NODE_STEP_WRITE);
    snprintf(step->path, sizeof(step->path), "%s", NODE_GRUB_FILE);
    snprintf(step->text, sizeof(step->text),
             "# MOSIX 4 cannot start programs on Linux 6.1 or newer without this.\n%s",
             boot->grub.addition);
}

static void plan_grubby(const struct node_system *system, const char *grubby,
                        struct node_plan *plan)
{
    static const char *const arguments[] = {"--update-kernel=ALL", "--args=" MOSIX_VDSO_WORD, NULL};

    if (node_system_is_live(system)) {
        struct node_step *step = node_plan_add(plan, NODE_STEP_WRITE);

        snprintf(step->path, sizeof(step->path), "%s", NODE_GRUBBY_RECORD);
        snprintf(step->text, sizeof(step->text), "grubby %s %s\n", arguments[0], arguments[1]);
    }
    node_plan_run(plan, system, grubby, arguments);
}

/* Whether the last line of a text is a comment, in which a word would be lost. */
static bool ends_in_comment(const char *text, size_t size)
{
    const char *line = memrchr(text, '\n', size);

    line = line != NULL ? line + 1 : text;
    line += strspn(line, " \t");
    return line < text + size && *line == '#';
}

/* Appends the word to a command line, whose last newline stays the last. */
static bool append_word(const char *line, size_t size, char text[NODE_STEP_TEXT_SIZE])
{
    const char *separator = " ";

    while (size > 0 && strchr(" \t\r\n", line[size - 1]) != NULL) {
        size--;
    }
    if (size == 0) {
        separator = "";
    } else if (ends_in_comment(line, size)) {
        separator = "\n";
    }
    return memchr(line, '\0', size) == NULL &&
           snprintf(text, NODE_STEP_TEXT_SIZE, "%.*s%s" MOSIX_VDSO_WORD "\n", (int) size, line,
                    separator) < NODE_STEP_TEXT_SIZE;
}

/* The running command line without what the boot loader puts there, as kernel-install takes it. */
static size_t take_running(const struct node_system *system, char line[NODE_STEP_TEXT_SIZE])
{
    FILE *out = fmemopen(line, NODE_STEP_TEXT_SIZE, "w");
    char path[PATH_MAX];
    char word[NODE_STEP_TEXT_SIZE];
    FILE *file;

    snprintf(path, sizeof(path), "%s/cmdline", system->proc);
    file = fopen(path, "re");
    while (file != NULL && out != NULL && fscanf(file, "%4095s", word) == 1) {
        if (strncmp(word, "initrd=", 7) != 0 && strncmp(word, "BOOT_IMAGE=", 11) != 0) {
            fprintf(out, "%s ", word);
        }
    }
    if (file != NULL) {
        (void) fclose(file);
    }
    return out != NULL && fclose(out) == 0 ? strlen(line) : 0;
}

static bool take_cmdline(const struct node_system *system, char text[NODE_STEP_TEXT_SIZE])
{
    char running[NODE_STEP_TEXT_SIZE];
    struct conf_file file;
    bool is_taken = false;
    int rc = conf_file_open(system->root, NODE_KERNEL_CMDLINE, CONF_FILE_READ, &file);

    if (rc == 0 && file.exists) {
        is_taken = append_word(file.text, file.size, text);
    } else if (rc == 0 && node_system_is_live(system)) {
        size_t size = take_running(system, running);

        is_taken = size > 0 && append_word(running, size, text);
    }
    if (rc == 0) {
        conf_file_close(&file);
    }
    return is_taken;
}

static void plan_systemd(const struct node_system *system, struct node_plan *plan)
{
    char text[NODE_STEP_TEXT_SIZE];
    struct node_step *step;

    if (!take_cmdline(system, text)) {
        node_plan_advise(plan, "write the command line of the kernel, with " MOSIX_VDSO_WORD
                               ", into " NODE_KERNEL_CMDLINE);
        return;
    }
    step = node_plan_add(plan, NODE_STEP_CMDLINE);
    snprintf(step->path, sizeof(step->path), "%s", NODE_KERNEL_CMDLINE);
    memcpy(step->text, text, sizeof(text));
}

/* The file of the running kernel, which is an argument of kernel-install. */
static bool find_image(const struct node_system *system, char image[PATH_MAX])
{
    static const char *const patterns[] = {"/boot/vmlinuz-%s", "/usr/lib/modules/%s/vmlinuz",
                                           "/lib/modules/%s/vmlinuz"};
    struct stat status;

    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
        const char *rest = strstr(patterns[i], "%s") + 2;

        snprintf(image, PATH_MAX, "%.*s%s%s", (int) (rest - 2 - patterns[i]), patterns[i],
                 system->kernel, rest);
        if (node_system_stat(system, image, &status) == 0) {
            return true;
        }
    }
    return false;
}

static void refresh_systemd(const struct node_system *system, const char *tool,
                            struct node_plan *plan)
{
    char image[PATH_MAX];
    struct node_step *step;

    if (tool[0] == '\0' || !node_system_is_live(system) || !find_image(system, image) ||
        strlen(image) >= NODE_STEP_TEXT_SIZE - NODE_VERSION_SIZE) {
        node_plan_advise(plan, "run kernel-install for every installed kernel");
        return;
    }
    step = node_plan_add(plan, NODE_STEP_RUN);
    snprintf(step->path, sizeof(step->path), "%s", tool);
    step->argv[0] = step->path;
    step->argv[1] = "add";
    step->argv[2] = strcpy(step->text, system->kernel);
    step->argv[3] = strcpy(step->text + strlen(step->text) + 1, image);
}

void node_plan_boot_refresh(const struct node_system *system, struct node_plan *plan)
{
    static const char *const none[] = {NULL};
    struct node_boot boot;

    node_boot_find(system, &boot);
    if (boot.loader == NODE_BOOT_GRUB) {
        node_plan_run(plan, system, boot.tool, none);
    } else if (boot.loader == NODE_BOOT_SYSTEMD) {
        refresh_systemd(system, boot.tool, plan);
    }
}

static void plan_setting(const struct node_system *system, const struct node_boot *boot,
                         struct node_plan *plan)
{
    switch (boot->loader) {
    case NODE_BOOT_GRUB:
        plan_grub(boot, plan);
        break;
    case NODE_BOOT_GRUBBY:
        plan_grubby(system, boot->tool, plan);
        break;
    case NODE_BOOT_SYSTEMD:
        plan_systemd(system, plan);
        break;
    case NODE_BOOT_UNKNOWN:
        node_plan_advise(plan,
                         "give the kernel the word " MOSIX_VDSO_WORD
                         " on its command line where this system is booted from, because no boot "
                         "loader was recognised");
        break;
    }
}

void node_plan_boot(const struct node_system *system, struct node_plan *plan)
{
    bool is_live = node_system_is_live(system);
    struct node_boot boot;

    node_boot_find(system, &boot);
    if (!mosix_needs_vdso_off(system->kernel) || (is_live && node_boot_is_running(system) > 0)) {
        return;
    }
    if (boot.where[0] == '\0') {
        plan_setting(system, &boot, plan);
    }
    /* Also where the setting exists already: the program may have failed before. */
    if (boot.where[0] == '\0' || is_live) {
        node_plan_boot_refresh(system, plan);
    }
    if (is_live) {
        node_plan_advise(plan, "reboot this node: " MOSIX_VDSO_WORD " takes effect then");
    }
}
