/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_origin.h. */
#include "coop_origin.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "coop_files.h"

/* How names of files begin. */
static const char *const services[] = {"libopen-pal.", "libopen-rte.", "libmpi.",
                                       "libpmix.",     "libprrte.",    "libucs.",
                                       "libuct.",      "mca_",         NULL};
static const char *const allocators[] = {"libjemalloc", "libtcmalloc", "libmimalloc", NULL};
static const char *const system_directories[] = {"/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/",
                                                 NULL};

static bool begins(const char *text, const char *const *beginnings)
{
    while (*beginnings != NULL && strncmp(text, *beginnings, strlen(*beginnings)) != 0) {
        beginnings++;
    }
    return *beginnings != NULL;
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

bool coop_origin_is_service(const void *code)
{
    Dl_info info;

    return dladdr(code, &info) != 0 && info.dli_fname != NULL &&
           begins(name_of(info.dli_fname), services);
}

static bool has_thread_locals(const struct dl_phdr_info *object)
{
    for (unsigned i = 0; i < object->dlpi_phnum; i++) {
        if (object->dlpi_phdr[i].p_type == PT_TLS && object->dlpi_phdr[i].p_memsz > 0) {
            return true;
        }
    }
    return false;
}

struct search {
    char *file;
    size_t size;
};

/* The loader calls the program the empty name. */
static int examine(struct dl_phdr_info *object, size_t unused, void *argument)
{
    const struct search *search = argument;
    const char *path = object->dlpi_name;
    ssize_t length;

    (void) unused;
    if (!has_thread_locals(object) || begins(path, system_directories) ||
        begins(name_of(path), services) || begins(name_of(path), allocators)) {
        return 0;
    }
    if (*path != '\0') {
        snprintf(search->file, search->size, "%s", path);
        return 1;
    }
    length = coop_files_readlink(AT_FDCWD, "/proc/self/exe", search->file, search->size - 1);
    search->file[length < 0 ? 0 : length] = '\0';
    if (length <= 0) {
        snprintf(search->file, search->size, "the program");
    }
    return 1;
}

bool coop_origin_has_thread_locals(char *file, size_t size)
{
    return dl_iterate_phdr(examine, &(struct search){.file = file, .size = size}) != 0;
}
