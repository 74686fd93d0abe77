/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Asking mossetpe; see mosix_setpe.h.
 */
#include "mosix_setpe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mosix_address.h"
#include "program_output.h"

#define LIMIT_MS 5000
#define LEAD "This MOSIX node is: "

int mosix_setpe_parse(const char *output, uint32_t *home)
{
    const char *line = output;

    while (line != NULL) {
        if (strncmp(line, LEAD, strlen(LEAD)) == 0) {
            char quad[MOSIX_QUAD_SIZE] = "";

            line += strlen(LEAD);
            strncat(quad, line, strcspn(line, " \n") < sizeof(quad) ? strcspn(line, " \n") : 0);
            return mosix_quad_parse(quad, home);
        }
        line = strchr(line, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    return -EINVAL;
}

int mosix_setpe_ask(const char *program, uint32_t *home, char *said, size_t size)
{
    const char *const argv[] = {program, "-r", NULL};
    char *output;
    int result = program_output(argv, LIMIT_MS, &output);

    program_output_says(output, result, said, size);
    if (result >= 0) {
        result = output != NULL ? mosix_setpe_parse(output, home) : -EINVAL;
    }
    free(output);
    return result;
}
