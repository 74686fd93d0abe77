/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Finding every Open MPI; see openmpi_places.h.
 */
#include "openmpi_places.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf_file.h"
#include "openmpi_offline.h"
#include "program_output.h"
#include "root_glob.h"
#include "rooted_path.h"

/* Where distributions and site installations keep parameter files. */
static const char *const known_directories[] = {
    "/etc/openmpi",   /* Debian, Ubuntu */
    "/etc/openmpi-*", /* Fedora, RHEL */
    "/usr/lib64/openmpi/etc",
    "/usr/lib/openmpi/etc",
    "/usr/lib64/mpi/gcc/openmpi*/etc", /* openSUSE */
    "/usr/lib/mpi/gcc/openmpi*/etc",
    "/opt/ohpc/pub/mpi/openmpi*/*/etc", /* OpenHPC */
    "/opt/ohpc/pub/mpi/openmpi*/etc",
    "/opt/openmpi*/etc", /* an administrator's own */
    "/opt/openmpi*/*/etc",
    "/usr/local/etc",
};

/* ompi_info beside those directories, for shells in which no module is loaded. */
static const char *const known_programs[] = {
    "/usr/lib64/openmpi/bin/ompi_info",
    "/usr/lib/openmpi/bin/ompi_info",
    "/usr/lib64/mpi/gcc/openmpi*/bin/ompi_info",
    "/usr/lib/mpi/gcc/openmpi*/bin/ompi_info",
    "/opt/ohpc/pub/mpi/openmpi*/*/bin/ompi_info",
    "/opt/ohpc/pub/mpi/openmpi*/bin/ompi_info",
    "/opt/openmpi*/bin/ompi_info",
    "/opt/openmpi*/*/bin/ompi_info",
    "/usr/local/bin/ompi_info",
};

static const char *const known_modules[] = {
    "/etc/modulefiles/mpi/openmpi*",           "/usr/share/modulefiles/mpi/openmpi*",
    "/usr/share/modules/modulefiles/openmpi*", "/opt/ohpc/pub/modulefiles/openmpi*/*",
    "/opt/ohpc/pub/moduledeps/*/openmpi*/*",
};

/* Room for what an ompi_info said. */
#define SAID_SIZE 256

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The search: where, and what was found. */
struct search {
    const char *root;
    struct openmpi_places *places;
    bool no_memory;
};

static char *copy(const char *text)
{
    return strdup(text != NULL ? text : "");
}

static bool exists(const struct search *search, const char *directory, const char *name)
{
    char inside[PATH_MAX];
    char found[PATH_MAX];
    int length = snprintf(inside, sizeof(inside), "%s/%s", directory, name);

    return length < PATH_MAX && rooted_path(search->root, inside, found) == 0 &&
           access(found, F_OK) == 0;
}

/* The same directory under another name counts once. */
static bool is_known(const struct search *search, const char *directory)
{
    char found[PATH_MAX];
    char other[PATH_MAX];

    if (rooted_path(search->root, directory, found) < 0) {
        return true;
    }
    for (size_t i = 0; i < search->places->count; i++) {
        if (rooted_path(search->root, search->places->list[i].directory, other) == 0 &&
            strcmp(found, other) == 0) {
            return true;
        }
    }
    return false;
}

static struct openmpi_place *add(struct search *search, const char *directory, const char *origin)
{
    size_t count = search->places->count;
    struct openmpi_place place = {.directory = copy(directory),
                                  .origin = copy(origin),
                                  .info = copy(""),
                                  .version = copy(""),
                                  .components = copy("")};
    struct openmpi_place *list =
        reallocarray(search->places->list, count + 1, sizeof(*search->places->list));

    if (list != NULL) {
        search->places->list = list;
    }
    if (list == NULL || place.directory == NULL || place.origin == NULL || place.info == NULL ||
        place.version == NULL || place.components == NULL) {
        openmpi_place_free(&place);
        search->no_memory = true;
        return NULL;
    }
    list[count] = place;
    search->places->count++;
    return &list[count];
}

