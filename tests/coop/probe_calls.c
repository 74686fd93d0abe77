/* SPDX-License-Identifier: BSD-3-Clause */
/* Probes: every row of coop_calls.def gives what the C library promises, or ENOSYS. */
#include "probe.h"
#include "calls.h"

#include <dlfcn.h>
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

struct row {
    const char *name;
    long number;
    const char *functions; /* NULL: ENOSYS by syscall() only */
    void (*check)(void);   /* NULL: the answer is ENOSYS */
};

static const struct row rows[] = {
#define COOP_ANSWERED(number, name, functions, why, expression)                                    \
    {#name, number, functions, call_##name},
#define COOP_MISSING(number, name, why) {#name, number, #name, NULL},
#define COOP_REFUSED(number, name, why) {#name, number, NULL, NULL},
#include "coop_calls.def"
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* The row that runs now; probes have no argument. */
static const struct row *current;

/* The function called NAME as the program gets it; with the library, it must be there. */
static void *find(const char *name)
{
    void *function = dlsym(RTLD_DEFAULT, name);
    Dl_info info;

    if (probe_is_cooperative() && (function == NULL || dladdr(function, &info) == 0 ||
                                   strstr(info.dli_fname, "libmosix-coop") == NULL)) {
        fprintf(stderr, "%s() is not wrapped\n", name);
        exit(EXIT_FAILURE);
    }
    return function;
}

static void check_functions(const char *functions)
{
    char *names = strdup(functions);
    char *rest = names;

    for (char *name; (name = strsep(&rest, " ")) != NULL;) {
        if (name[0] != '\0') {
            find(name);
        }
    }
    free(names);
}

static void check_missing(void)
{
    if (!probe_is_cooperative()) {
        return;
    }
    if (calls_by_number()) {
        CHECK_ERROR(syscall(current->number, 0, 0, 0, 0, 0, 0), ENOSYS);
    }
    if (current->functions != NULL) {
        long (*function)(long, ...) = (long (*)(long, ...)) find(current->functions);

        errno = 0;
        CHECK_ERROR(function(0), ENOSYS);
    }
}

static void run_row(const struct row *row)
{
    current = row;
    fprintf(stderr, "%s ...\n", row->name);
    if (row->functions != NULL) {
        check_functions(row->functions);
    }
    if (row->check != NULL) {
        row->check();
    } else {
        check_missing();
    }
    probe_check_tasks();
}

/* Numbers without a row. */
static void check_unlisted(void)
{
    if (calls_by_number()) {
        CHECK_ERROR(syscall(335L), ENOSYS);
        CHECK_ERROR(syscall(9999L), ENOSYS);
    }
    CHECK_INT(syscall(SYS_getpid), getpid());
}

/* "by-number NAME": nothing but the system call, to see what happens to it. */
static int call_by_number(const char *name)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return syscall(rows[i].number, 0, 0, 0, 0, 0, 0) >= 0 ? EXIT_SUCCESS : EXIT_FAILURE;
        }
    }
    fprintf(stderr, "no row is named \"%s\"\n", name);
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    const char *wanted = argc > 1 ? argv[1] : NULL;

    if (argc == 3 && strcmp(wanted, "by-number") == 0) {
        return call_by_number(argv[2]);
    }

    /* mosix_calls lets one getrandom() pass, for malloc: no other call may use it up. */
    free(malloc(1));
    for (size_t i = 0; i < ROWS; i++) {
        if (wanted != NULL && strcmp(wanted, "--list") == 0) {
            puts(rows[i].name);
        } else if (wanted == NULL || strcmp(wanted, rows[i].name) == 0) {
            run_row(&rows[i]);
        }
    }
    if (wanted == NULL) {
        check_unlisted();
    }
    return EXIT_SUCCESS;
}
