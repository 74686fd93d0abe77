/* SPDX-License-Identifier: BSD-3-Clause */
/* See probe.h. */
#include "probe.h"

#include <dirent.h>
#include <dlfcn.h>
#include <pthread.h>

int probe_main(int argc, char **argv, const struct probe *probes, size_t count)
{
    const char *wanted = argc > 1 ? argv[1] : NULL;
    size_t runs = 0;

    for (size_t i = 0; i < count; i++) {
        if (wanted != NULL && strcmp(wanted, "--list") == 0) {
            puts(probes[i].name);
            runs++;
        } else if (wanted == NULL || strcmp(wanted, probes[i].name) == 0) {
            fprintf(stderr, "%s ...\n", probes[i].name);
            probes[i].run();
            probe_check_tasks();
            runs++;
        }
    }
    if (runs == 0) {
        fprintf(stderr, "no probe is named \"%s\"\n", wanted);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

bool probe_is_cooperative(void)
{
    Dl_info info;

    return dladdr(dlsym(RTLD_DEFAULT, "pthread_create"), &info) != 0 &&
           strstr(info.dli_fname, "libmosix-coop") != NULL;
}

int probe_tasks(void)
{
    DIR *directory = opendir("/proc/self/task");
    int count = 0;

    CHECK(directory != NULL);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        count += entry->d_name[0] != '.';
    }
    closedir(directory);
    return count;
}

void probe_check_tasks(void)
{
    if (probe_is_cooperative()) {
        CHECK_INT(probe_tasks(), 1);
    }
}

pthread_t probe_start(void *(*body)(void *), void *argument)
{
    pthread_t thread;

    CHECK_INT(pthread_create(&thread, NULL, body, argument), 0);
    return thread;
}

void probe_join(pthread_t thread)
{
    CHECK_INT(pthread_join(thread, NULL), 0);
}

struct timespec probe_after(clockid_t clock, long milliseconds)
{
    struct timespec time;

    clock_gettime(clock, &time);
    time.tv_sec += milliseconds / 1000;
    time.tv_nsec += milliseconds % 1000 * 1000000;
    if (time.tv_nsec >= 1000000000) {
        time.tv_sec++;
        time.tv_nsec -= 1000000000;
    }
    return time;
}

char *probe_variable(const char *name)
{
    const char *value = getenv(name);
    char *text;

    CHECK(asprintf(&text, "%s=%s", name, value != NULL ? value : "") >= 0);
    return text;
}

double probe_milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}
