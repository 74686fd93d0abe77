/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Trying mosrun; see mosix_trial.h.
 */
#include "mosix_trial.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "mosix_needs.h"
#include "program_output.h"

#define LIMIT_MS 20000

static bool has_new_vdso(void)
{
    struct utsname kernel;

    return getauxval(AT_SYSINFO_EHDR) != 0 && uname(&kernel) == 0 &&
           mosix_needs_vdso_off(kernel.release);
}

bool mosix_trial_is_due(const char *mosrun)
{
    struct stat status;

    return has_new_vdso() ||
           (geteuid() != 0 && stat(mosrun, &status) == 0 && (status.st_mode & S_ISUID) == 0);
}

/* Whether the output names that error, and not one whose number only starts the same. */
static bool has_error(const char *output, const char *name)
{
    const char *at = strstr(output, name);

    return at != NULL && !isdigit((unsigned char) at[strlen(name)]);
}

enum mosix_trial mosix_trial_judge(const char *output, int result)
{
    if (result == 0) {
        return MOSIX_TRIAL_STARTS;
    }
    if (result < 0) {
        return result == -ETIMEDOUT ? MOSIX_TRIAL_HANGS : MOSIX_TRIAL_FAILS;
    }
    if (strstr(output, "Not Super-User") != NULL) {
        return MOSIX_TRIAL_NO_SETUID;
    }
    if (has_error(output, "Error #96")) {
        return MOSIX_TRIAL_NEEDS_VDSO;
    }
    /* MOSIX stopped the program, so it had started. Ranks get what their C library needs here. */
    return strstr(output, "illegal system call") != NULL ||
                   strstr(output, "not supported under MOSIX") != NULL
               ? MOSIX_TRIAL_STARTS
               : MOSIX_TRIAL_FAILS;
}

/*
 * It stays at home: where another node is idle, MOSIX may move it at once, and with glibc 2.33 to
 * 2.38 the loader fails there [real].
 */
enum mosix_trial mosix_trial_run(const char *mosrun, char *said, size_t size)
{
    const char *const argv[] = {mosrun, "-e", "-h", "-L", "/bin/true", NULL};
    char *output;
    int result = program_output(argv, LIMIT_MS, &output);
    enum mosix_trial trial = mosix_trial_judge(output != NULL ? output : "", result);

    program_output_says(output, result, said, size);
    free(output);
    return trial;
}
