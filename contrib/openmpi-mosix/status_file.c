/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking at parameter files; see status_file.h.
 */
#include "status_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_file.h"
#include "conf_owner.h"
#include "params_block.h"

/* Returns NULL when memory runs out. */
static char *describe(const char *root, const struct conf_file *conf, enum status_file_state state,
                      const struct params_block *block)
{
    char package[128];
    char text[256];

    if (state == STATUS_FILE_DAMAGED) {
        return strdup(block->damage);
    }
    text[0] = '\0';
    if ((state == STATUS_FILE_REGISTERED || state == STATUS_FILE_EDITED) &&
        conf_owner_find(root, conf, package, sizeof(package))) {
        snprintf(text, sizeof(text), "conffile of %s", package);
    }
    return strdup(text);
}

static void inspect_file(const char *root, const char *path, struct status_file *file)
{
    static const enum status_file_state states[] = {
        [PARAMS_BLOCK_ABSENT] = STATUS_FILE_PLAIN,
        [PARAMS_BLOCK_INTACT] = STATUS_FILE_REGISTERED,
        [PARAMS_BLOCK_EDITED] = STATUS_FILE_EDITED,
        [PARAMS_BLOCK_DAMAGED] = STATUS_FILE_DAMAGED,
    };
    struct params_block block;
    struct conf_file conf;
    int rc = conf_file_open(root, path, CONF_FILE_READ, &conf);

    *file = (struct status_file){.path = strdup(rc == 0 ? conf.path : path)};
    if (rc == -ENOENT) {
        file->state = STATUS_FILE_MISSING;
        file->detail = strdup("");
        return;
    }
    if (rc < 0) {
        file->state = STATUS_FILE_UNREADABLE;
        file->error = -rc;
        file->detail = strdup(strerror(-rc));
        return;
    }
    file->state =
        conf.exists ? states[params_block_find(conf.text, conf.size, &block)] : STATUS_FILE_MISSING;
    file->detail = describe(root, &conf, file->state, &block);
    if (conf.exists) {
        file->first_line =
            file->state == STATUS_FILE_DAMAGED ? block.damage_line : block.first_line;
        file->last_line = block.last_line;
    }
    conf_file_close(&conf);
}

static void free_file(struct status_file *file)
{
    free(file->path);
    free(file->detail);
}

int status_files_add(struct status_files *files, const char *root, const char *path, bool is_needed)
{
    struct status_file *list = reallocarray(files->list, files->count + 1, sizeof(*list));
    struct status_file *file;

    if (list == NULL) {
        return -ENOMEM;
    }
    files->list = list;
    file = &list[files->count];
    inspect_file(root, path, file);
    if (file->path == NULL || file->detail == NULL) {
        free_file(file);
        return -ENOMEM;
    }
    if (file->state == STATUS_FILE_MISSING && !is_needed) {
        free_file(file);
    } else {
        files->count++;
    }
    return 0;
}

void status_files_free(struct status_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free_file(&files->list[i]);
    }
    free(files->list);
    memset(files, 0, sizeof(*files));
}
