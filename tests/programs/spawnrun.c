/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Spawns what its arguments say and prints the result; as one of the children it prints where it
 * is. Usage: spawnrun [-w] PART [+ PART]..., PART = [KEY=VALUE]... COUNT PROGRAM [ARGUMENT]...
 * KEY=VALUE goes into the info argument; -w spawns from all ranks, otherwise rank 0 does alone.
 * More than one part is for MPI_Comm_spawn_multiple.
 */
#include "check.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PARTS_MAX = 8, CHILDREN_MAX = 64 };

struct parts {
    int count;
    int total;
    char *commands[PARTS_MAX];
    char **arguments[PARTS_MAX];
    int children[PARTS_MAX];
    MPI_Info infos[PARTS_MAX];
};

/* Reads one part from argv, up to a plus sign or the end. Returns what follows. */
static char **read_part(char **argv, struct parts *parts)
{
    int i = parts->count++;
    char *value;

    if (parts->count > PARTS_MAX) {
        check_fail("more than %d parts", PARTS_MAX);
    }
    MPI_Info_create(&parts->infos[i]);
    while (*argv != NULL && (value = strchr(*argv, '=')) != NULL) {
        *value = '\0';
        MPI_Info_set(parts->infos[i], *argv++, value + 1);
    }
    if (argv[0] == NULL || argv[1] == NULL) {
        check_fail("a part without a number and a program");
    }
    parts->children[i] = atoi(argv[0]);
    parts->total += parts->children[i];
    parts->commands[i] = argv[1];
    argv += 2;
    parts->arguments[i] = argv;
    while (*argv != NULL && strcmp(*argv, "+") != 0) {
        argv++;
    }
    if (*argv == NULL) {
        return argv;
    }
    *argv = NULL;
    return argv + 1;
}

static const char *class_of(int code)
{
    int class;

    MPI_Error_class(code, &class);
    switch (class) {
    case MPI_SUCCESS:
        return "MPI_SUCCESS";
    case MPI_ERR_SPAWN:
        return "MPI_ERR_SPAWN";
    default:
        return "another class";
    }
}

static void tell(const struct parts *parts, int code, MPI_Comm others, const int *codes)
{
    int size = 0;

    if (code == MPI_SUCCESS && others != MPI_COMM_NULL) {
        MPI_Comm_remote_size(others, &size);
    }
    printf("spawnrun: rank %d: %s, %d children, codes", check_rank(), class_of(code), size);
    for (int i = 0; check_rank() == 0 && i < parts->total; i++) {
        printf(" %s", class_of(codes[i]));
    }
    printf("\n");
}

static void spawn(struct parts *parts, MPI_Comm comm)
{
    int codes[CHILDREN_MAX] = {0};
    MPI_Comm others = MPI_COMM_NULL;
    int code;

    if (parts->total > CHILDREN_MAX) {
        check_fail("more than %d children", CHILDREN_MAX);
    }
    MPI_Comm_set_errhandler(comm, MPI_ERRORS_RETURN);
    if (parts->count == 1) {
        code = MPI_Comm_spawn(parts->commands[0], parts->arguments[0], parts->children[0],
                              parts->infos[0], 0, comm, &others, codes);
    } else {
        code = MPI_Comm_spawn_multiple(parts->count, parts->commands, parts->arguments,
                                       parts->children, parts->infos, 0, comm, &others, codes);
    }
    tell(parts, code, others, codes);
    if (code == MPI_SUCCESS && others != MPI_COMM_NULL) {
        MPI_Comm_disconnect(&others);
    }
}

static int run_child(MPI_Comm *parent, int argc, char **argv)
{
    char directory[PATH_MAX];

    printf("spawnrun: child %d of %d in %s:", check_rank(), check_size(),
           getcwd(directory, sizeof(directory)) != NULL ? directory : "nowhere");
    for (int i = 1; i < argc; i++) {
        printf(" %s", argv[i]);
    }
    printf("\n");
    fflush(stdout);
    MPI_Comm_disconnect(parent);
    MPI_Finalize();
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    struct parts parts = {0};
    MPI_Comm comm = MPI_COMM_SELF;
    MPI_Comm parent;
    char **next = argv + 1;

    check_start(&argc, &argv, "spawnrun");
    MPI_Comm_get_parent(&parent);
    if (parent != MPI_COMM_NULL) {
        return run_child(&parent, argc, argv);
    }
    if (argc > 1 && strcmp(argv[1], "-w") == 0) {
        comm = MPI_COMM_WORLD;
        next++;
    }
    while (*next != NULL) {
        next = read_part(next, &parts);
    }
    if (comm == MPI_COMM_WORLD || check_rank() == 0) {
        spawn(&parts, comm);
    }
    return check_end();
}
