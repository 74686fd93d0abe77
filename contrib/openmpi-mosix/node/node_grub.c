/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading GRUB's settings; see node_grub.h.
 */
#include "node_grub.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_file.h"
#include "mosix_needs.h"
#include "node_text.h"
#include "root_glob.h"

static const char *const names[] = {
    [NODE_GRUB_ALWAYS] = "GRUB_CMDLINE_LINUX", [NODE_GRUB_DEFAULT] = "GRUB_CMDLINE_LINUX_DEFAULT"};

static size_t name_size(const char *at)
{
    size_t size = 0;

    while (isalnum((unsigned char) at[size]) || at[size] == '_') {
        size++;
    }
    return size;
}

/* Which of the variables that is, or NODE_GRUB_VARIABLES for another one. */
static int find_variable(const char *name, size_t size)
{
    int which = 0;

    while (which < NODE_GRUB_VARIABLES &&
           (strlen(names[which]) != size || memcmp(names[which], name, size) != 0)) {
        which++;
    }
    return which;
}

/* Writes what $NAME or ${NAME} stands for; other uses of $ stay as they are. Returns their end. */
static const char *expand(const struct node_grub *grub, const char *at, FILE *out)
{
    bool has_brace = at[1] == '{';
    const char *name = at + 1 + has_brace;
    size_t size = name_size(name);
    int which = find_variable(name, size);

    if (size == 0 || (has_brace && name[size] != '}')) {
        putc('$', out);
        return at + 1;
    }
    fputs(which < NODE_GRUB_VARIABLES ? grub->value[which] : "", out);
    return name + size + has_brace;
}

/* Writes the value that starts here, as the shell reads it. Returns its end. */
static const char *read_value(const struct node_grub *grub, const char *at, FILE *out)
{
    char quote = '\0';

    while (*at != '\0' && (quote != '\0' || strchr(" \t\r\n;&|", *at) == NULL)) {
        if (*at == quote || (quote == '\0' && (*at == '"' || *at == '\''))) {
            quote = quote == '\0' ? *at : '\0';
            at++;
        } else if (*at == '\\' && quote != '\'' && at[1] != '\0') {
            if (at[1] != '\n') {
                putc(at[1], out);
            }
            at += 2;
        } else if (*at == '$' && quote != '\'') {
            at = expand(grub, at, out);
        } else {
            putc(*at++, out);
        }
    }
    return at;
}

/* An assignment whose name has that size. Returns its end. */
static const char *take_assignment(struct node_grub *grub, const char *at, size_t size,
                                   const char *path)
{
    int which = find_variable(at, size);
    bool is_appended = at[size] == '+';
    char *value = NULL;
    size_t room;
    FILE *out = open_memstream(&value, &room);
    const char *end = at + size + 1 + is_appended;

    if (out == NULL) {
        return end + strcspn(end, "\n");
    }
    if (is_appended && which < NODE_GRUB_VARIABLES) {
        fputs(grub->value[which], out);
    }
    end = read_value(grub, end, out);
    if (fclose(out) == 0 && which < NODE_GRUB_VARIABLES) {
        snprintf(grub->value[which], sizeof(grub->value[which]), "%s", value);
        snprintf(grub->from[which], sizeof(grub->from[which]), "%s", path);
    }
    free(value);
    return end;
}

void node_grub_take(struct node_grub *grub, const char *text, const char *path)
{
    while (*text != '\0') {
        size_t size;

        text += strspn(text, " \t\r\n;");
        if (strncmp(text, "export ", 7) == 0) {
            text += 7 + strspn(text + 7, " \t");
        }
        size = name_size(text);
        if (size > 0 && (text[size] == '=' || (text[size] == '+' && text[size + 1] == '='))) {
            text = take_assignment(grub, text, size, path);
        } else {
            text += strcspn(text, "\n");
        }
    }
}

const char *node_grub_decides(const struct node_grub *grub, bool *is_off)
{
    *is_off = false;
    for (int which = NODE_GRUB_VARIABLES - 1; which >= 0; which--) {
        enum node_word found = node_text_kernel(grub->value[which], MOSIX_VDSO_WORD);

        if (found != NODE_WORD_NONE) {
            *is_off = found == NODE_WORD_WANTED;
            return grub->from[which];
        }
    }
    return "";
}

/* Two readings of the same files: as they are, and with our addition in its place. */
struct reading {
    const struct node_system *system;
    struct node_grub is;
    struct node_grub would;
    bool has_addition;
    char *addition;
    size_t size;
};

static void add_ours(struct reading *reading)
{
    const char *more = reading->would.value[NODE_GRUB_DEFAULT];

    snprintf(reading->addition, reading->size,
             "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX " MOSIX_VDSO_WORD "\"\n%s",
             node_text_kernel(more, MOSIX_VDSO_WORD) != NODE_WORD_NONE
                 ? "GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT " MOSIX_VDSO_WORD
                   "\"\n"
                 : "");
    node_grub_take(&reading->would, reading->addition, NODE_GRUB_FILE);
    reading->has_addition = true;
}

static void take_file(void *context, const char *path)
{
    struct reading *reading = context;
    struct conf_file file;

    if (!reading->has_addition &&
        strncmp(path, NODE_GRUB_DIRECTORY "/", strlen(NODE_GRUB_DIRECTORY "/")) == 0 &&
        strcmp(path, NODE_GRUB_FILE) >= 0) {
        add_ours(reading);
    }
    if (conf_file_open(reading->system->root, path, CONF_FILE_READ, &file) < 0) {
        return;
    }
    node_grub_take(&reading->is, file.text, path);
    if (strcmp(path, NODE_GRUB_FILE) != 0) {
        node_grub_take(&reading->would, file.text, path);
    }
    conf_file_close(&file);
}

void node_grub_find(const struct node_system *system, bool with_directory,
                    struct node_grub_files *files)
{
    struct reading *reading = calloc(1, sizeof(*reading));
    const char *decides;
    bool is_off;

    memset(files, 0, sizeof(*files));
    if (reading == NULL) {
        return;
    }
    reading->system = system;
    reading->addition = files->addition;
    reading->size = sizeof(files->addition);
    take_file(reading, "/etc/default/grub");
    if (with_directory) {
        root_glob(system->root, NODE_GRUB_DIRECTORY "/*.cfg", take_file, reading);
    }
    if (!reading->has_addition) {
        add_ours(reading);
    }
    decides = node_grub_decides(&reading->is, &is_off);
    snprintf(files->where, sizeof(files->where), "%s", is_off ? decides : "");
    decides = node_grub_decides(&reading->would, &is_off);
    if (!is_off) {
        /* A file that replaces the value may not name vdso= at all. */
        decides = *decides != '\0' ? decides : reading->would.from[NODE_GRUB_ALWAYS];
        snprintf(files->overrules, sizeof(files->overrules), "%s", decides);
    }
    free(reading);
}
