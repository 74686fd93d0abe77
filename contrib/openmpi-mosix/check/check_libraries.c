/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Judging libraries; see check_libraries.h.
 */
#include "check_libraries.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "program_file.h"

/* The library of all series that openmpi-mosix is for. */
#define OPENMPI_LIBRARY "libmpi.so.40"

#define NATIVELY "start it natively (mpirun --mca odls_mosix_enable never)"

static bool begins(const char *name, const char *const prefixes[])
{
    for (; *prefixes != NULL; prefixes++) {
        if (strncmp(name, *prefixes, strlen(*prefixes)) == 0) {
            return true;
        }
    }
    return false;
}

bool check_libraries_is_common(const char *name)
{
    static const char *const common[] = {
        "ld-linux",    "libc.so",       "libm.so",      "libmvec.so",   "libdl.so",
        "librt.so",    "libpthread.so", "libutil.so",   "libresolv.so", "libgcc_s.so",
        "libstdc++",   "libgfortran",   "libquadmath",  "libgomp.so",   "libomp.so",
        "libiomp5",    "libmpi",        "libopen-",     "libpmix",      "libprrte",
        "libhwloc",    "libevent",      "libmunge",     "libucp.so",    "libucs.so",
        "libuct.so",   "libucm.so",     "libfabric.so", "libibverbs",   "librdmacm",
        "libnuma",     "libudev",       "libsystemd",   "liboshmem",    "libatomic",
        "libasan",     "libtsan",       "libnl-",       "libpsm",       "libjemalloc",
        "libtcmalloc", "libcap",        "liburing",     "libcrypto.so", "libssl.so",
        "libselinux",  "libpcre",       "libkrb5",      "libz.so",      NULL};

    return begins(name, common);
}

/* The first library of the tree with such a name, or NULL. */
static const char *find(const struct program_tree *tree, const char *const prefixes[])
{
    for (size_t i = 1; i < tree->count; i++) {
        if (begins(tree->nodes[i].name, prefixes)) {
            return tree->nodes[i].name;
        }
    }
    return NULL;
}

/* Adds what is wrong with those of the list, if it is not empty. */
static void add_faulty(const char *list, const char *fault, const char *remedy,
                       struct check_findings *findings)
{
    if (list[0] != '\0') {
        struct check_finding *finding =
            check_finding_add(findings, CHECK_CANNOT, "libraries", "%s: %s", fault, list);

        check_finding_remedy(finding, "%s", remedy);
    }
}

static void judge_files(const struct program_tree *tree, struct check_findings *findings)
{
    char missing[CHECK_TEXT_SIZE / 2] = "";
    char cut[CHECK_TEXT_SIZE / 2] = "";

    for (size_t i = 1; i < tree->count; i++) {
        const struct program_node *node = &tree->nodes[i];

        if (node->path == NULL) {
            check_list_append(missing, sizeof(missing), node->name);
        } else if (program_file_check_library(node->path) == -ENODATA) {
            check_list_append(cut, sizeof(cut), node->path);
        }
    }
    if (missing[0] == '\0' && cut[0] == '\0') {
        check_finding_add(findings, CHECK_OK, "libraries", "all of its %zu libraries are here",
                          tree->count - 1);
    }
    add_faulty(missing, "libraries were not found",
               "Install them, or name their directory in LD_LIBRARY_PATH (mpirun "
               "-x LD_LIBRARY_PATH)",
               findings);
    add_faulty(cut, "libraries are shorter than their headers say: they were cut off",
               "Install them again, and see that the disk is not full", findings);
}

static void judge_mpi(const struct program_tree *tree, struct check_findings *findings)
{
    static const char *const ours[] = {OPENMPI_LIBRARY, NULL};
    static const char *const any[] = {"libmpi.so", "libmpich.so", "libmpi_dbg.so", NULL};
    const char *name = find(tree, ours);
    struct check_finding *finding;

    if (name != NULL) {
        check_finding_add(findings, CHECK_OK, "mpi", "it uses Open MPI (%s)", name);
        return;
    }
    name = find(tree, any);
    if (name == NULL) {
        check_finding_add(findings, CHECK_OK, "mpi",
                          "it is not linked with MPI: each rank is a program of its own");
        return;
    }
    finding =
        check_finding_add(findings, CHECK_CANNOT, "mpi",
                          "it is linked with another MPI (%s), which mpirun of Open MPI cannot "
                          "start as one job",
                          name);
    check_finding_remedy(finding, "Compile it with this Open MPI's mpicc, mpic++ or mpifort");
}

static void judge_openmp(const struct program_tree *tree, struct check_findings *findings)
{
    static const char *const prefixes[] = {"libgomp.so", "libomp.so", "libiomp5.so", NULL};
    const char *threads = getenv("OMP_NUM_THREADS");
    const char *name = find(tree, prefixes);
    struct check_finding *finding;

    if (name == NULL) {
        return;
    }
    if (threads == NULL || strcmp(threads, "1") == 0) {
        finding = check_finding_add(findings, CHECK_NOTE, "openmp",
                                    "it uses OpenMP (%s), and each rank gets one thread", name);
        check_finding_remedy(finding, "Start one rank for each processor");
        return;
    }
    finding = check_finding_add(findings, CHECK_SETTING, "openmp",
                                "it uses OpenMP (%s), and OMP_NUM_THREADS is \"%.32s\", but MOSIX "
                                "permits one thread of the kernel",
                                name, threads);
    strcpy(finding->setting, "-x OMP_NUM_THREADS=1");
    check_finding_remedy(finding, "Start one rank for each processor, with OMP_NUM_THREADS=1");
}

static void judge_devices(const struct program_tree *tree, struct check_findings *findings)
{
    static const char *const devices[] = {"libcuda.so",
                                          "libcudart.so",
                                          "libamdhip64.so",
                                          "libhsa-runtime64.so",
                                          "libze_loader.so",
                                          "libOpenCL.so",
                                          NULL};
    static const char *const uring[] = {"liburing.so", NULL};
    const char *name = find(tree, devices);
    struct check_finding *finding;

    if (name != NULL) {
        finding = check_finding_add(findings, CHECK_LIMIT, "devices",
                                    "it can use graphics processors (%s), and MOSIX permits no "
                                    "process to map a device",
                                    name);
        check_finding_remedy(finding, "To compute on the device, " NATIVELY);
    }
    name = find(tree, uring);
    if (name != NULL) {
        finding = check_finding_add(findings, CHECK_LIMIT, "io_uring",
                                    "it is linked with %s, whose calls MOSIX 4 does not know: the "
                                    "first one ends the process",
                                    name);
        check_finding_remedy(finding, "Switch io_uring off in the program, or " NATIVELY);
    }
}

void check_libraries(const struct program_tree *tree, struct check_findings *findings)
{
    judge_files(tree, findings);
    judge_mpi(tree, findings);
    judge_openmp(tree, findings);
    judge_devices(tree, findings);
}
