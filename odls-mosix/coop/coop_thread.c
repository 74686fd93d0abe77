/* SPDX-License-Identifier: BSD-3-Clause */
/* Coroutines from creation to end, see coop_thread.h. */
#include "coop_thread.h"

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "coop_libc.h"
#include "coop_origin.h"
#include "coop_report.h"
#include "coop_runtime.h"
#include "coop_signals.h"
#include "coop_watchdog.h"

/* Scheduling attributes, as far as a coroutine can have them. */
static int check_attributes(const pthread_attr_t *attributes)
{
    int inherit = PTHREAD_INHERIT_SCHED;
    int policy = SCHED_OTHER;

    pthread_attr_getinheritsched(attributes, &inherit);
    pthread_attr_getschedpolicy(attributes, &policy);
    return inherit == PTHREAD_EXPLICIT_SCHED && policy != SCHED_OTHER ? -EPERM : 0;
}

static int make_stack(struct coop_thread *thread, const pthread_attr_t *attributes)
{
    void *bottom = NULL;
    size_t size = 0;
    int detached = PTHREAD_CREATE_JOINABLE;
    int rc = check_attributes(attributes);

    if (rc < 0) {
        return rc;
    }
    pthread_attr_getdetachstate(attributes, &detached);
    thread->detached = detached == PTHREAD_CREATE_DETACHED;
    pthread_attr_getguardsize(attributes, &thread->guard_size);
    /* Without a stack of the user's, the C library says that it ends at address 0. */
    if (pthread_attr_getstack(attributes, &bottom, &size) == 0 && (uintptr_t) bottom + size != 0) {
        coop_stack_borrow(&thread->stack, bottom, size);
        return 0;
    }
    if (pthread_attr_getstacksize(attributes, &size) != 0 || size < (size_t) PTHREAD_STACK_MIN) {
        return -EINVAL;
    }
    return coop_stack_map(&thread->stack, size, thread->guard_size) < 0 ? -EAGAIN : 0;
}

static int make_default_stack(struct coop_thread *thread)
{
    pthread_attr_t attributes;
    int rc;

    if (pthread_getattr_default_np(&attributes) != 0) {
        return -EAGAIN;
    }
    rc = make_stack(thread, &attributes);
    pthread_attr_destroy(&attributes);
    return rc;
}

/* Once, when the program starts its first thread. */
static void tell_of_thread_locals(const char *file)
{
    static bool told;

    if (!told) {
        coop_report("%s has variables of which each thread has its own (__thread, thread_local). "
                    "All threads of a process under mosrun share them, so their values may be "
                    "wrong. If the program relies on them: " COOP_REMEDY,
                    file);
    }
    told = true;
}

/* Thread-local variables of its own for a coroutine of the program. Where each switch would need a
 * system call, only if the program has some. 0 or -EAGAIN. */
static int make_thread_locals(struct coop_thread *thread)
{
    char file[PATH_MAX];

    if (coop_tls_possible() && coop_tls_is_cheap()) {
        return coop_tls_make(&thread->tls) < 0 ? -EAGAIN : 0;
    }
    if (!coop_origin_has_thread_locals(file, sizeof(file))) {
        return 0;
    }
    if (!coop_tls_possible()) {
        tell_of_thread_locals(file);
        return 0;
    }
    return coop_tls_make(&thread->tls) < 0 ? -EAGAIN : 0;
}

/* Of glibc 2.32 and later: whether programs may do without locks. */
extern char __libc_single_threaded __attribute__((weak));

static void note_threads(void)
{
    if (&__libc_single_threaded != NULL) {
        __libc_single_threaded = 0;
    }
}

static void body(void)
{
    coop_done();
    coop_state_reap();
    coop_thread_exit(coop.current->start(coop.current->argument));
}

/* The memory that THREAD needs: 0 or -errno. */
static int furnish(struct coop_thread *thread, const pthread_attr_t *attributes)
{
    int rc = attributes == NULL ? make_default_stack(thread) : make_stack(thread, attributes);

    if (rc == 0 && coop_values_prepare(&thread->values) < 0) {
        rc = -EAGAIN;
    }
    if (rc == 0 && !thread->service) {
        rc = make_thread_locals(thread);
    }
    if (rc < 0) {
        coop_values_free(&thread->values);
        coop_stack_unmap(&thread->stack);
    }
    return rc;
}

