/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wrapper: pthread_once(), which std::call_once() of C++ uses. Its routine may wait, and may be
 * left by an exception; then the next caller has to run it again.
 *
 * Values of *control: the C library's for "done"; else the number of the coroutine that runs it,
 * times 4, plus 1, so that one that ended without finishing it is noticed.
 */
#include "coop_wrap.h"

#include <pthread.h>
#include <stdbool.h>
#include <unwind.h>

#include "coop_runtime.h"

#define ONCE_DONE 2
#define ONCE_RUNNING(id) ((id) *4 + 1)

static bool lives(int id)
{
    struct coop_thread *thread = coop.all;

    while (thread != NULL && (thread->task.id != id || thread->finished)) {
        thread = thread->next;
    }
    return thread != NULL;
}

/* The innermost routine of the current coroutine has ended: VALUE is what its control says now. */
static void settle(int value)
{
    struct coop_once *once = coop.current->onces;

    coop.current->onces = once->outer;
    *once->control = value;
    coop_wake(once->control, SIZE_MAX);
}

#ifdef __x86_64__

/* Call ROUTINE. */
void coop_once_call(void (*routine)(void)) __attribute__((visibility("hidden")));

/* The unwinder asks this function, as the personality of coop_once_call(), what an exception meets
 * there. A cleanup in C would need libgcc. */
static _Unwind_Reason_Code left_by_exception(int version, _Unwind_Action actions,
                                             _Unwind_Exception_Class class,
                                             struct _Unwind_Exception *exception,
                                             struct _Unwind_Context *context)
{
    (void) version;
    (void) class;
    (void) exception;
    (void) context;
    if ((actions & _UA_CLEANUP_PHASE) != 0) {
        settle(PTHREAD_ONCE_INIT);
    }
    return _URC_CONTINUE_UNWIND;
}

__attribute__((used)) static _Unwind_Personality_Fn const left __asm__("coop_once_left") =
    left_by_exception;

__asm__(".text\n"
        ".globl coop_once_call\n"
        ".hidden coop_once_call\n"
        ".type coop_once_call, @function\n"
        "coop_once_call:\n"
        ".cfi_startproc\n"
        ".cfi_personality 0x9b, coop_once_left\n" /* indirect, relative, 4 bytes */
        "subq $8, %rsp\n"
        ".cfi_adjust_cfa_offset 8\n"
        "call *%rdi\n"
        "addq $8, %rsp\n"
        ".cfi_adjust_cfa_offset -8\n"
        "ret\n"
        ".cfi_endproc\n"
        ".size coop_once_call, .-coop_once_call\n");

#else

static void coop_once_call(void (*routine)(void))
{
    routine();
}

#endif

static void run(pthread_once_t *control, void (*routine)(void))
{
    struct coop_once once = {.control = control, .outer = coop.current->onces};

    coop.current->onces = &once;
    *control = ONCE_RUNNING(coop.current->task.id);
    coop_once_call(routine);
    settle(ONCE_DONE);
}

COOP_WRAPPER int pthread_once(pthread_once_t *control, void (*routine)(void))
{
    if (__builtin_expect(*control == ONCE_DONE, 1)) {
        return 0;
    }
    while (*control != ONCE_DONE && *control != PTHREAD_ONCE_INIT && lives(*control / 4)) {
        /* The deadline: who runs it may end without finishing it. */
        coop_block(
            &(struct coop_wait){.object = control, .deadline = coop_now() + COOP_SECOND / 10});
    }
    if (*control != ONCE_DONE) {
        run(control, routine);
    }
    return 0;
}
