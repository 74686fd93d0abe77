/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrappers: asynchronous I/O of POSIX, which the C library does in threads of its own, and MPI-IO
 * for its non-blocking calls. On files it is done at once, before the call returns, because nothing
 * could run meanwhile. On pipes, sockets and terminals it may have to wait for what the program
 * does later, so it is done by a coroutine.
 *
 * The result is kept where the C library keeps it, in fields of struct aiocb; so aio_error() and
 * aio_return() of the C library read it.
 */
#include "coop_wrap.h"

#include <aio.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "coop_cancel.h"
#include "coop_notify.h"
#include "coop_runtime.h"
#include "coop_state.h"

/* Operations besides those of lio_listio(). */
enum { SYNC = 100, DATA_SYNC };

/* What those wait for who wait for any operation. */
static const char any_is_done;

static ssize_t transfer(const struct aiocb *block, int operation)
{
    void *buffer = (void *) block->aio_buf;
    bool writes = operation == LIO_WRITE;
    ssize_t rc = writes ? pwrite(block->aio_fildes, buffer, block->aio_nbytes, block->aio_offset)
                        : pread(block->aio_fildes, buffer, block->aio_nbytes, block->aio_offset);

    if (rc < 0 && errno == ESPIPE) {
        rc = writes ? write(block->aio_fildes, buffer, block->aio_nbytes)
                    : read(block->aio_fildes, buffer, block->aio_nbytes);
    }
    return rc;
}

static ssize_t operate(const struct aiocb *block, int operation)
{
    switch (operation) {
    case SYNC:
        return fsync(block->aio_fildes);
    case DATA_SYNC:
        return fdatasync(block->aio_fildes);
    default:
        return transfer(block, operation);
    }
}

/* Do it and tell everybody. Afterwards the block may be gone. */
static void carry_out(struct aiocb *block, int operation)
{
    struct sigevent event = block->aio_sigevent;
    int saved = errno;
    ssize_t rc = operate(block, operation);

    block->__return_value = rc;
    block->__error_code = rc < 0 ? errno : 0;
    if (!coop_alone()) {
        coop_wake(&any_is_done, SIZE_MAX);
    }
    coop_notify(&event, SI_ASYNCIO);
    errno = saved;
}

static void *carry_out_later(void *argument)
{
    struct aiocb *block = argument;

    carry_out(block, block->__abs_prio);
    return NULL;
}

static bool may_wait(int fd)
{
    struct stat status;

    return fstat(fd, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISBLK(status.st_mode);
}

static int start(struct aiocb *block, int operation)
{
    int rc;

    if (block->aio_reqprio < 0) {
        block->__error_code = EINVAL;
        block->__return_value = -1;
        return -EINVAL;
    }
    if (!may_wait(block->aio_fildes)) {
        carry_out(block, operation);
        return 0;
    }
    block->__abs_prio = operation;
    block->__error_code = EINPROGRESS;
    rc = coop_notify_detached(carry_out_later, block);
    if (rc < 0) {
        block->__error_code = EAGAIN;
        block->__return_value = -1;
        return -EAGAIN;
    }
    return 0;
}

COOP_WRAPPER int aio_read(struct aiocb *block)
{
    return coop_answer(start(block, LIO_READ));
}

COOP_WRAPPER int aio_write(struct aiocb *block)
{
    return coop_answer(start(block, LIO_WRITE));
}

COOP_WRAPPER int aio_fsync(int operation, struct aiocb *block)
{
    int flags;

    if (operation != O_SYNC && operation != O_DSYNC) {
        return coop_answer(-EINVAL);
    }
    flags = fcntl(block->aio_fildes, F_GETFL);
    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) {
        return coop_answer(-EBADF);
    }
    return coop_answer(start(block, operation == O_SYNC ? SYNC : DATA_SYNC));
}

static bool in_progress(const struct aiocb *block)
{
    return block != NULL && block->__error_code == EINPROGRESS;
}

/* Whether none is in progress; ANY: or one of them is done. */
static bool are_done(const struct aiocb *const list[], int count, bool any)
{
    int waiting = 0;
    int done = 0;

    for (int i = 0; i < count; i++) {
        waiting += in_progress(list[i]);
        done += list[i] != NULL && !in_progress(list[i]);
    }
    return waiting == 0 || (any && done > 0);
}

static int wait_for(const struct aiocb *const list[], int count, bool any, int64_t deadline)
{
    struct coop_wait wait = {
        .object = &any_is_done, .deadline = deadline, .interruptible = true, .cancellable = true};

    while (!are_done(list, count, any)) {
        if (coop.busy) {
            return -EINTR; /* a handler that interrupted the scheduler: nobody can go on */
        }
        switch (coop_cancel_block(&wait)) {
        case COOP_WAKE_TIME:
            return -EAGAIN;
        case COOP_WAKE_SIGNAL:
            return -EINTR;
        default:
            break;
        }
    }
    return 0;
}

