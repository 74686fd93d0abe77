/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: one kind of memory that is shared with other processes, which MOSIX does not have. The
 * OpenMP of LLVM and of Intel writes at its start into a file of its process in /dev/shm, through a
 * mapping that it gives back at once, and ends the program if it cannot. It reads the file again at
 * its end. So the mapping is private here, and is written to the file when it is given back.
 */
#include "coop_wrap.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "coop_files.h"
#include "coop_libc.h"

#define OPENMP_FILE "/dev/shm/__KMP_REGISTERED_LIB_"

/* The mapping of such a file that is in use. */
static struct {
    void *address; /* NULL: none */
    size_t size;
    off_t offset;
    int fd;
} registration;

static bool is_openmp_file(int fd)
{
    char link[32];
    char path[sizeof(OPENMP_FILE)];

    snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    return coop_files_readlink(AT_FDCWD, link, path, sizeof(path) - 1) == sizeof(path) - 1 &&
           memcmp(path, OPENMP_FILE, sizeof(path) - 1) == 0;
}

static void *map_registration(void *address, size_t size, int protection, int flags, int fd,
                              off_t offset)
{
    void *mapping = coop_real()->mmap(address, size, protection,
                                      (flags & ~MAP_SHARED) | MAP_PRIVATE, fd, offset);

    if (mapping != MAP_FAILED && registration.address == NULL) {
        registration.fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
        registration.size = size;
        registration.offset = offset;
        registration.address = registration.fd >= 0 ? mapping : NULL;
    }
    return mapping;
}

static void write_registration(void)
{
    int saved = errno;

    /* Without it, the file only stays after the program's end. */
    (void) !pwrite(registration.fd, registration.address, registration.size, registration.offset);
    close(registration.fd);
    registration.address = NULL;
    errno = saved;
}

COOP_WRAPPER void *mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
    if ((flags & MAP_TYPE) == MAP_SHARED && (flags & MAP_ANONYMOUS) == 0 &&
        (protection & PROT_WRITE) != 0) {
        int saved = errno;
        bool private = is_openmp_file(fd);

        errno = saved;
        if (private) {
            return map_registration(address, size, protection, flags, fd, offset);
        }
    }
    return coop_real()->mmap(address, size, protection, flags, fd, offset);
}

/* With the same arguments, because off_t has 64 bits. */
void *mmap64(void *address, size_t size, int protection, int flags, int fd, off_t offset)
    __attribute__((visibility("default"), alias("mmap")));

COOP_WRAPPER int munmap(void *address, size_t size)
{
    if (__builtin_expect(registration.address != NULL, 0) && address == registration.address) {
        write_registration();
    }
    return coop_real()->munmap(address, size);
}
