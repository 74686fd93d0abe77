/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The files of `node setup`; see node_files.h.
 */
#include "node_files.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf_file.h"
#include "node_record.h"
#include "node_text.h"
#include "rooted_path.h"
#include "text_sum.h"

/* The directory of a path, in this system's own terms. */
static int find_directory(const struct node_system *system, const char *path, char found[PATH_MAX])
{
    char directory[PATH_MAX];
    int length = snprintf(directory, sizeof(directory), "%s", path);
    char *slash = length < PATH_MAX ? strrchr(directory, '/') : NULL;

    if (slash == NULL) {
        return -ENAMETOOLONG;
    }
    slash[slash == directory] = '\0';
    return rooted_path(system->root, directory, found);
}

/* Makes the directory of a path where it is missing. Returns 1 when it was, 0, or -errno. */
static int make_directory(const struct node_system *system, const char *path)
{
    char directory[PATH_MAX];
    int rc = find_directory(system, path, directory);

    if (rc < 0) {
        return rc;
    }
    if (mkdir(directory, 0755) == 0) {
        return chmod(directory, 0755) == 0 ? 1 : -errno;
    }
    return errno == EEXIST ? 0 : -errno;
}

/* Fails where the directory is not empty, which is right then. */
static void remove_directory(const struct node_system *system, const char *path)
{
    char directory[PATH_MAX];

    if (find_directory(system, path, directory) == 0) {
        (void) rmdir(directory);
    }
}

static int replace(const struct conf_file *file, const char *body, bool made_directory)
{
    struct node_record record;
    char *text;
    int rc;

    if (file->exists) {
        if (node_record_read(file->text, file->size, &record) != NODE_RECORD_INTACT) {
            return -EEXIST;
        }
        made_directory = record.made_directory;
    }
    text = node_record_make(body, made_directory);
    if (text == NULL) {
        return -ENOMEM;
    }
    rc = conf_file_replace(file, text, strlen(text), NULL);
    free(text);
    return rc;
}

int node_files_write(const struct node_system *system, const char *path, const char *body)
{
    int made = make_directory(system, path);
    struct conf_file file;
    int rc = made < 0 ? made : conf_file_open(system->root, path, CONF_FILE_CHANGE, &file);

    if (rc == 0) {
        rc = replace(&file, body, made > 0);
        conf_file_close(&file);
    }
    if (rc < 0 && made > 0) {
        remove_directory(system, path);
    }
    return rc;
}

int node_files_remove(const struct node_system *system, const char *path, bool is_dry)
{
    struct node_record record;
    struct conf_file file;
    int rc = conf_file_open(system->root, path, is_dry ? CONF_FILE_READ : CONF_FILE_CHANGE, &file);

    if (rc < 0) {
        return rc == -ENOENT || rc == -ENOTDIR ? 0 : rc;
    }
    switch (node_record_read(file.text, file.size, &record)) {
    case NODE_RECORD_FOREIGN:
        break;
    case NODE_RECORD_EDITED:
        rc = -EEXIST;
        break;
    case NODE_RECORD_INTACT:
        rc = is_dry ? 0 : conf_file_remove(&file);
        if (rc == 0 && record.made_directory && !is_dry) {
            remove_directory(system, path);
        }
        rc = rc == 0 ? 1 : rc;
        break;
    }
    conf_file_close(&file);
    return rc;
}

/* What a record of an edited file begins with; the old content follows. */
#define EDIT_FORMAT "exists=%d time=%lld.%09ld new=%016" PRIx64 "\n"

static char *compose_record(const struct conf_file *file, const char *text)
{
    char *body = NULL;

    if (memchr(file->text, '\0', file->size) != NULL ||
        asprintf(&body, EDIT_FORMAT "%s", file->exists, (long long) file->status.st_mtim.tv_sec,
                 file->status.st_mtim.tv_nsec, text_sum(text, strlen(text)), file->text) < 0) {
        return NULL;
    }
    return body;
}