COOP_WRAPPER int aio_suspend(const struct aiocb *const list[], int count,
                             const struct timespec *timeout)
{
    int64_t deadline = COOP_NEVER;

    if (count < 0 || (timeout != NULL && coop_time_from_timespec(timeout, &deadline) < 0)) {
        return coop_answer(-EINVAL);
    }
    if (timeout != NULL) {
        deadline = coop_time_after(coop_now(), deadline);
    }
    return coop_answer(wait_for(list, count, true, deadline));
}

/* What waits in a coroutine is not taken back. */
COOP_WRAPPER int aio_cancel(int fd, struct aiocb *block)
{
    if (fcntl(fd, F_GETFL) < 0) {
        return coop_answer(-EBADF);
    }
    if (block != NULL && block->aio_fildes != fd) {
        return coop_answer(-EINVAL);
    }
    return in_progress(block) || (block == NULL && may_wait(fd)) ? AIO_NOTCANCELED : AIO_ALLDONE;
}

/* The operations of one lio_listio() that does not wait. */
struct group {
    struct sigevent event;
    int count;
    const struct aiocb *list[];
};

static void *tell_of_group(void *argument)
{
    struct group *group = argument;

    while (wait_for(group->list, group->count, false, COOP_NEVER) < 0) {
    }
    coop_notify(&group->event, SI_ASYNCIO);
    free(group);
    return NULL;
}

static int tell_later(struct aiocb *const list[], int count, const struct sigevent *event)
{
    struct group *group;
    int rc;

    if (event == NULL || event->sigev_notify == SIGEV_NONE) {
        return 0;
    }
    if (are_done((const struct aiocb *const *) list, count, false)) {
        return coop_notify(event, SI_ASYNCIO);
    }
    group = malloc(sizeof(*group) + (size_t) count * sizeof(group->list[0]));
    if (group == NULL) {
        return -EAGAIN;
    }
    group->event = *event;
    group->count = count;
    memcpy(group->list, list, (size_t) count * sizeof(group->list[0]));
    rc = coop_notify_detached(tell_of_group, group);
    if (rc < 0) {
        free(group);
    }
    return rc;
}

/* Starts all; 0, or -EIO if one was refused. */
static int start_all(struct aiocb *const list[], int count)
{
    int result = 0;

    for (int i = 0; i < count; i++) {
        int operation = list[i] != NULL ? list[i]->aio_lio_opcode : LIO_NOP;

        if (operation == LIO_NOP) {
            if (list[i] != NULL) {
                list[i]->__error_code = 0;
                list[i]->__return_value = 0;
            }
        } else if (operation != LIO_READ && operation != LIO_WRITE) {
            list[i]->__error_code = EINVAL;
            list[i]->__return_value = -1;
            result = -EIO;
        } else if (start(list[i], operation) < 0) {
            result = -EIO;
        }
    }
    return result;
}

COOP_WRAPPER int lio_listio(int mode, struct aiocb *const list[], int count, struct sigevent *event)
{
    int result;
    int rc;

    if ((mode != LIO_WAIT && mode != LIO_NOWAIT) || count < 0) {
        return coop_answer(-EINVAL);
    }
    result = start_all(list, count);
    if (mode == LIO_NOWAIT) {
        rc = tell_later(list, count, event);
        return coop_answer(result < 0 ? result : rc);
    }
    rc = wait_for((const struct aiocb *const *) list, count, false, COOP_NEVER);
    for (int i = 0; rc == 0 && i < count; i++) {
        if (list[i] != NULL && list[i]->__error_code != 0) {
            result = -EIO;
        }
    }
    return coop_answer(rc < 0 ? rc : result);
}

/* With the same structure, because off_t has 64 bits. */
#define SAME_AS(name) __attribute__((visibility("default"), alias(name)))

int aio_read64(struct aiocb64 *block) SAME_AS("aio_read");
int aio_write64(struct aiocb64 *block) SAME_AS("aio_write");
int aio_fsync64(int operation, struct aiocb64 *block) SAME_AS("aio_fsync");
int aio_suspend64(const struct aiocb64 *const list[], int count, const struct timespec *timeout)
    SAME_AS("aio_suspend");
int aio_cancel64(int fd, struct aiocb64 *block) SAME_AS("aio_cancel");
int lio_listio64(int mode, struct aiocb64 *const list[], int count, struct sigevent *event)
    SAME_AS("lio_listio");
