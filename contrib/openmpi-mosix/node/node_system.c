/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Looking at a system; see node_system.h.
 */
#include "node_system.h"

#include <elf.h>
#include <errno.h>
#include <gnu/libc-version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "conf_file.h"
#include "mosix_program.h"
#include "root_glob.h"
#include "rooted_path.h"

static void set_version(char version[NODE_VERSION_SIZE], const char *text, size_t length)
{
    snprintf(version, NODE_VERSION_SIZE, "%.*s", (int) length, text);
}

/* Keeps the newest of the kernels whose modules are installed. */
static void take_kernel(void *context, const char *path)
{
    struct node_system *system = context;
    const char *release = strrchr(path, '/') + 1;

    if (release[0] >= '0' && release[0] <= '9' && strverscmp(release, system->kernel) > 0) {
        set_version(system->kernel, release, strlen(release));
    }
}

/* The C library says which version it is: "... stable release version 2.36.". */
static void take_libc(void *context, const char *path)
{
    static const char lead[] = "release version ";
    struct node_system *system = context;
    struct conf_file file;
    Elf64_Ehdr header;
    const char *at;

    if (system->libc[0] != '\0' || conf_file_open(system->root, path, CONF_FILE_READ, &file) < 0) {
        return;
    }
    at = memmem(file.text, file.size, lead, strlen(lead));
    if (at != NULL && file.size > sizeof(header) && memcmp(file.text, ELFMAG, SELFMAG) == 0) {
        size_t length = strspn(at + strlen(lead), "0123456789.");

        while (length > 0 && at[strlen(lead) + length - 1] == '.') {
            length--;
        }
        set_version(system->libc, at + strlen(lead), length);
        memcpy(&header, file.text, sizeof(header));
        if (header.e_machine == EM_X86_64) {
            set_version(system->machine, "x86_64", strlen("x86_64"));
        }
    }
    conf_file_close(&file);
}

static void read_root(struct node_system *system)
{
    static const char *const libraries[] = {
        "/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/x86_64-linux-gnu/libc.so.6",
        "/lib64/libc.so.6", "/usr/lib64/libc.so.6", "/usr/lib/libc.so.6"};

    root_glob(system->root, "/usr/lib/modules/*", take_kernel, system);
    root_glob(system->root, "/lib/modules/*", take_kernel, system);
    for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++) {
        take_libc(system, libraries[i]);
    }
}

static void read_running(struct node_system *system)
{
    const char *version = gnu_get_libc_version();
    const char *path = getenv("PATH");
    struct utsname name;

    if (uname(&name) == 0) {
        set_version(system->kernel, name.release, strlen(name.release));
        set_version(system->machine, name.machine, strlen(name.machine));
    }
    set_version(system->libc, version, strlen(version));
    if (path != NULL && strlen(path) + sizeof(MOSIX_PROGRAM_DIRECTORIES) < PATH_MAX) {
        snprintf(system->path, sizeof(system->path), "%s:%s", path, MOSIX_PROGRAM_DIRECTORIES);
    }
}

void node_system_read(const char *root, struct node_system *system)
{
    memset(system, 0, sizeof(*system));
    system->root = root;
    system->proc = root[0] == '\0' ? "/proc" : NULL;
    snprintf(system->path, sizeof(system->path), "%s", MOSIX_PROGRAM_DIRECTORIES);
    if (root[0] == '\0') {
        read_running(system);
    } else {
        read_root(system);
    }
}

bool node_system_is_live(const struct node_system *system)
{
    return system->proc != NULL;
}

int node_system_stat(const struct node_system *system, const char *path, struct stat *status)
{
    char found[PATH_MAX];
    int rc = rooted_path(system->root, path, found);

    if (rc < 0) {
        return rc;
    }
    return stat(found, status) == 0 ? 0 : -errno;
}

bool node_system_exists(const struct node_system *system, const char *path)
{
    struct stat status;

    return node_system_stat(system, path, &status) == 0;
}

int node_system_find(const struct node_system *system, const char *name, char found[PATH_MAX],
                     struct stat *status)
{
    const char *list = system->path;
    char directory[PATH_MAX];
    struct stat own;

    status = status != NULL ? status : &own;
    while (list != NULL) {
        list = mosix_list_next(list, directory);
        if (directory[0] == '/' && snprintf(found, PATH_MAX, "%s/%s", directory, name) < PATH_MAX &&
            node_system_stat(system, found, status) == 0 && S_ISREG(status->st_mode) &&
            (status->st_mode & 0111) != 0) {
            return 0;
        }
    }
    found[0] = '\0';
    return -ENOENT;
}

int node_system_host(const struct node_system *system, const char *found, char host[PATH_MAX])
{
    return snprintf(host, PATH_MAX, "%s%s", system->root, found) < PATH_MAX ? 0 : -ENAMETOOLONG;
}
