/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Counts, inside each MPI rank, the messages and bytes that each BTL of Open MPI really took
 * over. The library is preloaded and wraps MPI_Init, MPI_Init_thread and MPI_Finalize. It also
 * wraps the sending functions of every BTL module that Open MPI has selected. README.md tells how
 * to use it. It needs no library but the C library, because bash, or python3 before it loads MPI,
 * must run with it as well: all of Open MPI is looked up at MPI_Init.
 */
#include "census_report.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <mpi.h>

#include "opal_config.h"
#include "opal/class/opal_list.h"
#include "opal/constants.h"
#include "opal/mca/btl/base/base.h"
#include "opal/mca/btl/btl.h"

#define CENSUS_EXPORT __attribute__((visibility("default")))

/* All series of Open MPI that have a BTL interface of version 3 use this name. */
#define LIBMPI_SONAME "libmpi.so.40"

/* One wrapped module: its own functions, and what went through them. */
struct module_entry {
    mca_btl_base_module_t *module;
    mca_btl_base_module_send_fn_t send;
    mca_btl_base_module_sendi_fn_t sendi;
    mca_btl_base_module_put_fn_t put;
    mca_btl_base_module_get_fn_t get;
    atomic_uint_least64_t messages;
    atomic_uint_least64_t bytes;
};

/* Filled once, before the first wrapped call can come; only the counters change afterwards. */
static struct module_entry entries[CENSUS_MAX_MODULES];
static size_t entry_count;

/* Where to write; NULL: nobody asked, so nothing is wrapped. */
static const char *census_path;

static struct module_entry *entry_of(const mca_btl_base_module_t *module)
{
    for (size_t i = 0; i < entry_count; i++) {
        if (entries[i].module == module) {
            return &entries[i];
        }
    }
    /* Only modules of the table point to our wrappers. */
    fprintf(stderr, "mosix-btl-census: a BTL module appeared that was not there at MPI_Init\n");
    abort();
}

static void count(struct module_entry *entry, uint64_t bytes)
{
    atomic_fetch_add_explicit(&entry->messages, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&entry->bytes, bytes, memory_order_relaxed);
}

static int counted_send(mca_btl_base_module_t *btl, struct mca_btl_base_endpoint_t *endpoint,
                        mca_btl_base_descriptor_t *descriptor, mca_btl_base_tag_t tag)
{
    struct module_entry *entry = entry_of(btl);
    uint64_t bytes = 0;

    /* Before the call: a BTL that owns the descriptor frees it in there. */
    for (size_t i = 0; i < descriptor->des_segment_count; i++) {
        bytes += descriptor->des_segments[i].seg_len;
    }

    int rc = entry->send(btl, endpoint, descriptor, tag);

    if (rc >= OPAL_SUCCESS) {
        count(entry, bytes);
    }
    return rc;
}

static int counted_sendi(mca_btl_base_module_t *btl, struct mca_btl_base_endpoint_t *endpoint,
                         struct opal_convertor_t *convertor, void *header, size_t header_size,
                         size_t payload_size, uint8_t order, uint32_t flags, mca_btl_base_tag_t tag,
                         mca_btl_base_descriptor_t **descriptor)
{
    struct module_entry *entry = entry_of(btl);
    int rc = entry->sendi(btl, endpoint, convertor, header, header_size, payload_size, order, flags,
                          tag, descriptor);

    /* Otherwise nothing went out, and the same message comes again through send. */
    if (rc == OPAL_SUCCESS) {
        count(entry, (uint64_t) header_size + payload_size);
    }
    return rc;
}

static int counted_put(mca_btl_base_module_t *btl, struct mca_btl_base_endpoint_t *endpoint,
                       void *local_address, uint64_t remote_address,
                       mca_btl_base_registration_handle_t *local_handle,
                       mca_btl_base_registration_handle_t *remote_handle, size_t size, int flags,
                       int order, mca_btl_base_rdma_completion_fn_t cbfunc, void *cbcontext,
                       void *cbdata)
{
    struct module_entry *entry = entry_of(btl);
    int rc = entry->put(btl, endpoint, local_address, remote_address, local_handle, remote_handle,
                        size, flags, order, cbfunc, cbcontext, cbdata);

    if (rc >= OPAL_SUCCESS) {
        count(entry, size);
    }
    return rc;
}

static int counted_get(mca_btl_base_module_t *btl, struct mca_btl_base_endpoint_t *endpoint,
                       void *local_address, uint64_t remote_address,
                       mca_btl_base_registration_handle_t *local_handle,
                       mca_btl_base_registration_handle_t *remote_handle, size_t size, int flags,
                       int order, mca_btl_base_rdma_completion_fn_t cbfunc, void *cbcontext,
                       void *cbdata)
{
    struct module_entry *entry = entry_of(btl);
    int rc = entry->get(btl, endpoint, local_address, remote_address, local_handle, remote_handle,
                        size, flags, order, cbfunc, cbcontext, cbdata);

    if (rc >= OPAL_SUCCESS) {
        count(entry, size);
    }
    return rc;
}

