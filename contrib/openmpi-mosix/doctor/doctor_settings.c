/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of parameters that work against MOSIX; see doctor_settings.h.
 */
#include "doctor_settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "params_text.h"
#include "status_parameters.h"

#define PREFIX "OMPI_MCA_"
#define LAUNCHER_PREFIX "PRTE_MCA_"

/* Parameters of this beginning are of the launcher of Open MPI 5, which has files of its own. */
#define LAUNCHER_KEYS "hwloc_default_"

#define FILES_VARIABLE "mca_base_param_files"
#define PATH_KEY "mca_base_component_path"

/* One of our components, with every series. */
#define OURS "mca_btl_mosix.so"

/* The first file that cannot be read, and why; or the first line that Open MPI cannot read. */
struct flaw {
    char path[PATH_MAX];
    int error;
    int line;
};

/*
 * A parameter of Open MPI: its value, and the file or variable that sets it.
 * flaw   of the files that were read for it; NULL: not wanted
 */
struct value {
    char text[NODE_TEXT_SIZE];
    char source[PATH_MAX + 16];
    struct flaw *flaw;
};

static const char *variable(const struct doctor_view *view, const char *prefix, const char *key)
{
    size_t before = strlen(prefix);
    size_t length = strlen(key);

    for (char *const *at = view->environment; at != NULL && *at != NULL; at++) {
        if (strncmp(*at, prefix, before) == 0 && strncmp(*at + before, key, length) == 0 &&
            (*at)[before + length] == '=') {
            return *at + before + length + 1;
        }
    }
    return NULL;
}

static void note_flaw(struct flaw *flaw, const char *path, int error, int line)
{
    if (flaw != NULL && flaw->error == 0 && (error != 0 || (flaw->line == 0 && line != 0))) {
        snprintf(flaw->path, sizeof(flaw->path), "%s", path);
        flaw->error = error;
        flaw->line = line;
    }
}

static bool take_from_file(const struct doctor_view *view, const char *path, const char *key,
                           struct value *value)
{
    struct params_setting setting = {.key = NULL};
    struct conf_file file;
    bool is_set;
    int rc = doctor_view_open(view, path, &file);

    if (rc < 0) {
        note_flaw(value->flaw, path, rc == -ENOENT ? 0 : -rc, 0);
        return false;
    }
    note_flaw(value->flaw, path, 0, params_text_bad(file.text, file.size));
    is_set = params_text_last(file.text, 0, file.size, key, &setting);
    if (is_set) {
        snprintf(value->text, sizeof(value->text), "%.*s", (int) setting.value_length,
                 setting.value);
        snprintf(value->source, sizeof(value->source), "%s:%d", file.path, setting.line);
    }
    conf_file_close(&file);
    return is_set;
}

static bool take_below(const struct doctor_view *view, const char *directory, const char *name,
                       const char *key, struct value *value)
{
    char path[PATH_MAX];

    return directory != NULL &&
           snprintf(path, sizeof(path), "%s/%s", directory, name) < (int) sizeof(path) &&
           take_from_file(view, path, key, value);
}

/* A list of files takes the place of the usual ones. */
static bool take_from_list(const struct doctor_view *view, const char *list, const char *key,
                           struct value *value)
{
    char *copy = strdup(list);
    char *rest = copy;
    const char *path;
    bool is_set = false;

    while (!is_set && rest != NULL && (path = strsep(&rest, ",")) != NULL) {
        is_set = path[0] == '/' && take_from_file(view, path, key, value);
    }
    free(copy);
    return is_set;
}

static void take_variable(const char *prefix, const char *key, const char *text,
                          struct value *value)
{
    snprintf(value->text, sizeof(value->text), "%s", text);
    snprintf(value->source, sizeof(value->source), "the variable %s%s", prefix, key);
}

/* The value in effect for the launcher of an Open MPI 5. */
static bool find_launchers(const struct doctor_view *view, const char *directory, const char *key,
                           struct value *value)
{
    const char *own = variable(view, LAUNCHER_PREFIX, key);
    const char *home = view->environment != NULL ? getenv("HOME") : NULL;

