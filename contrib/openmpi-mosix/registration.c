/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * enable and disable; see registration.h.
 */
#include "registration.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_file.h"
#include "conf_owner.h"
#include "conf_remedy.h"
#include "openmpi_places.h"
#include "params_block.h"
#include "params_text.h"
#include "registered_text.h"
#include "rooted_path.h"
#include "status_parameters.h"

/* How often to start again when somebody else changes the file in between. */
#define TRIES 10

/*
 * registered  the text of the block; NULL when disabling
 * launcher    the same for the file of PRRTE, the launcher of Open MPI 5
 */
struct registration {
    const struct command_options *options;
    char *registered;
    char *launcher;
};

static void say(const struct registration *run, const struct conf_file *file, const char *text)
{
    if (!run->options->quiet) {
        printf("%s: %s\n", file->path, text);
    }
}

static enum command_exit failed(const struct conf_file *file, const char *path, int error)
{
    fprintf(stderr, "openmpi-mosix: %s: %s. Nothing was changed. %s\n", path, strerror(error),
            conf_remedy(file, error));
    return COMMAND_FAILED;
}

static enum command_exit refuse_damaged(const struct registration *run,
                                        const struct conf_file *file)
{
    struct params_block block;

    (void) params_block_find(file->text, file->size, &block);
    fprintf(stderr,
            "openmpi-mosix: %s, line %d: %s. Nothing was changed.\n"
            "Delete what is left of the block with an editor, from the line `# >>> openmpi-mosix "
            "...` to the line `# <<< openmpi-mosix ...`. Keep your own settings. Then run "
            "`openmpi-mosix %s` again.\n",
            file->path, block.damage_line, block.damage,
            run->registered != NULL ? "enable" : "disable");
    return COMMAND_DAMAGED;
}

/* An edited block may hold settings that somebody needs. */
static void show_edits(const struct conf_file *file, const struct params_block *block)
{
    struct params_setting setting;
    struct params_text walk;

    fprintf(stderr,
            "openmpi-mosix: %s: the block was edited by hand. These settings were in it and are "
            "deleted now:\n",
            file->path);
    params_text_start(&walk, file->text + block->body, block->body_end - block->body);
    while (params_text_next(&walk, &setting)) {
        fprintf(stderr, "    %.*s = %.*s\n", (int) setting.key_length, setting.key,
                (int) setting.value_length, setting.value);
    }
}

/* Registered in a conffile of dpkg's, the defaults have a price that nobody would guess. */
static void warn_of_upgrades(const struct registration *run, const struct conf_file *file)
{
    char package[128];

    if (!run->options->quiet &&
        conf_owner_find(run->options->root, file, package, sizeof(package))) {
        printf(
            "  This file is a conffile of %s. While the block is in it, unattended-upgrades holds "
            "back\n"
            "  a %s that brings another version of it, and `dpkg -i` asks what to do. The\n"
            "  values are built in: `openmpi-mosix disable` ends this and changes no job.\n",
            package, package);
    }
}

static int enable_file(const struct registration *run, const struct conf_file *file)
{
    const struct params_origin origin = {.exists = file->exists, .time = file->status.st_mtim};
    struct params_block block;
    struct params_result result;
    int rc = params_block_enable(file->text, file->size, &origin, run->registered, &result);

    if (rc == 0) {
        say(run, file,
            params_block_find(file->text, file->size, &block) == PARAMS_BLOCK_EDITED
                ? "registered, but edited by hand: not changed (to restore the package's values, "
                  "run `openmpi-mosix disable`, then `openmpi-mosix enable`)"
                : "already registered");
    }
    if (rc <= 0) {
        return rc;
    }
    rc = run->options->dry_run ? 0 : conf_file_replace(file, result.text, result.size, NULL);
    free(result.text);
    if (rc == 0) {
        say(run, file, run->options->dry_run ? "would be registered" : "registered");
        warn_of_upgrades(run, file);
    }
    return rc;
}

static int disable_file(const struct registration *run, const struct conf_file *file)
{
    struct params_block block;
    struct params_result result;
    int rc = params_block_disable(file->text, file->size, &result);

    if (rc == 0) {
        say(run, file, "not registered");
    }
    if (rc <= 0) {
        return rc;
    }
    if (run->options->dry_run) {
        free(result.text);
        say(run, file, "would no longer be registered");
        return 0;
    }
    rc = result.remove_file ? conf_file_remove(file)
                            : conf_file_replace(file, result.text, result.size,
                                                result.restore_time ? &result.time : NULL);
    free(result.text);
    if (rc == 0) {
        if (params_block_find(file->text, file->size, &block) == PARAMS_BLOCK_EDITED) {
            show_edits(file, &block);
        }
        say(run, file,
            result.remove_file ? "no longer registered; the file held nothing else and is deleted"
                               : "no longer registered");
    }
    return rc;
}

