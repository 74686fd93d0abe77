/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading registered.conf; see registered_text.h.
 */
#include "registered_text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf_file.h"
#include "params_block.h"
#include "rooted_path.h"

static int take_text(const struct conf_file *file, char **text, char *fault, size_t fault_size)
{
    const char *start = strstr(file->text, "\n\n");
    int line = 0;

    if (start == NULL || strlen(file->text) != file->size) {
        snprintf(fault, fault_size,
                 "%s: this cannot be registered, because it %s. The text to register must follow "
                 "the first empty line.",
                 file->path, start == NULL ? "has no empty line" : "contains a NUL byte");
        return -EINVAL;
    }
    if (params_block_check(start + 2, &line) < 0) {
        snprintf(fault, fault_size,
                 "%s: this cannot be registered. Line %d below the first empty line is neither a "
                 "setting of odls_mosix_ or btl_mosix_ nor an exclude list (KEY = ^NAME).",
                 file->path, line);
        return -EINVAL;
    }
    *text = strdup(start + 2);
    if (*text == NULL) {
        snprintf(fault, fault_size, "not enough memory.");
        return -ENOMEM;
    }
    return 0;
}

static int read_text(const char *root, const char *path, char **text, char *fault,
                     size_t fault_size)
{
    struct conf_file file;
    int rc = conf_file_open(root, path, CONF_FILE_READ, &file);

    if (rc < 0) {
        snprintf(fault, fault_size, "%s%s cannot be read: %s.", root, path, strerror(-rc));
        return rc;
    }
    if (!file.exists) {
        snprintf(fault, fault_size, "%s%s does not exist.", root, path);
        rc = -ENOENT;
    } else {
        rc = take_text(&file, text, fault, fault_size);
    }
    conf_file_close(&file);
    return rc;
}

static bool is_in_root(const char *root)
{
    char found[PATH_MAX];

    return root[0] != '\0' && rooted_path(root, REGISTERED_CONF, found) == 0 &&
           access(found, F_OK) == 0;
}

int registered_text_read(const char *root, const char *named, char **text, char *fault,
                         size_t fault_size)
{
    int rc;

    if (named != NULL) {
        rc = read_text("", named, text, fault, fault_size);
        return rc == -ENOENT ? -EINVAL : rc;
    }
    rc = read_text(is_in_root(root) ? root : "", REGISTERED_CONF, text, fault, fault_size);
    if (rc == -ENOENT || rc == -ENOTDIR) {
        snprintf(fault, fault_size,
                 "%s does not exist, so openmpi-mosix is not completely installed. Install it "
                 "(again), or name the file to register: --block FILE.",
                 REGISTERED_CONF);
        return -ENOENT;
    }
    return rc;
}

char *registered_text_launcher(const char *root, const char *text)
{
    char agent[PATH_MAX];
    char *longer = NULL;

    if (MOSIX_AGENT[0] == '\0' || rooted_path(root, MOSIX_AGENT, agent) < 0 ||
        access(agent, X_OK) != 0) {
        return strdup(text);
    }
    if (asprintf(&longer,
                 "%s\n# What starts ranks, under mosrun where there is MOSIX:\n"
                 "odls_base_exec_agent = %s\n",
                 text, MOSIX_AGENT) < 0) {
        return NULL;
    }
    return longer;
}