/* A directory counts when Open MPI's files are in it. */
static void try_directory(void *context, const char *directory)
{
    struct search *search = context;

    if ((exists(search, directory, "openmpi-mca-params.conf") ||
         exists(search, directory, "openmpi-default-hostfile")) &&
        !is_known(search, directory)) {
        (void) add(search, directory, directory);
    }
}

char *openmpi_info_value(const char *output, const char *name)
{
    size_t length = strlen(name);

    for (const char *line = output; line != NULL && *line != '\0';) {
        const char *end = line + strcspn(line, "\n");

        if (strncmp(line, name, length) == 0 && line[length] == ':') {
            return strndup(line + length + 1, (size_t) (end - line) - length - 1);
        }
        line = *end == '\n' ? end + 1 : NULL;
    }
    return NULL;
}

static char *version_of(const char *info)
{
    const char *const argv[] = {info, "--version", NULL};
    static const char intro[] = "Open MPI v";
    char *version = NULL;
    char *output;
    const char *start;

    if (program_output(argv, OMPI_INFO_LIMIT_MS, &output) == 0 && output != NULL) {
        start = strstr(output, intro);
        if (start != NULL) {
            start += strlen(intro);
            version = strndup(start, strcspn(start, " \n"));
        }
    }
    free(output);
    return version;
}

static void replace(char **text, char *with)
{
    if (with != NULL) {
        free(*text);
        *text = with;
    }
}

/* Keeps the first one that tells nothing, because an mpirun beside it may not start either. */
static void note_silent(struct search *search, const char *info, const char *output, int result)
{
    struct openmpi_silent *silent = &search->places->silent;
    char said[SAID_SIZE];

    if (silent->info != NULL) {
        return;
    }
    if (result == -ETIMEDOUT) {
        snprintf(said, sizeof(said), "it was ended after %d seconds", OMPI_INFO_LIMIT_MS / 1000);
    } else {
        program_output_says(output, result, said, sizeof(said));
    }
    silent->info = copy(info);
    silent->said = copy(said);
    if (silent->info == NULL || silent->said == NULL) {
        search->no_memory = true;
    }
}

static bool is_same_file(const struct stat *one, const char *path)
{
    struct stat other;

    return path[0] != '\0' && stat(path, &other) == 0 && one->st_dev == other.st_dev &&
           one->st_ino == other.st_ino;
}

/* The same program under another name, such as that of /bin and /usr/bin, says the same, for a
 * tenth of a second or two; or it hangs as well. */
static bool is_asked(const struct search *search, const char *info)
{
    const struct openmpi_places *places = search->places;
    struct stat own;

    if (stat(info, &own) != 0) {
        return false;
    }
    for (size_t i = 0; i < places->count; i++) {
        if (is_same_file(&own, places->list[i].info)) {
            return true;
        }
    }
    return places->silent.info != NULL && is_same_file(&own, places->silent.info);
}

static void try_program(void *context, const char *info)
{
    struct search *search = context;
    const char *const argv[] = {info, "--path", "all", "--parsable", NULL};
    struct openmpi_place *place;
    char *directory = NULL;
    char *output = NULL;

    int result;

    if (access(info, X_OK) != 0 || is_asked(search, info)) {
        return;
    }
    result = program_output(argv, OMPI_INFO_LIMIT_MS, &output);
    if (result == 0) {
        directory = openmpi_info_value(output, "path:sysconfdir");
    }
    if (directory == NULL) {
        note_silent(search, info, output, result);
    }
    if (directory != NULL && directory[0] == '/' && !is_known(search, directory)) {
        place = add(search, directory, info);
        if (place != NULL) {
            replace(&place->info, copy(info));
            replace(&place->version, version_of(info));
            replace(&place->components, openmpi_info_value(output, "path:pkglibdir"));
        }
    }
    free(directory);
    free(output);
}