    if (own != NULL) {
        take_variable(LAUNCHER_PREFIX, key, own, value);
        return true;
    }
    return take_below(view, home, ".prte/mca-params.conf", key, value) ||
           take_below(view, directory, STATUS_LAUNCHER_NAME, key, value);
}

/* The value in effect for one Open MPI, in the order of status_parameters.h. */
static bool find(const struct doctor_view *view, const char *directory, const char *key,
                 struct value *value)
{
    const char *own = variable(view, PREFIX, key);
    const char *list = variable(view, PREFIX, FILES_VARIABLE);
    const char *home = view->environment != NULL ? getenv("HOME") : NULL;

    if (strncmp(key, LAUNCHER_KEYS, strlen(LAUNCHER_KEYS)) == 0) {
        return find_launchers(view, directory, key, value);
    }
    if (take_below(view, directory, STATUS_OVERRIDE_NAME, key, value)) {
        return true;
    }
    if (own != NULL) {
        take_variable(PREFIX, key, own, value);
        return true;
    }
    if (list != NULL) {
        return take_from_list(view, list, key, value);
    }
    return take_below(view, home, ".openmpi/mca-params.conf", key, value) ||
           take_below(view, directory, STATUS_PARAMS_NAME, key, value);
}

void doctor_settings_advise(const char *path, int error, struct node_finding *finding)
{
    char directory[PATH_MAX];

    if (error != EACCES) {
        node_finding_remedy(finding, "Run `mv %s %s.moved`: Open MPI cannot read it", path, path);
        return;
    }
    snprintf(directory, sizeof(directory), "%s", path);
    for (char *slash = directory; (slash = strchr(slash + 1, '/')) != NULL;) {
        *slash = '\0';
        if (access(directory, X_OK) != 0) {
            node_finding_remedy(finding, "Run `chmod a+x %s` as its owner, or this as root",
                                directory);
            return;
        }
        *slash = '/';
    }
    node_finding_remedy(finding, "Run `chmod a+r %s` as its owner, or this as root", path);
}

void doctor_settings_doubt(const struct doctor_view *view, bool is_whole,
                           struct node_finding *finding)
{
    struct flaw flaw = {.line = 0};
    struct value value = {.flaw = &flaw};
    size_t count = view->status != NULL ? view->status->count : 0;

    /* No key is called so, hence all files are read. */
    for (size_t i = 0; i < count || i == 0; i++) {
        (void) find(view, i < count ? view->status->list[i].place.directory : NULL, "\n", &value);
    }
    if (flaw.error == EISDIR) {
        node_finding_what(finding, is_whole ? NODE_WARNING : NODE_UNKNOWN,
                          "%sa directory is in the place of a parameter file",
                          is_whole ? "" : "not known: ");
        doctor_settings_advise(flaw.path, flaw.error, finding);
    } else if (flaw.error != 0) {
        node_finding_what(finding, NODE_UNKNOWN, "not known: a parameter file cannot be read");
        doctor_settings_advise(flaw.path, flaw.error, finding);
    } else if (is_whole && flaw.line != 0) {
        node_finding_what(finding, NODE_WARNING,
                          "Open MPI cannot read a line of a parameter file, and ignores it");
        node_finding_remedy(finding,
                            "Correct line %d of %s to `NAME = VALUE`, or to a comment that begins "
                            "with # and ends with a newline",
                            flaw.line, flaw.path);
        node_finding_evidence(finding, "%s:%d", flaw.path, flaw.line);
    }
    if (flaw.error != 0) {
        node_finding_evidence(finding, "%s: %s", flaw.path, strerror(flaw.error));
    }
}

/* Nothing is wrong, as far as all files can be read. */
static void say_ok(const struct doctor_view *view, const char *what, struct node_finding *finding)
{
    node_finding_what(finding, NODE_OK, "%s", what);
    doctor_settings_doubt(view, false, finding);
}

typedef bool (*judge_fn)(const char *key, const struct value *value, struct node_finding *finding);

/* Judges a parameter in every Open MPI, until something is wrong. Returns whether something is. */
static bool judge_all(const struct doctor_view *view, const char *key, judge_fn judge,
                      struct node_finding *finding)
{
    size_t count = view->status != NULL ? view->status->count : 0;
    struct value value = {.flaw = NULL};

