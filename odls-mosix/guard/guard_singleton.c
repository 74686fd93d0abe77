/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Singletons; see guard_singleton.h.
 */
#include "guard_singleton.h"

#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mosix_program.h"
#include "mosrun_env.h"

/* Each of them tells that somebody has launched the process: mpirun, or a batch system. */
static const char *const launchers[] = {"PMIX_NAMESPACE", "PMI_RANK", "PMI_FD",
                                        "OMPI_COMM_WORLD_RANK"};

static int is_mpi(struct dl_phdr_info *info, size_t size, void *unused)
{
    const char *slash = info->dlpi_name != NULL ? strrchr(info->dlpi_name, '/') : NULL;

    (void) size;
    (void) unused;
    return slash != NULL && strncmp(slash + 1, "libmpi.so", strlen("libmpi.so")) == 0;
}

/* mpirun and its daemons are no MPI programs. */
static bool is_singleton(void)
{
    for (size_t i = 0; i < sizeof(launchers) / sizeof(launchers[0]); i++) {
        if (getenv(launchers[i]) != NULL) {
            return false;
        }
    }
    return dl_iterate_phdr(is_mpi, NULL) != 0;
}

static bool has_mosix(const char *search_path)
{
    char found[PATH_MAX];

    return mosix_program_find("mosrun", search_path, found) == 0 ||
           mosix_program_find("mosenv", search_path, found) == 0;
}

bool guard_singleton_adapt(const char *search_path)
{
    struct mosrun_additions additions;

    if (!is_singleton() || !has_mosix(search_path) ||
        mosrun_env_plan_native(environ, &additions) < 0) {
        return false;
    }
    for (size_t i = 0; i < additions.count; i++) {
        (void) setenv(additions.items[i].name, additions.items[i].value, 1);
    }
    mosrun_env_free(&additions);
    return true;
}