int coop_thread_create(pthread_t *handle, const pthread_attr_t *attributes, void *(*start)(void *),
                       void *argument)
{
    struct coop_thread *thread = calloc(1, sizeof(*thread));
    int saved = errno;
    int rc;

    if (thread == NULL) {
        return -EAGAIN;
    }
    thread->service = coop_origin_is_service((const void *) start);
    rc = furnish(thread, attributes);
    if (rc < 0) {
        free(thread);
        errno = saved;
        return rc;
    }
    thread->task.id = ++coop.last_id;
    thread->start = start;
    thread->argument = argument;
    thread->locale = LC_GLOBAL_LOCALE;
    coop_report_place((const void *) start, thread->function, sizeof(thread->function));
    coop_signals_inherit(thread);
    coop_context_make(&thread->context, &thread->stack, body);
    coop_state_add(thread);
    coop.live++;
    *handle = coop_state_handle(thread);
    note_threads();
    coop_watchdog_start();
    /* The new one runs first. So a loop in its creator that waits for its start need not wait. */
    coop_begin();
    coop_sched_ready(&coop.sched, &thread->task);
    coop_done();
    coop_yield();
    errno = saved;
    return 0;
}

/* The principal ends only as the last one, and the process ends with it. */
static _Noreturn void exit_principal(struct coop_thread *self)
{
    struct coop_wait wait = {.object = &coop.live, .deadline = COOP_NEVER};

    self->finished = true;
    coop_wake(self, SIZE_MAX);
    while (coop.live > 1) {
        coop_block(&wait);
    }
    if (self == &coop.main) {
        coop_real()->pthread_exit(self->result);
    }
    coop_endings_run(&self->endings);
    coop_values_end(&self->values, &coop_keys);
    exit(EXIT_SUCCESS);
}

/* The caller ends. Go to its innermost cleanup handler, which comes back by coop_thread_exit();
 * return if there is none (left). The main one's are left to the C library. */
static void unwind(void)
{
    __pthread_unwind_buf_t *buffer = coop.current->cleanups;
    jmp_buf handler = {0};

    if (buffer != NULL) {
        coop.current->cleanups = buffer->__pad[0];
        memcpy(handler[0].__jmpbuf, buffer->__cancel_jmp_buf[0].__cancel_jmp_buf,
               sizeof(handler[0].__jmpbuf));
        longjmp(handler, 1);
    }
}

_Noreturn void coop_thread_exit(void *result)
{
    struct coop_thread *self = coop.current;

    self->result = result;
    self->cancel_state = PTHREAD_CANCEL_DISABLE;
    if (self->wait_mask != NULL) {
        /* Cancelled in ppoll() or the like. */
        self->wait_mask = NULL;
        coop.masked_waits--;
    }
    unwind();
    if (self == coop.principal) {
        exit_principal(self);
    }
    coop_endings_run(&self->endings);
    coop_values_end(&self->values, &coop_keys);
    coop_tls_leave(&self->tls);
    coop_signals_end(self);
    coop.live--;
    coop.reapable = coop.reapable || self->detached;
    self->task.state = COOP_DONE;
    self->finished = true;
    coop_signals_update();
    coop_wake(self, SIZE_MAX);
    if (coop.live == 1) {
        coop_wake(&coop.live, SIZE_MAX);
    }
    coop_leave();
}

/* In the child of fork() only the caller exists. Memory of the others is given back where it is
 * ours. */
static void forked(void)
{
    struct coop_thread *thread = coop.all;
    bool alone = coop.live == 1;

    coop_watchdog_forked();
    coop_tls_forked(&coop.current->tls);
    coop.sched = (struct coop_sched){0};
    while (thread != NULL) {
        struct coop_thread *next = thread->next;

        if (thread != coop.current) {
            coop_state_free(thread);
        }
        thread = next;
    }
    coop.principal = coop.current;
    coop.live = 1;
    coop.masked_waits = 0;
    coop.rwlock_waits = 0;
    coop.posted = 0;
    coop.busy = false;
    coop.reapable = false;
    coop.commands = 0;
    coop.idlers = 0;
    coop.claimed = 0;
    if (!alone) {
        /* The kernel's mask was that of all. A child has no pending signals. */
        coop_signals_update();
    }
}

__attribute__((constructor)) static void watch_forks(void)
{
    if (pthread_atfork(coop_tls_before_fork, coop_tls_after_fork, forked) != 0) {
        coop_report("no memory to watch fork(): children of threads may misbehave");
    }
}
