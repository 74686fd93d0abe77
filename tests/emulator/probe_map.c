/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Maps its own file read-only and shared, then a shared page to write to, and tells what came of
 * both: "shared", "private" or the name of the error.
 */
#include "../lib/error_name.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Whether the mapping that holds ADDRESS is shared: the fourth letter of its rights. */
static const char *kind_of(const void *address)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    const char *kind = "unknown";
    unsigned long first;
    unsigned long end;
    char rights[5];

    while (maps != NULL && fscanf(maps, "%lx-%lx %4s%*[^\n]", &first, &end, rights) == 3) {
        if ((unsigned long) address >= first && (unsigned long) address < end) {
            kind = rights[3] == 's' ? "shared" : "private";
        }
    }
    if (maps != NULL) {
        fclose(maps);
    }
    return kind;
}

static void try(const char *name, int protection, int flags, int fd)
{
    void *mapping = mmap(NULL, 4096, protection, flags, fd, 0);

    printf("%s: %s\n", name, mapping == MAP_FAILED ? error_name(errno) : kind_of(mapping));
    fflush(stdout);
}

int main(int argc, char *argv[])
{
    int fd = open(argv[0], O_RDONLY | O_CLOEXEC);

    if (argc != 1 || fd < 0) {
        return 2;
    }
    try("read-only", PROT_READ, MAP_SHARED, fd);
    try("validated", PROT_READ, MAP_SHARED_VALIDATE, fd);
    try("writable", PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1);
    return close(fd);
}
