/* SPDX-License-Identifier: BSD-3-Clause */
/* The C library's blocks of thread-local storage, see coop_layout.h. */
#include "coop_layout.h"

#include <errno.h>

#if defined(__x86_64__) && defined(__GLIBC__)

#include <gnu/libc-version.h>
#include <link.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>

#include "coop_context.h"
#include "coop_next.h"

/* Words at the beginning of a block, which compilers and the C library's machine code rely on. */
enum {
    BLOCK,     /* its own address */
    VECTOR,    /* where the variables of each library are */
    RECORD,    /* its own address, once more */
    GUARD = 5, /* what functions compare against overflows of the stack */
    CIPHER,    /* what setjmp() mixes addresses with */
};

#define HWCAP2_FSGSBASE 2 /* bit 1 of AT_HWCAP2: Linux 5.9 and later, processors of 2012 */
#define ARCH_SET_FS 0x1002
#define OLD_LINKS 704 /* after the part that compilers know */
#define OLD_TID 720
#define OFFSET_MAX 2000     /* records have more than 2200 bytes */
#define NOT_REGISTERED (-2) /* in the number of the processor that rseq keeps */

/* Of glibc 2.35 and later: where that number is. */
extern const ptrdiff_t __rseq_offset __attribute__((weak));

/* How debuggers are told of a member. */
struct member {
    uint32_t bits;
    uint32_t count;
    uint32_t offset;
};

void *coop_layout_block(void)
{
    void *block;

    __asm__ volatile("movq %%fs:0, %0" : "=r"(block));
    return block;
}

static int find_member(const char *name, size_t *offset)
{
    const struct member *member = coop_next(name);

    if (member == NULL || member->offset % sizeof(int) != 0 || member->offset > OFFSET_MAX) {
        return -ENOTSUP;
    }
    *offset = member->offset;
    return 0;
}

/* Before glibc 2.34 nothing tells of members, but the record did not change. */
static int find_record(struct coop_layout *layout)
{
    if (strcmp(gnu_get_libc_version(), "2.34") < 0) {
        layout->links = OLD_LINKS;
        layout->tid = OLD_TID;
        return 0;
    }
    return find_member("_thread_db_pthread_list", &layout->links) < 0 ||
                   find_member("_thread_db_pthread_tid", &layout->tid) < 0
               ? -ENOTSUP
               : 0;
}

static int find_functions(struct coop_layout *layout)
{
    layout->allocate = (__typeof__(layout->allocate)) coop_next("_dl_allocate_tls");
    layout->deallocate = (__typeof__(layout->deallocate)) coop_next("_dl_deallocate_tls");
    return layout->allocate != NULL && layout->deallocate != NULL ? 0 : -ENOTSUP;
}

/* Whether the block in use looks as the layout says. */
static bool is_right(const struct coop_layout *layout)
{
    char *block = coop_layout_block();
    void **words = (void **) block;
    char **links = (char **) (block + layout->links);

    return words[BLOCK] == block && words[RECORD] == block && words[VECTOR] != NULL &&
           *(int *) (block + layout->tid) > 0 && links[0] != NULL && links[1] != NULL &&
           ((char **) links[0])[1] == (char *) links && ((char **) links[1])[0] == (char *) links;
}

/* Look for the C library's own variables: 1 when they are found. */
static int examine(struct dl_phdr_info *object, size_t size, void *argument)
{
    struct coop_layout *layout = argument;
    const char *slash = strrchr(object->dlpi_name, '/');
    const char *name = slash == NULL ? object->dlpi_name : slash + 1;

    if (size < sizeof(*object) || strncmp(name, "libc.so.", 8) != 0 ||
        object->dlpi_tls_data == NULL) {
        return 0;
    }
    for (unsigned i = 0; i < object->dlpi_phnum; i++) {
        if (object->dlpi_phdr[i].p_type == PT_TLS) {
            layout->libc = (size_t) ((char *) coop_layout_block() - (char *) object->dlpi_tls_data);
            layout->libc_size = object->dlpi_phdr[i].p_memsz;
            return layout->libc_size > 0 && layout->libc_size <= layout->libc;
        }
    }
    return 0;
}

int coop_layout_find(struct coop_layout *layout)
{
    if (coop_context_has_shadow_stack() || find_functions(layout) < 0 || find_record(layout) < 0 ||
        !is_right(layout) || dl_iterate_phdr(examine, layout) != 1) {
        return -ENOTSUP;
    }
    layout->instruction = (getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE) != 0;
    return 0;
}

void *coop_layout_make(const struct coop_layout *layout, void *model)
{
    /* The loader has set VECTOR, and all else to zero. */
    char *block = layout->allocate(NULL);
    void **words = (void **) block;
    void **links;

    if (block == NULL) {
        return NULL;
    }
    links = (void **) (block + layout->links);
    words[BLOCK] = block;
    words[RECORD] = block;
    words[GUARD] = ((void **) model)[GUARD];
    words[CIPHER] = ((void **) model)[CIPHER];
    memcpy(block + layout->tid, (char *) model + layout->tid, sizeof(int));
    links[0] = links;
    links[1] = links;
    if (&__rseq_offset != NULL) {
        /* It starts with two numbers. */
        ((int *) (block + __rseq_offset))[1] = NOT_REGISTERED;
    }
    return block;
}

void coop_layout_use(const struct coop_layout *layout, void *block)
{
    long number = SYS_arch_prctl;

    if (layout->instruction) {
        __asm__ volatile("wrfsbase %0" : : "r"(block) : "memory");
    } else {
        __asm__ volatile("syscall"
                         : "+a"(number)
                         : "D"(ARCH_SET_FS), "S"(block)
                         : "rcx", "r11", "memory");
    }
}

#else

int coop_layout_find(struct coop_layout *layout)
{
    (void) layout;
    return -ENOTSUP;
}

void *coop_layout_block(void)
{
    return NULL;
}

void *coop_layout_make(const struct coop_layout *layout, void *model)
{
    (void) layout;
    (void) model;
    return NULL;
}

void coop_layout_use(const struct coop_layout *layout, void *block)
{
    (void) layout;
    (void) block;
}

#endif
