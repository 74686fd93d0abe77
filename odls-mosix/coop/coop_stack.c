/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory for stacks, see coop_stack.h. */
#include "coop_stack.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t whole_pages(size_t size)
{
    size_t page = (size_t) sysconf(_SC_PAGESIZE);

    return (size + page - 1) / page * page;
}

int coop_stack_map(struct coop_stack *stack, size_t size, size_t guard)
{
    size_t usable = whole_pages(size);
    size_t below = whole_pages(guard);
    char *mapping;

    if (usable < size || below < guard || usable > SIZE_MAX - below) {
        return -ENOMEM;
    }
    /* Never MAP_SHARED, and no MAP_GROWSDOWN: mosrun has to move this memory to other nodes. */
    mapping = mmap(NULL, below + usable, PROT_NONE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (mapping == MAP_FAILED) {
        return -errno;
    }
    if (mprotect(mapping + below, usable, PROT_READ | PROT_WRITE) < 0) {
        int error = errno;

        munmap(mapping, below + usable);
        return -error;
    }
    *stack = (struct coop_stack){
        .bottom = mapping + below, .size = usable, .mapping = mapping, .mapped = below + usable};
    return 0;
}

void coop_stack_borrow(struct coop_stack *stack, void *bottom, size_t size)
{
    *stack = (struct coop_stack){.bottom = bottom, .size = size};
}

void coop_stack_unmap(struct coop_stack *stack)
{
    if (stack->mapping != NULL) {
        munmap(stack->mapping, stack->mapped);
    }
    *stack = (struct coop_stack){0};
}