    if (count == 0 && find(view, NULL, key, &value)) {
        return judge(key, &value, finding);
    }
    for (size_t i = 0; i < count; i++) {
        if (find(view, view->status->list[i].place.directory, key, &value) &&
            judge(key, &value, finding)) {
            return true;
        }
    }
    return false;
}

/* Whether a list of components, commas between, has one of that name. */
static bool has_component(const char *list, const char *name)
{
    size_t length = strlen(name);

    while (*list != '\0') {
        list += strspn(list, ", \t^");
        if (strncmp(list, name, length) == 0 && strchr(", \t", list[length]) != NULL) {
            return true;
        }
        list += strcspn(list, ",");
    }
    return false;
}

static void blame(const char *key, const struct value *value, struct node_finding *finding)
{
    node_finding_evidence(finding, "%s: %s = %s", value->source, key, value->text);
}

/* An include list has no "^". */
static bool is_included(const struct value *value)
{
    return value->text[strspn(value->text, " \t")] != '^' && value->text[0] != '\0';
}

static bool judge_include(const char *key, const struct value *value, struct node_finding *finding)
{
    bool is_btl = strcmp(key, "btl") == 0;

    if (is_included(value) == has_component(value->text, "mosix")) {
        return false;
    }
    node_finding_what(finding, NODE_WARNING,
                      is_btl ? "a list of %s leaves mosix out, so messages do not go through "
                               "mailboxes"
                             : "a list of %s leaves mosix out, so ranks start natively",
                      key);
    blame(key, value, finding);
    node_finding_remedy(finding,
                        is_included(value) ? "Add mosix to that list, or write what is not wanted "
                                             "after a ^, such as `%s = ^tcp`"
                                           : "Take mosix out of that list of %s",
                        key);
    return true;
}

static bool judge_shared(const char *key, const struct value *value, struct node_finding *finding)
{
    static const char *const shared[] = {"vader", "sm", "smcuda", "openib", "uct"};

    for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
        if (is_included(value) && has_component(value->text, shared[i])) {
            node_finding_what(finding, NODE_WARNING,
                              "a list of %s asks for %s, which a rank that moves cannot use", key,
                              shared[i]);
            blame(key, value, finding);
            node_finding_remedy(finding,
                                "Take %s out of that list; `btl = mosix,self` is enough "
                                "under MOSIX",
                                shared[i]);
            return true;
        }
    }
    return false;
}

void doctor_check_include(const struct doctor_view *view, struct node_finding *finding)
{
    if (!judge_all(view, "btl", judge_include, finding) &&
        !judge_all(view, "odls", judge_include, finding) &&
        !judge_all(view, "btl", judge_shared, finding)) {
        say_ok(view, "no list of components leaves ours out", finding);
    }
}

static bool judge_ucx(const char *key, const struct value *value, struct node_finding *finding)
{
    static const char *const others[] = {"ucx", "cm", "yalla", "psm2", "ofi"};

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (is_included(value) && has_component(value->text, others[i])) {
            node_finding_what(finding, NODE_WARNING,
                              "%s = %s is asked for, which does not use mailboxes and maps devices",
                              key, others[i]);
            blame(key, value, finding);
            node_finding_remedy(finding, "Remove it, or set `pml = ob1`");
            return true;
        }
    }
    return false;
}

void doctor_check_ucx(const struct doctor_view *view, struct node_finding *finding)
{
    if (!judge_all(view, "pml", judge_ucx, finding) &&
        !judge_all(view, "mtl", judge_ucx, finding)) {
        say_ok(view, "nothing asks for ucx or another way past mailboxes", finding);
    }
}

static bool judge_binding(const char *key, const struct value *value, struct node_finding *finding)
{
    bool is_flag = strcmp(key, "mpi_paffinity_alone") == 0;

    /* Behind a colon is how to bind, if somebody asks for it. */
    if (value->text[0] == '\0' || value->text[0] == ':' || strncmp(value->text, "none", 4) == 0 ||
        (is_flag && strchr("0fFnN", value->text[0]) != NULL)) {
        return false;
    }
    node_finding_what(finding, NODE_WARNING,
                      "ranks are to be bound to processors, which those under MOSIX are not");
    blame(key, value, finding);
    node_finding_remedy(finding, "Remove it, or set `%s = %s`", key, is_flag ? "0" : "none");
    return true;
}