/* An absent function stays absent: Open MPI chooses its protocols by what a module offers. */
static void wrap_module(mca_btl_base_module_t *module)
{
    struct module_entry *entry = &entries[entry_count++];

    entry->module = module;
    entry->send = module->btl_send;
    entry->sendi = module->btl_sendi;
    entry->put = module->btl_put;
    entry->get = module->btl_get;
    module->btl_send = entry->send != NULL ? counted_send : NULL;
    module->btl_sendi = entry->sendi != NULL ? counted_sendi : NULL;
    module->btl_put = entry->put != NULL ? counted_put : NULL;
    module->btl_get = entry->get != NULL ? counted_get : NULL;
}

static void unwrap_modules(void)
{
    for (size_t i = 0; i < entry_count; i++) {
        entries[i].module->btl_send = entries[i].send;
        entries[i].module->btl_sendi = entries[i].sendi;
        entries[i].module->btl_put = entries[i].put;
        entries[i].module->btl_get = entries[i].get;
    }
    entry_count = 0;
}

/* A symbol of Open MPI. The global scope comes first: data that the program itself refers to lives
 * in the program, not in libmpi. In python3, libmpi came by dlopen() and may be outside the global
 * scope, so its own handle is asked then; that search includes the libraries that libmpi needs. */
static void *openmpi_symbol(const char *name)
{
    static void *libmpi;
    void *symbol = dlsym(RTLD_DEFAULT, name);

    if (symbol == NULL && libmpi == NULL) {
        libmpi = dlopen(LIBMPI_SONAME, RTLD_LAZY | RTLD_NOLOAD);
    }
    if (symbol == NULL && libmpi != NULL) {
        symbol = dlsym(libmpi, name);
    }
    if (symbol == NULL) {
        fprintf(stderr,
                "mosix-btl-census: Open MPI's \"%s\" was not found (looked in " LIBMPI_SONAME
                "). This library counts for a dynamically linked Open MPI only: run the "
                "program without preloading it.\n",
                name);
        abort();
    }
    return symbol;
}

static void start_census(void)
{
    census_path = getenv(CENSUS_VARIABLE);
    if (census_path == NULL || census_path[0] == '\0') {
        census_path = NULL;
        return;
    }

    opal_list_t *modules = openmpi_symbol("mca_btl_base_modules_initialized");
    mca_btl_base_selected_module_t *selected;

    OPAL_LIST_FOREACH(selected, modules, mca_btl_base_selected_module_t)
    {
        if (entry_count == CENSUS_MAX_MODULES) {
            fprintf(stderr, "mosix-btl-census: more than %d BTL modules; the rest is not counted\n",
                    CENSUS_MAX_MODULES);
            break;
        }
        wrap_module(selected->btl_module);
    }
}

static int world_rank(void)
{
    int (*comm_rank)(MPI_Comm, int *) = openmpi_symbol("PMPI_Comm_rank");
    MPI_Comm world = openmpi_symbol("ompi_mpi_comm_world");
    int rank = -1;

    comm_rank(world, &rank);
    return rank;
}

static void end_census(void)
{
    struct census_line lines[CENSUS_MAX_MODULES];

    if (census_path == NULL) {
        return;
    }
    for (size_t i = 0; i < entry_count; i++) {
        lines[i].btl = entries[i].module->btl_component->btl_version.mca_component_name;
        lines[i].messages = atomic_load(&entries[i].messages);
        lines[i].bytes = atomic_load(&entries[i].bytes);
    }
    census_write(census_path, world_rank(), lines, entry_count);
    unwrap_modules();
}

CENSUS_EXPORT int MPI_Init(int *argc, char ***argv)
{
    int (*init)(int *, char ***) = openmpi_symbol("PMPI_Init");
    int rc = init(argc, argv);

    if (rc == MPI_SUCCESS) {
        start_census();
    }
    return rc;
}

CENSUS_EXPORT int MPI_Init_thread(int *argc, char ***argv, int required, int *provided)
{
    int (*init)(int *, char ***, int, int *) = openmpi_symbol("PMPI_Init_thread");
    int rc = init(argc, argv, required, provided);

    if (rc == MPI_SUCCESS) {
        start_census();
    }
    return rc;
}

CENSUS_EXPORT int MPI_Finalize(void)
{
    int (*finalize)(void) = openmpi_symbol("PMPI_Finalize");

    end_census();
    return finalize();
}
