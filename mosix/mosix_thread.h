/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Threads in a process that is somebody else's, such as a daemon of Open MPI. Libc only.
 */
#ifndef MOSIX_THREAD_H
#define MOSIX_THREAD_H

#include <pthread.h>

/*
 * Starts a thread that runs BODY(ARGUMENT) and gets no signals: these are for the threads of the
 * process itself. Returns 0, and fills in *thread, or -errno.
 */
int mosix_thread_start(pthread_t *thread, void *(*body)(void *argument), void *argument);

#endif
