/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Features: mappings.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <stdint.h>
#include <unistd.h>

#define RW (PROT_READ | PROT_WRITE)
#define ANONYMOUS (MAP_PRIVATE | MAP_ANONYMOUS)

static void map_row(const char *name, size_t size, int protection, int flags, int fd)
{
    void *at = mmap(NULL, size, protection, flags, fd, 0);

    if (at == MAP_FAILED) {
        row(name, "%s", error_name(errno));
        return;
    }
    if ((protection & PROT_WRITE) != 0) {
        *(volatile char *) at = 1;
    }
    row(name, "ok");
    munmap(at, size);
}

static void map_shared_anonymous(void)
{
    map_row("map.shared anonymous rw", 4096, RW, MAP_SHARED | MAP_ANONYMOUS, -1);
}

static void map_shared_ro(void)
{
    map_row("map.shared file r", 4096, PROT_READ, MAP_SHARED, open("/etc/passwd", O_RDONLY));
}

static void map_shared_rw(void)
{
    int fd = open("/tmp/probe.map", O_RDWR | O_CREAT | O_TRUNC, 0600);

    if (fd >= 0 && write(fd, big, 4096) == 4096) {
        map_row("map.shared file rw", 4096, RW, MAP_SHARED, fd);
    }
    unlink("/tmp/probe.map");
}

static void map_private(void)
{
    map_row("map.private anonymous", 4096, RW, ANONYMOUS, -1);
    map_row("map.private file", 4096, RW, MAP_PRIVATE, open("/etc/passwd", O_RDONLY));
    map_row("map.private exec", 4096, 7, ANONYMOUS, -1);
    map_row("map.fixed low", 4096, RW, ANONYMOUS | MAP_FIXED, -1);
    map_row("map.noreserve 64 GiB", 64L << 30, RW, ANONYMOUS | MAP_NORESERVE, -1);
    map_row("map.populate", MIB, RW, ANONYMOUS | MAP_POPULATE, -1);
    map_row("map.growsdown", MIB, RW, ANONYMOUS | MAP_GROWSDOWN, -1);
    map_row("map.stack", MIB, RW, ANONYMOUS | MAP_STACK, -1);
    map_row("map.none", MIB, 0, ANONYMOUS, -1);
}

static void map_device(void)
{
    map_row("map./dev/zero", 4096, RW, MAP_PRIVATE, open("/dev/zero", O_RDWR));
}

static void map_locked(void)
{
    map_row("map.locked", 4096, RW, ANONYMOUS | MAP_LOCKED, -1);
}

static void map_huge(void)
{
    map_row("map.hugetlb", 2 << 20, RW, ANONYMOUS | MAP_HUGETLB, -1);
}

static void map_change(void)
{
    char *at = mmap(NULL, 8192, RW, ANONYMOUS, -1, 0);
    void *moved;

    done("map.mprotect", mprotect(at, 4096, PROT_READ));
    moved = mremap(at, 8192, MIB, MREMAP_MAYMOVE);
    row("map.mremap", "%s", moved == MAP_FAILED ? error_name(errno) : "ok");
    moved = mmap(NULL, 8192, RW, ANONYMOUS, -1, 0);
    moved = mremap(moved, 8192, MIB, MREMAP_MAYMOVE);
    row("map.mremap plain", "%s", moved == MAP_FAILED ? error_name(errno) : "ok");
    done("map.msync", msync(moved, 4096, MS_SYNC));
    row("map.sbrk", "%s", sbrk(MIB) == (void *) -1 ? error_name(errno) : "ok");
}

ONE_ROW(map_madvise, done, "map.madvise DONTNEED", madvise(big, 4096, MADV_DONTNEED));
ONE_ROW(map_madvise_fork, done, "map.madvise DONTFORK", madvise(big, 4096, MADV_DONTFORK));

const struct probe_test memory_tests[] = {
    TEST(feature, map_shared_anonymous, 5),
    TEST(feature, map_shared_ro, 5),
    TEST(feature, map_shared_rw, 5),
    TEST(feature, map_private, 5),
    TEST(feature, map_device, 5),
    TEST(feature, map_locked, 5),
    TEST(feature, map_huge, 5),
    TEST(feature, map_change, 5),
    TEST(feature, map_madvise, 5),
    TEST(feature, map_madvise_fork, 5),
    TESTS_END,
};
