/* SPDX-License-Identifier: BSD-3-Clause */
/* Starts a thread, waits for it through a condition variable, joins it, and tells how far it came.
 */
#include "../lib/error_name.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool came;

static void *run(void *argument)
{
    pthread_mutex_lock(&lock);
    came = true;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t thread;
    int rc = pthread_create(&thread, NULL, run, NULL);

    if (rc != 0) {
        printf("pthread_create: %s\n", error_name(rc));
        return 0;
    }
    pthread_mutex_lock(&lock);
    while (!came) {
        pthread_cond_wait(&changed, &lock);
    }
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    puts("joined");
    return 0;
}
