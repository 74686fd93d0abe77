/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading registered.conf; see registered_text.h.
 */
#include "registered_text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf_file.h"
#include "params_block.h"
#include "rooted_path.h"

static char *read_text(const char *root, const char *path, char *fault, unsigned fault_size)
{
    struct conf_file file;
    const char *start;
    char *text = NULL;
    int rc = conf_file_open(root, path, CONF_FILE_READ, &file);
    int line = 0;

    if (rc < 0 || !file.exists) {
        snprintf(fault, fault_size, "%s%s: %s. It belongs to openmpi-mosix; install that again.",
                 root, path, rc < 0 ? strerror(-rc) : "there is no such file");
        if (rc == 0) {
            conf_file_close(&file);
        }
        return NULL;
    }
    start = strstr(file.text, "\n\n");
    if (start != NULL && strlen(file.text) == file.size) {
        text = strdup(start + 2);
    }
    if (text == NULL || params_block_check(text, &line) < 0) {
        snprintf(fault, fault_size,
                 "%s: this cannot be registered; line %d below its first empty line is not a "
                 "setting of odls_mosix_ or btl_mosix_, nor an exclude list (KEY = ^NAME).",
                 file.path, line);
        free(text);
        text = NULL;
    }
    conf_file_close(&file);
    return text;
}

static bool is_in_root(const char *root)
{
    char found[PATH_MAX];

    return root[0] != '\0' && rooted_path(root, REGISTERED_CONF, found) == 0 &&
           access(found, F_OK) == 0;
}

char *registered_text_read(const char *root, const char *named, char *fault, unsigned fault_size)
{
    if (named != NULL) {
        return read_text("", named, fault, fault_size);
    }
    return read_text(is_in_root(root) ? root : "", REGISTERED_CONF, fault, fault_size);
}
