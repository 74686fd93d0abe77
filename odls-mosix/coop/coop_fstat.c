/* SPDX-License-Identifier: BSD-3-Clause */
/* See coop_fstat.h. */
#include "coop_fstat.h"

#include <errno.h>
#include <gnu/libc-version.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __x86_64__

/* mov $262, %eax; syscall: what is looked for. 262 is newfstatat. */
static const unsigned char original[] = {0xb8, 0x06, 0x01, 0x00, 0x00, 0x0f, 0x05};

/* jmp to four bytes of distance; nop of two bytes: what takes its place. */
#define JUMP_SIZE 5
static const unsigned char replacement[sizeof(original)] = {0xe9, 0, 0, 0, 0, 0x66, 0x90};

/*
 * Where the jump leads. newfstatat has the descriptor in edi, the path in rsi, the result in rdx
 * and the flags in r10d. Only an empty path with AT_EMPTY_PATH (0x1000) and a real descriptor
 * becomes fstat; AT_FDCWD is -100. A system call changes rax, rcx and r11 and nothing else, so
 * neither may this; below the stack pointer, 128 bytes belong to the caller.
 */
__asm__(".pushsection .rodata\n"
        ".balign 16\n"
        "coop_fstat_code:\n"
        "    testl $0x1000, %r10d\n"
        "    jz 1f\n"
        "    testq %rsi, %rsi\n"
        "    jz 1f\n"
        "    cmpb $0, (%rsi)\n"
        "    jne 1f\n"
        "    cmpl $-100, %edi\n"
        "    je 1f\n"
        "    leaq -128(%rsp), %rsp\n"
        "    pushq %rsi\n"
        "    movq %rdx, %rsi\n"
        "    movl $5, %eax\n"
        "    syscall\n"
        "    popq %rsi\n"
        "    leaq 128(%rsp), %rsp\n"
        "    jmpq *2f(%rip)\n"
        "1:  movl $262, %eax\n"
        "    syscall\n"
        "    jmpq *2f(%rip)\n"
        "    .balign 8\n"
        "2:  .quad 0\n"
        "coop_fstat_code_end:\n"
        ".popsection\n");

extern const unsigned char coop_fstat_code[] __attribute__((visibility("hidden")));
extern const unsigned char coop_fstat_code_end[] __attribute__((visibility("hidden")));

#define PLACES_MAX 16

/* Where memory is asked for: that many steps of 16 MiB below a place. A jump reaches 2 GiB. */
#define HINTS_MAX 64
#define HINT_STEP ((uintptr_t) 16 << 20)
#define NEAR ((intptr_t) 2000 << 20)

struct repair {
    unsigned char *places[PLACES_MAX];
    int count;
};

/* Whether the object holds the loader or the C library. */
static bool is_wanted(const struct dl_phdr_info *object)
{
    const uintptr_t wanted[] = {getauxval(AT_BASE), (uintptr_t) gnu_get_libc_version};

    for (int i = 0; i < object->dlpi_phnum; i++) {
        uintptr_t start = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;

        for (size_t j = 0; j < sizeof(wanted) / sizeof(wanted[0]); j++) {
            if (object->dlpi_phdr[i].p_type == PT_LOAD && wanted[j] >= start &&
                wanted[j] - start < object->dlpi_phdr[i].p_memsz) {
                return true;
            }
        }
    }
    return false;
}

static void search(struct repair *repair, unsigned char *start, size_t size)
{
    unsigned char *end = start + size;

    while (repair->count < PLACES_MAX) {
        unsigned char *place = memmem(start, (size_t) (end - start), original, sizeof(original));

        if (place == NULL) {
            return;
        }
        repair->places[repair->count++] = place;
        start = place + sizeof(original);
    }
}

static int visit(struct dl_phdr_info *object, size_t size, void *argument)
{
    (void) size;
    if (!is_wanted(object)) {
        return 0;
    }
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];

        if (segment->p_type == PT_LOAD && (segment->p_flags & PF_X) != 0) {
            search(argument, (unsigned char *) object->dlpi_addr + segment->p_vaddr,
                   segment->p_memsz);
        }
    }
    return 0;
}

/* Memory that a jump from the place reaches, or NULL. MOSIX maps the loader and the C library
 * terabytes apart [real], so each place asks for memory near itself. */
static void *map_near(const unsigned char *place, size_t size)
{
    uintptr_t base = (uintptr_t) place & -(uintptr_t) size;

    for (intptr_t step = 1; step <= HINTS_MAX; step++) {
        uintptr_t hint = base - (uintptr_t) step * HINT_STEP;
        void *page =
            mmap((void *) hint, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        if (page == MAP_FAILED) {
            return NULL;
        }
        if (labs((intptr_t) page - (intptr_t) place) < NEAR) {
            return page;
        }
        munmap(page, size);
    }
    return NULL;
}

/* The code for that place. */
static int make_code(const unsigned char *place, unsigned char **code)
{
    size_t page_size = (size_t) sysconf(_SC_PAGESIZE);
    size_t code_size = (size_t) (coop_fstat_code_end - coop_fstat_code);
    uintptr_t back = (uintptr_t) place + sizeof(original);

    *code = map_near(place, page_size);
    if (*code == NULL) {
        return -ENOMEM;
    }
    memcpy(*code, coop_fstat_code, code_size);
    memcpy(*code + code_size - sizeof(back), &back, sizeof(back));
    if (mprotect(*code, page_size, PROT_READ | PROT_EXEC) < 0) {
        int rc = -errno;

        munmap(*code, page_size);
        return rc;
    }
    return 0;
}

static int set_protection(unsigned char *place, int protection)
{
    uintptr_t page_size = (uintptr_t) sysconf(_SC_PAGESIZE);
    uintptr_t first = (uintptr_t) place & -page_size;
    uintptr_t end = ((uintptr_t) place + sizeof(original) + page_size - 1) & -page_size;

    return mprotect((void *) first, end - first, protection) < 0 ? -errno : 0;
}

static int replace(unsigned char *place)
{
    unsigned char bytes[sizeof(replacement)];
    unsigned char *code;
    int32_t distance;
    int rc = make_code(place, &code);

    rc = rc < 0 ? rc : set_protection(place, PROT_READ | PROT_WRITE | PROT_EXEC);
    if (rc < 0) {
        return rc;
    }
    distance = (int32_t) (code - (place + JUMP_SIZE));
    memcpy(bytes, replacement, sizeof(bytes));
    memcpy(bytes + 1, &distance, sizeof(distance));
    /* mprotect() itself lies in the C library, so the page stays executable all the time. */
    memcpy(place, bytes, sizeof(bytes));
    return set_protection(place, PROT_READ | PROT_EXEC);
}

int coop_fstat_repair(void)
{
    struct repair repair = {.count = 0};

    dl_iterate_phdr(visit, &repair);
    for (int i = 0; i < repair.count; i++) {
        int rc = replace(repair.places[i]);

        if (rc < 0) {
            return rc;
        }
    }
    return repair.count;
}

#else

int coop_fstat_repair(void)
{
    return 0;
}

#endif