/* Takes back a change of a file that was edited since: the word goes, all else stays. */
static int cut(const struct conf_file *file, const char *word, bool is_dry)
{
    char *text = strndup(file->text, file->size);
    int rc = 0;

    if (text == NULL) {
        return -ENOMEM;
    }
    node_text_cut(text, word);
    if (!is_dry && strlen(text) < strnlen(file->text, file->size)) {
        rc = conf_file_replace(file, text, strlen(text), NULL);
    }
    free(text);
    return rc;
}

/* Gives the open file back what the body of the record says. */
static int restore(const struct conf_file *file, const char *body, const char *word, bool is_dry)
{
    struct timespec time;
    long long seconds;
    uint64_t sum;
    int existed;
    const char *content = strchr(body, '\n');

    if (content == NULL || sscanf(body, "exists=%d time=%lld.%9ld new=%16" SCNx64, &existed,
                                  &seconds, &time.tv_nsec, &sum) != 4) {
        return -EEXIST;
    }
    content++;
    time.tv_sec = (time_t) seconds;
    if (!file->exists || strcmp(content, file->text) == 0) {
        return 0;
    }
    if (text_sum(file->text, file->size) != sum) {
        return cut(file, word, is_dry);
    }
    if (is_dry) {
        return 0;
    }
    return existed != 0 ? conf_file_replace(file, content, strlen(content), &time)
                        : conf_file_remove(file);
}

/* The body of a record, for the caller to free; NULL and *rc when there is none. */
static char *read_body(const struct node_system *system, const char *path, int *rc)
{
    struct node_record record;
    struct conf_file file;
    char *body = NULL;

    *rc = conf_file_open(system->root, path, CONF_FILE_READ, &file);
    if (*rc < 0) {
        *rc = *rc == -ENOENT || *rc == -ENOTDIR ? 0 : *rc;
        return NULL;
    }
    if (!file.exists) {
        *rc = 0;
    } else if (node_record_read(file.text, file.size, &record) != NODE_RECORD_INTACT) {
        *rc = -EEXIST;
    } else {
        body = strndup(record.body, record.body_size);
        *rc = body != NULL ? 0 : -ENOMEM;
    }
    conf_file_close(&file);
    return body;
}

int node_files_restore(const struct node_system *system, const struct node_edit *edit, bool is_dry,
                       const char **failed)
{
    struct conf_file file;
    int rc;
    char *body = read_body(system, edit->record, &rc);

    *failed = edit->record;
    if (body == NULL) {
        return rc;
    }
    rc =
        conf_file_open(system->root, edit->path, is_dry ? CONF_FILE_READ : CONF_FILE_CHANGE, &file);
    if (rc == 0) {
        rc = restore(&file, body, edit->word, is_dry);
        conf_file_close(&file);
    } else if (rc == -ENOENT) {
        /* Even its directory is gone. */
        rc = 0;
    }
    free(body);
    if (rc < 0) {
        *failed = rc == -EEXIST ? edit->record : edit->path;
        return rc;
    }
    return node_files_remove(system, edit->record, is_dry);
}

int node_files_edit(const struct node_system *system, const struct node_edit *edit,
                    const char *text, const char **failed)
{
    /* A setup that was killed in between left a record. */
    int rc = node_files_restore(system, edit, false, failed);
    struct conf_file file;
    char *body;

    if (rc < 0) {
        return rc;
    }
    *failed = edit->path;
    rc = conf_file_open(system->root, edit->path, CONF_FILE_CHANGE, &file);
    if (rc < 0) {
        return rc;
    }
    body = compose_record(&file, text);
    rc = body == NULL ? -EINVAL : 0;
    if (rc == 0) {
        rc = node_files_write(system, edit->record, body);
        *failed = rc < 0 ? edit->record : edit->path;
    }
    if (rc == 0) {
        rc = conf_file_replace(&file, text, strlen(text), NULL);
        if (rc < 0) {
            (void) node_files_remove(system, edit->record, false);
        }
    }
    free(body);
    conf_file_close(&file);
    return rc;
}