/* One file. may_create: whether to create it when it does not exist. */
static enum command_exit change_file(const struct registration *run, const char *path,
                                     bool may_create)
{
    enum command_exit exit_status = COMMAND_OK;
    struct conf_file file;
    int rc = -EAGAIN;

    for (int i = 0; i < TRIES && rc == -EAGAIN; i++) {
        rc = conf_file_open(run->options->root, path,
                            run->options->dry_run ? CONF_FILE_READ : CONF_FILE_CHANGE, &file);
        if (rc < 0) {
            char full[2 * PATH_MAX];

            snprintf(full, sizeof(full), "%s%s", run->options->root, path);
            return failed(&file, full, -rc);
        }
        if (file.exists || may_create) {
            rc = run->registered != NULL ? enable_file(run, &file) : disable_file(run, &file);
        } else {
            rc = 0;
        }
        if (rc == -EBADMSG) {
            exit_status = refuse_damaged(run, &file);
        } else if (rc < 0 && (rc != -EAGAIN || i == TRIES - 1)) {
            exit_status = failed(&file, file.path, -rc);
        }
        conf_file_close(&file);
    }
    return exit_status;
}

/* A failure is worse than a refusal. */
static enum command_exit worse(enum command_exit a, enum command_exit b)
{
    if (a == COMMAND_FAILED || b == COMMAND_OK) {
        return a;
    }
    return b;
}

static enum command_exit change_place(const struct registration *run, const char *directory)
{
    const struct registration launcher = {.options = run->options, .registered = run->launcher};
    const struct {
        const struct registration *run;
        const char *name;
        bool always;
    } files[] = {{run, STATUS_PARAMS_NAME, true}, {&launcher, STATUS_LAUNCHER_NAME, false}};
    enum command_exit exit_status = COMMAND_OK;

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char path[PATH_MAX];

        if (snprintf(path, sizeof(path), "%s/%s", directory, files[i].name) < PATH_MAX) {
            bool may_create = files[i].always && run->registered != NULL;

            exit_status = worse(exit_status, change_file(files[i].run, path, may_create));
        }
    }
    return exit_status;
}

/* A file that was named, or the directory of both. */
static enum command_exit change_named(const struct registration *run, const char *path)
{
    return rooted_path_is_directory(run->options->root, path) ? change_place(run, path)
                                                              : change_file(run, path, true);
}

static enum command_exit change_places(const struct registration *run)
{
    enum command_exit exit_status = COMMAND_OK;
    struct openmpi_places places;

    if (openmpi_places_find(run->options->root, &places) < 0) {
        fprintf(stderr, "openmpi-mosix: not enough memory.\n");
        return COMMAND_FAILED;
    }
    if (places.count == 0) {
        fprintf(stderr,
                "openmpi-mosix: no Open MPI was found%s%s, so there is no parameter file to "
                "change. Name the file with --conf FILE, or put ompi_info on PATH.\n",
                run->options->root[0] != '\0' ? " in " : "", run->options->root);
        return COMMAND_NOTHING;
    }
    for (size_t i = 0; i < places.count; i++) {
        exit_status = worse(exit_status, change_place(run, places.list[i].directory));
    }
    openmpi_places_free(&places);
    return exit_status;
}

enum command_exit registration_run(const struct command_options *options)
{
    struct registration run = {.options = options};
    enum command_exit exit_status = COMMAND_OK;
    char fault[2 * PATH_MAX];

    if (options->verb == COMMAND_ENABLE) {
        if (registered_text_read(options->root, options->block, &run.registered, fault,
                                 sizeof(fault)) < 0) {
            fprintf(stderr, "openmpi-mosix: %s\n", fault);
            return COMMAND_FAILED;
        }
        run.launcher = registered_text_launcher(options->root, run.registered);
        if (run.launcher == NULL) {
            fprintf(stderr, "openmpi-mosix: not enough memory.\n");
            free(run.registered);
            return COMMAND_FAILED;
        }
    }
    if (options->conf_count == 0) {
        exit_status = change_places(&run);
    }
    for (size_t i = 0; i < options->conf_count; i++) {
        exit_status = worse(exit_status, change_named(&run, options->conf[i]));
    }
    free(run.launcher);
    free(run.registered);
    return exit_status;
}