static void try_path(struct search *search)
{
    char *list = copy(getenv("PATH"));
    char *rest = list;
    const char *directory;

    while (rest != NULL && (directory = strsep(&rest, ":")) != NULL) {
        char info[PATH_MAX];

        if (directory[0] == '/' &&
            snprintf(info, sizeof(info), "%s/ompi_info", directory) < PATH_MAX) {
            try_program(search, info);
        }
    }
    free(list);
}

char *openmpi_module_directory(const char *text)
{
    static const char separators[] = " \t\r\n\"'(),{}";
    static const struct {
        const char *name;
        const char *suffix;
    } variables[] = {{"MPI_SYSCONFIG", ""}, {"MPI_DIR", "/etc"}, {"MPI_HOME", "/etc"}};
    char *directory = NULL;

    for (size_t i = 0; i < COUNT(variables) && directory == NULL; i++) {
        char *words = copy(text);
        char *save = NULL;
        const char *word = words != NULL ? strtok_r(words, separators, &save) : NULL;

        while (word != NULL && strcmp(word, variables[i].name) != 0) {
            word = strtok_r(NULL, separators, &save);
        }
        word = word != NULL ? strtok_r(NULL, separators, &save) : NULL;
        if (word != NULL && word[0] == '/' &&
            asprintf(&directory, "%s%s", word, variables[i].suffix) < 0) {
            directory = NULL;
        }
        free(words);
    }
    return directory;
}

static void try_module(void *context, const char *path)
{
    struct search *search = context;
    struct conf_file file;
    char *directory;

    if (conf_file_open(search->root, path, CONF_FILE_READ, &file) < 0) {
        return;
    }
    directory = openmpi_module_directory(file.text);
    if (directory != NULL) {
        try_directory(search, directory);
    }
    free(directory);
    conf_file_close(&file);
}

/* For those that no ompi_info described. */
static void look_from_outside(struct search *search)
{
    for (size_t i = 0; i < search->places->count; i++) {
        struct openmpi_place *place = &search->places->list[i];

        if (place->info[0] == '\0') {
            replace(&place->components, openmpi_offline_components(search->root, place->directory));
            replace(&place->version, openmpi_offline_version(search->root, place->components));
        }
    }
}

int openmpi_places_find(const char *root, struct openmpi_places *places)
{
    struct search search = {.root = root, .places = places};
    const char *named = getenv("MPI_SYSCONFIG");

    memset(places, 0, sizeof(*places));
    if (root[0] == '\0') {
        try_path(&search);
        for (size_t i = 0; i < COUNT(known_programs); i++) {
            root_glob(root, known_programs[i], try_program, &search);
        }
        if (named != NULL && named[0] == '/') {
            try_directory(&search, named);
        }
    }
    for (size_t i = 0; i < COUNT(known_directories); i++) {
        root_glob(root, known_directories[i], try_directory, &search);
    }
    for (size_t i = 0; i < COUNT(known_modules); i++) {
        root_glob(root, known_modules[i], try_module, &search);
    }
    look_from_outside(&search);
    if (search.no_memory) {
        openmpi_places_free(places);
        return -ENOMEM;
    }
    return 0;
}

void openmpi_place_free(struct openmpi_place *place)
{
    free(place->directory);
    free(place->origin);
    free(place->info);
    free(place->version);
    free(place->components);
    memset(place, 0, sizeof(*place));
}

void openmpi_silent_free(struct openmpi_silent *silent)
{
    free(silent->info);
    free(silent->said);
    memset(silent, 0, sizeof(*silent));
}

void openmpi_places_free(struct openmpi_places *places)
{
    for (size_t i = 0; i < places->count; i++) {
        openmpi_place_free(&places->list[i]);
    }
    free(places->list);
    openmpi_silent_free(&places->silent);
    memset(places, 0, sizeof(*places));
}
