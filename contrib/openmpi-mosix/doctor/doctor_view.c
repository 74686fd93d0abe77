/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking at a system for its checks; see doctor_view.h.
 */
#include "doctor_view.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <unistd.h>

#include "program_output.h"
#include "root_glob.h"

/* What lies beside mosrun of the emulator, and nowhere else. */
#define EMULATOR_LIBRARY "libmosix-emulator.so"

extern char **environ;

static enum doctor_clock read_clock(void)
{
    struct timex clock = {.modes = 0};
    int state = adjtimex(&clock);

    if (state < 0) {
        return DOCTOR_CLOCK_UNKNOWN;
    }
    return state == TIME_ERROR || (clock.status & STA_UNSYNC) != 0 ? DOCTOR_CLOCK_FREE
                                                                   : DOCTOR_CLOCK_KEPT;
}

void doctor_view_find_mosrun(struct doctor_view *view)
{
    char path[PATH_MAX];
    char *slash;

    view->emulator[0] = '\0';
    if (node_system_find(&view->system, "mosrun", view->mosrun, NULL) < 0) {
        return;
    }
    snprintf(view->emulator, sizeof(view->emulator), "%s", view->mosrun);
    slash = strrchr(view->emulator, '/');
    *slash = '\0';
    if (snprintf(path, sizeof(path), "%s/%s", view->emulator, EMULATOR_LIBRARY) >=
            (int) sizeof(path) ||
        !node_system_exists(&view->system, path)) {
        view->emulator[0] = '\0';
    }
}

void doctor_view_read(const char *root, const struct status *status, struct doctor_view *view)
{
    ssize_t length;

    memset(view, 0, sizeof(*view));
    node_system_read(root, &view->system);
    view->status = status;
    view->is_superuser = geteuid() == 0;
    doctor_view_find_mosrun(view);
    if (node_system_is_live(&view->system)) {
        view->environment = environ;
        view->clock = read_clock();
        length = readlink("/proc/self/exe", view->self, sizeof(view->self) - 1);
        view->self[length > 0 ? length : 0] = '\0';
    }
}

bool doctor_view_is_2009(const struct doctor_view *view)
{
    const char *release = view->status != NULL ? view->status->node.release : NULL;
    char path[PATH_MAX];

    /* MOSIX 4 has no such directory [real]. */
    return (release != NULL && strcmp(release, "2009") == 0) ||
           (view->system.proc != NULL &&
            snprintf(path, sizeof(path), "%s/mosix", view->system.proc) < (int) sizeof(path) &&
            access(path, F_OK) == 0);
}

int doctor_view_open(const struct doctor_view *view, const char *path, struct conf_file *file)
{
    int rc = conf_file_open(view->system.root, path, CONF_FILE_READ, file);

    if (rc == 0 && !file->exists) {
        conf_file_close(file);
        rc = -ENOENT;
    }
    return rc == -ENOTDIR ? -ENOENT : rc;
}

/* Files of /proc tell no size. */
static int read_some(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    size_t used = 0;
    ssize_t length = 1;

    text[0] = '\0';
    if (fd < 0) {
        return -errno;
    }
    while (length > 0 && used < size - 1) {
        length = read(fd, text + used, size - 1 - used);
        used += length > 0 ? (size_t) length : 0;
    }
    text[used] = '\0';
    length = length < 0 ? -errno : 0;
    (void) close(fd);
    return (int) length;
}

int doctor_view_proc(const struct doctor_view *view, const char *name, char *text, size_t size)
{
    char path[PATH_MAX];

    text[0] = '\0';
    if (view->system.proc == NULL) {
        return -ENOENT;
    }
    if (snprintf(path, sizeof(path), "%s/%s", view->system.proc, name) >= (int) sizeof(path)) {
        return -ENAMETOOLONG;
    }
    return read_some(path, text, size);
}

int doctor_view_run(const struct doctor_view *view, const char *program,
                    const char *const arguments[4], long limit, char **output)
{
    char inside[PATH_MAX];
    char path[PATH_MAX];
    const char *argv[] = {path, NULL, NULL, NULL, NULL, NULL};

    *output = NULL;
    if (!node_system_is_live(&view->system) ||
        node_system_find(&view->system, program, inside, NULL) < 0 ||
        node_system_host(&view->system, inside, path) < 0) {
        return -ENOENT;
    }
    for (int i = 0; i < 4; i++) {
        argv[i + 1] = arguments[i];
    }
    return program_output(argv, limit, output);
}

/* The last line `NAME = VALUE` of files of sysctl. */
struct setting {
    const struct doctor_view *view;
    const char *name; /* with slashes */
    bool is_found;
    long value;
    char *where;
};

/* Whether a line sets it; its name has dots or slashes, and may begin with "-". */
static bool is_line_of(const char *line, const char *name)
{
    line += *line == '-';
    for (; *name != '\0'; name++, line++) {
        if (*line != *name && !(*line == '.' && *name == '/')) {
            return false;
        }
    }
    line += strspn(line, " \t");
    return *line == '=';
}

static void take_file(void *context, const char *path)
{
    struct setting *setting = context;
    struct conf_file file;
    const char *line;

    if (doctor_view_open(setting->view, path, &file) < 0) {
        return;
    }
    line = file.text;
    while (line != NULL) {
        line += strspn(line, " \t\n");
        if (is_line_of(line, setting->name)) {
            setting->is_found = true;
            setting->value = strtol(strchr(line, '=') + 1, NULL, 10);
            snprintf(setting->where, PATH_MAX, "%s", path);
        }
        line = strchr(line, '\n');
    }
    conf_file_close(&file);
}

int doctor_view_sysctl(const struct doctor_view *view, const char *name, long *value,
                       char where[PATH_MAX])
{
    static const char *const patterns[] = {"/usr/lib/sysctl.d/*.conf", "/etc/sysctl.d/*.conf",
                                           "/etc/sysctl.conf"};
    struct setting setting = {.view = view, .name = name, .where = where};
    char text[64];
    char file[128];
    int rc;

    where[0] = '\0';
    if (node_system_is_live(&view->system)) {
        snprintf(file, sizeof(file), "sys/%s", name);
        snprintf(where, PATH_MAX, "/proc/%s", file);
        rc = doctor_view_proc(view, file, text, sizeof(text));
        *value = rc == 0 ? strtol(text, NULL, 10) : 0;
        return rc;
    }
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
        root_glob(view->system.root, patterns[i], take_file, &setting);
    }
    *value = setting.value;
    return setting.is_found ? 0 : -ENOENT;
}
