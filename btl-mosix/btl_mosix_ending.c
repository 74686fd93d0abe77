/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Asking MPI; see btl_mosix_ending.h.
 */
#include "btl_mosix_ending.h"

#include <dlfcn.h>
#include <stddef.h>

/* All series 4 have it. The BTL is a part of Open MPI's lower layer, which is not linked with it.
 */
#define MPI_LIBRARY "libmpi.so.40"

bool btl_mosix_is_ending(void)
{
    int (*finalized)(int *flag);
    void *library = dlopen(MPI_LIBRARY, RTLD_LAZY | RTLD_NOLOAD);
    int flag = 0;

    if (library == NULL) {
        return false;
    }
    finalized = (int (*)(int *)) dlsym(library, "PMPI_Finalized");
    if (finalized == NULL || finalized(&flag) != 0) {
        flag = 0;
    }
    (void) dlclose(library);
    return flag != 0;
}