void doctor_check_binding(const struct doctor_view *view, struct node_finding *finding)
{
    static const char *const keys[] = {"hwloc_base_binding_policy", "mpi_paffinity_alone",
                                       "rmaps_base_bind_to", "hwloc_default_binding_policy"};

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (judge_all(view, keys[i], judge_binding, finding)) {
            return;
        }
    }
    say_ok(view, "nothing asks for ranks to be bound", finding);
}

static bool judge_path(const char *key, const struct value *value, struct node_finding *finding)
{
    if (strstr(value->text, "SYSTEM_DEFAULT") != NULL || strstr(value->text, "SYSTEM:") != NULL ||
        strstr(value->text, "/openmpi") != NULL) {
        return false;
    }
    node_finding_what(finding, NODE_WARNING,
                      "components are looked for in other directories than Open MPI's own");
    blame(key, value, finding);
    node_finding_remedy(finding, "Begin the list with SYSTEM_DEFAULT: `%s = SYSTEM_DEFAULT:%.60s`",
                        key, value->text);
    return true;
}

static bool judge_dlopen(const char *key, const struct value *value, struct node_finding *finding)
{
    if (strchr("1tTyY", value->text[0]) == NULL || value->text[0] == '\0') {
        return false;
    }
    node_finding_what(finding, NODE_ERROR, "Open MPI may not load components");
    blame(key, value, finding);
    node_finding_remedy(finding, "Remove %s", key);
    return true;
}

/* A directory of the list of those in which Open MPI looks for components. */
static void name_directory(const struct openmpi_place *place, const char *word, char *path)
{
    const char *home = getenv("HOME");

    if (strcmp(word, "SYSTEM_DEFAULT") == 0 || strcmp(word, "SYSTEM") == 0) {
        word = place->components;
    } else if (strcmp(word, "USER_DEFAULT") == 0 || strcmp(word, "USER") == 0) {
        snprintf(path, PATH_MAX, "%s/.openmpi/components", home != NULL ? home : "");
        return;
    }
    snprintf(path, PATH_MAX, "%s", word);
}

bool doctor_settings_ours(const struct doctor_view *view, const struct openmpi_place *place,
                          char directory[PATH_MAX])
{
    struct value value = {.text = "SYSTEM_DEFAULT:USER_DEFAULT"};
    char path[PATH_MAX + sizeof(OURS)];
    char *rest = value.text;
    const char *word;

    (void) find(view, place->directory, PATH_KEY, &value);
    while ((word = strsep(&rest, ":")) != NULL) {
        name_directory(place, word, directory);
        snprintf(path, sizeof(path), "%s/" OURS, directory);
        if (directory[0] == '/' && node_system_exists(&view->system, path)) {
            return true;
        }
    }
    directory[0] = '\0';
    return false;
}

/* Loading is as it should be; ours may be in a directory that somebody has added. */
static void say_loading(const struct doctor_view *view, struct node_finding *finding)
{
    const struct openmpi_place *place =
        view->status != NULL && view->status->count > 0 ? &view->status->list[0].place : NULL;
    char directory[PATH_MAX];

    if (place != NULL && doctor_settings_ours(view, place, directory) &&
        strcmp(directory, place->components) != 0) {
        say_ok(view, "components are loaded from where " PATH_KEY " says, too", finding);
        if (finding->level == NODE_OK) {
            node_finding_evidence(finding, "%s", directory);
        }
    } else {
        say_ok(view, "components are loaded from where they are installed", finding);
    }
}

void doctor_check_loading(const struct doctor_view *view, struct node_finding *finding)
{
    if (!judge_all(view, "mca_base_component_disable_dlopen", judge_dlopen, finding) &&
        !judge_all(view, PATH_KEY, judge_path, finding)) {
        say_loading(view, finding);
    }
}
